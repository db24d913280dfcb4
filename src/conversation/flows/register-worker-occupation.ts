import { fail, ok, type Result } from "../../domain/shared/result";
import type { Text } from "../../domain/shared/text";
import { OCCUPATIONS, recognizeOccupation } from "../../domain/worker/occupations";
import { readChoice } from "../answers/choice";
import { readFreeText } from "../answers/free-text";
import type { ActContext, Given, Input, Option } from "../flow";
import { fromText } from "./common";
import { bubble, numberIn, say } from "./register-worker-asking";
import type { Registration } from "./register-worker-draft";

type Known = Given<Registration>;

const common = OCCUPATIONS.filter((occupation) => occupation.common);

/** The work in one's own words, or by number; what is no BPU work is explained kindly (F1.12-F1.16). */
export const occupation = {
  type: "ask",
  key: "occupation",
  freeText: true,
  prompt: ({ relation: whose }: Known) =>
    bubble(
      say(`register.occupation.${whose ?? "self"}`),
      common.map(({ id }) => ({ value: id, label: say(`occupation.${id}`) })),
    ),
  read: (input: Input): Result<Registration["occupation"], Text> => {
    if (input.type === "option") return takeOccupation(common.find(({ id }) => id === input.value));
    return fromText(input, (typed) => {
      const byNumber = common[(numberIn(typed, common.length) ?? 0) - 1];
      return byNumber ? takeOccupation(byNumber) : readOccupation(typed);
    });
  },
  why: say("register.occupation-why"),
  help: say("register.occupation-help"),
} as const;

function takeOccupation(known: (typeof OCCUPATIONS)[number] | undefined): Result<Registration["occupation"], Text> {
  if (!known) return fail(say("register.occupation-help"));
  return ok({ id: known.id, sector: known.sector, ...(known.sectorUnclear ? { sectorUnclear: true } : {}) });
}

function readOccupation(typed: string): Result<Registration["occupation"], Text> {
  const text = readFreeText(typed, { least: 3, most: 60 });
  if (!text.ok) return text;
  const recognized = recognizeOccupation(text.value);
  if (recognized.type === "not-bpu") return fail(say(`register.not-bpu.${recognized.reason}`));
  if (recognized.type === "known") return takeOccupation(recognized.occupation);
  if (/^[\d\W]+$/u.test(text.value)) return fail(say("register.occupation-help"));
  return ok({ id: "other", text: text.value });
}

/** Most people have one work: a second is not asked for, but may be added at the summary. */
export function noSecondWork(given: Known, _context: ActContext): { next: "insured"; set?: Known } {
  return given.secondOccupation ? { next: "insured" } : { next: "insured", set: { secondOccupation: { id: "none" } } };
}

const none: Option = {
  value: "none",
  label: say("register.second-none"),
  synonyms: ["tidak ada", "ndak ada", "gak ada", "cukup satu", "none", "0"],
};

/** A second work of the same person; two can be insured at the most (F1.10). */
export const secondOccupation = {
  type: "ask",
  key: "secondOccupation",
  freeText: true,
  prompt: () => bubble(say("register.second"), [none]),
  read: (input: Input, given: Known): Result<Registration["secondOccupation"], Text> =>
    fromText(input, (typed) => {
      const label = { value: "none", label: "none", synonyms: ["1", ...(none.synonyms ?? [])] };
      if (readChoice(typed, [label]).ok) return ok({ id: "none" });
      const work = readOccupation(typed);
      if (!work.ok) return work;
      const isSame = work.value.id !== "other" && work.value.id === given.occupation?.id;
      return isSame ? fail(say("register.second-same")) : ok(work.value);
    }),
  why: say("register.second-why"),
  help: say("register.occupation-help"),
} as const;
