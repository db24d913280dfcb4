import type { WhatsAppWebState } from "../../../../src/channels/whatsapp-web/contract";
import { createHold, type Hold } from "../../../../src/channels/whatsapp-web/process/hold-channel";
import type { Storage } from "../../../../src/storage/open-storage";
import { openTestStorage, silentLogger } from "../../../support/storage";
import { waitFor } from "../../../support/wait-for";

let storage: Storage;
let close: () => Promise<void>;
let now: number;
let lost: string[];
const holds: Hold[] = [];
beforeEach(async () => {
  ({ storage, close } = await openTestStorage());
  now = 1_000_000;
  lost = [];
});
afterEach(async () => {
  for (const hold of holds.splice(0)) await hold.release();
  await close();
});

/** A process of ours: where it runs, under which number, and which numbers are live there. */
function processOf(run: string, host: string, pid: number, live: readonly number[] = [pid]) {
  const own = { state: { type: "starting" } as WhatsAppWebState, isSilent: false, sent: 0 };
  const hold = createHold({
    ...{ states: storage.channelStates, host, pid, run, logger: silentLogger, everyMs: 20 },
    state: () => own.state,
    isSilent: () => own.isSilent,
    counts: async () => [{ what: "sent", labels: { channel: "whatsapp-web" }, count: own.sent }],
    isLive: (one) => live.includes(one),
    onLost: () => void lost.push(run),
    now: () => now,
  });
  holds.push(hold);
  return { ...hold, own };
}
const standing = () => storage.channelStates.find("whatsapp-web");

describe("holding the channel", () => {
  it("is for one process at a time, and passes on when that one lets go", async () => {
    const [one, two] = [processOf("a", "desa", 10, [10, 11]), processOf("b", "desa", 11, [10, 11])];
    expect(await one.take()).toBe(true);
    expect(await two.take()).toBe(false);
    await one.release();
    expect(await two.take()).toBe(true);
  });

  it("passes on at once from a process of this computer that has died, also where its number is our own", async () => {
    expect(await processOf("a", "desa", 10).take()).toBe(true);
    expect(await processOf("b", "desa", 11, [11]).take()).toBe(true);
    expect(await processOf("c", "desa", 11, [11]).take()).toBe(true);
  });

  it("waits a minute for a process of another computer, of which nothing is known", async () => {
    expect(await processOf("a", "desa", 10).take()).toBe(true);
    const other = processOf("b", "kota", 11, [11]);
    now += 59_999;
    expect(await other.take()).toBe(false);
    now += 1;
    expect(await other.take()).toBe(true);
  });

  it("is noticed to be lost, once, so that two never have the phone", async () => {
    const one = processOf("a", "desa", 10);
    await one.take();
    one.start();
    await one.tell();
    now += 60_001;
    expect(await processOf("b", "kota", 11).take()).toBe(true);
    await waitFor("the loss", () => lost.length > 0);
    await one.tell();
    expect(lost).toEqual(["a"]);
  });

  it.each<[WhatsAppWebState, boolean, string]>([
    [{ type: "starting" }, false, "starting"],
    [{ type: "pairing", qr: "2@a", since: 0 }, false, "pairing-needed"],
    [{ type: "logged-out" }, false, "pairing-needed"],
    [{ type: "ready" }, false, "ready"],
    [{ type: "ready" }, true, "disconnected"],
    [{ type: "disconnected", reason: "TIMEOUT" }, false, "disconnected"],
  ])("tells %j (silent: %s) as %s", async (state, isSilent, told) => {
    const one = processOf("a", "desa", 10);
    await one.take();
    Object.assign(one.own, { state, isSilent });
    await one.tell();
    expect(await standing()).toMatchObject({ state: told });
    await one.release();
    expect(await standing()).toMatchObject({ state: "stopped" });
  });

  it("tells what was counted, which stands until the next process tells its own", async () => {
    const one = processOf("a", "desa", 10);
    await one.take();
    one.own.sent = 7;
    await one.tell();
    await one.release();
    expect(await standing()).toMatchObject({
      counts: [{ what: "sent", labels: { channel: "whatsapp-web" }, count: 7 }],
    });
    const next = processOf("b", "desa", 11);
    await next.take();
    await next.tell();
    expect(await standing()).toMatchObject({ counts: [{ count: 0 }] });
  });

  it("tells by what the phone is linked, for a minute from each telling", async () => {
    const one = processOf("a", "desa", 10);
    await one.take();
    for (const shown of [{ qr: "2@a" }, { code: "ABCD1234" }]) {
      one.own.state = { type: "pairing", ...shown, since: now };
      await one.tell();
      expect(await standing()).toMatchObject({ pairing: { ...shown, expiresAt: now + 60_000 } });
    }
    await one.release();
    expect(await standing()).not.toHaveProperty("pairing");
  });
});
