import mongoose from "mongoose";
import { type ChannelStanding, toldState } from "../../src/operations/channel-states";
import { createPagePasses } from "../../src/operations/page-passes";
import type { Storage } from "../../src/storage/open-storage";
import { openTestStorage } from "../support/storage";
import { twenty, unique } from "../support/stored-values";

let storage: Storage;
let uri: string;
let close: () => Promise<void>;
beforeEach(async () => {
  ({ storage, uri, close } = await openTestStorage());
});
afterEach(() => close());

const channel = "whatsapp-web";
const lease = (owner: string, now: number, ms = 60) => ({ channel, owner, now, until: now + ms }) as const;

describe("the standing of a channel", () => {
  it("is held by one process, of any number that ask at once", async () => {
    const owners = await Promise.all(
      twenty.map((_, index) => storage.channelStates.claim(lease(`process-${index}`, 100))),
    );
    expect(new Set(owners).size).toBe(1);
    expect(await storage.channelStates.report(lease(owners[0] ?? "", 110), { state: "starting" })).toBe(true);
    expect(await storage.channelStates.report(lease("another", 110), { state: "ready" })).toBe(false);
    expect(await storage.channelStates.find(channel)).toMatchObject({ state: "starting" });
  });

  it("passes on when the holder's time is over, when it is known to be dead, and when it has let go", async () => {
    const { channelStates } = storage;
    expect(await channelStates.claim(lease("one", 100))).toBe("one");
    expect(await channelStates.claim(lease("two", 159))).toBe("one");
    expect(await channelStates.claim(lease("two", 160))).toBe("two");
    expect(await channelStates.claim(lease("three", 161), "one")).toBe("two");
    expect(await channelStates.claim(lease("three", 161), "two")).toBe("three");
    await channelStates.release({ channel, owner: "two", now: 162 });
    expect(await channelStates.claim(lease("four", 163))).toBe("three");
    await channelStates.release({ channel, owner: "three", now: 164 });
    expect(await channelStates.claim(lease("four", 165))).toBe("four");
  });

  it("passes on after the time of a lease where the holder's clock has been set back since", async () => {
    const { channelStates } = storage;
    expect(await channelStates.claim(lease("one", 10_000))).toBe("one");
    expect(await channelStates.claim(lease("two", 100))).toBe("one");
    expect(await channelStates.claim(lease("two", 159))).toBe("one");
    expect(await channelStates.claim(lease("two", 160))).toBe("two");
  });

  it("remembers since when it has not been ready over every change and every restart", async () => {
    const { channelStates } = storage;
    expect(await channelStates.find(channel)).toBeNull();
    await channelStates.claim(lease("one", 1));
    const tell = async (
      now: number,
      state: "starting" | "pairing-needed" | "ready" | "disconnected",
      owner = "one",
    ) => {
      expect(await channelStates.report(lease(owner, now), { state })).toBe(true);
      return channelStates.find(channel);
    };
    expect(await tell(2, "starting")).toEqual({ state: "starting", since: 2, notReadySince: 2, heartbeatAt: 2 });
    expect(await tell(3, "pairing-needed")).toMatchObject({ since: 3, notReadySince: 2 });
    expect(await tell(4, "pairing-needed")).toMatchObject({ since: 3, heartbeatAt: 4 });
    await channelStates.release({ channel, owner: "one", now: 5 });
    expect(await channelStates.find(channel)).toMatchObject({ state: "stopped", since: 5, notReadySince: 2 });
    await channelStates.claim(lease("two", 6));
    expect(await tell(7, "starting", "two")).toMatchObject({ notReadySince: 2 });
    expect(await tell(8, "ready", "two")).toEqual({ state: "ready", since: 8, heartbeatAt: 8 });
    expect(await tell(9, "disconnected", "two")).toMatchObject({ notReadySince: 9 });
  });

  it("keeps a pairing sealed, and forgets it as soon as it is not told any more", async () => {
    const { channelStates } = storage;
    await channelStates.claim(lease("one", 1));
    const pairing = { qr: "2@SECRET-OF-THE-PICTURE", expiresAt: 90 };
    await channelStates.report(lease("one", 2), { state: "pairing-needed", pairing });
    expect(await channelStates.find(channel)).toMatchObject({ pairing });
    const connection = await mongoose.createConnection(uri).asPromise();
    const [raw] = await connection.collection("channel_states").find({}).toArray();
    await connection.close();
    expect(
      JSON.stringify(raw, (_, value) => (Buffer.isBuffer(value) ? value.toString("latin1") : value)),
    ).not.toContain("SECRET");
    await channelStates.report(lease("one", 3), { state: "ready" });
    expect(await channelStates.find(channel)).not.toHaveProperty("pairing");
  });

  it("notes of which trouble officers know", async () => {
    const { channelStates } = storage;
    await channelStates.claim(lease("one", 1));
    await channelStates.report(lease("one", 2), { state: "pairing-needed" });
    await channelStates.noteAlarm(channel, "pairing:2");
    expect(await channelStates.find(channel)).toMatchObject({ alarm: "pairing:2" });
    await channelStates.noteAlarm(channel, null);
    expect(await channelStates.find(channel)).not.toHaveProperty("alarm");
  });

  it("is told as stopped once its process has been silent for two minutes", () => {
    const standing: ChannelStanding = { state: "ready", since: 0, heartbeatAt: 1_000 };
    expect(toldState(standing, 121_000)).toBe("ready");
    expect(toldState(standing, 121_001)).toBe("stopped");
    expect(toldState(null, 0)).toBe("stopped");
  });
});

describe("passes to a page", () => {
  let now = 1_000;
  const passes = () =>
    createPagePasses({
      store: storage.passes,
      hash: storage.vault.hash,
      randomBytes: () => Buffer.from(unique("0123456789abcdef0123456789abcdef")),
      clock: () => now,
    });
  beforeEach(() => {
    now = Date.now();
  });

  it("are had for a code once, however it is typed", async () => {
    const code = await passes().makeCode();
    expect(await passes().redeem("2222-2222-2222")).toBeNull();
    expect(await passes().redeem("nonsense")).toBeNull();
    const tries = await Promise.all(twenty.map(() => passes().redeem(code.toLowerCase().replaceAll("-", " "))));
    const [secret, ...others] = tries.filter((one) => one !== null);
    expect(others).toEqual([]);
    expect(await passes().isOpen(secret ?? "")).toBe(true);
    expect(await passes().isOpen(`${secret}x`)).toBe(false);
    expect(await passes().isOpen(code)).toBe(false);
    expect(await passes().redeem(secret ?? "")).toBeNull();
  });

  it("run out: a code after 10 minutes, a visit after 30", async () => {
    const [late, used] = [await passes().makeCode(), await passes().makeCode()];
    const secret = (await passes().redeem(used)) ?? "";
    now += 10 * 60_000;
    expect(await passes().redeem(late)).toBeNull();
    now += 20 * 60_000 - 1;
    expect(await passes().isOpen(secret)).toBe(true);
    now += 1;
    expect(await passes().isOpen(secret)).toBe(false);
  });
});
