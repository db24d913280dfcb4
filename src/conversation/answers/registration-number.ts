import {
  parseRegistrationNumber,
  type RegistrationNumber,
  type RegistrationNumberFault,
} from "../../domain/shared/registration-number";
import { fail, type Result, unreachable } from "../../domain/shared/result";
import { tooLong } from "./normalize";
import type { Refusal } from "./refusal";

/** Reads a registration number (`KL-7K3M-9QX`) as it is typed or was read out on the phone. */
export function readRegistrationNumber(typed: string): Result<RegistrationNumber, Refusal> {
  const long = tooLong(typed);
  if (long) return fail(long);
  const read = parseRegistrationNumber(typed);
  return read.ok ? read : fail(refusalOf(read.error));
}

function refusalOf(fault: RegistrationNumberFault): Refusal {
  switch (fault.code) {
    case "registration-number.empty":
      return { key: "answers.registration-number.empty" };
    case "registration-number.length":
      return { key: "answers.registration-number.length", params: { given: fault.count } };
    case "registration-number.character":
      return { key: "answers.registration-number.character" };
    case "registration-number.check":
      return { key: "answers.registration-number.check" };
    default:
      return unreachable(fault);
  }
}
