import { type PhoneFault, type PhoneNumber, parsePhoneNumber } from "../../domain/shared/phone";
import { fail, type Result, unreachable } from "../../domain/shared/result";
import { tooLong } from "./normalize";
import type { Refusal } from "./refusal";

/** Reads an Indonesian mobile number as people write it (F9.07); a refusal says how many digits were given. */
export function readPhoneNumber(typed: string): Result<PhoneNumber, Refusal> {
  const long = tooLong(typed);
  if (long) return fail(long);
  const read = parsePhoneNumber(typed);
  return read.ok ? read : fail(refusalOf(read.error));
}

function refusalOf(fault: PhoneFault): Refusal {
  switch (fault.code) {
    case "phone.empty":
      return { key: "answers.phone.empty" };
    case "phone.length":
      return { key: "answers.phone.length", params: { given: fault.digits } };
    case "phone.foreign":
      return { key: "answers.phone.foreign" };
    case "phone.not-mobile":
      return { key: "answers.phone.not-mobile" };
    default:
      return unreachable(fault);
  }
}
