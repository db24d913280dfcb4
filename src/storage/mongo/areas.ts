import type { Area } from "../../domain/officer/officer";

/** Which documents with a kecamatan and a village lie in an area. */
export function inArea(area: Area): { districtCode?: string; villageId?: string } {
  if (area.type === "all") return {};
  const { districtCode } = area;
  return area.type === "district" ? { districtCode } : { districtCode, villageId: area.villageId };
}

/** Which documents with a kecamatan at most lie in an area: a village's officer sees those of its kecamatan, everybody those without. */
export function inDistrictOf(area: Area): { $or?: { districtCode: string | { $exists: false } }[] } {
  if (area.type === "all") return {};
  return { $or: [{ districtCode: area.districtCode }, { districtCode: { $exists: false } }] };
}

/** All but those that were looked at already. */
export function notSkipped(skipIds: readonly string[]): { _id?: { $nin: string[] } } {
  return skipIds.length === 0 ? {} : { _id: { $nin: [...skipIds] } };
}

/** For walks through all in the order of ids: what comes after the last one seen. */
export function afterId(id: string | null): { _id?: { $gt: string } } {
  return id === null ? {} : { _id: { $gt: id } };
}
