import type { Period } from "../../../src/domain/shared/period";
import { changePledge, fitsWishes, type PledgeEvent } from "../../../src/domain/sponsor/pledge-life";
import {
  holdMs,
  occupiedWorkerOf,
  offeredWorkerOf,
  type Pledge,
  type PledgeStatus,
} from "../../../src/domain/sponsor/sponsor";

const startPeriod = "2026-12" as Period;
const pledge: Pledge = {
  id: "p",
  revision: 0,
  sponsorId: "s",
  workerId: "w",
  status: "held",
  programmes: "JKK+JKM",
  startPeriod: "2026-11" as Period,
  monthsAhead: 1,
  route: "direct",
  wishes: {},
  heldUntil: 1_000,
  createdAt: 0,
};
const statuses: PledgeStatus[] = ["waiting", "held", "active", "paused", "ended"];
const rows: readonly [PledgeEvent, string][] = [
  [{ type: "hold", workerId: "w" }, "held - - - -"],
  [{ type: "confirm", startPeriod }, "- active - - -"],
  [{ type: "pause", until: 9 }, "- - paused paused -"],
  [{ type: "resume", startPeriod }, "- - - active -"],
  [{ type: "set-months", monthsAhead: 3, startPeriod }, "waiting held active paused -"],
  [{ type: "start-anew", startPeriod }, "- - active - -"],
  [{ type: "end", reason: "sponsor-left" }, "ended ended ended ended -"],
];

describe("the life of a pledge", () => {
  it.each(rows)("allows %j from the right statuses only", (event, expected) => {
    const after = statuses.map((status) => {
      const next = changePledge({ ...pledge, status }, event, 7);
      return next.ok ? next.value.status : "-";
    });
    expect(after.join(" ")).toBe(expected);
  });

  it("keeps a worker for 48 hours", () => {
    const held = changePledge({ ...pledge, status: "waiting" }, { type: "hold", workerId: "v" }, 5);
    expect(held.ok && held.value).toMatchObject({ workerId: "v", heldUntil: 5 + 48 * 3_600_000 });
    expect(holdMs).toBe(172_800_000);
  });

  it("counts the 48 hours from the morning on where a worker is found at night", () => {
    const night = Date.parse("2027-06-01T00:20:00+07:00");
    const morning = Date.parse("2027-06-01T07:00:00+07:00");
    const held = changePledge({ ...pledge, status: "waiting" }, { type: "hold", workerId: "v" }, night);
    expect(held.ok && held.value).toMatchObject({ heldSince: morning, heldUntil: morning + holdMs });
  });

  it("takes no yes once the hold is over, nor while its end is being told", () => {
    const yes = { type: "confirm", startPeriod } as const;
    expect(changePledge(pledge, yes, 999).ok).toBe(true);
    expect(changePledge(pledge, yes, 1_000)).toEqual({ ok: false, error: { code: "pledge.hold-over" } });
    expect(changePledge(pledge, { type: "run-out" }, 999)).toEqual({ ok: false, error: { code: "pledge.hold-runs" } });
    const over = changePledge(pledge, { type: "run-out" }, 1_000);
    expect(over.ok && changePledge(over.value, yes, 500)).toEqual({ ok: false, error: { code: "pledge.hold-over" } });
  });

  it("keeps a stand-by sponsor's yes, which no clock takes back", () => {
    const offer: Pledge = { ...pledge, standBy: { period: startPeriod, replaces: "other" } };
    expect(changePledge(pledge, { type: "accept" }, 5).ok).toBe(false);
    expect(changePledge(offer, { type: "accept" }, 1_000)).toEqual({ ok: false, error: { code: "pledge.hold-over" } });
    const accepted = changePledge(offer, { type: "accept" }, 999);
    if (!accepted.ok) throw new Error("the yes came in time");
    expect(accepted.value.standBy?.acceptedAt).toBe(999);
    expect(changePledge(accepted.value, { type: "run-out" }, 2_000).ok).toBe(false);
    const begun = changePledge(accepted.value, { type: "confirm", startPeriod }, 2_000);
    expect(begun.ok && begun.value.status).toBe("active");
  });

  it("occupies its worker, but as an offer beside another pledge only stands in the way of other offers", () => {
    const beside: Pledge = { ...pledge, standBy: { period: startPeriod, replaces: "other" } };
    expect([occupiedWorkerOf(pledge), offeredWorkerOf(pledge)]).toEqual(["w", undefined]);
    expect([occupiedWorkerOf(beside), offeredWorkerOf(beside)]).toEqual([undefined, "w"]);
    expect(occupiedWorkerOf({ ...beside, status: "active" })).toBe("w");
    expect(offeredWorkerOf({ ...beside, status: "ended" })).toBeUndefined();
  });

  it("forgets a hold when it begins and a pause when it goes on", () => {
    const active = changePledge(pledge, { type: "confirm", startPeriod }, 5);
    expect(active.ok && "heldUntil" in active.value).toBe(false);
    const paused = { ...pledge, status: "paused" as const, pausedUntil: 9 };
    const resumed = changePledge(paused, { type: "resume", startPeriod }, 5);
    expect(resumed.ok && "pausedUntil" in resumed.value).toBe(false);
    expect(resumed.ok && resumed.value.startPeriod).toBe(startPeriod);
  });

  it.each([0, 2, 4, 7, 24, -1])("does not pay %i months at a time", (monthsAhead) => {
    const refused = changePledge(pledge, { type: "set-months", monthsAhead, startPeriod }, 5);
    expect(refused).toEqual({ ok: false, error: { code: "pledge.months" } });
  });
});

describe("a sponsor's wishes", () => {
  const worker = { districtCode: "33.22.01", occupationId: "farmer" };
  it.each([
    [{}, true],
    [{ districtCode: "33.22.01" }, true],
    [{ districtCode: "33.22.02" }, false],
    [{ occupationId: "farmer", districtCode: "33.22.01" }, true],
    [{ occupationId: "trader" }, false],
  ])("%j fit or not", (wishes, fits) => {
    expect(fitsWishes(wishes, worker)).toBe(fits);
  });
});
