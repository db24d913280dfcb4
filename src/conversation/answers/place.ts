import {
  type District,
  findDistricts,
  findVillages,
  recognizeOutside,
  suggestDistricts,
  suggestVillages,
  type Village,
} from "../../domain/shared/region";
import { fail, ok, type Result } from "../../domain/shared/result";
import { tooLong } from "./normalize";
import type { Refusal } from "./refusal";

/** A place that could not be taken, with those that may be meant, so that they can be offered by number. */
export interface PlaceRefusal<T> extends Refusal {
  /** Several that fit ("...several") or the closest ("...unknown"), best first; empty where nothing is near. */
  readonly candidates: readonly T[];
}

/** More choices than this are a list to be read, not a question. */
const MOST_OFFERED = 5;

/**
 * Reads a kecamatan from tolerant typing. Refuses with all that fit where it is not clear ("ungaran"), with the closest
 * where none fits, and by its name where the place lies outside Kabupaten Semarang.
 */
export function readDistrict(typed: string): Result<District, PlaceRefusal<District>> {
  const long = tooLong(typed);
  if (long) return fail({ ...long, candidates: [] });
  const found = findDistricts(typed);
  if (found.length > 0) return one(found, ({ name }) => name, "answers.district");
  return fail(notFound(typed, suggestDistricts(typed), ({ name }) => name, "answers.district"));
}

/**
 * Reads a village, within a kecamatan where it is known or typed along with it. A name that repeats across kecamatan
 * (F8.06) is refused with all of them, to be asked apart.
 */
export function readVillage(typed: string, district?: District): Result<Village, PlaceRefusal<Village>> {
  const long = tooLong(typed);
  if (long) return fail({ ...long, candidates: [] });
  const label = district ? ({ name }: Village) => name : villageWithDistrict;
  const found = findVillages(typed, district);
  if (found.length > 0) return one(found, label, "answers.village");
  return fail(notFound(typed, suggestVillages(typed, district), label, "answers.village"));
}

/** A village as it must be written where names may repeat: "Duren (Bandungan)". */
export function villageWithDistrict({ name, district }: Village): string {
  return `${name} (${district.name})`;
}

function one<T>(found: readonly T[], label: (place: T) => string, area: string): Result<T, PlaceRefusal<T>> {
  const [first] = found;
  if (found.length === 1 && first !== undefined) return ok(first);
  return fail({ key: `${area}.several`, params: { names: listed(found, label) }, candidates: found });
}

function notFound<T>(typed: string, near: readonly T[], label: (place: T) => string, area: string): PlaceRefusal<T> {
  const place = recognizeOutside(typed);
  if (place) return { key: "answers.place.outside", params: { place }, candidates: [] };
  if (near.length === 0) return { key: `${area}.unknown`, candidates: [] };
  return { key: `${area}.suggested`, params: { names: listed(near, label) }, candidates: near };
}

function listed<T>(places: readonly T[], label: (place: T) => string): string {
  const names = places.slice(0, MOST_OFFERED).map(label).join(", ");
  return places.length > MOST_OFFERED ? `${names}, …` : names;
}
