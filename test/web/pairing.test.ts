import { isAskedHere, pageHeaders } from "../../src/channels/simulator/guard";
import { createI18n } from "../../src/i18n";
import type { ChannelStanding } from "../../src/operations/channel-states";
import { createPairingApp } from "../../src/web/pairing/pairing-app";
import { pairingWords } from "../../src/web/pairing/texts";

const path = "/whatsapp-web/pairing";
const here = { remoteAddress: "127.0.0.1", localPort: 3000 };
const elsewhere = { remoteAddress: "203.0.113.9", localPort: 3000 };
const qr = "2@THE-SECRET-OF-THE-PICTURE";

/** The page over a channel that stands as a test says; the code `GOOD` opens a visit. */
function scene(publicUrl?: string) {
  const own = { now: 1_000_000, standing: null as ChannelStanding | null, sent: 0, used: false };
  const app = createPairingApp({
    states: { find: async () => own.standing },
    passes: {
      redeem: async (typed) => {
        if (typed !== "GOOD" || own.used) return null;
        own.used = true;
        return "the-visit";
      },
      isOpen: async (secret) => secret === "the-visit",
    },
    sendCodes: async () => {
      own.sent += 1;
      return true;
    },
    isFree: isAskedHere,
    ...(publicUrl === undefined ? {} : { publicUrl }),
    headers: pageHeaders,
    say: pairingWords(createI18n()),
    clock: () => own.now,
  });
  const ask = (asked: string, socket = here, headers: Record<string, string> = {}, body?: string) =>
    app.request(
      asked,
      {
        headers: {
          host: "127.0.0.1:3000",
          ...headers,
          ...(body === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" }),
        },
        ...(body === undefined ? {} : { method: "POST", body }),
      },
      { incoming: { socket } },
    );
  const stands = (state: ChannelStanding["state"], more: Partial<ChannelStanding> = {}): void => {
    own.standing = { state, since: own.now, heartbeatAt: own.now, ...more };
  };
  const asksForPhone = (): void => stands("pairing-needed", { pairing: { qr, expiresAt: own.now + 60_000 } });
  return { own, ask, stands, asksForPhone };
}

describe("the page on which the phone is linked", () => {
  it("shows this computer the picture and what to do, in both languages", async () => {
    const { ask, asksForPhone } = scene();
    asksForPhone();
    const response = await ask(path);
    expect(response.status).toBe(200);
    const text = await response.text();
    for (const words of ["<svg", "Perangkat tertaut", "Linked devices", "Jangan kirim gambar", 'lang="en"'])
      expect(text).toContain(words);
    expect(text).not.toContain("SECRET");
  });

  it("shows a code instead where the phone is linked by one", async () => {
    const { own, ask, stands } = scene();
    stands("pairing-needed", { pairing: { code: "ABCD1234", expiresAt: own.now + 60_000 } });
    const text = await (await ask(path)).text();
    expect(text).toContain("ABCD1234");
    expect(text).toContain("Tautkan dengan nomor telepon");
    expect(text).not.toContain("<svg");
  });

  it.each([
    ["ready", "Sudah tersambung", "Linked."],
    ["starting", "Sedang disiapkan", "Getting ready"],
    ["disconnected", "Terputus", "Disconnected"],
    ["stopped", "Belum berjalan", "Not running"],
  ] as const)("says how the link is where it is %s", async (state, indonesian, english) => {
    const { ask, stands } = scene();
    stands(state);
    const text = await (await ask(`${path}/panel`)).text();
    expect(text).toContain(indonesian);
    expect(text).toContain(english);
  });

  it("shows no picture that has run out, and none of a process that has fallen silent", async () => {
    const { own, ask, asksForPhone } = scene();
    asksForPhone();
    own.now += 60_000;
    expect(await (await ask(path)).text()).toContain("sedang dibuat");
    own.now += 61_000;
    expect(await (await ask(path)).text()).toContain("Belum berjalan");
  });

  it.each<[string, typeof here, Record<string, string>]>([
    ["another computer", elsewhere, {}],
    ["a proxy on this computer", here, { "x-forwarded-for": "203.0.113.9" }],
    ["a proxy that says nothing of whom it asks for", here, { via: "1.1 proxy" }],
    ["a name that was rebound to this computer", here, { host: "evil.example:3000" }],
    ["another web site", here, { origin: "https://evil.example" }],
    ["a visit that nobody opened", elsewhere, { cookie: "pairing-visit=another" }],
  ])("asks %s for a code, and shows it nothing", async (_, socket, headers) => {
    const { ask, asksForPhone } = scene();
    asksForPhone();
    const response = await ask(path, socket, headers);
    expect(response.status).toBe(403);
    const text = await response.text();
    expect(text).toContain("Ketik kode petugas");
    expect(text).not.toContain("<svg");
    const panel = await ask(`${path}/panel`, socket, headers);
    expect([panel.status, await panel.text()]).toEqual([403, ""]);
  });

  it("opens for a code that is typed, once, by a cookie that no script and no other site can use", async () => {
    const { ask, asksForPhone } = scene();
    asksForPhone();
    const wrong = await ask(path, elsewhere, {}, "code=WRONG");
    expect(wrong.status).toBe(403);
    expect(await wrong.text()).toContain("Kode tidak cocok");
    const opened = await ask(path, elsewhere, { origin: "https://wa.example", host: "wa.example" }, "code=GOOD");
    expect([opened.status, opened.headers.get("location")]).toEqual([303, path]);
    const cookie = opened.headers.get("set-cookie") ?? "";
    for (const trait of ["HttpOnly", "SameSite=Strict", "Secure", "Path=/whatsapp-web", "Max-Age=1800"])
      expect(cookie).toContain(trait);
    const visit = await ask(path, elsewhere, { cookie: "pairing-visit=the-visit" });
    expect(visit.status).toBe(200);
    expect(await visit.text()).toContain("<svg");
    expect((await ask(path, elsewhere, {}, "code=GOOD")).status).toBe(403);
  });

  it("takes no code from a form of another web site, and tells whoever guesses to wait, but shuts out no right code", async () => {
    const { own, ask } = scene();
    expect((await ask(path, elsewhere, { origin: "https://evil.example" }, "code=GOOD")).status).toBe(403);
    expect(own.used).toBe(false);
    const statuses: number[] = [];
    for (let tries = 0; tries < 12; tries += 1) statuses.push((await ask(path, elsewhere, {}, "code=WRONG")).status);
    expect(statuses).toEqual([...Array(10).fill(403), 429, 429]);
    expect((await ask(path, elsewhere, {}, "code=GOOD")).status).toBe(303);
    expect((await ask(path, elsewhere, {}, `code=${"9".repeat(5_000)}`)).status).toBe(413);
  });

  it("knows its own form by the public address where a web server in front names another host", async () => {
    const type = (origin: string) =>
      scene("https://wa.example").ask(path, here, { origin, host: "127.0.0.1:3000" }, "code=GOOD");
    expect((await type("https://wa.example")).status).toBe(303);
    expect((await type("https://evil.example")).status).toBe(403);
  });

  it("sends admins new codes at most three times an hour, whoever asks, while right codes go on opening", async () => {
    jest.useFakeTimers();
    try {
      const { own, ask, asksForPhone } = scene();
      for (let minute = 0; minute < 60; minute += 1) {
        asksForPhone();
        const from = { ...elsewhere, remoteAddress: `203.0.113.${minute}` };
        for (let times = 0; times < 5; times += 1) await ask(`${path}/code`, from, {}, "");
        await jest.advanceTimersByTimeAsync(60_000);
      }
      expect(own.sent).toBe(3);
      expect((await ask(path, elsewhere, {}, "code=GOOD")).status).toBe(303);
    } finally {
      jest.useRealTimers();
    }
  });

  it("sends admins a new code only where the phone is to be linked, and tells a stranger nothing of either", async () => {
    const { own, ask, stands, asksForPhone } = scene();
    stands("ready");
    const first = await (await ask(`${path}/code`, elsewhere, {}, "")).text();
    expect(own.sent).toBe(0);
    asksForPhone();
    for (let tries = 0; tries < 3; tries += 1)
      expect(await (await ask(`${path}/code`, elsewhere, {}, "")).text()).toBe(first);
    expect(own.sent).toBe(1);
  });

  it("runs its own files only, is framed by nobody, and is kept nowhere", async () => {
    const { ask } = scene();
    for (const one of [path, `${path}/panel`]) {
      const { headers } = await ask(one);
      expect(headers.get("content-security-policy")).toContain("script-src 'self'");
      expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
      expect(headers.get("cache-control")).toBe("no-store");
      expect(headers.get("referrer-policy")).toBe("same-origin");
    }
    expect(await (await ask(path)).text()).not.toMatch(/<script(?![^>]*src=)|style=|onclick/u);
    for (const name of ["pairing.css", "pairing.mjs"])
      expect((await ask(`/whatsapp-web/assets/${name}`)).status).toBe(200);
    expect((await ask("/whatsapp-web/assets/pairing-app.ts")).status).toBe(404);
  });
});
