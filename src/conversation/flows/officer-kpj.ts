import { fail, ok, type Result } from "../../domain/shared/result";
import type { Text } from "../../domain/shared/text";
import { type Kpj, parseKpj } from "../../domain/worker/kpj";
import { readRegistrationNumber } from "../answers/registration-number";
import type { ActContext, FlowContext, Given, Input } from "../flow";
import { fromText, rightOrWrong } from "./common";
import type { Done, OfficerWork } from "./officer-desks";

type Known = Given<OfficerWork>;

/** More is not read of what is typed as a KPJ, in characters. */
const longestTyped = 200;

/** Whose KPJ it is, by registration number. */
export const kpjNumber = {
  type: "ask",
  key: "kpjWorker",
  prompt: () => ({ texts: [{ key: "officer.kpj-number" }] }),
  read: (input: Input, _given: Known, context: FlowContext): Result<OfficerWork["kpjWorker"], Text> =>
    fromText<OfficerWork["kpjWorker"]>(input, (typed) => {
      const number = readRegistrationNumber(typed);
      if (!number.ok) return number;
      const found = context.look("officer-worker", { number: number.value });
      return found
        ? ok({ workerId: found.workerId, number: number.value })
        : fail({ key: "officer.kpj-unknown", params: { number: number.value } });
    }),
  why: { key: "officer.kpj-why" },
  help: { key: "officer.kpj-number-help" },
} as const;

const nameOf = ({ kpjWorker }: Known, context: FlowContext): string =>
  (kpjWorker && context.look("officer-worker", { number: kpjWorker.number })?.name) ?? "";

/** The participant number, 11 digits (F6.08). */
export const kpj = {
  type: "ask",
  key: "kpj",
  prompt: (given: Known, context: FlowContext) => ({
    texts: [{ key: "officer.kpj", params: { name: nameOf(given, context), number: given.kpjWorker?.number ?? "" } }],
  }),
  read: (input: Input): Result<Kpj, Text> =>
    fromText<Kpj>(input, (typed) => {
      const read = parseKpj(typed.slice(0, longestTyped));
      return read.ok ? read : fail({ key: "officer.kpj-length", params: { given: read.error.count } });
    }),
  why: { key: "officer.kpj-why" },
  help: { key: "officer.kpj-help" },
} as const;

/** Reads the number back in groups, as it is read from a card. */
export const kpjCheck = {
  type: "choose",
  key: "kpjCheck",
  prompt: (given: Known, context: FlowContext) => [
    { key: "officer.kpj-check", params: { kpj: grouped(given.kpj ?? ""), name: nameOf(given, context) } },
  ],
  options: () =>
    rightOrWrong(
      { right: { key: "officer.kpj-check.right" }, wrong: { key: "officer.kpj-check.wrong" } },
      { next: "kpj", forget: ["kpj", "kpjCheck"] },
    ),
} as const;

const grouped = (digits: string): string => digits.replace(/(\d{4})(?=\d)/gu, "$1 ");

/** Records the KPJ; the worker is told. */
export function recordKpj({ kpjWorker, kpj: number }: Known, context: ActContext): Done<"menu"> {
  if (!kpjWorker || !number) throw new Error("a KPJ is recorded before it was asked for");
  const outcome = context.perform("record-kpj", { workerId: kpjWorker.workerId, kpj: number });
  return { next: "menu", say: [{ key: `officer.kpj-recorded.${outcome}`, params: { number: kpjWorker.number } }] };
}
