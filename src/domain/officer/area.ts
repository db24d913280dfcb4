import type { Area, Officer } from "./officer";

/** Where a case is; cases that know their kecamatan only have no village, and some know neither. */
export interface Place {
  readonly districtCode?: string | undefined;
  readonly villageId?: string | undefined;
}

/**
 * Whether an area covers a place. A case without a village is seen by every officer of its kecamatan; one without a
 * place by every officer, because nobody else would look at it where each officer has an area of her own.
 */
export function covers(area: Area, place: Place): boolean {
  if (area.type === "all" || place.districtCode === undefined) return true;
  if (area.districtCode !== place.districtCode) return false;
  return area.type === "district" || place.villageId === undefined || place.villageId === area.villageId;
}

/** Whether an officer may act on a case at a place. */
export function mayHandle(officer: Officer, place: Place): boolean {
  return officer.active && officer.contactId !== undefined && covers(officer.area, place);
}
