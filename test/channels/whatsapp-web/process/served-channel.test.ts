import type { WhatsAppWebChannel, WhatsAppWebState } from "../../../../src/channels/whatsapp-web/contract";
import { createServedChannel } from "../../../../src/channels/whatsapp-web/process/served-channel";
import { textFrom } from "../../../support/recording-channel";

/** A linked phone that keeps a diary. */
function phone() {
  const diary: string[] = [];
  const own = { state: { type: "ready" } as WhatsAppWebState, now: 1_000 };
  const say = (what: string) => void diary.push(what);
  const channel: WhatsAppWebChannel = {
    name: "whatsapp-web",
    state: () => "on",
    linkState: () => own.state,
    onState: () => () => undefined,
    browserPid: () => 1,
    restart: async () => say("restart"),
    isAlive: async () => true,
    start: async (receive) => receive(textFrom("siti", "halo", 0, 0)),
    send: async (address) => {
      say(`send ${address}`);
      own.now += 500;
      return { ok: true, value: { messageId: "m" } };
    },
    fetchMedia: async () => ({ ok: true, value: new Uint8Array([1]) }),
    showTyping: async () => say("typing"),
    stop: async () => say("stop"),
  };
  return { own, diary, served: createServedChannel(channel, () => own.now) };
}

describe("the linked phone as the service sees it", () => {
  it("sends and hears as the phone does, and knows when it last did", async () => {
    const { served, own, diary } = phone();
    own.now = 2_000;
    const heard: string[] = [];
    await served.channel.start(async ({ address }) => void heard.push(address));
    expect(heard).toEqual(["siti"]);
    expect(served.lastTrafficAt()).toBe(2_000);
    own.now = 3_000;
    expect(await served.channel.send("tini", { text: "halo" })).toEqual({ ok: true, value: { messageId: "m" } });
    expect(served.lastTrafficAt()).toBe(3_500);
    expect(diary).toEqual(["send tini"]);
  });

  it.each<WhatsAppWebState>([
    { type: "starting" },
    { type: "pairing", since: 0 },
    { type: "disconnected", reason: "TIMEOUT" },
    { type: "logged-out" },
  ])("rests rather than fail while the phone is %j, so that no message is given up", async (state) => {
    const { served, own, diary } = phone();
    own.state = state;
    expect(await served.channel.send("tini", { text: "halo" })).toMatchObject({
      ok: false,
      error: { reason: "throttled", retryAfterMs: 15_000 },
    });
    expect(diary).toEqual([]);
  });

  it("stays open when the service stops its channels, for the last replies", async () => {
    const { served, diary } = phone();
    await served.channel.stop();
    await served.channel.send("tini", { text: "halo" });
    expect(diary).toEqual(["send tini"]);
  });
});
