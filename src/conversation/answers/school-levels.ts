import type { SchoolLevel } from "../../domain/benefit/figures";
import { fail, ok, type Result } from "../../domain/shared/result";
import { tooLong, wordsOf } from "./normalize";
import type { Refusal } from "./refusal";

/** The levels as people call them. */
const NAMES: Readonly<Record<SchoolLevel, string>> = {
  kindergarten: "tk paud ra kindergarten",
  primary: "sd mi sdn primary elementary",
  junior: "smp mts smpn sltp junior",
  senior: "sma smk smu man slta sman smkn stm senior",
  higher: "kuliah kuliahan mahasiswa mahasiswi universitas s1 d3 d4 kampus sarjana university college pelatihan",
};
const levels = new Map(
  (Object.entries(NAMES) as [SchoolLevel, string][]).flatMap(([level, names]) =>
    names.split(" ").map((name): [string, SchoolLevel] => [name, level]),
  ),
);

/** The levels of school that a text names, in its order, one for each child: "SD sama SMA", "kuliah, smp". */
export function schoolLevelsIn(typed: string): SchoolLevel[] {
  return wordsOf(typed).flatMap((word) => levels.get(word) ?? []);
}

/** Reads the levels, for `most` children at most. */
export function readSchoolLevels(typed: string, most: number): Result<SchoolLevel[], Refusal> {
  const long = tooLong(typed);
  if (long) return fail(long);
  const found = schoolLevelsIn(typed);
  if (found.length === 0) return fail({ key: "reckon.levels-unreadable" });
  return found.length > most ? fail({ key: "reckon.levels-too-many", params: { most } }) : ok(found);
}
