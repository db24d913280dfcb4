import type { Area } from "../src/domain/officer/officer";
import { districtByCode, findDistricts, findVillages, villageById } from "../src/domain/shared/region";

/** An area as it is typed on the command line: `all`, a kecamatan by name or code, or a village with it; throws with an example. */
export function areaOf(text: string): Area {
  if (text === "all") return { type: "all" };
  const byCode = districtByCode(text);
  if (byCode) return { type: "district", districtCode: byCode.code };
  const [district, ...otherDistricts] = findDistricts(text);
  if (district && otherDistricts.length === 0 && !text.includes(","))
    return { type: "district", districtCode: district.code };
  const [village, ...otherVillages] = findVillages(text);
  if (village && otherVillages.length === 0)
    return { type: "village", districtCode: village.district.code, villageId: village.id };
  throw new Error('The area was not found, or there are several. Write "all", a kecamatan, or "village, kecamatan".');
}

/** The area in words: `all`, the kecamatan, or the village with it. */
export function nameOfArea(area: Area): string {
  if (area.type === "all") return "all";
  const district = districtByCode(area.districtCode)?.name ?? area.districtCode;
  return area.type === "district" ? district : `${villageById(area.villageId)?.name ?? area.villageId}, ${district}`;
}
