import type { OutboundTemplate } from "../../../src/domain/messaging/message";
import { type GraphBench, type RunningCloud, startGraphBench } from "../../support/graph-bench";
import type { GraphPerson } from "../../support/graph-people";
import { graphRefusals } from "../../support/graph-refusals";
import { waitFor } from "../../support/wait-for";

const waId = "6281200000501";
let bench: GraphBench;
let siti: GraphPerson;
let running: RunningCloud;

beforeEach(async () => {
  bench = await startGraphBench();
  siti = bench.server.person({ waId });
  running = await bench.run();
});
afterEach(() => bench.close());

const options = (...labels: readonly string[]) => labels.map((label, index) => ({ value: `v:${index + 1}`, label }));
const titles = () => siti.messages.at(-1)?.choices.map(({ title }) => title);
const last = () => siti.messages.at(-1);
const photo = { bytes: Uint8Array.from([0xff, 0xd8, 0xff, 0xe0]), mimeType: "image/jpeg", name: "bukti.jpg" } as const;

describe("choices", () => {
  it("are buttons where there are three at most, with short words of their own", async () => {
    await running.channel.send(waId, { text: "Setuju?\n1. Ya\n2. Tidak", options: options("Ya", "Tidak") });
    expect(last()).toMatchObject({ type: "interactive", text: "Setuju?\n1. Ya\n2. Tidak", isList: false });
    expect(titles()).toEqual(["Ya", "Tidak"]);
  });

  it("are a list where there are more, or where a label is longer", async () => {
    const five = options("Satu", "Dua", "Tiga", "Empat", "Lima");
    await running.channel.send(waId, { text: "Pilih", options: five });
    expect([last()?.isList, titles()]).toEqual([true, ["Satu", "Dua", "Tiga", "Empat", "Lima"]]);
    const long = "Orang lain (misalnya tetangga tanpa HP)";
    await running.channel.send(waId, { text: "Siapa?", options: options("Saya sendiri", long) });
    expect(last()?.choices).toEqual([
      { id: "v:1", title: "Saya sendiri" },
      { id: "v:2", title: "Orang lain (misalnya te…", description: long },
    ]);
  });

  it.each([
    ["more than ten", options(...Array.from({ length: 11 }, (_, index) => `Nomor ${index}`))],
    ["a label that fits nowhere", options("Ya", "x".repeat(73))],
    ["a blank label", options("Ya", " ")],
    [
      "two with one value",
      [
        { value: "v", label: "Ya" },
        { value: "v", label: "Tidak" },
      ],
    ],
    ["a value that is too long", [{ value: "v".repeat(300), label: "Ya" }]],
  ])("are the numbered text alone where there is %s", async (_name, refused) => {
    await running.channel.send(waId, { text: "Pilih\n1. Ya", options: refused });
    expect(last()).toMatchObject({ type: "text", text: "Pilih\n1. Ya", choices: [] });
  });

  it("with the same label twice are a list, whose rows may say the same", async () => {
    await running.channel.send(waId, { text: "Pilih", options: options("Ya", "Ya") });
    expect([last()?.isList, titles()]).toEqual([true, ["Ya", "Ya"]]);
  });

  it("stand under the last words of a text that is longer than a decorated message may be", async () => {
    const text = Array.from({ length: 200 }, (_, index) => `Baris ${index} dengan beberapa kata`).join("\n");
    await running.channel.send(waId, { text, options: options("Ya") });
    const seen = siti.messages.map(({ text: part }) => part);
    expect(seen.join("\n")).toBe(text);
    expect(siti.messages.map(({ choices }) => choices.length)).toEqual([...seen.slice(1).map(() => 0), 1]);
  });

  it("go without decoration where the platform refuses its form", async () => {
    bench.server.failNext("send", graphRefusals.parameter);
    const sent = await running.channel.send(waId, { text: "Setuju?\n1. Ya", options: options("Ya") });
    expect(sent).toMatchObject({ ok: true });
    expect(siti.messages).toMatchObject([{ type: "text", text: "Setuju?\n1. Ya" }]);
    expect(bench.log()).toContain("buttons were refused");
  });

  it("are not tried a second time where the person is out of reach", async () => {
    bench.server.failNext("send", graphRefusals.recipient);
    const sent = await running.channel.send(waId, { text: "Setuju?\n1. Ya", options: options("Ya") });
    expect(sent).toMatchObject({ ok: false, error: { reason: "rejected" } });
    expect(bench.server.sends).toHaveLength(1);
  });
});

describe("a file", () => {
  it("stands above the words and their buttons in one message", async () => {
    const message = { text: "Bukti\n1. Benar", options: options("Benar"), file: { attachmentId: "a" } };
    await running.channel.send(waId, message, photo);
    expect(siti.messages).toMatchObject([
      { type: "interactive", text: "Bukti\n1. Benar", file: { name: "bukti.jpg" } },
    ]);
  });

  it("goes before a list, which takes none", async () => {
    const message = { text: "Bukti", options: options("a", "b", "c", "d"), file: { attachmentId: "a" } };
    await running.channel.send(waId, message, photo);
    expect(siti.messages.map(({ type, file }) => [type, file !== undefined])).toEqual([
      ["image", true],
      ["interactive", false],
    ]);
  });

  it("with plain words carries them below it, a PDF with its name", async () => {
    const pdf = {
      bytes: Uint8Array.from(Buffer.from("%PDF-1.4")),
      mimeType: "application/pdf",
      name: "bukti.pdf",
    } as const;
    await running.channel.send(waId, { text: "Bukti", file: { attachmentId: "a" } }, pdf);
    expect(siti.messages).toMatchObject([{ type: "document", text: "Bukti", file: { name: "bukti.pdf" } }]);
  });

  it("is shown with its words where the buttons are refused", async () => {
    bench.server.failNext("send", graphRefusals.parameter);
    const message = { text: "Bukti\n1. Benar", options: options("Benar"), file: { attachmentId: "a" } };
    await running.channel.send(waId, message, photo);
    expect(siti.messages).toMatchObject([{ type: "image", text: "Bukti\n1. Benar", file: { name: "bukti.jpg" } }]);
  });

  it.each([
    ["refused", graphRefusals.media, { reason: "rejected" }],
    ["not taken just now", graphRefusals.fault, { reason: "unreachable" }],
  ] as const)("that is %s fails the message as what it is", async (_name, refusal, error) => {
    bench.server.failNext("upload", refusal);
    const sent = await running.channel.send(waId, { text: "Bukti", file: { attachmentId: "a" } }, photo);
    expect(sent).toMatchObject({ ok: false, error });
    expect(siti.messages).toEqual([]);
  });
});

describe("a template", () => {
  it("goes in place of the text, in its language, each gap on one line, with what its buttons answer", async () => {
    const template: OutboundTemplate = {
      ...{ name: "reminder", language: "id", buttons: ["paid", "help"] },
      params: ["Bu\nSumarni", "  Rp\t16.800  ", " "],
    };
    const sent = await running.channel.send(waId, { text: "Iuran", options: options("Ya"), template });
    expect(sent).toMatchObject({ ok: true });
    expect(last()?.template).toEqual({
      name: "reminder",
      language: { code: "id" },
      components: [
        {
          type: "body",
          parameters: ["Bu Sumarni", "Rp 16.800", "-"].map((text) => ({ type: "text", text })),
        },
        { type: "button", sub_type: "quick_reply", index: "0", parameters: [{ type: "payload", payload: "paid" }] },
        { type: "button", sub_type: "quick_reply", index: "1", parameters: [{ type: "payload", payload: "help" }] },
      ],
    });
  });

  it.each([
    ["does not exist", graphRefusals.noTemplate, "MISSING"],
    ["is paused", graphRefusals.pausedTemplate, "PAUSED"],
  ])(
    "that %s waits alone, is told once and tried seldom, and goes out when it is there",
    async (_name, refusal, value) => {
      let now = Date.now();
      const faults: unknown[] = [];
      const { channel } = await bench.run({ now: () => now, onTemplateFault: (fault) => void faults.push(fault) });
      const template = { name: "reminder", language: "id", params: [] } as const;
      const message = { text: "Iuran", template };
      bench.server.failNext("send", refusal, 2);
      const waits = {
        ok: false,
        error: { reason: "throttled", retryAfterMs: 900_000, ofPerson: true, ofTemplate: true },
      };
      expect(await channel.send(waId, message)).toEqual(waits);
      expect(await channel.send(waId, message)).toEqual(waits);
      expect(bench.server.sends).toHaveLength(1);
      now += 900_000;
      expect(await channel.send(waId, message)).toEqual(waits);
      expect([bench.server.sends.length, channel.condition()]).toEqual([2, "on"]);
      expect(await channel.send(waId, { text: "Halo" })).toMatchObject({ ok: true });
      expect(await channel.send(waId, { ...message, template: { ...template, language: "en" } })).toMatchObject({
        ok: true,
      });
      now += 900_000;
      expect(await channel.send(waId, message)).toMatchObject({ ok: true });
      expect(faults).toEqual([{ name: "reminder", language: "id", trouble: { type: "status", value } }]);
    },
  );
});

describe("an address", () => {
  it.each([
    ["6281200000501", { recipient_type: "individual", to: "6281200000501" }],
    ["ID.1349120", { recipient_type: "individual", recipient: "ID.1349120" }],
    ["group:Y2FwaV9n", { recipient_type: "group", to: "Y2FwaV9n" }],
  ])("%s goes where the platform looks for it", async (address, named) => {
    bench.server.person({ userId: "ID.1349120" });
    await running.channel.send(address, { text: "Halo" });
    expect(bench.server.sends).toMatchObject([named]);
    expect(Object.keys(bench.server.sends[0] ?? {}).sort()).toEqual(
      ["messaging_product", "text", "type", ...Object.keys(named)].sort(),
    );
  });

  it.each(["", "nobody", "../123", "62 812", "group:"])("%j is refused without a call", async (address) => {
    expect(await running.channel.send(address, { text: "Halo" })).toMatchObject({
      ok: false,
      error: { reason: "rejected" },
    });
    expect(bench.server.sends).toEqual([]);
  });
});

it("tells the ids of all parts of a long text", async () => {
  const sent = await running.channel.send(waId, { text: "kata ".repeat(2_000) });
  if (!sent.ok) throw new Error("not sent");
  const ids = [...(sent.value.earlierIds ?? []), sent.value.messageId];
  expect(ids).toEqual(siti.messages.map(({ id }) => id));
  expect(ids.length).toBeGreaterThan(2);
});

describe("a message of several parts", () => {
  const text = Array.from({ length: 400 }, (_, index) => `Baris ${index} dengan beberapa kata`).join("\n");
  const heard = () => siti.messages.map((one) => one.text).join("\n");

  it("goes on where it stopped, and tells the ids of all its parts", async () => {
    bench.server.passNext("send");
    bench.server.failNext("send", graphRefusals.throughput);
    expect(await running.channel.send(waId, { text })).toMatchObject({ ok: false, error: { reason: "throttled" } });
    const sent = await running.channel.send(waId, { text });
    if (!sent.ok) throw new Error("not sent");
    expect(heard()).toBe(text);
    const ids = siti.messages.map(({ id }) => id);
    expect([...(sent.value.earlierIds ?? []), sent.value.messageId]).toEqual(ids);
  });

  it("shows its file once, also where the words below it fail", async () => {
    const message = { text: "Bukti", options: options("a", "b", "c", "d"), file: { attachmentId: "a" } };
    bench.server.passNext("send");
    bench.server.failNext("send", graphRefusals.throughput);
    await running.channel.send(waId, message, photo);
    await running.channel.send(waId, message, photo);
    expect(siti.messages.map(({ type }) => type)).toEqual(["image", "interactive"]);
  });

  it("is said whole to another person, and whole again where it is said anew", async () => {
    const budi = bench.server.person({ waId: "6281200000502" });
    bench.server.passNext("send");
    bench.server.failNext("send", graphRefusals.throughput);
    await running.channel.send(waId, { text });
    await running.channel.send("6281200000502", { text });
    expect(budi.messages.map((one) => one.text).join("\n")).toBe(text);
    await running.channel.send(waId, { text });
    await running.channel.send(waId, { text });
    expect(heard()).toBe(`${text}\n${text}`);
  });

  it("is said whole again where an hour has passed", async () => {
    let now = Date.now();
    const { channel } = await bench.run({ now: () => now });
    bench.server.passNext("send");
    bench.server.failNext("send", graphRefusals.throughput);
    await channel.send(waId, { text });
    const [first] = siti.messages;
    now += 3_600_000;
    await channel.send(waId, { text });
    expect(heard()).toBe(`${first?.text}\n${text}`);
  });
});

it("sends no blank text", async () => {
  expect(await running.channel.send(waId, { text: " \n" })).toMatchObject({ ok: false, error: { reason: "rejected" } });
  expect(bench.server.sends).toEqual([]);
});

describe("the token", () => {
  it("that expired stops everything, is told once with its remedy, and tried with one message a minute", async () => {
    const alarms: string[] = [];
    let now = Date.now();
    const { channel } = await bench.run({ now: () => now, onAlarm: (alarm) => void alarms.push(alarm) });
    expect(channel.condition()).toBe("on");
    bench.server.isTokenValid = false;
    const resting = (retryAfterMs: number) => ({ ok: false, error: { reason: "throttled", retryAfterMs } });
    expect(await channel.send(waId, { text: "satu" })).toEqual(resting(60_000));
    now += 20_000;
    expect(await channel.send(waId, { text: "dua" })).toEqual(resting(40_000));
    expect([channel.condition(), alarms]).toEqual(["token-expired", ["token-expired"]]);
    expect(bench.log()).toContain("WHATSAPP_CLOUD_ACCESS_TOKEN");
    now += 40_000;
    const tried = bench.server.calls;
    const both = await Promise.all(["tiga", "empat"].map((text) => channel.send(waId, { text })));
    expect([both, bench.server.calls - tried]).toEqual([[resting(60_000), resting(60_000)], 1]);
    bench.server.isTokenValid = true;
    now += 60_000;
    expect(await channel.send(waId, { text: "lima" })).toMatchObject({ ok: true });
    expect(await channel.send(waId, { text: "enam" })).toMatchObject({ ok: true });
    expect([channel.condition(), alarms]).toEqual(["on", ["token-expired"]]);
  });

  it.each([
    ["a refusal of another kind", graphRefusals.recipient, "on"],
    ["a fault on the way", graphRefusals.fault, "token-expired"],
  ] as const)(
    "is known to work by any answer of the platform's, but not by none: %s",
    async (_name, answer, expected) => {
      let now = Date.now();
      const { channel } = await bench.run({ now: () => now });
      bench.server.isTokenValid = false;
      await channel.send(waId, { text: "satu" });
      bench.server.isTokenValid = true;
      now += 60_000;
      bench.server.failNext("send", answer);
      await channel.send(waId, { text: "dua" });
      expect(channel.condition()).toBe(expected);
    },
  );

  it("is known to work as soon as somebody's message can be shown as read", async () => {
    bench.server.isTokenValid = false;
    await running.channel.send(waId, { text: "satu" });
    bench.server.isTokenValid = true;
    siti.sends("halo");
    await running.receives();
    await waitFor("the receipt", () => running.channel.condition() === "on");
    expect(await running.channel.send(waId, { text: "dua" })).toMatchObject({ ok: true });
  });

  it("stands in no log, neither do words nor numbers", async () => {
    siti.sends("rahasia saya");
    await running.receives();
    for (const failure of [graphRefusals.fault, graphRefusals.recipient, "reset", "page", "hang"] as const) {
      bench.server.failNext("send", failure);
      await running.channel.send(waId, { text: "rahasia kami", options: options("Ya") });
    }
    for (const secret of [bench.server.accessToken, "rahasia", waId, bench.server.appSecret])
      expect(bench.log()).not.toContain(secret);
  });
});

describe("a person who wrote", () => {
  it("sees that it was read, once for each message, and again where we are asked to show that we type", async () => {
    siti.sends("halo");
    const [message] = await running.receives();
    await waitFor("the receipt", () => bench.server.receipts.length === 1);
    await running.channel.showTyping(waId);
    await running.channel.showTyping("6281200000999");
    expect(bench.server.receipts).toEqual([message?.providerMessageId, message?.providerMessageId]);
  });

  it("is answered also where that sign fails", async () => {
    bench.server.failNext("receipt", graphRefusals.fault, 2);
    siti.sends("halo");
    await running.receives();
    await expect(running.channel.showTyping(waId)).resolves.toBeUndefined();
    expect(await running.channel.send(waId, { text: "Halo" })).toMatchObject({ ok: true });
  });
});
