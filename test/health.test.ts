import type { Channel } from "../src/delivery/channel";
import { fail } from "../src/domain/shared/result";
import { healthOf } from "../src/health";
import { openTestStorage } from "./support/storage";

const channelOf = (name: Channel["name"], condition?: string): Channel => ({
  name,
  start: async () => undefined,
  send: async () => fail({ reason: "unreachable" }),
  fetchMedia: async () => fail({ reason: "gone" }),
  showTyping: async () => undefined,
  stop: async () => undefined,
  ...(condition === undefined ? {} : { condition: () => condition }),
});

let opened: Awaited<ReturnType<typeof openTestStorage>>;
beforeEach(async () => {
  opened = await openTestStorage();
});
afterEach(() => opened.close());

describe("the health", () => {
  it.each([
    ["ok", undefined, [channelOf("telegram"), channelOf("whatsapp-cloud", "on")], undefined],
    ["degraded", true, [channelOf("telegram"), channelOf("whatsapp-cloud", "token-expired")], undefined],
    ["ok", undefined, [channelOf("telegram")], "starting"],
    ["degraded", true, [channelOf("telegram")], "pairing-needed"],
  ] as const)("is %s (serves: %s)", async (status, serves, channels, linked) => {
    const phone = linked === undefined ? undefined : { state: async () => linked };
    const { storage } = opened;
    const health = await healthOf({ storage, channels }, phone);
    expect(health).toMatchObject({ status, channels: { telegram: "on" } });
    expect(health.serves).toBe(serves);
    const named = Object.values(health.channels);
    expect(named.filter((one) => one !== "on")).toEqual(
      status === "ok" && linked === undefined ? [] : [linked ?? "token-expired"],
    );
  });

  it("serves nothing where the database is away", async () => {
    const storage = Object.assign(Object.create(opened.storage) as typeof opened.storage, { ping: async () => false });
    const health = await healthOf({ storage, channels: [channelOf("whatsapp-cloud", "token-expired")] }, undefined);
    expect([health.status, health.serves]).toEqual(["degraded", undefined]);
  });
});
