import type { Channel } from "../src/delivery/channel";
import { fail, ok } from "../src/domain/shared/result";
import { runJob } from "../src/jobs/schedule";
import { createMetrics, type MetricsSource } from "../src/metrics";
import { createWebApp } from "../src/web/server";
import { freshPlace, removePlace } from "./support/house-copies";
import { ownRegistrationAnswers, saysAll, verifyAll, yes } from "./support/house-people";
import { openHouse } from "./support/one-house";
import { silentLogger } from "./support/storage";

const now = Date.parse("2026-12-08T08:00:00+07:00");
const source: MetricsSource = {
  inbox: { counts: async () => ({ waiting: 3, parked: 1, oldestWaitingAt: now - 90_000 }) },
  outbox: { counts: async () => ({ queued: 7, failed: 2, oldestDueAt: now + 60_000 }) },
  dueItems: { countByStatus: async (period) => ({ open: Number(period.slice(5)), confirmed: 4 }) },
};
const metrics = () => createMetrics({ source, clock: () => now });
const linesOf = async (told: ReturnType<typeof metrics>): Promise<string[]> => (await told.render()).text.split("\n");

const channel: Channel = {
  name: "telegram",
  start: async () => undefined,
  send: async (address) =>
    address === "here" ? ok({ messageId: "1" }) : fail({ reason: "throttled", retryAfterMs: 1_000 }),
  fetchMedia: async () => fail({ reason: "gone" }),
  showTyping: async () => undefined,
  stop: async () => undefined,
  condition: () => "well",
};

describe("the metrics", () => {
  it("tell what waits and for how long, and the due items of the month in Jakarta", async () => {
    expect(await linesOf(metrics())).toEqual(
      expect.arrayContaining([
        'kamar_lindung_queue_messages{queue="inbox",state="waiting"} 3',
        'kamar_lindung_queue_messages{queue="inbox",state="parked"} 1',
        'kamar_lindung_queue_messages{queue="outbox",state="queued"} 7',
        'kamar_lindung_queue_messages{queue="outbox",state="failed"} 2',
        'kamar_lindung_queue_oldest_age_seconds{queue="inbox"} 90',
        // What is due in a minute is not late.
        'kamar_lindung_queue_oldest_age_seconds{queue="outbox"} 0',
        'kamar_lindung_due_items{period="2026-12",status="open"} 12',
        'kamar_lindung_due_items{period="2026-12",status="confirmed"} 4',
        'kamar_lindung_due_items{period="2026-12",status="overdue"} 0',
      ]),
    );
  });

  it("tell the due items of the months that may still end a protection, counted once a minute at most", async () => {
    const asked: string[] = [];
    const countByStatus: MetricsSource["dueItems"]["countByStatus"] = async (period) => {
      asked.push(period);
      return { overdue: 2 };
    };
    const january = Date.parse("2027-01-01T00:10:00+07:00");
    const told = createMetrics({ source: { ...source, dueItems: { countByStatus } }, clock: () => january });
    const askings = await Promise.all([linesOf(told), linesOf(told)]);
    await linesOf(told);
    for (const lines of askings)
      expect(lines.filter((line) => line.includes('status="overdue"'))).toEqual([
        'kamar_lindung_due_items{period="2027-01",status="overdue"} 2',
        'kamar_lindung_due_items{period="2026-12",status="overdue"} 2',
        'kamar_lindung_due_items{period="2026-11",status="overdue"} 2',
      ]);
    expect(asked).toEqual(["2027-01", "2026-12", "2026-11"]);
  });

  it("count what a channel takes and refuses, and leave the channel as it is", async () => {
    const told = metrics();
    const counted = told.counted(channel);
    await counted.send("here", { text: "-" });
    await counted.send("here", { text: "-" });
    await counted.send("there", { text: "-" });
    told.noteDelivery("telegram", "read");
    expect(counted.condition?.()).toBe("well");
    expect(await linesOf(told)).toEqual(
      expect.arrayContaining([
        'kamar_lindung_messages_sent_total{channel="telegram"} 2',
        'kamar_lindung_messages_failed_total{channel="telegram",reason="throttled"} 1',
        'kamar_lindung_message_reports_total{channel="telegram",status="read"} 1',
      ]),
    );
  });

  it("show what the process of another channel counted, also where it has begun anew", async () => {
    const [there, here] = [metrics(), metrics()];
    const phone = there.counted({ ...channel, name: "whatsapp-web" });
    for (const address of ["here", "here", "there"]) await phone.send(address, { text: "-" });
    await here.counted(channel).send("here", { text: "-" });
    // Twice, as at two askings: it is shown, not added up.
    await here.render(await there.messages());
    const shown = async (counts: Awaited<ReturnType<typeof there.messages>>): Promise<string[]> =>
      (await here.render(counts)).text.split("\n").filter((line) => /^kamar_lindung_message/u.test(line));
    expect(await shown(await there.messages())).toEqual([
      'kamar_lindung_messages_sent_total{channel="telegram"} 1',
      'kamar_lindung_messages_sent_total{channel="whatsapp-web"} 2',
      'kamar_lindung_messages_failed_total{channel="whatsapp-web",reason="throttled"} 1',
    ]);
    expect(await shown([])).toEqual(['kamar_lindung_messages_sent_total{channel="telegram"} 1']);
  });

  it("count what jobs do, how they end and how late they begin", async () => {
    const told = metrics();
    const job = { name: "plan", schedule: "* * * * *", run: async () => ({ planned: 5, looked: 0 }) };
    const broken = { ...job, name: "broken", run: () => Promise.reject(new Error("no")) };
    told.jobs.began("plan", 1_500);
    await runJob(job, now, silentLogger, told.jobs);
    await runJob(job, now, silentLogger, told.jobs);
    await runJob(broken, now, silentLogger, told.jobs);
    const lines = await linesOf(told);
    expect(lines).toEqual(
      expect.arrayContaining([
        'kamar_lindung_job_runs_total{job="plan",outcome="done"} 2',
        'kamar_lindung_job_runs_total{job="broken",outcome="failed"} 1',
        'kamar_lindung_job_done_total{job="plan",what="planned"} 10',
        'kamar_lindung_bell_lag_seconds{job="plan"} 1.5',
        `kamar_lindung_job_last_success_timestamp_seconds{job="plan"} ${now / 1_000}`,
      ]),
    );
    expect(lines.join("\n")).not.toContain("looked");
  });

  it("are served as Prometheus text, and are out of order where the database is away", async () => {
    const told = metrics();
    const parts = { health: () => Promise.reject(new Error("unused")), logger: silentLogger, words: () => "" };
    const response = await createWebApp({ ...parts, metrics: () => told.render() }).request("/metrics");
    expect([response.status, response.headers.get("content-type")]).toEqual([
      200,
      "text/plain; version=0.0.4; charset=utf-8",
    ]);
    const away = createMetrics({
      source: { ...source, inbox: { counts: () => Promise.reject(new Error("away")) } },
      clock: () => now,
    });
    expect((await createWebApp({ ...parts, metrics: () => away.render() }).request("/metrics")).status).toBe(503);
  });

  it("are those of the running house: planned and sent, and nobody's name", async () => {
    const place = await freshPlace(Date.parse("2026-12-01T08:00:00+07:00"));
    const house = await openHouse(place);
    try {
      await saysAll(house, "Marni", [...ownRegistrationAnswers(1), yes], place.at);
      await verifyAll(house, place.at);
      house.moveTo(now);
      await house.service.ringAll();
      await house.service.settled();
      const { text } = await house.service.metrics.render();
      expect(text).toContain('kamar_lindung_job_done_total{job="plan-reminders",what="planned"} 1');
      expect(text).toMatch(/kamar_lindung_messages_sent_total\{channel="[\w-]+"\} [1-9]/u);
      expect(text).toContain('kamar_lindung_due_items{period="2026-12",status="open"} 1');
      expect(text).not.toMatch(/Marni|Sumarni|(?<![.\d])\d{16}(?!\d)/u);
    } finally {
      await house.close();
      await removePlace(place);
    }
  });
});
