import { atHour, type IsoDay } from "../../src/domain/shared/calendar";
import type { Effects } from "../../src/operations/catalog";
import { receiptCodeOf } from "../../src/operations/receipts";
import { markInactive } from "../../src/operations/scheduled";
import { offerToStandBys } from "../../src/operations/stand-by-offers";
import { worksOnFacts } from "../support/fact-town";
import { monthsGoBy, silentSelfPayer, silentSponsor, standsBy } from "../support/silent-town";
import { DAY, draftOf, places, type Town, wishOf } from "../support/town";
import { officeScenarios } from "./crash-office-scenarios";

/** One effect, ready to be asked for by somebody. */
export type Prepared = { [N in keyof Effects]: { who: string; name: N; input: Effects[N]["input"] } }[keyof Effects];
/** Brings a town to where an effect can be asked for. */
export type Scenario = (town: Town) => Promise<Prepared>;

/** A sponsor has reported three months; returns the proof's id. */
export async function reported(town: Town): Promise<string> {
  await town.officer("Officer");
  const workerId = await town.verified("Asih", 1);
  await town.does("Officer", "record-kpj", { workerId, kpj: "12345678901" });
  await town.sponsors("Retno", { monthsAhead: 3 });
  const dues = await town.sees("Retno", "reportable-dues", {});
  await town.does(
    "Retno",
    "report-payment",
    { dueItemIds: dues.map((due) => due.dueItemId), contentHash: "h1" },
    { effectId: "report" },
  );
  return town.deps.ids.derive("report", "proof");
}

/** A worker whose sponsor has begun to pay, with another sponsor waiting. */
export async function sponsored(town: Town): Promise<{ workerId: string; pledgeId: string }> {
  await town.officer("Officer");
  const workerId = await town.verified("Asih", 1);
  const pledgeId = await town.sponsors("Retno", { monthsAhead: 3 });
  await town.does("Joko", "make-pledges", wishOf({ name: "Joko" }));
  return { workerId, pledgeId };
}

/** A worker whose protection has ended after a month that her sponsor, Retno, had paid. */
async function lapsed(town: Town): Promise<string> {
  await town.officer("Officer");
  const workerId = await town.insured("Asih", 1);
  await town.sponsors("Retno");
  await town.does("Officer", "confirm-proof", { proofId: await town.pays("Retno") });
  await monthsGoBy(town, atHour("2027-02-20" as IsoDay, 9));
  await markInactive(town.deps, town.now);
  return workerId;
}

async function rejected(town: Town): Promise<string> {
  await town.officer("Officer");
  const workerId = await town.worker("Asih", draftOf(1));
  await town.does("Officer", "reject-worker", { workerId, revision: 0, reason: "nik-mismatch" });
  return workerId;
}

async function bothAffairs(town: Town): Promise<void> {
  await town.officer("Officer");
  const own = await town.verified("Dwi", 1, { payer: "self" });
  await town.does("Officer", "record-kpj", { workerId: own, kpj: "12345678901" });
  await town.verified("Asih", 2);
  await town.sponsors("Dwi");
  await town.worker("Dwi", draftOf(3, { relation: "helper" }));
  await town.does("Joko", "make-pledges", wishOf({ name: "Joko" }));
  const [due] = await town.sees("Dwi", "reportable-dues", {});
  await town.does("Dwi", "report-payment", { dueItemIds: [due!.dueItemId], reference: "R-1" });
}

/** Asih has told of an accident. */
async function accident(town: Town): Promise<string> {
  await town.officer("Officer");
  await town.does("Asih", "open-task", { kind: "emergency", happened: "accident" });
  return (await town.sees("Asih", "own-cares", {}))[0]?.careId ?? "";
}

/** Asih has asked what nobody could answer. */
const noted = (town: Town): Promise<{ questionId: string }> =>
  town.does("Asih", "note-question", { reason: "unanswered", text: "kapan?" });

/** Asih has agreed and was given a code. */
async function codeOfAsih(town: Town): Promise<string> {
  await town.does("Asih", "record-consent", { status: "given", textVersion: 1, at: 5, messageId: "m" });
  return (await town.does("Asih", "open-link-code", {}, { effectId: "code" })).code;
}

/** Dwi has a registration, a sponsorship, a proof and a question. */
export async function linkedLater(town: Town): Promise<Prepared> {
  await bothAffairs(town);
  await town.does("Dwi", "open-task", { kind: "question", text: "?" });
  await town.does("Dwi", "pause-reminders", { until: town.now + DAY });
  return { who: "Dwi", name: "link-chat", input: { code: await codeOfAsih(town), agreed: true } };
}

/** Siti, who stands by before Budi, is asked for a worker whose payer is silent; the ids of what she is asked for. */
async function offeredToSiti(town: Town, silent: (town: Town) => Promise<unknown> = silentSponsor): Promise<string[]> {
  await town.officer("Officer");
  await silent(town);
  for (const who of ["Siti", "Budi"]) await standsBy(town, who);
  await monthsGoBy(town);
  await offerToStandBys(town.deps, town.now);
  const { pledges } = await town.sees("Siti", "own-affairs", {});
  return pledges.flatMap(({ status, pledgeId }) => (status === "held" ? [pledgeId] : []));
}

/** Every effect of the catalogue in at least one situation, by a name that says which. */
export const scenarios: Record<string, Scenario> = {
  ...officeScenarios,
  "open-link-code": async (town) => {
    await codeOfAsih(town);
    return { who: "Asih", name: "open-link-code", input: {} };
  },
  "link-chat": linkedLater,
  "link-chat, not agreed yet": async (town) => {
    const { input, ...act } = await linkedLater(town);
    return { ...act, input: { ...input, agreed: false } } as Prepared;
  },
  "link-chat, with a wrong code": async () => ({
    who: "Dwi",
    name: "link-chat",
    input: { code: "4K7-2QX", agreed: true },
  }),
  "let-go-chat": async (town) => {
    await town.does("Dwi", "link-chat", { code: await codeOfAsih(town), agreed: true });
    await town.does("Asih", "opt-out", { on: true });
    return { who: "Asih", name: "let-go-chat", input: { chatId: (await town.contact("Dwi")).id } };
  },
  "open-call-list": async (town) => {
    await town.does("Asih", "record-consent", { status: "given", textVersion: 1, at: 5, messageId: "m" });
    await bothAffairs(town);
    await town.does("Asih", "set-blocked", { blocked: true });
    return { who: "Officer", name: "open-call-list", input: { skipIds: [] } };
  },
  "record-consent": async () => ({
    who: "Asih",
    name: "record-consent",
    input: { status: "given", textVersion: 1, at: 5, messageId: "m" },
  }),
  "set-language": async () => ({ who: "Asih", name: "set-language", input: { language: "en" } }),
  "opt-out": async () => ({ who: "Asih", name: "opt-out", input: { on: true } }),
  "pause-reminders": async () => ({ who: "Asih", name: "pause-reminders", input: { until: 9 } }),
  "set-blocked": async () => ({ who: "Asih", name: "set-blocked", input: { blocked: true } }),
  "submit-worker": async () => ({ who: "Asih", name: "submit-worker", input: draftOf(1) }),
  "submit-worker, mending": async (town) => {
    const mends = await rejected(town);
    return { who: "Asih", name: "submit-worker", input: draftOf(2, { mends, ...places.tengaran }) };
  },
  "withdraw-worker": async (town) => {
    const { workerId } = await sponsored(town);
    return { who: "Asih", name: "withdraw-worker", input: { workerId } };
  },
  "make-pledges": async (town) => {
    await town.officer("Officer");
    await town.verified("Asih", 1);
    await town.verified("Budi", 2);
    return { who: "Retno", name: "make-pledges", input: wishOf({ count: 4 }) };
  },
  "make-pledges, of one named": async (town) => {
    await town.officer("Officer");
    await town.verified("Asih", 1);
    const workerId = await town.verified("Budi", 2);
    return { who: "Retno", name: "make-pledges", input: wishOf({ workerId, count: 2 }) };
  },
  "confirm-pledges": async (town) => {
    await town.officer("Officer");
    await town.verified("Asih", 1);
    await town.verified("Budi", 2);
    const made = await town.does("Retno", "make-pledges", wishOf({ count: 2, monthsAhead: 3 }));
    return { who: "Retno", name: "confirm-pledges", input: { pledgeIds: made.held.map((one) => one.pledgeId) } };
  },
  "decline-pledges": async (town) => {
    await town.officer("Officer");
    await town.verified("Asih", 1);
    const made = await town.does("Retno", "make-pledges", wishOf());
    await town.does("Joko", "make-pledges", wishOf({ name: "Joko" }));
    return { who: "Retno", name: "decline-pledges", input: { pledgeIds: [made.held[0]!.pledgeId] } };
  },
  "change-pledge, pause": async (town) => {
    const { pledgeId } = await sponsored(town);
    return {
      who: "Retno",
      name: "change-pledge",
      input: { pledgeId, change: { type: "pause", until: town.now + DAY } },
    };
  },
  "change-pledge, resume": async (town) => {
    const { pledgeId } = await sponsored(town);
    await town.does("Retno", "change-pledge", { pledgeId, change: { type: "pause" } });
    return { who: "Retno", name: "change-pledge", input: { pledgeId, change: { type: "resume" } } };
  },
  "change-pledge, end": async (town) => {
    const { pledgeId } = await sponsored(town);
    return { who: "Retno", name: "change-pledge", input: { pledgeId, change: { type: "end" } } };
  },
  "change-pledge, months": async (town) => {
    const { pledgeId } = await sponsored(town);
    return { who: "Retno", name: "change-pledge", input: { pledgeId, change: { type: "months", monthsAhead: 6 } } };
  },
  "plan-retirement": async (town) => {
    await sponsored(town);
    const retiresOn = "2031-03-01" as IsoDay;
    return { who: "Retno", name: "plan-retirement", input: { retiresOn, plan: "successor" } };
  },
  "set-stand-by": async (town) => {
    await sponsored(town);
    return { who: "Retno", name: "set-stand-by", input: { on: true, most: 2, villageId: places.getasan.villageId } };
  },
  "set-stand-by, no more": async (town) => {
    await sponsored(town);
    await town.does("Retno", "set-stand-by", { on: true });
    return { who: "Retno", name: "set-stand-by", input: { on: false } };
  },
  "confirm-pledges, stepping in": async (town) => ({
    who: "Siti",
    name: "confirm-pledges",
    input: { pledgeIds: await offeredToSiti(town) },
  }),
  "confirm-pledges, stepping in for who paid herself": async (town) => ({
    who: "Siti",
    name: "confirm-pledges",
    input: { pledgeIds: await offeredToSiti(town, silentSelfPayer) },
  }),
  "confirm-pledges, where nobody has to step in any more": async (town) => {
    const pledgeIds = await offeredToSiti(town);
    await town.pays("Retno");
    return { who: "Siti", name: "confirm-pledges", input: { pledgeIds } };
  },
  "decline-pledges, of a stand-by sponsor": async (town) => ({
    who: "Siti",
    name: "decline-pledges",
    input: { pledgeIds: await offeredToSiti(town) },
  }),
  "report-payment": async (town) => {
    await sponsored(town);
    const dues = await town.sees("Retno", "reportable-dues", {});
    return {
      who: "Retno",
      name: "report-payment",
      input: { dueItemIds: dues.map(({ dueItemId }) => dueItemId), contentHash: "h1" },
    };
  },
  "report-payment, months ahead of one's own": async (town) => {
    await town.officer("Officer");
    await town.insured("Asih", 1, { payer: "self" });
    const [due] = await town.sees("Asih", "reportable-dues", {});
    const months = await town.sees("Asih", "months-ahead", { dueItemIds: [due?.dueItemId ?? ""], count: 6 });
    const dueItemIds = months.map(({ dueItemId }) => dueItemId);
    return { who: "Asih", name: "report-payment", input: { dueItemIds, contentHash: "h1" } };
  },
  "replace-proof": async (town) => {
    const proofId = await reported(town);
    return { who: "Retno", name: "replace-proof", input: { proofId, attachmentId: "a2", contentHash: "h2" } };
  },
  "replace-proof, with what it was sent with": async (town) => {
    const proofId = await reported(town);
    return { who: "Retno", name: "replace-proof", input: { proofId, attachmentId: "a2", contentHash: "h1" } };
  },
  "redeem-officer-code": async (town) => {
    await town.officer("Chief");
    const codes = await import("../../src/operations/officer-effects");
    const { code } = await codes.inviteOfficer(town.deps, {
      name: "Officer",
      role: "verifier",
      area: { type: "all" },
      now: town.now,
      randomBytes: new Uint8Array(16).fill(7),
    });
    return { who: "Officer", name: "redeem-officer-code", input: { code: code.toLowerCase() } };
  },
  "verify-worker, with a sponsor waiting": async (town) => {
    await town.officer("Officer");
    const workerId = await town.worker("Asih", draftOf(1));
    await town.does("Joko", "make-pledges", wishOf({ name: "Joko" }));
    return { who: "Officer", name: "verify-worker", input: { workerId, revision: 0 } };
  },
  "verify-worker, paying herself": async (town) => {
    await town.officer("Officer");
    const workerId = await town.worker("Asih", draftOf(1, { payer: "self" }));
    return { who: "Officer", name: "verify-worker", input: { workerId, revision: 0 } };
  },
  "reject-worker": async (town) => {
    await town.officer("Officer");
    const workerId = await town.worker("Asih", draftOf(1));
    return { who: "Officer", name: "reject-worker", input: { workerId, revision: 0, reason: "other", note: "?" } };
  },
  "record-kpj": async (town) => {
    await town.officer("Officer");
    const workerId = await town.verified("Asih", 1);
    return { who: "Officer", name: "record-kpj", input: { workerId, kpj: "12345678901" } };
  },
  "confirm-proof": async (town) => ({
    who: "Officer",
    name: "confirm-proof",
    input: { proofId: await reported(town) },
  }),
  "reject-proof": async (town) => ({
    who: "Officer",
    name: "reject-proof",
    input: { proofId: await reported(town), reason: "wrong-amount", note: "Rp 100" },
  }),
  "reject-proof, of a sponsor whom another has followed": async (town) => {
    await town.officer("Officer");
    await town.insured("Asih", 1);
    const pledgeId = await town.sponsors("Retno", wishOf({ monthsAhead: 3 }));
    const dueItemIds = (await town.sees("Retno", "reportable-dues", {})).slice(1).map((due) => due.dueItemId);
    await town.does("Retno", "report-payment", { dueItemIds, reference: "R-1" }, { effectId: "report" });
    await town.does("Retno", "change-pledge", { pledgeId, change: { type: "end" } });
    await town.sponsors("Joko", wishOf({ name: "Joko", monthsAhead: 2 }));
    const proofId = town.deps.ids.derive("report", "proof");
    return { who: "Officer", name: "reject-proof", input: { proofId, reason: "unreadable" } };
  },
  "take-back-proof": async (town) => {
    const proofId = await reported(town);
    await town.does("Officer", "confirm-proof", { proofId, amount: 60_000 });
    return { who: "Officer", name: "take-back-proof", input: { proofId, reason: "wrong-amount", note: "Rp 100" } };
  },
  "take-back-proof, of which a part was found": async (town) => {
    const proofId = await reported(town);
    await town.does("Officer", "confirm-proof", { proofId, amount: 12_000 });
    return { who: "Officer", name: "take-back-proof", input: { proofId, reason: "wrong-amount" } };
  },
  "take-back-proof, of what let the protection run again": async (town) => {
    const workerId = await lapsed(town);
    const proofId = await town.pays("Retno");
    await town.does("Officer", "confirm-proof", { proofId });
    if ((await town.workerNow(workerId)).status !== "active") throw new Error("the protection does not run again");
    return { who: "Officer", name: "take-back-proof", input: { proofId, reason: "not-found-at-bpjs" } };
  },
  "repeat-receipt": async (town) => {
    const proofId = await reported(town);
    await town.does("Officer", "confirm-proof", { proofId });
    return { who: "Retno", name: "repeat-receipt", input: { code: receiptCodeOf(town.deps, proofId) } };
  },
  "year-report": async (town) => {
    await town.does("Officer", "confirm-proof", { proofId: await reported(town) });
    return { who: "Retno", name: "year-report", input: { year: 2026 } };
  },
  "let-be-named": async (town) => {
    await town.worker("Asih", draftOf(1));
    return { who: "Asih", name: "let-be-named", input: { allowed: true } };
  },
  "confirm-too-little": async (town) => ({
    who: "Officer",
    name: "confirm-proof",
    input: { proofId: await reported(town), amount: 12_000 },
  }),
  "open-task": async (town) => {
    await town.officer("Officer");
    await town.officer("Officer2", { type: "district", districtCode: places.getasan.districtCode });
    await town.worker("Asih", draftOf(1));
    return { who: "Asih", name: "open-task", input: { kind: "emergency", text: "tolong", happened: "accident" } };
  },
  "answer-task": async (town) => {
    await town.officer("Officer");
    await town.does("Asih", "open-task", { kind: "question", text: "?" }, { effectId: "ask" });
    const taskId = town.deps.ids.derive("ask", "task");
    return { who: "Officer", name: "answer-task", input: { taskId, answer: "Ya" } };
  },
  "mark-fact": async (town) => {
    await worksOnFacts(town, "Officer");
    return { who: "Officer", name: "mark-fact", input: { factId: "F4.07", verdict: { kind: "confirmed" } } };
  },
  "describe-care": async (town) => {
    const input = { careId: await accident(town), atWork: true, traffic: true, happenedAt: town.now };
    return { who: "Asih", name: "describe-care", input };
  },
  "tick-care": async (town) => {
    const careId = await accident(town);
    await town.does("Asih", "tick-care", { careId, items: ["report", "card", "ktp", "chronology"] });
    const rest = ["witnesses", "doctor", "second-report", "bank-book"] as const;
    return { who: "Asih", name: "tick-care", input: { careId, items: rest } };
  },
  "close-care": async (town) => ({ who: "Asih", name: "close-care", input: { careId: await accident(town) } }),
  "note-question": async () => {
    const input = { reason: "unhelpful", text: "kenapa?", topic: "jkm.amount" } as const;
    return { who: "Asih", name: "note-question", input };
  },
  "want-answer": async (town) => {
    await town.officer("Officer");
    return { who: "Asih", name: "want-answer", input: await noted(town) };
  },
  "settle-questions": async (town) => {
    await town.officer("Officer");
    const { questionId } = await noted(town);
    await town.does("Asih", "want-answer", { questionId });
    const verdict = { kind: "answered", answer: "Begini.", toAskers: true, basis: "" } as const;
    return { who: "Officer", name: "settle-questions", input: { questionIds: [questionId], verdict } };
  },
  "correct-data": async (town) => {
    await town.officer("Officer");
    const workerId = await town.verified("Asih", 1);
    return { who: "Asih", name: "correct-data", input: { workerId, field: "name", value: "Sumarni Baru" } };
  },
  "withdraw-consent": async (town) => {
    await bothAffairs(town);
    return { who: "Dwi", name: "withdraw-consent", input: { textVersion: 1, messageId: "m" } };
  },
  "delete-data": async (town) => {
    await bothAffairs(town);
    return { who: "Dwi", name: "delete-data", input: {} };
  },
};
