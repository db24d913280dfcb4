import type { Text } from "../../domain/shared/text";
import { aheadTexts } from "../../operations/notices";
import { type ActContext, defineFlow, type FlowContext, type Given } from "../flow";
import { yesNo } from "./common";

interface YearReport {
  year: string;
}

type Known = Given<YearReport>;

const thisYear = ({ today }: FlowContext): number => Number(today.slice(0, 4));

/** Which year is meant is asked where it was not named. */
function begin({ year }: Known, context: FlowContext): { next: "nobody" | "which" | "draw" } {
  if (context.look("own-affairs", {}).sponsor === undefined) return { next: "nobody" };
  return { next: year === undefined ? "which" : "draw" };
}

function draw({ year = "" }: Known, context: ActContext) {
  const { months, people, total, ahead, file } = context.perform("year-report", { year: Number(year) });
  if (months === 0) return { next: "empty" as const };
  const say: Text[] = [
    { key: "report.summary", params: { year, months, people, total } },
    ...aheadTexts(ahead),
    { key: "report.thanks" },
  ];
  return { next: "done" as const, say, ...(file === undefined ? {} : { file }) };
}

/** A sponsor's report of a year: months, people and the sum, as a picture to keep or to show. */
export const yearReport = defineFlow<YearReport>()({
  id: "year-report",
  title: { key: "report.flow-title" },
  version: 1,
  start: "begin",
  errand: true,
  needsConsent: true,
  steps: {
    begin: { type: "act", run: begin },
    nobody: { type: "finish", say: () => [{ key: "report.nobody" }], outcome: "declined" },
    which: {
      type: "choose",
      key: "year",
      prompt: () => [{ key: "report.which" }],
      options: (_given, context) =>
        [thisYear(context), thisYear(context) - 1].map((year) => ({
          value: String(year),
          synonyms: [String(year)],
          label: { key: "report.year", params: { year: String(year) } },
        })),
      next: "draw",
      why: { key: "report.why" },
    },
    draw: { type: "act", run: draw },
    empty: {
      type: "finish",
      say: ({ year = "" }) => [{ key: "report.empty", params: { year } }],
      outcome: "completed",
    },
    done: { type: "finish", say: () => [], outcome: "completed" },
  },
});

/** Whether the first names of one's own workers may stand on the yearly reports of their sponsors. */
export const beNamed = defineFlow<{ allowed: "yes" | "no" }>()({
  id: "be-named",
  title: { key: "report.named-title" },
  version: 1,
  start: "ask",
  errand: true,
  needsConsent: true,
  steps: {
    ask: {
      type: "choose",
      key: "allowed",
      prompt: () => [{ key: "report.named" }],
      options: () => yesNo,
      next: "save",
      why: { key: "report.named-why" },
    },
    save: {
      type: "act",
      run: ({ allowed }, context) => {
        const { count } = context.perform("let-be-named", { allowed: allowed === "yes" });
        return { next: count === 0 ? "nobody" : allowed === "yes" ? "yes" : "no" };
      },
    },
    nobody: { type: "finish", say: () => [{ key: "report.named-nobody" }], outcome: "declined" },
    yes: { type: "finish", say: () => [{ key: "report.named-yes" }], outcome: "completed" },
    no: { type: "finish", say: () => [{ key: "report.named-no" }], outcome: "completed" },
  },
});
