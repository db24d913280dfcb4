import type { SendFailure } from "../../src/delivery/channel";
import { afterFailure, mostDefects, mostSendAttempts } from "../../src/delivery/failures";

const TWO_DAYS = 48 * 3_600_000;
const away: SendFailure = { reason: "unreachable" };
const waitAfter = (attempts: number): number => {
  const decision = afterFailure(away, attempts);
  if (decision.type !== "retry") throw new Error(`given up after ${attempts}`);
  return decision.afterMs;
};

describe("a failure of sending", () => {
  it.each<[SendFailure, ReturnType<typeof afterFailure>]>([
    [
      { reason: "throttled", retryAfterMs: 17_000 },
      { type: "retry", afterMs: 17_000, counts: false },
    ],
    [away, { type: "retry", afterMs: 2_000, counts: true }],
    [{ reason: "blocked-by-person" }, { type: "give-up" }],
    [{ reason: "window-closed" }, { type: "officer" }],
    [{ reason: "rejected", detail: "bad markup" }, { type: "officer" }],
  ])("%j is answered by %j", (failure, decision) => {
    expect(afterFailure(failure, 1)).toEqual(decision);
  });

  it("waits twice as long after each attempt, and never longer than a quarter of an hour", () => {
    expect([1, 2, 3, 4].map(waitAfter)).toEqual([2_000, 4_000, 8_000, 16_000]);
    expect(waitAfter(mostSendAttempts - 1)).toBe(15 * 60_000);
  });

  it("tries for about two days before an officer is asked", () => {
    const waits = Array.from({ length: mostSendAttempts - 1 }, (_, index) => waitAfter(index + 1));
    const total = waits.reduce((sum, wait) => sum + wait, 0);
    expect(total).toBeGreaterThan(0.9 * TWO_DAYS);
    expect(total).toBeLessThan(1.1 * TWO_DAYS);
    expect(afterFailure(away, mostSendAttempts)).toEqual({ type: "officer" });
  });

  it("is looked at by an officer soon where a defect of ours keeps a person silent, and late where it holds up nothing", () => {
    const defect = (holdsUp: boolean, attempts: number) => afterFailure({ reason: "defect", holdsUp }, attempts);
    expect(defect(true, mostDefects - 1)).toEqual({ type: "retry", afterMs: 32_000, counts: true });
    expect(defect(true, mostDefects)).toEqual({ type: "officer" });
    expect(defect(false, mostDefects)).toEqual({ type: "retry", afterMs: 64_000, counts: true });
    expect(defect(false, mostSendAttempts)).toEqual({ type: "officer" });
  });

  it("does not count being told to wait as an attempt, however often", () => {
    expect(afterFailure({ reason: "throttled", retryAfterMs: 1 }, 10_000)).toMatchObject({ type: "retry" });
  });
});
