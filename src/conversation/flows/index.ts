import { heldSinceOf } from "../../domain/sponsor/hold";
import type { RetirementPlan } from "../../domain/sponsor/sponsor";
import {
  type EntryWord,
  readEntryWish,
  readEntryWord,
  readLinkCode,
  readOfficeCode,
  readOfficerCode,
  readReportYear,
} from "../answers/entry-words";
import { asksForFamilyToday } from "../answers/family-wish";
import { asksWhoPays } from "../answers/payer-wish";
import { readReceiptCode } from "../answers/receipt-code";
import { readRegistrationNumber } from "../answers/registration-number";
import { answersRetirement, readRetirementPlan, saysRetirementPlan } from "../answers/retirement-wish";
import { readSumWish } from "../answers/sum-wish";
import { readForwarded, suspicionOf } from "../answers/suspicious";
import { readForwardedReceipt, readNamedReference } from "../answers/unasked-proof";
import type { AnyFlow, FlowContext, Option } from "../flow";
import type { Entry, House, Standing } from "../house";
import { linkedCommand } from "../linked-talk";
import { askBenefit } from "./ask-benefit";
import { askOfficer } from "./ask-officer";
import { becomeSponsor } from "./become-sponsor";
import { cannotPay, sponsorNews, worryOf } from "./cannot-pay";
import { checkMessage } from "./doubtful-message";
import { emergency } from "./emergency";
import { family, familyOf } from "./family";
import { language } from "./language";
import { letGo } from "./let-go";
import { linkChat, linked } from "./link-chat";
import { monthlyList } from "./monthly-list";
import { myData } from "./my-data";
import { myPledges } from "./my-pledges";
import { office } from "./office";
import { officeCoordinator } from "./office-coordinator";
import { officeStaff } from "./office-staff";
import { officer } from "./officer";
import { officerCode } from "./officer-code";
import { papers } from "./papers";
import { isHelpPaused, pause, resumeReminders } from "./pause";
import { checkReceipt } from "./receipt-check";
import { reckon } from "./reckon";
import { registerWorker } from "./register-worker";
import { reportPayment } from "./report-payment";
import { retirement } from "./retirement";
import { standBy } from "./stand-by";
import { status } from "./status";
import { optIn, stop } from "./stop";
import { welcome } from "./welcome";
import { whoseReceipt } from "./whose-receipt";
import { beNamed, yearReport } from "./year-report";

const flows: readonly AnyFlow[] = [
  welcome,
  registerWorker,
  becomeSponsor,
  myPledges,
  office,
  officeStaff,
  officeCoordinator,
  monthlyList,
  whoseReceipt,
  retirement,
  standBy,
  reportPayment,
  checkReceipt,
  yearReport,
  beNamed,
  status,
  cannotPay,
  sponsorNews,
  askBenefit,
  reckon,
  family,
  myData,
  officer,
  officerCode,
  linkChat,
  linked,
  letGo,
  language,
  pause,
  resumeReminders,
  stop,
  optIn,
  askOfficer,
  emergency,
  papers,
  checkMessage,
];

const always = [
  "register-worker",
  "become-sponsor",
  "report-payment",
  "status",
  "ask-benefit",
  "my-data",
  "ask-officer",
];

/** The menu: seven choices for everybody, whose numbers never change; what only some may do comes after them. */
function menu(context: FlowContext): readonly Option[] {
  const affairs = context.look("own-affairs", {});
  const more = [
    ...(affairs.pledges.some((pledge) => pledge.status !== "ended") ? ["my-pledges"] : []),
    ...(affairs.officer ? ["officer"] : []),
  ];
  return [...always, ...more].map((value) => ({ value, label: { key: `menu.${value}` } }));
}

const byWord: Readonly<Record<EntryWord, string>> = {
  register: "register-worker",
  sponsor: "become-sponsor",
  paid: "report-payment",
  status: "status",
  ask: "ask-benefit",
  "my-data": "my-data",
  "my-pledges": "my-pledges",
  "stop-helping": "my-pledges",
  "rest-helping": "my-pledges",
  officer: "officer",
  office: "office",
  "office-coordinator": "office-coordinator",
  "monthly-list": "monthly-list",
  "monthly-list-off": "monthly-list",
  "opt-in": "opt-in",
  "link-chat": "link-chat",
  "let-go": "let-go",
  "call-list": "officer",
  "year-report": "year-report",
  "be-named": "be-named",
  papers: "papers",
  "stand-by": "stand-by",
  "stand-by-off": "stand-by",
  check: "check-message",
};

/** What some words say already of what they open. */
const saidAlready: Readonly<Partial<Record<EntryWord, Entry["answers"]>>> = {
  "call-list": { desk: "calls" },
  "monthly-list-off": { wanted: "no" },
  "stand-by-off": { ready: "no" },
  "stop-helping": { meant: "end" },
  "rest-helping": { meant: "pause" },
};

function entryOf(word: EntryWord): Entry {
  const answers = saidAlready[word];
  return { flow: byWord[word], ...(answers ? { answers } : {}) };
}

/**
 * Whoever has an office comes back to its board, or to what an employee sees, wherever she stood in it. A photo for the bill
 * that came before it was asked for comes along.
 */
function toOffice(context: FlowContext, standing?: Standing): Entry {
  const { coordinates, employed } = context.look("office-standing", {});
  const isAnew = coordinates !== undefined || employed !== undefined;
  const receipt = standing?.flow === byWord.office ? standing.answers["receipt"] : undefined;
  return { flow: byWord.office, ...(isAnew ? { answers: receipt === undefined ? {} : { receipt } } : {}) };
}

function entryFor(...[text, context, standing]: Parameters<House["entryFor"]>): Entry | undefined {
  const receipt = readReceiptCode(text);
  if (receipt !== null) return { flow: "receipt-check", answers: receipt === "unreadable" ? {} : { code: receipt } };
  const word = readEntryWord(text);
  if (word === "opt-in" && context.contact.optedOutAt === undefined) return undefined;
  // To somebody with one chat the word means something else.
  if (word === "let-go" && context.look("own-chats", {}).length < 2) return undefined;
  if (word === "office") return toOffice(context, standing);
  if (word) return entryOf(word);
  const year = readReportYear(text);
  if (year !== null) return { ...entryOf("year-report"), answers: { year } };
  const check = checkOf(text, context);
  if (check) return check;
  const proof = entryForReceipt(text, context);
  if (proof) return proof;
  // Of anybody else the knowledge tells what a family would receive.
  if (asksForFamilyToday(text) && context.look("own-affairs", {}).workers.some(familyOf)) return { flow: "family" };
  // To anybody else the knowledge tells who sponsors are.
  if (asksWhoPays(text) && context.look("own-affairs", {}).workers.length > 0) return { flow: "status" };
  const worry = worryOf(text, context);
  if (worry) return worry;
  if (saysRetirementPlan(text) && retires(context)) return { flow: "retirement" };
  const sum = readSumWish(text, context.today);
  if (sum) return { flow: "reckon", answers: { ...sum } };
  const officeCode = readOfficeCode(text);
  if (officeCode !== null) return { flow: "office", answers: { code: officeCode } };
  const linkCode = readLinkCode(text);
  if (linkCode !== null) return { flow: "link-chat", answers: { code: linkCode } };
  // A bare registration number has "KL" before it; shorter codes are an officer's.
  const number = /^\s*kl/iu.test(text) ? readRegistrationNumber(text) : undefined;
  if (number?.ok) return { flow: "become-sponsor", answers: { number: number.value } };
  const code = readOfficerCode(text);
  if (code !== null) return { flow: "officer-code", answers: { code } };
  return entryOfWish(text);
}

/** What "cek: ..." opens, where there is something to say of the message that is handed over. */
function checkOf(text: string, context: FlowContext): Entry | undefined {
  const message = readForwarded(text);
  if (message === null) return undefined;
  const isKnown = suspicionOf(message) !== "none" || context.look("is-our-wording", { text: message });
  return isKnown ? { flow: "check-message", answers: { message } } : undefined;
}

/** A reference number that is named with the wish to report is not asked for again. */
function entryOfWish(text: string): Entry | undefined {
  const wish = readEntryWish(text);
  const reference = wish === "paid" ? readNamedReference(text) : null;
  if (reference !== null) return { ...entryOf("paid"), answers: { said: { type: "reference", reference } } };
  return wish === null ? undefined : entryOf(wish);
}

const waitsForWords = (context: FlowContext): boolean =>
  context.look("waiting-proofs", {}).some(({ isBill }) => !isBill);

/** Whether there is somebody to hand over, or to help on, at a retirement that was told. */
function retires(context: FlowContext): boolean {
  const { sponsor, pledges } = context.look("own-affairs", {});
  return sponsor?.retiresOn !== undefined && pledges.some(({ status }) => status !== "ended");
}

/** The question of the warning; whoever has answered it in its own words is not asked once more. */
const toRetirement = (wish: RetirementPlan | null): Entry => ({
  flow: "retirement",
  ...(wish === null ? {} : { answers: { wish } }),
});

/** A worker who is kept until the sponsor answers, the last one first: it is what was written about last. */
function offer(context: FlowContext): ReturnType<House["offer"]> {
  const held = context
    .look("own-affairs", {})
    .pledges.filter(({ status, heldUntil = 0 }) => status === "held" && heldUntil > context.now)
    .toSorted((a, b) => (b.heldUntil ?? 0) - (a.heldUntil ?? 0));
  const [latest] = held;
  if (latest === undefined) return undefined;
  // A reminder names nobody: of several it is not known which one a no is for.
  const isOnly = held.filter(({ standBy }) => (standBy === undefined) === (latest.standBy === undefined)).length === 1;
  const { pledgeId, standBy: asked } = latest;
  const since = heldSinceOf(latest);
  if (asked) {
    const flow = "stand-by";
    return {
      entry: { flow },
      refusal: { flow, answers: { pledgeId, helps: "no" } },
      rules: ["notice.rule.stand-by", ...(isOnly ? (["notice.rule.stand-by-ends"] as const) : [])],
      since,
    };
  }
  const entry = { flow: "my-pledges", answers: { pledgeId } };
  const refusal = { ...entry, answers: { pledgeId, act: "decline" } };
  const rules = ["notice.rule.matched", ...(isOnly ? (["notice.rule.sponsor.hold-ends"] as const) : [])] as const;
  return { entry, refusal, rules, since };
}

/** Where no month waits to be paid, a photo belongs to the papers that are being gathered. */
function careForFile(attachmentId: string, context: FlowContext): Entry | undefined {
  return context.look("own-cares", {}).length > 0 ? { flow: "papers", answers: { attachmentId } } : undefined;
}

/** Whether a proof waits for an officer, whose place a better one may take. */
const waits = (context: FlowContext): boolean => context.look("waiting-proofs", {}).length > 0;

/** Where a photo is asked about, because it may prove an office's bill or months of the coordinator's own. */
const aboutOffices = ["office", "office-staff", "office-coordinator", "whose-receipt"];

/**
 * What a bank wrote is a proof as a photo is, unless it is handed over to be checked; but it takes the place of no bill's proof
 * that waits.
 */
function entryForReceipt(typed: string, context: FlowContext, standing?: string): Entry | undefined {
  const text = readForwardedReceipt(typed);
  if (text === null) return undefined;
  const answers = { said: { type: "text", text } };
  return (
    checkOf(typed, context) ??
    entryForProof(answers, context, standing) ??
    (waitsForWords(context) ? reportWith(answers, standing) : undefined)
  );
}

/** What a photo opens, which may belong to papers, too. */
function entryForFile(
  { attachmentId, contentHash }: { attachmentId: string; contentHash: string },
  context: FlowContext,
  standing?: string,
): Entry | undefined {
  const proof = entryForProof({ attachmentId, contentHash }, context, standing);
  if (proof) return proof;
  const entry = careForFile(attachmentId, context);
  if (entry) return { ...entry, ...returnsTo(standing) };
  return waits(context) ? reportWith({ attachmentId, contentHash }, standing) : undefined;
}

const reportWith = (answers: Readonly<Record<string, unknown>>, standing?: string): Entry => ({
  flow: "report-payment",
  answers,
  ...returnsTo(standing),
});

const isAtOffice = (standing?: string): boolean => standing !== undefined && aboutOffices.includes(standing);
const returnsTo = (standing?: string) => (isAtOffice(standing) ? ({ returns: true } as const) : {});

/** The report that a proof opens; whoever stands at an office loses nothing that was typed there. */
function entryForProof(
  answers: Readonly<Record<string, unknown>>,
  context: FlowContext,
  standing?: string,
): Entry | undefined {
  const dues = context.look("reportable-dues", {});
  if (dues.length === 0) return undefined;
  const mayBeBill = isAtOffice(standing) || standing === undefined;
  const isAsked = mayBeBill && dues.some(({ isOfOffice }) => isOfOffice);
  const report = reportWith(answers, standing);
  return isAsked ? { ...report, flow: "whose-receipt" } : report;
}

/** The house as people meet it: every flow, the menu, and the ways in. */
export const house: House = {
  flows: new Map(flows.map((flow) => [flow.id, flow])),
  welcome: welcome.id,
  menu,
  errands: {
    status: { flow: "status" },
    stop: { flow: "stop" },
    pause: { flow: "pause" },
    resume: { flow: "resume-reminders" },
    officer: { flow: "ask-officer" },
    language: { flow: "language" },
    accident: { flow: "emergency", answers: { kind: "accident" } },
    death: { flow: "emergency", answers: { kind: "death" } },
  },
  isPaused: isHelpPaused,
  entryFor,
  offer,
  askedBy: (rule, text) => (rule === "notice.rule.retirement" ? toRetirement(readRetirementPlan(text)) : undefined),
  mayAnswerAsked: answersRetirement,
  entryForFile,
  entryForReceipt,
  commands: {
    paid: { flow: "report-payment" },
    papers: { flow: "papers" },
    stop: { flow: "stop" },
    data: { flow: "my-data" },
    status: { flow: "status" },
    register: { flow: "register-worker" },
    mend: { flow: "register-worker" },
    sponsor: { flow: "become-sponsor" },
    pledges: { flow: "my-pledges" },
    retirement: { flow: "retirement" },
    // The button says that it opens the board, wherever its reader stands.
    office: (context, standing) => ({ answers: {}, ...toOffice(context, standing) }),
    "stand-by": { flow: "stand-by" },
    verify: { flow: "officer", answers: { desk: "verify" } },
    proofs: { flow: "officer", answers: { desk: "proofs" } },
    tasks: { flow: "officer", answers: { desk: "tasks" } },
    facts: { flow: "officer", answers: { desk: "facts" } },
    ask: { flow: "ask-benefit" },
    officer: { flow: "ask-officer" },
    [linkedCommand.slice(1)]: { flow: "linked" },
  },
};
