import type { Contact } from "../../src/domain/messaging/contact";
import type { Officer } from "../../src/domain/officer/officer";
import { createI18n } from "../../src/i18n";
import type { ChannelStanding } from "../../src/operations/channel-states";
import { createLinkAlarm } from "../../src/operations/link-alarm";
import type { Notice } from "../../src/operations/notify";

const minute = 60_000;
const page = "https://lindung.example/whatsapp-web/pairing";
const officer = (id: string, more: Partial<Officer> = {}): Officer => ({
  ...{ id, revision: 0, name: "Bu Rina", role: "admin", area: { type: "all" }, contactId: id, active: true },
  ...more,
});
const contact = (id: string, channel: Contact["channel"]): Contact => ({ id, channel, address: id, language: "id" });

/** The alarm over a channel that stands as a test says. */
function scene(officers: readonly Officer[] = [officer("rina")], address = page) {
  const own = {
    now: 10_000_000,
    standing: null as ChannelStanding | null,
    told: [] as Notice[],
    nobody: 0,
    codes: 0,
  };
  const channels: Readonly<Record<string, Contact["channel"]>> = { linked: "whatsapp-web" };
  const alarm = createLinkAlarm({
    channel: "whatsapp-web",
    states: {
      find: async () => own.standing,
      noteAlarm: async (_, noted) => {
        if (!own.standing) return;
        const { alarm: _before, ...rest } = own.standing;
        own.standing = noted === null ? rest : { ...rest, alarm: noted };
      },
    },
    officers: { list: async () => officers },
    findContact: async (id) => (id === "forgotten" ? null : contact(id, channels[id] ?? "telegram")),
    notify: async (notice) => own.told.push(...[notice].flat()),
    passes: {
      makeCode: async () => {
        own.codes += 1;
        return `2345-6789-234${own.codes + 1}`;
      },
    },
    ...(address === "" ? {} : { page: address }),
    onNobody: () => {
      own.nobody += 1;
    },
    clock: () => own.now,
  });
  /** The channel is so since a while; its process lives. */
  const stands = (state: ChannelStanding["state"], forMs: number, more: Partial<ChannelStanding> = {}): void => {
    const since = own.now - forMs;
    const { alarm: noted, notReadySince: _, ...rest } = own.standing ?? {};
    const before = own.standing?.notReadySince ?? since;
    own.standing = {
      ...rest,
      ...{ state, since, heartbeatAt: own.now },
      ...(noted === undefined ? {} : { alarm: noted }),
      ...(state === "ready" ? {} : { notReadySince: before }),
      ...more,
    };
  };
  /** Looks, and returns the keys of what officers were told by that. */
  const check = async (): Promise<readonly string[]> => {
    const before = own.told.length;
    await alarm.check();
    return own.told.slice(before).flatMap(({ texts }) => texts.map(({ key }) => key));
  };
  return { own, stands, check, alarm };
}
const pairing = ["whatsapp-web.alarm.pairing", "whatsapp-web.alarm.code"];
const down = ["whatsapp-web.alarm.down"];
const back = ["whatsapp-web.alarm.back"];

describe("the alarm about a linked phone", () => {
  it("tells an admin once that the phone is to be linked, with a code, and once that it is", async () => {
    const { own, stands, check } = scene();
    stands("pairing-needed", 31_000);
    expect(await check()).toEqual(pairing);
    expect(own.told[0]).toMatchObject({ contactId: "rina", kind: "urgent", rule: "whatsapp-web.alarm.rule" });
    expect(own.told[0]?.texts[1]).toMatchObject({ params: { page, code: "2345-6789-2342" } });
    // Every picture is a new one, and a restart between them another state: the occurrence is the same.
    for (const state of ["pairing-needed", "starting", "disconnected", "pairing-needed"] as const) {
      own.now += 20 * minute;
      stands(state, 40_000);
      expect(await check()).toEqual([]);
    }
    stands("ready", 1_000);
    expect(await check()).toEqual(back);
    expect(await check()).toEqual([]);
    expect(new Set(own.told.map(({ id }) => id)).size).toBe(2);
  });

  it("names the service's computer in words where the page has no public address, and no address that leads nowhere", async () => {
    const { own, stands, check } = scene([officer("rina")], "");
    stands("pairing-needed", minute);
    expect(await check()).toEqual(["whatsapp-web.alarm.pairing", "whatsapp-web.alarm.code-here"]);
    const [, where] = own.told[0]?.texts ?? [];
    expect(where?.params).toEqual({ code: "2345-6789-2342" });
    const said = where ? createI18n().render(where, "id") : "";
    expect(said).toContain("komputer layanan");
    expect(said).not.toMatch(/http|127\.0/u);
  });

  it("tells it again when it happens again", async () => {
    const { own, stands, check } = scene();
    stands("pairing-needed", minute);
    await check();
    stands("ready", 0);
    await check();
    own.now += 60 * minute;
    stands("pairing-needed", minute);
    expect(await check()).toEqual(pairing);
    expect(new Set(own.told.map(({ id }) => id)).size).toBe(3);
  });

  it("is silent while somebody may be linking the phone just now, and while a connection may come back", async () => {
    const { own, stands, check } = scene();
    expect(await check()).toEqual([]);
    stands("pairing-needed", 30_000);
    expect(await check()).toEqual([]);
    own.standing = null;
    for (const state of ["starting", "disconnected", "stopped"] as const) {
      stands(state, 0, { notReadySince: own.now - 10 * minute });
      expect(await check()).toEqual([]);
    }
  });

  it("tells after ten minutes that the channel is down, also where its process has fallen silent while it was ready", async () => {
    const one = scene();
    one.stands("disconnected", 10 * minute + 1);
    expect(await one.check()).toEqual(down);
    expect(await one.check()).toEqual([]);
    one.own.now += minute;
    one.stands("pairing-needed", minute);
    expect(await one.check()).toEqual(pairing);

    const silent = scene();
    silent.stands("ready", 0);
    silent.own.now += 10 * minute + 1;
    expect(await silent.check()).toEqual(down);
    silent.stands("ready", 0);
    expect(await silent.check()).toEqual(back);
  });

  it("tells it once, after ten minutes, where the channel's process has never said anything", async () => {
    const { own, check } = scene();
    own.now += 10 * minute;
    expect(await check()).toEqual([]);
    own.now += 1;
    expect(await check()).toEqual(down);
    own.now += minute;
    expect(await check()).toEqual([]);
  });

  it("goes to active admins on another channel only", async () => {
    const all = [
      officer("rina"),
      officer("verifier", { role: "verifier" }),
      officer("ended", { active: false }),
      officer("linked"),
      officer("forgotten"),
      officer("joko"),
    ];
    const { own, stands, check } = scene(all);
    stands("pairing-needed", minute);
    await check();
    expect(own.told.map(({ contactId }) => contactId)).toEqual(["rina", "joko"]);
    expect(new Set(own.told.map(({ texts }) => texts[1]?.params?.["code"])).size).toBe(2);
    expect(own.nobody).toBe(0);
  });

  it("says so, once, where nobody can be told", async () => {
    const { own, stands, check } = scene([officer("verifier", { role: "verifier" })]);
    stands("pairing-needed", minute);
    await check();
    await check();
    expect([own.nobody, own.told.length]).toEqual([1, 0]);
  });

  it("sends new codes when it is asked, each time", async () => {
    const { own, alarm } = scene();
    expect(await alarm.sendCodes()).toBe(true);
    own.now += 1;
    expect(await alarm.sendCodes()).toBe(true);
    expect(new Set(own.told.map(({ id }) => id)).size).toBe(2);
    expect(await scene([]).alarm.sendCodes()).toBe(false);
  });
});
