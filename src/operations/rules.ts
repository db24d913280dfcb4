import type { Text } from "../domain/shared/text";

/**
 * Every rule by which this service writes without being asked in that moment, as the locale key that says why, and how it
 * is stopped: `payments` by paying, a pause or STOP; `news` by STOP; `once` by nothing, because it does not come again;
 * `asked` by not asking; `duty` by giving up the role; `papers` by closing the case; `stand-by` by standing by no more;
 * `monthly-list` by a word of its own.
 */
const howToStop = {
  "reminder.rule": "payments",
  "nudge.rule": "once",
  "templates.rule": "news",
  "papers.rule": "papers",
  "chats.rule": "asked",
  "facts.alarm.rule": "duty",
  "whatsapp-cloud.alarm.rule": "duty",
  "whatsapp-web.alarm.rule": "duty",
  "office.rule.remind": "payments",
  "office.rule.retirement": "once",
  "office.rule.retirements": "news",
  "office.rule.monthly-list": "monthly-list",
  "office.rule.left": "news",
  "office.rule.removed": "once",
  "office.rule.hand-over": "once",
  "office.rule.handed-over": "once",
  "notice.rule.answer": "asked",
  "notice.rule.emergency": "duty",
  "notice.rule.proofs-wait": "duty",
  "notice.rule.lapses-near": "duty",
  "notice.rule.price": "news",
  "notice.rule.retirement": "news",
  "notice.rule.sponsor.retired": "news",
  "notice.rule.sponsor.taken-over": "news",
  "notice.rule.sponsor.stand-by-expired": "stand-by",
  "notice.rule.worker.taken-over": "news",
  "notice.rule.stand-by": "stand-by",
  "notice.rule.stand-by-ends": "stand-by",
  "notice.rule.sponsor.pause-ends": "news",
  "notice.rule.sponsor.hold-ends": "news",
  "notice.rule.sponsor.hold-expired": "news",
  "notice.rule.sponsor.worker-left": "news",
  "notice.rule.sponsor.pause-over": "news",
  "notice.rule.paid-by-worker": "news",
  "notice.rule.verified": "news",
  "notice.rule.rejected": "news",
  "notice.rule.registered": "news",
  "notice.rule.unbegun": "news",
  "notice.rule.unbegun.sponsor": "news",
  "notice.rule.inactive": "news",
  "notice.rule.inactive.sponsor": "news",
  "notice.rule.matched": "news",
  "notice.rule.sponsored": "news",
  "notice.rule.how-to-pay": "news",
  "notice.rule.worker.ended": "news",
  "notice.rule.worker.not-taken": "news",
  "notice.rule.worker.paused": "news",
  "notice.rule.worker.resumed": "news",
  "notice.rule.year-report": "news",
  "notice.rule.confirmed.payer": "news",
  "notice.rule.confirmed.worker": "news",
  "notice.rule.proof-rejected": "news",
  "notice.rule.taken-back.sender": "news",
  "notice.rule.taken-back.payer": "news",
  "notice.rule.taken-back.worker": "news",
  "notice.rule.proof-over.sender": "news",
  "notice.rule.proof-over.worker": "news",
} as const;

/** A rule that is registered: nothing is sent unasked under any other. */
export type Rule = keyof typeof howToStop;
/** What follows `notice.rule.` in the rule of a notice. */
export type NoticeRule = Rule extends infer R ? (R extends `notice.rule.${infer Name}` ? Name : never) : never;

/** All registered rules. */
export const allRules = Object.keys(howToStop) as readonly Rule[];

/** Whether a rule is registered. */
export const isRule = (rule: string | undefined): rule is Rule => rule !== undefined && Object.hasOwn(howToStop, rule);

/** Why a message was sent and how to get no more of its kind, for whoever asks KENAPA; null for what is no rule. */
export function explainRule(rule: string): { readonly why: Text; readonly stop: Text } | null {
  return isRule(rule) ? { why: { key: rule }, stop: { key: `engine.stop.${howToStop[rule]}` } } : null;
}
