import type { WhatsAppWebChannel } from "../../src/channels/whatsapp-web/contract";
import type { InboundContent } from "../../src/domain/messaging/message";
import { waitFor } from "../support/wait-for";
import { linkBecomes, linkIt, startWhatsAppBench, type WhatsAppBench } from "../support/whatsapp-bench";
import { createEars } from "../support/whatsapp-ears";

let bench: WhatsAppBench;
const ears = createEars();
const { contents, received, receive, receives, texts } = ears;
beforeEach(() => ears.clear());

/** A channel that receives over a linked phone. */
async function linkedChannel(options: Parameters<WhatsAppBench["create"]>[0] = {}): Promise<WhatsAppWebChannel> {
  const channel = bench.create(options);
  await channel.start(receive);
  await linkIt(bench.service, channel);
  return channel;
}

describe("what is heard over one link", () => {
  let channel: WhatsAppWebChannel;
  beforeAll(async () => {
    bench = await startWhatsAppBench();
    channel = await linkedChannel();
  });
  afterAll(() => bench.close());

  const vcard = (line: string): string => `BEGIN:VCARD\nVERSION:3.0\nFN:Siti\n${line}\nEND:VCARD`;
  const spoken: readonly (readonly [string, object, InboundContent])[] = [
    ["chat", { body: "halo *kak*" }, { type: "text", text: "halo *kak*" }],
    ["buttons_response", { body: "Ya" }, { type: "text", text: "Ya" }],
    ["ptt", { directPath: "/x", mimetype: "audio/ogg" }, { type: "unreadable", kind: "voice" }],
    ["audio", { directPath: "/x" }, { type: "unreadable", kind: "voice" }],
    ["video", { directPath: "/x" }, { type: "unreadable", kind: "video" }],
    ["sticker", { directPath: "/x" }, { type: "unreadable", kind: "sticker" }],
    ["poll_creation", { pollName: "Mau?" }, { type: "unreadable", kind: "poll" }],
    ["location", { lat: -7.1, lng: 110.4 }, { type: "location", latitude: -7.1, longitude: 110.4 }],
    ["live_location", { lat: -7.1, lng: 110.4 }, { type: "location", latitude: -7.1, longitude: 110.4 }],
    [
      "vcard",
      { body: vcard("TEL;type=CELL;waid=6281234567890:+62 812-3456-7890") },
      { type: "phone-card", phone: "+6281234567890", own: false },
    ],
    [
      "multi_vcard",
      { vcardList: [{ vcard: vcard("EMAIL:a@b") }, { vcard: vcard("item1.TEL:0812 3456 7890") }] },
      { type: "phone-card", phone: "0812 3456 7890", own: false },
    ],
    ["image", { isViewOnce: true, directPath: "/x" }, { type: "unreadable", kind: "other" }],
    ["ciphertext", { subtype: "view_once_unavailable_fanout" }, { type: "unreadable", kind: "other" }],
    ["image", { caption: "bukti" }, { type: "unreadable", kind: "other" }],
    ["payment", {}, { type: "unreadable", kind: "other" }],
    ["groups_v4_invite", { body: "" }, { type: "unreadable", kind: "other" }],
    ["something_new", {}, { type: "unreadable", kind: "other" }],
  ];
  it.each(spoken)("takes a %s as what it is", async (type, fields, content) => {
    bench.service.person(1).sends(type, fields);
    await receives(1);
    expect(contents()).toEqual([content]);
  });

  const silent: readonly (readonly [string, () => unknown])[] = [
    ["a message that is taken back", () => bench.service.person(2).deletes(bench.service.person(2).says("salah"))],
    ["a reaction", () => bench.service.tell("react", { id: "false_1@c.us_AA", from: bench.service.person(2).phone })],
    ["a call", () => bench.service.tell("call", { from: bench.service.person(2).phone })],
    ["a line of WhatsApp's own", () => bench.service.person(2).sends("e2e_notification")],
    ["a missed call's line", () => bench.service.person(2).sends("call_log")],
    ["a message that is still ciphered", () => bench.service.person(2).sends("ciphertext")],
  ];
  it.each(silent)("is silent to %s", async (_name, act) => {
    act();
    bench.service.person(3).says("lalu");
    await waitFor("the next message", () => texts().includes("lalu"));
    expect(texts().filter((text) => !["lalu", "salah"].includes(text))).toEqual([]);
  });

  it("is silent to statuses, channels, broadcasts and what was written on our own phone", async () => {
    const { service } = bench;
    const person = service.person(2);
    person.address = "status@broadcast";
    person.says("status");
    person.address = "120363000000000000@newsletter";
    person.says("siaran");
    person.address = "1234567890@broadcast";
    person.says("siaran");
    const key = { fromMe: true, remote: person.phone, id: "OWN1", _serialized: `true_${person.phone}_OWN1` };
    service.deliver({
      id: key,
      type: "chat",
      t: service.time(),
      from: service.me.phone,
      to: person.phone,
      body: "kami",
    });
    service.person(3).says("lalu");
    await waitFor("the next message", () => texts().includes("lalu"));
    expect(texts()).toEqual(["lalu"]);
  });

  it("takes a photo and a PDF with what is known of them, and fetches them by their names", async () => {
    const bytes = Uint8Array.from({ length: 3_000 }, (_, index) => index % 250);
    const person = bench.service.person(4);
    const photo = person.sendsPhoto(bytes, { caption: "bukti bayar" });
    const document = person.sendsDocument(bytes, { caption: "bukti.pdf" });
    await receives(2);
    expect(contents()).toEqual([
      { type: "media", kind: "photo", ref: photo, mimeType: "image/jpeg", sizeBytes: 3_000, caption: "bukti bayar" },
      {
        ...{ type: "media", kind: "document", ref: document, mimeType: "application/pdf" },
        ...{ sizeBytes: 3_000, fileName: "bukti.pdf" },
      },
    ]);
    expect(await channel.fetchMedia(photo, 3_000)).toEqual({ ok: true, value: bytes });
    // What the message says of its size is not believed.
    const small = person.sendsPhoto(bytes, { size: 10 });
    await receives(3);
    expect(await channel.fetchMedia(small, 2_999)).toEqual({ ok: false, error: { reason: "too-large" } });
    bench.service.files.clear();
    expect(await channel.fetchMedia(photo, 3_000)).toEqual({ ok: false, error: { reason: "gone" } });
    expect(await channel.fetchMedia("false_1@c.us_AB", 10)).toEqual({ ok: false, error: { reason: "gone" } });
  });

  it("takes changed words as such, once, and a text that was deciphered late as new", async () => {
    const person = bench.service.person(5);
    const id = person.says("33220157");
    await receives(1);
    person.edits(id, "3322015708900001");
    await receives(2);
    expect(contents()[1]).toEqual({ type: "edited", text: "3322015708900001" });
    expect(received[1]?.providerMessageId).not.toBe(id);
    const late = person.sends("ciphertext");
    bench.service.change(late, { body: "terlambat" });
    bench.service.change(late, { type: "chat" });
    await receives(3);
    bench.service.person(6).says("lalu");
    await receives(4);
    expect(texts().slice(2)).toEqual(["terlambat", "lalu"]);
  });

  it("answers a group once, whoever writes there, and names nobody of it", async () => {
    bench.service.person(1).saysInGroup("120363111111111111", "halo bot");
    bench.service.person(2).saysInGroup("120363111111111111", "halo juga");
    bench.service.person(3).says("lalu");
    await waitFor("the next message", () => texts().includes("lalu"));
    const [group, ...more] = received.filter(({ content }) => content.type === "group");
    expect(group).toMatchObject({
      address: "120363111111111111@g.us",
      providerMessageId: "group:120363111111111111@g.us",
    });
    expect(group?.identifiers).toEqual([{ kind: "whatsapp-lid", value: "120363111111111111@g.us" }]);
    expect(more).toEqual([]);
    expect(await channel.send("120363111111111111@g.us", { text: "Halo semua" })).toMatchObject({ ok: true });
  });

  it("gives the same person under both names the same identifiers, and answers where the person last wrote", async () => {
    const person = bench.service.person(7);
    person.says("satu");
    await receives(1);
    person.asLid().says("dua");
    await receives(2);
    const identifiers = [
      { kind: "whatsapp-phone", value: "6281200000007" },
      { kind: "whatsapp-lid", value: "100000000000007" },
    ];
    expect(received.map((one) => [one.address, one.identifiers])).toEqual([
      [person.phone, identifiers],
      [person.lid, identifiers],
    ]);
    await channel.send(person.phone, { text: "Jawaban" });
    expect(person.messages.at(-1)?.chat).toBe(person.lid);
  });

  it("hands one message over once, though it comes twice", async () => {
    const person = bench.service.person(8);
    const id = person.says("sekali");
    person.sendsAgain(id, "sekali");
    person.says("lalu");
    await waitFor("the next message", () => texts().includes("lalu"));
    expect(texts()).toEqual(["sekali", "lalu"]);
  });
});

describe("names that only the service knows", () => {
  afterEach(() => bench.close());

  it("asks for each once, and never for a number", async () => {
    bench = await startWhatsAppBench();
    bench.service.pagesKnowPairs = false;
    await linkedChannel();
    const person = bench.service.person(1).asLid();
    for (const text of ["satu", "dua", "tiga"]) person.says(text);
    bench.service.person(2).says("empat");
    await receives(4);
    expect(bench.service.lookedUp).toEqual([person.lid]);
    expect(received.filter(({ address }) => address === person.lid).map(({ identifiers }) => identifiers[0])).toEqual(
      Array.from({ length: 3 }, () => ({ kind: "whatsapp-phone", value: "6281200000001" })),
    );
    // The number is read in the log of no channel.
    expect(bench.log()).not.toMatch(/62812|1000000000/);
  });
});

describe("what is sent", () => {
  let channel: WhatsAppWebChannel;
  beforeAll(async () => {
    bench = await startWhatsAppBench();
    channel = await linkedChannel({ pageTimeoutMs: 10_000 });
  });
  afterAll(() => bench.close());

  it("goes to nobody who has not written first, and to no address that is none", async () => {
    for (const address of [bench.service.person(20).phone, bench.service.person(20).lid, "status@broadcast", "0812"])
      expect(await channel.send(address, { text: "Halo" })).toMatchObject({ ok: false, error: { reason: "rejected" } });
    expect(bench.service.sent).toEqual([]);
  });

  it("is typed for a moment first", async () => {
    const person = bench.service.person(21);
    person.says("halo");
    await receives(1);
    await channel.send(person.phone, { text: "Halo juga" });
    await waitFor("the typing", () => bench.service.typing.includes(person.phone));
  });

  it("does not go twice where its answer was lost and it had arrived, nor where it is still on its way", async () => {
    const person = bench.service.person(22);
    person.says("halo");
    await receives(1);
    bench.service.failNext("answer-lost");
    expect(await channel.send(person.phone, { text: "Sekali saja" })).toMatchObject({
      error: { reason: "unreachable" },
    });
    expect(await channel.send(person.phone, { text: "Sekali saja" })).toMatchObject({
      error: { reason: "unreachable" },
    });
    bench.service.change(bench.service.sent.at(-1)?.id ?? "", { ack: 2 });
    await waitFor("the page to know", async () => (await channel.send(person.phone, { text: "Sekali saja" })).ok);
    expect(person.messages.map(({ text }) => text)).toEqual(["Sekali saja"]);
  });

  it("does not go twice where the process ended before it knew", async () => {
    const person = bench.service.person(25);
    person.says("halo");
    await receives(1);
    bench.service.failNext("answer-lost");
    const first = channel.send(person.phone, { text: "Sekali juga" });
    await waitFor("the message", () => person.messages.length === 1);
    await channel.stop();
    expect(await first).toMatchObject({ error: { reason: "unreachable" } });
    channel = await linkedChannel({ pageTimeoutMs: 10_000 });
    expect(await channel.send(person.phone, { text: "Sekali juga" })).toMatchObject({ ok: true });
    expect(person.messages).toHaveLength(1);
  });

  it("waits while the line is broken, without leaving anything behind", async () => {
    const person = bench.service.person(23);
    person.says("halo");
    await receives(1);
    bench.service.disconnect();
    await linkBecomes(channel, "disconnected");
    expect(await channel.send(person.phone, { text: "Nanti" })).toMatchObject({ error: { reason: "unreachable" } });
    person.says("masih di sana?");
    bench.service.reconnect();
    await linkBecomes(channel, "ready");
    await receives(2);
    expect(await channel.send(person.phone, { text: "Nanti" })).toMatchObject({ ok: true });
    expect(person.messages.map(({ text }) => text)).toEqual(["Nanti"]);
    expect(texts()).toEqual(["halo", "masih di sana?"]);
  });

  it("names what WhatsApp refuses, and what the page cannot do", async () => {
    const person = bench.service.person(24);
    person.says("halo");
    await receives(1);
    bench.service.failNext("refused");
    expect(await channel.send(person.phone, { text: "Halo" })).toMatchObject({ error: { reason: "rejected" } });
    const unknown = await channel.send(person.phone, { text: "throws" });
    expect(unknown).toMatchObject({ error: { reason: "rejected" } });
    expect(JSON.stringify(unknown)).not.toContain("62812");
    expect(await channel.send(person.phone, { text: " " })).toMatchObject({ error: { reason: "rejected" } });
    bench.service.breakModules();
    expect(await channel.send(person.phone, { text: "Halo" })).toMatchObject({ error: { reason: "unreachable" } });
    expect(bench.log()).not.toMatch(/62812|1000000000/);
  });
});

describe("what is sent in a day", () => {
  beforeEach(async () => {
    bench = await startWhatsAppBench();
  });
  afterEach(() => bench.close());

  it("is counted across restarts and ends at the cap, until midnight in Asia/Jakarta", async () => {
    let now = Date.parse("2026-11-23T22:00:00+07:00");
    const options = { dailyCap: 2, now: () => now };
    bench.service.now = () => now;
    const first = await linkedChannel(options);
    const person = bench.service.person(1);
    person.says("halo");
    await receives(1);
    const { address } = person;
    expect(await first.send(address, { text: "Satu" })).toMatchObject({ ok: true });
    await first.stop();
    const second = await linkedChannel(options);
    expect(await second.send(address, { text: "Dua" })).toMatchObject({ ok: true });
    const refused = { ok: false, error: { reason: "throttled", retryAfterMs: 2 * 3_600_000 } };
    expect(await second.send(address, { text: "Tiga" })).toEqual(refused);
    now += 2 * 3_600_000;
    expect(await second.send(address, { text: "Tiga" })).toMatchObject({ ok: true });
  });

  it("goes out with a gap between any two, and refuses whoever would stand in line too long", async () => {
    const channel = await linkedChannel({ gapMs: 400, random: () => 0.5 });
    const people = Array.from({ length: 3 }, (_, index) => bench.service.person(index));
    for (const person of people) person.says("halo");
    await receives(3);
    await Promise.all(people.map(({ phone }) => channel.send(phone, { text: "Halo" })));
    const times = bench.service.sent.map(({ at }) => at);
    for (const [index, at] of times.entries()) if (index > 0) expect(at - (times[index - 1] ?? 0)).toBeGreaterThan(590);
    const many = Array.from({ length: 60 }, () => channel.send(people[0]?.phone ?? "", { text: "Halo" }));
    const last = await many.at(-1);
    expect(last).toMatchObject({ ok: false, error: { reason: "throttled" } });
    await channel.stop();
    await Promise.all(many);
  });
});
