import type { WhatsAppWebState } from "../../../../src/channels/whatsapp-web/contract";
import { usualLimits } from "../../../../src/channels/whatsapp-web/process/decide";
import { createWatch, type Watch } from "../../../../src/channels/whatsapp-web/process/watch";
import { silentLogger } from "../../../support/storage";

const minute = 60_000;
/** Noon in Asia/Jakarta. */
const noon = Date.parse("2026-11-23T12:00:00+07:00");

/** A browser in words: what it is, and how often it was started anew. */
interface Scene {
  now: number;
  state: WhatsAppWebState;
  pid: number | undefined;
  memory: number | undefined;
  lastTrafficAt: number;
  isAlive: boolean;
  restarts: number;
  whenRestarted: () => void;
  readonly watch: Watch;
  /** Lets time go by, a look every ten seconds; returns how often the browser was started anew meanwhile. */
  passes(ms: number): Promise<number>;
}

const ready: WhatsAppWebState = { type: "ready" };
const starting: WhatsAppWebState = { type: "starting" };
const disconnected: WhatsAppWebState = { type: "disconnected", reason: "TIMEOUT" };

function scene(state: WhatsAppWebState, at = noon): Scene {
  const own: Omit<Scene, "watch" | "passes"> = {
    ...{ now: at, state, pid: 100, memory: 400, lastTrafficAt: at, isAlive: true, restarts: 0 },
    whenRestarted: () => undefined,
  };
  const watch = createWatch({
    channel: {
      linkState: () => own.state,
      onState: () => () => undefined,
      browserPid: () => own.pid,
      isAlive: async () => own.isAlive,
      restart: async () => {
        own.restarts += 1;
        own.whenRestarted();
      },
    },
    memoryOf: () => own.memory,
    memoryMb: 1_000,
    lastTrafficAt: () => own.lastTrafficAt,
    kill: () => undefined,
    logger: silentLogger,
    now: () => own.now,
    random: () => 0.5,
  });
  const passes = async (ms: number): Promise<number> => {
    const before = own.restarts;
    for (let passed = 0; passed < ms; passed += 10_000) {
      own.now += 10_000;
      await watch.look();
    }
    return own.restarts - before;
  };
  return Object.assign(own, { watch, passes });
}

describe("the watch over the browser", () => {
  it("leaves a browser alone that is ready, and one that waits for the phone, for days", async () => {
    for (const state of [ready, { type: "pairing", qr: "1", since: noon } as const])
      expect(await scene(state).passes(10 * 60 * minute)).toBe(0);
  });

  it("starts it anew where the channel does not become ready, each time after a longer wait", async () => {
    const one = scene(starting);
    expect(await one.passes(usualLimits.readyWithinMs)).toBe(0);
    expect(await one.passes(10_000)).toBe(1);
    expect(await one.passes(usualLimits.readyWithinMs)).toBe(0);
    expect(await one.passes(20_000)).toBe(1);
    const anHour = await one.passes(60 * minute);
    expect(anHour).toBeGreaterThan(5);
    expect(anHour).toBeLessThan(16);
  });

  it("gives a lost connection time to come back, and then tries more and more seldom", async () => {
    const one = scene(disconnected);
    expect(await one.passes(30_000)).toBe(0);
    one.state = ready;
    expect(await one.passes(5 * minute)).toBe(0);
    one.state = disconnected;
    expect(await one.passes(50_000)).toBe(1);
    const perHour = [await one.passes(60 * minute), await one.passes(60 * minute)];
    expect(perHour[0]).toBeGreaterThan(perHour[1] ?? 0);
    expect(perHour[1]).toBeLessThanOrEqual(8);
  });

  it("starts it anew at once where the browser is gone, and where the phone ended the link", async () => {
    const gone = scene(disconnected);
    gone.pid = undefined;
    expect(await gone.passes(10_000)).toBe(1);
    expect(await scene({ type: "logged-out" }).passes(10_000)).toBe(1);
  });

  it("begins again with short waits after ten good minutes", async () => {
    const one = scene(disconnected);
    await one.passes(2 * 60 * minute);
    one.state = ready;
    await one.passes(11 * minute);
    one.state = disconnected;
    expect(await one.passes(50_000)).toBe(1);
  });

  it("starts it anew after three minutes in which its page does not answer, and says meanwhile that it is silent", async () => {
    const one = scene(ready);
    one.isAlive = false;
    expect(await one.passes(2 * minute)).toBe(0);
    one.isAlive = true;
    expect(await one.passes(5 * minute)).toBe(0);
    one.isAlive = false;
    one.whenRestarted = () => expect(one.watch.isSilent()).toBe(true);
    expect(await one.passes(3 * minute)).toBe(1);
    expect(one.watch.isSilent()).toBe(false);
  });

  it("waits for a quiet moment to start a browser anew that holds too much, but not for ever", async () => {
    const busy = scene(ready);
    busy.memory = 1_200;
    const talk = async (minutes: number): Promise<number> => {
      let restarts = 0;
      for (let count = 0; count < minutes * 6; count += 1) {
        busy.lastTrafficAt = busy.now;
        restarts += await busy.passes(10_000);
      }
      return restarts;
    };
    expect(await talk(10)).toBe(0);
    expect(await talk(6)).toBeGreaterThan(0);

    const quiet = scene(ready);
    quiet.memory = 1_200;
    quiet.whenRestarted = () => {
      quiet.memory = 300;
    };
    expect(await quiet.passes(30_000)).toBe(0);
    expect(await quiet.passes(20 * minute)).toBe(1);
  });

  it("waits for nothing where it holds half as much again, and not at all where nobody can tell", async () => {
    const far = scene(ready);
    far.memory = 1_501;
    expect(await far.passes(10_000)).toBe(1);
    const unknown = scene(ready);
    unknown.memory = undefined;
    expect(await unknown.passes(60 * minute)).toBe(0);
  });

  it("starts a browser of yesterday anew at night, once, in a quiet moment", async () => {
    const one = scene(ready, Date.parse("2026-11-23T02:00:00+07:00"));
    let pid = 100;
    one.whenRestarted = () => {
      pid += 1;
      one.pid = pid;
    };
    expect(await one.passes(24 * 60 * minute)).toBe(0);
    expect(await one.passes(59 * minute)).toBe(0);
    expect(await one.passes(10 * minute)).toBe(1);
    expect(await one.passes(10 * 60 * minute)).toBe(0);
  });

  it("goes on where a restart fails, and does nothing more once it is stopped", async () => {
    const one = scene({ type: "logged-out" });
    one.whenRestarted = () => {
      throw new Error("the browser cannot be started");
    };
    expect(await one.passes(10_000)).toBe(1);
    expect(await one.passes(minute)).toBeGreaterThan(0);
    one.watch.stop();
    expect(await one.passes(60 * minute)).toBe(0);
  });
});
