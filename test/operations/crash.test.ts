import type { IsoDay } from "../../src/domain/shared/calendar";
import type { Effects } from "../../src/operations/catalog";
import type { Deps } from "../../src/operations/deps";
import { receiptCodeOf } from "../../src/operations/receipts";
import {
  endPauses,
  expireHolds,
  markInactive,
  markOverdue,
  matchWaiting,
  openDueItems,
} from "../../src/operations/scheduled";
import { worksOnFacts } from "../support/fact-town";
import { memoryRepositories } from "../support/memory-repositories";
import { Crash, DAY, draftOf, dyingAfter, places, Town, wishOf } from "../support/town";

type Prepared = { [N in keyof Effects]: { who: string; name: N; input: Effects[N]["input"] } }[keyof Effects];
type Scenario = (town: Town) => Promise<Prepared>;

async function reported(town: Town): Promise<string> {
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
async function sponsored(town: Town): Promise<{ workerId: string; pledgeId: string }> {
  await town.officer("Officer");
  const workerId = await town.verified("Asih", 1);
  const pledgeId = await town.sponsors("Retno", { monthsAhead: 3 });
  await town.does("Joko", "make-pledges", wishOf({ name: "Joko" }));
  return { workerId, pledgeId };
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
async function linkedLater(town: Town): Promise<Prepared> {
  await bothAffairs(town);
  await town.does("Dwi", "open-task", { kind: "question", text: "?" });
  await town.does("Dwi", "pause-reminders", { until: town.now + DAY });
  return { who: "Dwi", name: "link-chat", input: { code: await codeOfAsih(town), agreed: true } };
}

const scenarios: Record<string, Scenario> = {
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
  "report-payment": async (town) => {
    await sponsored(town);
    const dues = await town.sees("Retno", "reportable-dues", {});
    return {
      who: "Retno",
      name: "report-payment",
      input: { dueItemIds: dues.map(({ dueItemId }) => dueItemId), contentHash: "h1" },
    };
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

async function prepared(scenario: Scenario): Promise<{ town: Town; act: Prepared }> {
  const town = new Town(memoryRepositories());
  return { town, act: await scenario(town) };
}

async function run(town: Town, { who, name, input }: Prepared, writes?: number): Promise<unknown> {
  const deps = writes === undefined ? town.deps : dyingAfter(town.deps, writes);
  return town.does(who, name, input, { effectId: "the-effect", deps });
}

describe("an effect whose process dies", () => {
  it("is tried here for every effect of the catalogue", async () => {
    const tried = await Promise.all(
      Object.values(scenarios).map(async (scenario) => (await prepared(scenario)).act.name),
    );
    const { effects } = await import("../../src/operations/operations");
    expect([...new Set(tried)].sort()).toEqual(Object.keys(effects).sort());
  });

  it.each(Object.entries(scenarios))("comes to the same end wherever it dies: %s", async (_name, scenario) => {
    const undisturbed = await prepared(scenario);
    const outcome = await run(undisturbed.town, undisturbed.act);
    const expected = await undisturbed.town.snapshot();
    let deaths = 0;
    for (let writes = 1; ; writes += 1) {
      const { town, act } = await prepared(scenario);
      const died = await run(town, act, writes).then(
        () => false,
        (error: unknown) => {
          if (error instanceof Crash) return true;
          throw error;
        },
      );
      if (!died) break;
      deaths += 1;
      expect(await run(town, act)).toEqual(outcome);
      expect(await town.snapshot()).toEqual(expected);
    }
    expect(deaths).toBeGreaterThan(0);
  });

  it("says nothing of a payment that an officer has refused before the report is finished", async () => {
    const { town, act } = await prepared(scenarios["report-payment"] as Scenario);
    await expect(run(town, act, 1)).rejects.toThrow(Crash);
    const proofId = town.deps.ids.derive("the-effect", "proof");
    await town.does("Officer", "reject-proof", { proofId, reason: "unreadable" });
    expect(await run(town, act)).toEqual({ status: "reported", count: 3 });
    const dues = await town.sees("Retno", "reportable-dues", {});
    expect(dues.map(({ status }) => status)).toEqual(["open", "open", "open"]);
  });

  it.each(Object.entries(scenarios))("is told alike when it is finished later: %s", async (_name, scenario) => {
    const undisturbed = await prepared(scenario);
    const outcome = await run(undisturbed.town, undisturbed.act);
    for (let writes = 1; ; writes += 1) {
      const { town, act } = await prepared(scenario);
      const died = await run(town, act, writes).then(
        () => false,
        () => true,
      );
      if (!died) break;
      town.now += 90_000;
      expect(await run(town, act)).toEqual(outcome);
      expect(town.heard()).toEqual(undisturbed.town.heard());
    }
  });

  it("links one chat only with a code that another chat takes while it is dead", async () => {
    for (let writes = 1; ; writes += 1) {
      const { town, act } = await prepared(linkedLater);
      const died = await run(town, act, writes).then(
        () => false,
        () => true,
      );
      if (!died) break;
      await town.does("Budi", "link-chat", act.input as { code: string; agreed: boolean });
      await run(town, act);
      const both = [await town.contact("Dwi"), await town.contact("Budi")];
      expect(both.filter(({ principalId }) => principalId !== undefined)).toHaveLength(1);
    }
  });

  it.each(Object.entries(scenarios))("changes nothing when it is asked for again: %s", async (_name, scenario) => {
    const { town, act } = await prepared(scenario);
    const outcome = await run(town, act);
    const before = await town.snapshot();
    town.now += 3_000;
    expect(await run(town, act)).toEqual(outcome);
    expect(await town.snapshot()).toEqual(before);
  });
});

type Job = (deps: Deps, now: number) => Promise<Readonly<Record<string, number>>>;

const jobs: Record<string, { job: Job; arrange: (town: Town) => Promise<void> }> = {
  expireHolds: {
    job: expireHolds,
    arrange: async (town) => {
      await town.officer("Officer");
      await town.verified("Asih", 1);
      await town.does("Retno", "make-pledges", wishOf());
      await town.does("Joko", "make-pledges", wishOf({ name: "Joko" }));
      town.now = town.afterHold;
    },
  },
  endPauses: {
    job: endPauses,
    arrange: async (town) => {
      const { pledgeId } = await sponsored(town);
      const until = town.now + 30 * DAY;
      await town.does("Retno", "change-pledge", { pledgeId, change: { type: "pause", until } });
      town.now = until;
    },
  },
  matchWaiting: {
    job: matchWaiting,
    arrange: async (town) => {
      await town.officer("Officer");
      const workerId = await town.worker("Asih", draftOf(1));
      await town.does("Joko", "make-pledges", wishOf({ name: "Joko" }));
      const worker = await town.repositories.workers.find(workerId);
      await town.repositories.workers.save({ ...worker!, status: "verified", verifiedAt: town.now });
    },
  },
  openDueItems: {
    job: openDueItems,
    arrange: async (town) => {
      await sponsored(town);
      await town.verified("Budi", 2, { payer: "self" });
      town.now += 120 * DAY;
    },
  },
  markOverdue: {
    job: markOverdue,
    arrange: async (town) => {
      await sponsored(town);
      town.now += 20 * DAY;
    },
  },
  markInactive: {
    job: markInactive,
    arrange: async (town) => {
      const proofId = await reported(town);
      await town.does("Officer", "confirm-proof", { proofId });
      town.now += 250 * DAY;
    },
  },
};

/** What runs again and again makes up for what a process that died has left. */
async function nextMorning(town: Town): Promise<void> {
  await matchWaiting(town.deps, town.now);
  await openDueItems(town.deps, town.now);
}

describe("a job whose process dies", () => {
  it.each(Object.entries(jobs))("leaves nothing undone or untold: %s", async (_name, { job, arrange }) => {
    const undisturbed = new Town(memoryRepositories());
    await arrange(undisturbed);
    const counts = await job(undisturbed.deps, undisturbed.now);
    expect(Object.values(counts).some((count) => count > 0)).toBe(true);
    await nextMorning(undisturbed);
    const expected = await undisturbed.snapshot();
    for (let writes = 1; ; writes += 1) {
      const town = new Town(memoryRepositories());
      await arrange(town);
      const died = await job(dyingAfter(town.deps, writes), town.now).then(
        () => false,
        () => true,
      );
      if (!died) break;
      await job(town.deps, town.now);
      await nextMorning(town);
      expect(await town.snapshot()).toEqual(expected);
    }
  });

  it.each(Object.entries(jobs))("does everything once on two processes: %s", async (_name, { job, arrange }) => {
    const alone = new Town(memoryRepositories());
    await arrange(alone);
    await job(alone.deps, alone.now);
    const town = new Town(memoryRepositories());
    await arrange(town);
    await Promise.all([job(town.deps, town.now), job(town.deps, town.now)]);
    expect(await town.snapshot()).toEqual(await alone.snapshot());
  });
});
