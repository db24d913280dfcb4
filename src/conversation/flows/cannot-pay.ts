import type { OwnAffairs, OwnWorker } from "../../operations/catalog-views";
import { asksOfSponsor, saysCannotPay } from "../answers/paying-worry";
import { defineFlow, type FlowContext, type Step } from "../flow";
import type { Entry } from "../house";
import { familyOf } from "./family";

/** Whether a sponsor pays now: not one who is sought or still asked, and not one who pauses. */
export const isPaidFor = ({ payer, sponsor }: OwnWorker): boolean =>
  payer === "sponsor" && sponsor?.status === "active";

const isSought = (worker: OwnWorker): boolean =>
  familyOf(worker) && worker.payer === "sponsor" && worker.sponsor === undefined;

const owesHerself = ({ dues }: OwnWorker): boolean =>
  dues.some(({ isWorkers, status }) => isWorkers === true && (status === "open" || status === "overdue"));

/** What is so for whoever says that there is no money: whose the months are, and whom she can turn to. Nothing is promised. */
function situation({ workers, sponsor, pledges }: OwnAffairs): string {
  const standing = workers.filter(({ status }) => status !== "rejected" && status !== "deceased");
  if (standing.length > 0) {
    if (standing.every((worker) => isPaidFor(worker) && !owesHerself(worker))) return "sponsor";
    return standing.every(isSought) ? "sought" : "own";
  }
  if (sponsor === undefined) return "nobody";
  return sponsor.kind === "person" && pledges.some(({ status }) => status === "active") ? "helper" : "own";
}

type Show = Extract<Step<Record<string, never>, string>, { readonly type: "finish" }>;

/** A flow that answers a worry in one step. */
const answerTo = (id: string, title: string, show: Pick<Show, "say"> & Partial<Pick<Show, "follow">>) =>
  defineFlow<Record<string, never>>()({
    ...{ id, title: { key: title }, version: 1, start: "show", errand: true },
    steps: { show: { type: "finish", outcome: "completed", ...show } },
  });

/** "Saya tidak punya uang": thanks for saying so, what is true of her, and a way on. */
export const cannotPay = answerTo("cannot-pay", "worry.money.title", {
  say: (_given, context) => [{ key: `worry.money.${situation(context.look("own-affairs", {}))}` }],
});

/** "Sponsor saya belum bayar": what is noted of her months, and that nobody is to pay twice. */
export const sponsorNews = answerTo("sponsor-news", "worry.sponsor.title", {
  say: (_given, context) => (context.look("own-affairs", {}).workers.some(isPaidFor) ? [{ key: "worry.sponsor" }] : []),
  follow: () => ({ flow: "status" }),
});

/** What a worry about paying opens; of sponsors only those who have a worker of their own ask about theirs. */
export function worryOf(typed: string, context: FlowContext): Entry | undefined {
  if (asksOfSponsor(typed))
    return context.look("own-affairs", {}).workers.some(familyOf) ? { flow: sponsorNews.id } : undefined;
  return saysCannotPay(typed) ? { flow: cannotPay.id } : undefined;
}
