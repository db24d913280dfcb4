import { type ContributionTerms, contributionFor } from "../../../src/domain/contribution/contribution";
import {
  amountToPay,
  changeDueItem,
  type DueItem,
  type DueItemEvent,
  type DueItemStatus,
  dueItemId,
  dueItemStatuses,
  isOwed,
  isPaid,
  openDueItem,
  paidRun,
  protectedUntil,
  unpaidRun,
} from "../../../src/domain/contribution/due-item";
import type { IsoDay } from "../../../src/domain/shared/calendar";
import { rupiah } from "../../../src/domain/shared/money";
import { type Period, periodsFrom } from "../../../src/domain/shared/period";
import fc from "../../support/property";

const terms: ContributionTerms = { base: 1_000_000, programmes: "JKK+JKM", sector: "other", funding: "private" };
const at = (text: string) => Date.parse(`${text}+07:00`);
const month = (text: string) => text as Period;
const today = (text: string) => text as IsoDay;

const itemOf = (period: string, status: DueItemStatus = "open"): DueItem => ({
  ...openDueItem({
    workerId: "w1",
    contribution: contributionFor({ ...terms, period: month(period) }),
    payer: { type: "worker", personId: "p1" },
    atMs: at("2026-11-01T08:00"),
  }),
  status,
});

const following = (item: DueItem, event: DueItemEvent, moment = "2026-11-10T09:00"): DueItem => {
  const changed = changeDueItem(item, event, at(moment));
  if (!changed.ok) throw new Error(`refused: ${changed.error}`);
  return changed.value;
};
const refusal = (item: DueItem, event: DueItemEvent, moment = "2026-11-10T09:00") => {
  const changed = changeDueItem(item, event, at(moment));
  return changed.ok ? null : changed.error;
};

describe("a due item", () => {
  it("asks for the contribution of its period, on the due day, under the one id that it can have", () => {
    expect(itemOf("2026-11")).toEqual({
      id: dueItemId("w1", month("2026-11")),
      revision: 0,
      workerId: "w1",
      period: "2026-11",
      amount: 8400,
      credit: 0,
      dueDay: "2026-11-16",
      status: "open",
      payer: { type: "worker", personId: "p1" },
      changedAt: at("2026-11-01T08:00"),
    });
    expect(itemOf("2027-01").amount).toBe(16800);
  });

  it("has another id for every worker and period", () => {
    const ids = ["a", "b"].flatMap((worker) => periodsFrom(month("2026-11"), 14).map((p) => dueItemId(worker, p)));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("that was reported is not paid until it is confirmed", () => {
    const reported = following(itemOf("2026-11"), { type: "report", proofId: "proof-1" });
    expect(reported).toMatchObject({ status: "reported", proofId: "proof-1", reportedAt: at("2026-11-10T09:00") });
    expect([isPaid(reported), isOwed(reported), amountToPay(reported)]).toEqual([false, true, 8400]);

    const confirmed = following(reported, { type: "confirm" }, "2026-11-11T09:00");
    expect(confirmed).toMatchObject({ status: "confirmed", paid: 8400, confirmedAt: at("2026-11-11T09:00") });
    expect([isPaid(confirmed), isOwed(confirmed), amountToPay(confirmed)]).toEqual([true, false, 0]);
  });

  it("is owed again, without a trace of the report, when the report cannot be confirmed", () => {
    const reported = following(itemOf("2026-11"), { type: "report", proofId: "proof-1" });
    const early = following(reported, { type: "reject-report" }, "2026-11-16T23:00");
    const refusedProofId = "proof-1";
    expect(early).toEqual({ ...itemOf("2026-11"), refusedProofId, changedAt: at("2026-11-16T23:00") });
    expect(following(early, { type: "report", proofId: "proof-2" })).not.toHaveProperty("refusedProofId");
    expect(following(reported, { type: "reject-report" }, "2026-11-17T00:00").status).toBe("overdue");
  });

  it("whose confirmation was a mistake is owed again", () => {
    const confirmed = following(itemOf("2026-11"), { type: "confirm", paid: rupiah(20_000) });
    expect(following(confirmed, { type: "take-back-confirmation", proofId: "proof-1" })).toEqual({
      ...itemOf("2026-11"),
      refusedProofId: "proof-1",
      changedAt: at("2026-11-10T09:00"),
    });
  });

  it("whose payment in a sponsor's place was a mistake is the sponsor's again", () => {
    const sponsor = { type: "sponsor", sponsorId: "s1" } as const;
    const sponsored = following(itemOf("2026-11"), { type: "change-payer", payer: sponsor, pledgeId: "pledge-1" });
    const event = { type: "was-paid-by", payer: { type: "worker", personId: "p1" } } as const;
    const paid = following(following(sponsored, { type: "confirm" }), event);
    expect(paid.payer).toEqual(event.payer);
    expect(following(paid, event)).toBe(paid);
    const again = following(paid, { type: "take-back-confirmation", proofId: "proof-1" });
    expect(again).toEqual({ ...sponsored, refusedProofId: "proof-1", changedAt: at("2026-11-10T09:00") });
  });

  it("becomes overdue once the due day is over in Jakarta, not before", () => {
    expect(refusal(itemOf("2026-11"), { type: "pass-due-day" }, "2026-11-16T23:59")).toBe("due-item.not-overdue");
    expect(following(itemOf("2026-11"), { type: "pass-due-day" }, "2026-11-17T00:00").status).toBe("overdue");
  });

  it("stays as it is when less was paid than is owed", () => {
    expect(refusal(itemOf("2027-01"), { type: "confirm", paid: rupiah(8400) })).toBe("due-item.paid-too-little");
  });

  it("goes to another payer and back", () => {
    const sponsored = following(itemOf("2026-11"), {
      type: "change-payer",
      payer: { type: "sponsor", sponsorId: "s1" },
      pledgeId: "pledge-1",
    });
    expect(sponsored).toMatchObject({
      payer: { type: "sponsor", sponsorId: "s1" },
      pledgeId: "pledge-1",
      status: "open",
    });
    const back = following(sponsored, { type: "change-payer", payer: { type: "worker", personId: "p1" } });
    expect(back).toEqual(itemOf("2026-11"));
  });

  it("that was cancelled can be opened again", () => {
    expect(following(itemOf("2026-11", "cancelled"), { type: "reopen" })).toMatchObject({ status: "open" });
    expect(following(itemOf("2026-10", "cancelled"), { type: "reopen" })).toMatchObject({ status: "overdue" });
  });

  const settled = ["confirmed", "credited", "cancelled"] as const;
  it.each(settled)("that is %s takes no report, no money and no credit", (status) => {
    const item = itemOf("2026-10", status);
    const events: DueItemEvent[] = [
      { type: "report" },
      { type: "confirm" },
      { type: "credit", amount: rupiah(1000) },
      { type: "cancel" },
      { type: "pass-due-day" },
      { type: "change-payer", payer: { type: "worker", personId: "p2" } },
      { type: "tell", contactId: "c1" },
    ];
    for (const event of events) {
      // What credit covers may be covered less, or cost more, than it did.
      const isCredit = status === "credited" && event.type === "credit";
      expect(refusal(item, event)).toBe(isCredit ? null : "due-item.settled");
    }
  });

  it.each([
    ["open", "reject-report", "due-item.not-reported"],
    ["open", "take-back-confirmation", "due-item.not-confirmed"],
    ["open", "reopen", "due-item.not-closed"],
    ["confirmed", "reopen", "due-item.not-closed"],
    ["reported", "report", "due-item.already-reported"],
    ["reported", "pass-due-day", "due-item.already-reported"],
  ] as const)("that is %s refuses %s: %s", (status, type, expected) => {
    const event: DueItemEvent = type === "take-back-confirmation" ? { type, proofId: "proof-1" } : { type };
    expect(refusal(itemOf("2026-10", status), event)).toBe(expected);
  });

  it("keeps its identity, its amount and its due day through anything that happens", () => {
    const events = fc.oneof(
      fc.constantFrom<DueItemEvent>(
        { type: "report" },
        { type: "report", proofId: "proof-1" },
        { type: "confirm" },
        { type: "reject-report" },
        { type: "take-back-confirmation", proofId: "proof-1" },
        { type: "take-back-part", proofId: "proof-1" },
        { type: "pass-due-day" },
        { type: "cancel" },
        { type: "reopen" },
        { type: "tell", contactId: "c1" },
        { type: "change-payer", payer: { type: "sponsor", sponsorId: "s1" }, pledgeId: "pledge-1" },
      ),
      fc
        .integer({ min: -100, max: 20_000 })
        .map((amount): DueItemEvent => ({ type: "credit", amount: rupiah(amount) })),
      fc.integer({ min: 0, max: 40_000 }).map((paid): DueItemEvent => ({ type: "confirm", paid: rupiah(paid) })),
    );
    const moments = fc.integer({ min: at("2026-11-01T00:00"), max: at("2026-12-31T00:00") });
    fc.assert(
      fc.property(fc.array(fc.tuple(events, moments), { maxLength: 30 }), (happens) => {
        const first = itemOf("2026-11");
        let item = first;
        for (const [event, moment] of happens) {
          const changed = changeDueItem(item, event, moment);
          if (changed.ok) item = changed.value;
          const { id, workerId, period, amount, dueDay, revision } = first;
          expect(item).toMatchObject({ id, workerId, period, amount, dueDay, revision });
          expect(dueItemStatuses).toContain(item.status);
          expect(item.credit).toBeLessThanOrEqual(item.amount);
          expect(amountToPay(item)).toBeGreaterThanOrEqual(0);
          expect(item.status === "credited" || item.credit < item.amount).toBe(true);
          expect(item.status === "confirmed").toBe(item.confirmedAt !== undefined && item.paid !== undefined);
        }
      }),
    );
  });
});

const history = (start: string, statuses: readonly DueItemStatus[]) =>
  periodsFrom(month(start), statuses.length).map((period, index) => itemOf(period, statuses[index]));

describe("months in a row", () => {
  it.each([
    [["confirmed", "overdue", "overdue", "open"], 3],
    [["overdue", "confirmed", "overdue", "reported"], 2],
    [["overdue", "overdue", "overdue", "credited"], 0],
    [["overdue", "cancelled", "overdue", "overdue"], 2],
    [["open", "open", "open", "open"], 4],
  ] as const)("unpaid after %j are %i, a report not being a payment (F2.13)", (statuses, expected) => {
    expect(unpaidRun(history("2026-08", statuses), month("2026-11"))).toBe(expected);
  });

  it("unpaid end where nothing was ever asked for", () => {
    expect(unpaidRun([], month("2026-11"))).toBe(0);
    expect(unpaidRun(history("2026-10", ["overdue"]), month("2026-11"))).toBe(0);
  });

  it("paid are counted back from a month, credit being payment (F2.16)", () => {
    const items = history("2026-08", ["overdue", "confirmed", "credited", "confirmed", "open"]);
    expect(paidRun(items, month("2026-11"))).toBe(3);
    expect(paidRun(items, month("2026-12"))).toBe(0);
  });
});

describe("protection by our own records", () => {
  const paid = (start: string, count: number) =>
    history(
      start,
      Array.from({ length: count }, () => "confirmed"),
    );

  it.each<[string, readonly DueItem[], string, ReturnType<typeof protectedUntil>]>([
    ["nothing was ever paid", history("2026-10", ["overdue", "open"]), "2026-11-23", { status: "none" }],
    ["this month is paid", paid("2026-11", 1), "2026-11-23", { status: "paid", until: today("2026-11-30") }],
    ["months ahead are paid", paid("2026-11", 4), "2026-11-23", { status: "paid", until: today("2027-02-28") }],
    [
      "a later month is paid but not the next",
      [...paid("2026-11", 1), ...paid("2027-01", 1)],
      "2026-11-23",
      { status: "paid", until: today("2026-11-30") },
    ],
    [
      "only a report exists for this month",
      [...paid("2026-10", 1), ...history("2026-11", ["reported"])],
      "2026-11-10",
      { status: "due", until: today("2026-10-31") },
    ],
    ["this month is not late yet", paid("2026-10", 1), "2026-11-16", { status: "due", until: today("2026-10-31") }],
    [
      "this month is late",
      paid("2026-10", 1),
      "2026-11-17",
      { status: "uncertain", until: today("2026-10-31"), latePeriods: 1 },
    ],
    [
      "two months are late",
      paid("2026-09", 1),
      "2026-11-17",
      { status: "uncertain", until: today("2026-09-30"), latePeriods: 2 },
    ],
    [
      "three months are late",
      paid("2026-08", 1),
      "2026-11-17",
      { status: "inactive", until: today("2026-08-31"), latePeriods: 3 },
    ],
    [
      "two are late and the third is due",
      paid("2026-08", 1),
      "2026-11-16",
      { status: "uncertain", until: today("2026-08-31"), latePeriods: 2 },
    ],
    [
      "three are late, for one of which nobody is asked any more",
      [...paid("2026-08", 1), ...history("2026-09", ["cancelled"])],
      "2026-11-17",
      { status: "inactive", until: today("2026-08-31"), latePeriods: 3 },
    ],
  ])("is told with its doubts where %s (F2.13, F2.18)", (_where, items, day, expected) => {
    expect(protectedUntil(items, today(day))).toEqual(expected);
  });

  it("is never said to last longer than the last paid month", () => {
    const statuses = fc.array(fc.constantFrom(...dueItemStatuses), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(statuses, fc.integer({ min: 1, max: 28 }), (given, dayOfMonth) => {
        const items = history("2026-06", given);
        const protection = protectedUntil(items, today(`2026-11-${String(dayOfMonth).padStart(2, "0")}`));
        const lastPaid = items.filter(isPaid).at(-1)?.period;
        if (protection.status !== "none") expect(protection.until.slice(0, 7) <= (lastPaid ?? "")).toBe(true);
        if (protection.status === "paid") expect(protection.until >= "2026-11-30").toBe(true);
      }),
    );
  });
});
