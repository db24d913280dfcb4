import type { Result } from "../../domain/shared/result";
import { wordsOf } from "./normalize";
import type { Refusal } from "./refusal";
import { readYesNo } from "./yes-no";

/** What somebody says who helps, or can: with nothing else it is a yes, after a "no" it is a no. */
const WILLING = new Set(
  "bantu membantu mbantu bantuin mbiyantu biyantu nulung nolong menolong bisa iso saged sanggup sagah".split(" "),
);

const OFFERED =
  /^(?:saya|aku|kula|kulo|kami|mau|arep|badhe) (?:\w+ )?(?:m?bantu|membantu|m?biyantu|nulung|m?e?nolong)$/u;

/** Whether somebody says that she helps, which alone sounds like a call for help: "saya bantu". */
export const offersHelp = (typed: string): boolean => OFFERED.test(wordsOf(typed).join(" "));

/** Reads a yes or a no of somebody who is asked to help: also "injih kula bantu" or "tidak bisa", but no question. */
export function readWillingness(typed: string): Result<boolean, Refusal> {
  const read = readYesNo(typed);
  if (read.ok || typed.includes("?")) return read;
  const said = wordsOf(typed).map((word) => (WILLING.has(word) ? "mau" : word));
  return readYesNo(said.join(" "));
}
