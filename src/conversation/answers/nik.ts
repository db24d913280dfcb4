import { type Nik, type NikFault, parseNik } from "../../domain/shared/nik";
import { fail, type Result, unreachable } from "../../domain/shared/result";
import { tooLong } from "./normalize";
import type { Refusal } from "./refusal";

/** Reads a NIK as people type it; refused is only what can be none (F9.04), never a region (F9.02). */
export function readNikNumber(typed: string): Result<Nik, Refusal> {
  const long = tooLong(typed);
  if (long) return fail(long);
  const read = parseNik(typed);
  return read.ok ? read : fail(refusalOf(read.error));
}

function refusalOf(fault: NikFault): Refusal {
  switch (fault.code) {
    case "nik.empty":
      return { key: "answers.nik.empty" };
    case "nik.length":
      return {
        key: fault.count < 16 ? "answers.nik.too-short" : "answers.nik.too-long",
        params: { given: fault.count },
      };
    case "nik.province":
      return { key: "answers.nik.province" };
    case "nik.date":
      return { key: "answers.nik.date" };
    case "nik.serial":
      return { key: "answers.nik.serial" };
    default:
      return unreachable(fault);
  }
}
