import type { Job } from "../../src/jobs/job";
import { type BellParts, type JobWatch, startBell } from "../../src/jobs/schedule";
import { silentLogger } from "../support/storage";

const at = (time: string, day = 8): number => Date.parse(`2026-12-0${day}T${time}:00+07:00`);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Everything that the bell does from ten past midnight on: when it runs what, and what it tells the metrics. */
function aBell(schedule: string, ended: () => Promise<void> = async () => undefined, parts: Partial<BellParts> = {}) {
  const runs: string[] = [];
  const lags: number[] = [];
  let failures = 0;
  const watch: JobWatch = {
    began: (_, lateMs) => lags.push(lateMs / MINUTE),
    ended: () => undefined,
    failed: () => {
      failures += 1;
    },
  };
  const job: Job = {
    name: "daily",
    schedule,
    run: async (now) => {
      runs.push(new Date(now + 7 * HOUR).toISOString().slice(8, 16));
      await ended();
      return {};
    },
  };
  const coordinator = { shouldRun: async () => true };
  const bell = startBell([job], {
    ...{ coordinator, logger: silentLogger, clock: Date.now, watch },
    ...(parts.failed ? { failed: [job] } : {}),
    ...(parts.coordinator ? { coordinator: parts.coordinator } : {}),
  });
  return { bell, runs, lags, failures: () => failures };
}

/** A promise that fails so many times, and then does what it is there for. */
function failing<T>(times: number, then: T): () => Promise<T> {
  let left = times;
  return async () => {
    left -= 1;
    if (left >= 0) throw new Error("the database is away");
    return then;
  };
}

const daily = "10 0 * * *";
let stop: () => Promise<void> = async () => undefined;
beforeEach(() => jest.useFakeTimers({ now: at("00:05") }));
afterEach(async () => {
  await stop();
  jest.useRealTimers();
});
const heard = (rig: ReturnType<typeof aBell>) => {
  stop = rig.bell.stop;
  return rig;
};

describe("the bell", () => {
  it("rings a job that nobody could be elected for in the minute in which somebody can, once", async () => {
    const rig = heard(aBell(daily, undefined, { coordinator: { shouldRun: failing(2, true) } }));
    await jest.advanceTimersByTimeAsync(23 * HOUR);
    expect([rig.runs, rig.lags, rig.failures()]).toEqual([["08T00:12"], [2], 2]);
    await jest.advanceTimersByTimeAsync(2 * HOUR);
    expect(rig.runs).toEqual(["08T00:12", "09T00:10"]);
  });

  it("leaves a job to the process that is elected, however long it had to be asked", async () => {
    const rig = heard(aBell(daily, undefined, { coordinator: { shouldRun: failing(9, false) } }));
    await jest.advanceTimersByTimeAsync(HOUR);
    expect([rig.runs, rig.failures()]).toEqual([[], 9]);
  });

  it("rings a job that failed again, and lets it rest until its next time once it ended well", async () => {
    const rig = heard(aBell(daily, failing(3, undefined)));
    await jest.advanceTimersByTimeAsync(23 * HOUR);
    expect([rig.runs, rig.lags, rig.failures()]).toEqual([
      ["08T00:10", "08T00:11", "08T00:16", "08T00:31"],
      [0, 1, 6, 21],
      3,
    ]);
    await jest.advanceTimersByTimeAsync(2 * HOUR);
    expect(rig.runs.slice(4)).toEqual(["09T00:10"]);
  });

  it("rings a job that fails for ever less and less often, and at its own time", async () => {
    const rig = heard(aBell(daily, failing(100, undefined)));
    await jest.advanceTimersByTimeAsync(24 * HOUR + 10 * MINUTE);
    expect(rig.runs.slice(3)).toEqual([
      ...["08T00:31", "08T01:31", "08T05:31", "08T09:31", "08T13:31", "08T17:31", "08T21:31"],
      ...["09T00:10", "09T00:11"],
    ]);
  });

  it("does not ring a failing job beside the times that it has anyway", async () => {
    const rig = heard(aBell("*/10 * * * *", failing(100, undefined)));
    await jest.advanceTimersByTimeAsync(16 * MINUTE);
    expect(rig.runs).toEqual(["08T00:10", "08T00:11", "08T00:16", "08T00:20", "08T00:21"]);
  });

  it("rings again what had failed before it was set going", async () => {
    const rig = heard(aBell("0 9 * * *", failing(1, undefined), { failed: [] }));
    await jest.advanceTimersByTimeAsync(8 * HOUR);
    expect(rig.runs).toEqual(["08T00:06", "08T00:11"]);
  });

  it("makes up for the time for which the machine slept, once", async () => {
    const rig = heard(aBell(daily));
    await jest.advanceTimersByTimeAsync(MINUTE);
    jest.setSystemTime(at("07:00"));
    await jest.advanceTimersByTimeAsync(HOUR);
    expect(rig.runs).toEqual([expect.stringMatching(/^08T07:/u)]);
  });

  it("is still at once where it is stopped while it waits", async () => {
    const waiting = [
      aBell(daily, undefined, { coordinator: { shouldRun: failing(100, true) } }),
      aBell(daily, failing(100, undefined)),
    ];
    await jest.advanceTimersByTimeAsync(10 * MINUTE);
    await Promise.all(waiting.map(({ bell }) => bell.stop()));
    const before = waiting.map(({ runs, failures }) => [runs.length, failures()]);
    await jest.advanceTimersByTimeAsync(24 * HOUR);
    expect(waiting.map(({ runs, failures }) => [runs.length, failures()])).toEqual(before);
  });
});
