import { HeldClock } from "../../scripts/chat/held-clock";
import type { Job } from "../../src/jobs/job";
import { createLogger } from "../../src/logger";

const at = (text: string): number => Date.parse(`${text}+07:00`);

describe("the clock of the chat", () => {
  it("rings each job on the way when it is its time, and on arrival what rings all the time", async () => {
    const clock = new HeldClock(at("2027-03-11T20:00"));
    const rang: string[] = [];
    const job = (name: string, schedule: string): Job => ({
      name,
      schedule,
      run: async (now) => {
        expect(clock.now()).toBe(now);
        rang.push(`${new Date(now + 7 * 3_600_000).toISOString().slice(8, 16)} ${name}`);
        return {};
      },
    });
    const jobs = [job("officers", "30 8,12,16,19 * * *"), job("prices", "5 9 * * *"), job("match", "*/10 * * * *")];
    let settled = 0;
    await clock.moveTo(at("2027-03-12T12:30"), {
      ...{ jobs, logger: createLogger("silent"), reminderHour: 8 },
      settled: async () => {
        settled += 1;
      },
    });
    expect(rang).toEqual([
      "12T00:00 match",
      "12T06:00 match",
      "12T08:00 match",
      "12T08:30 officers",
      "12T09:05 prices",
      "12T12:00 match",
      "12T12:30 officers",
      "12T12:30 match",
    ]);
    expect([settled, clock.now()]).toEqual([8, at("2027-03-12T12:30")]);
  });
});
