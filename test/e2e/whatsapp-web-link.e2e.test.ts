import { existsSync } from "node:fs";
import { join } from "node:path";
import type { WhatsAppWebChannel, WhatsAppWebState } from "../../src/channels/whatsapp-web/contract";
import { waitFor } from "../support/wait-for";
import { linkBecomes, linkIt, startWhatsAppBench, type WhatsAppBench } from "../support/whatsapp-bench";
import { createEars } from "../support/whatsapp-ears";

let bench: WhatsAppBench;
const ears = createEars();
const { received, receive, receives, texts } = ears;
beforeEach(() => ears.clear());

/** A channel that receives over a linked phone. */
async function linkedChannel(options: Parameters<WhatsAppBench["create"]>[0] = {}): Promise<WhatsAppWebChannel> {
  const channel = bench.create(options);
  await channel.start(receive);
  await linkIt(bench.service, channel);
  return channel;
}

const isAlive = (pid: number | undefined): boolean => {
  try {
    return pid !== undefined && process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe("the link to a phone", () => {
  beforeEach(async () => {
    bench = await startWhatsAppBench();
  });
  afterEach(() => bench.close());

  it("shows a picture that changes, until the phone has read it, and needs none after a restart", async () => {
    const channel = bench.create();
    const states: WhatsAppWebState[] = [];
    channel.onState((state) => void states.push(state));
    await channel.start(receive);
    await linkBecomes(channel, "pairing");
    const qrs = (): (string | undefined)[] => states.flatMap((one) => (one.type === "pairing" ? [one.qr] : []));
    expect(qrs()[0]).toMatch(/^ref-1,/);
    bench.service.showNewRef();
    await waitFor("another picture", () => qrs().some((qr) => qr?.startsWith("ref-2,")));
    expect(new Set(states.flatMap((one) => (one.type === "pairing" ? [one.since] : []))).size).toBe(1);
    expect(channel.state()).toBe("pairing");
    bench.service.pair();
    await linkBecomes(channel, "ready");
    expect(channel.state()).toBe("on");
    expect(await channel.isAlive()).toBe(true);
    const pid = channel.browserPid();
    expect(isAlive(pid)).toBe(true);
    await channel.stop();
    await waitFor("the browser to end", () => !isAlive(pid));

    const next = bench.create();
    const later: string[] = [];
    next.onState(({ type }) => void later.push(type));
    await next.start(receive);
    await linkBecomes(next, "ready");
    expect(later).toEqual(["starting", "ready"]);
  });

  it("is made by a code that is typed on the phone, where a number is named", async () => {
    const channel = bench.create({ pairingPhone: "6281200000000" });
    await channel.start(receive);
    await linkBecomes(channel, "pairing");
    expect(channel.linkState()).toMatchObject({ type: "pairing", code: "ABCD0001" });
    expect(channel.linkState()).not.toHaveProperty("qr");
    expect(bench.service.codesFor).toEqual(["6281200000000"]);
    bench.service.pair();
    await linkBecomes(channel, "ready");
  });

  it("has a picture made anew that ran out while nobody looked", async () => {
    const channel = bench.create();
    await channel.start(receive);
    await linkBecomes(channel, "pairing");
    bench.service.disconnect("UNPAIRED_IDLE");
    await waitFor("another picture", () => {
      const state = channel.linkState();
      return state.type === "pairing" && state.qr?.startsWith("ref-2,");
    });
  });

  it("is ready though the page was in step before the library listened", async () => {
    const first = await linkedChannel();
    await first.stop();
    bench.service.syncMs = 0;
    await linkedChannel();
  });

  it("begins anew after the phone has ended it, and leaves nothing of the old session", async () => {
    const channel = await linkedChannel();
    bench.service.logOut();
    await linkBecomes(channel, "logged-out");
    expect(await channel.send("6281200000001@c.us", { text: "Halo" })).toMatchObject({ ok: false });
    await waitFor("the session to be removed", () => !existsSync(join(bench.sessionFolder, "session")));
    await channel.restart();
    await linkBecomes(channel, "pairing");
    bench.service.pair();
    await linkBecomes(channel, "ready");
    bench.service.person(1).says("halo");
    await receives(1);
  });

  it("outlives a browser that was killed, and one that hangs", async () => {
    const channel = await linkedChannel({ pageTimeoutMs: 10_000 });
    process.kill(channel.browserPid() ?? 0, "SIGKILL");
    await linkBecomes(channel, "disconnected");
    expect([await channel.isAlive(), channel.browserPid()]).toEqual([false, undefined]);
    bench.service.person(1).says("satu");
    await channel.restart();
    await linkBecomes(channel, "ready");
    await receives(1);
    bench.service.hang();
    const pid = channel.browserPid();
    await waitFor("the end of all answers", async () => !(await channel.isAlive()));
    bench.service.person(1).says("dua");
    await channel.restart();
    await linkBecomes(channel, "ready");
    expect(isAlive(pid)).toBe(false);
    await receives(2);
    expect(texts()).toEqual(["satu", "dua"]);
  });

  it("leaves no browser behind where it is stopped while it starts", async () => {
    for (const afterMs of [0, 60, 300]) {
      const channel = bench.create();
      const pids = new Set<number | undefined>();
      await channel.start(receive);
      const watch = setInterval(() => pids.add(channel.browserPid()), 1);
      await new Promise((resolve) => setTimeout(resolve, afterMs));
      await channel.stop();
      clearInterval(watch);
      for (const pid of pids) await waitFor("the browser to end", () => !isAlive(pid));
    }
    expect(bench.service.isOpen).toBe(false);
  });

  it("says what is missing, and does not throw, where there is no browser or no page of that version", async () => {
    for (const options of [{ browserPath: "/nowhere/chromium" }, { version: "2.3000.1" }]) {
      const channel = bench.create(options);
      await channel.start(receive);
      await linkBecomes(channel, "disconnected");
      await channel.stop();
    }
    expect(bench.log()).toContain("no-such-version");
  });
});

describe("messages that came while nobody listened", () => {
  beforeEach(async () => {
    bench = await startWhatsAppBench();
  });
  afterEach(() => bench.close());

  it("are swept in, in order, without doubles; but not what was written before the phone was linked", async () => {
    const [siti, budi] = [bench.service.person(1), bench.service.person(2).asLid()];
    siti.sends("chat", { body: "urusan pribadi", t: bench.service.time() - 3_600 });
    const first = await linkedChannel();
    siti.says("satu");
    await receives(1);
    await first.stop();
    for (let index = 0; index < 12; index += 1) siti.says(`dua ${index}`);
    budi.says("tiga");
    const second = bench.create();
    await second.start(receive);
    await linkBecomes(second, "ready");
    siti.says("empat");
    await waitFor("the last message", () => texts().includes("empat") && texts().includes("tiga"));
    expect(texts().filter((text) => text !== "tiga")).toEqual([
      "satu",
      ...Array.from({ length: 12 }, (_, index) => `dua ${index}`),
      "empat",
    ]);
    const sequences = received.map(({ sequence }) => sequence);
    expect(new Set(sequences).size).toBe(sequences.length);
  });

  it("are tried until they are stored, and swept in by the next process where this one ends before", async () => {
    const first = bench.create();
    const tried: string[] = [];
    await first.start(async ({ providerMessageId }) => {
      tried.push(providerMessageId);
      throw new Error("the storage is down");
    });
    await linkIt(bench.service, first);
    const id = bench.service.person(1).says("penting");
    await waitFor("two tries", () => tried.length >= 2);
    await first.stop();
    await linkedChannel();
    await receives(1);
    expect([texts(), received[0]?.providerMessageId, new Set(tried)]).toEqual([["penting"], id, new Set([id])]);
  });

  it("wait for another phone's chats no longer than its pairing", async () => {
    const first = await linkedChannel();
    await first.stop();
    bench.service.person(1).says("untuk nomor lama");
    bench.service.logOut();
    Object.assign(bench.service.me, { phone: "6281299999999@c.us" });
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const second = await linkedChannel();
    bench.service.person(1).says("untuk nomor baru");
    await receives(1);
    expect(texts()).toEqual(["untuk nomor baru"]);
    await second.stop();
  });
});
