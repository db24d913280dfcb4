import { allowanceRules } from "../../src/delivery/allowance";
import { bandsOf, contributionFor } from "../../src/domain/contribution/contribution";
import type { Period } from "../../src/domain/shared/period";
import { pictureBytes } from "../support/telegram-town";
import { waitFor } from "../support/wait-for";
import { linkBecomes } from "../support/whatsapp-bench";
import type { WhatsAppPerson } from "../support/whatsapp-person";
import { openWhatsAppTown, type WhatsAppTown } from "../support/whatsapp-town";

let town: WhatsAppTown;
beforeEach(async () => {
  // What a person may hear in a second is held by the tests of the sender; here it would only make everybody wait.
  jest.replaceProperty(allowanceRules, "whatsapp-web", { perSecond: 1_000, perPerson: 1_000, personSeconds: 1 });
  town = await openWhatsAppTown("2026-11-23T09:00:00+07:00", { pageTimeoutMs: 15_000 });
});
afterEach(async () => {
  jest.restoreAllMocks();
  await town.close();
});

const december = "2026-12" as Period;
const base = bandsOf(december)[0]?.base ?? 0;
const { total } = contributionFor({
  ...{ base, sector: "other", programmes: "JKK+JKM", funding: "private", period: december },
});
const price = `Rp ${new Intl.NumberFormat("id-ID").format(total)}`;

/** Chooses by the number that stands before the label in the last message: all that this channel shows of a choice. */
function picks(person: WhatsAppPerson, label: string): Promise<string> {
  const lines = person.messages.at(-1)?.text.split("\n") ?? [];
  const number = lines.map((line) => /^(\d+)\. (.*)$/u.exec(line)).find((found) => found?.[2]?.startsWith(label))?.[1];
  if (number === undefined) throw new Error(`"${label}" is not among:\n${lines.join("\n")}`);
  return town.types(person, number);
}

async function comesToThePhone(siti: WhatsAppPerson): Promise<void> {
  await town.types(siti, "daftar");
  await picks(siti, "Setuju");
  await picks(siti, "Saya sendiri");
  expect(await town.types(siti, "3322 0157 0890 0001")).toContain("17 Agustus 1990");
  await picks(siti, "Betul");
  expect(await town.types(siti, "Sumarni Lestari")).toContain("Nomor HP");
}

async function goesOnToTheEnd(siti: WhatsAppPerson): Promise<string> {
  await town.types(siti, "081234567890", "ungaran brt", "ds. kalisidi");
  await picks(siti, "Buruh tani");
  await picks(siti, "Belum");
  await picks(siti, "Sampai Rp 1.099.000");
  await town.types(siti, "1");
  await picks(siti, "Carikan sponsor yang membayarkan");
  const review = await picks(siti, "Ya");
  expect(review).toContain("Nama: Sumarni Lestari");
  return /KL-\w{4}-\w{3}/u.exec(await picks(siti, "Sudah benar"))?.[0] ?? "";
}

const contactsOf = (person: WhatsAppPerson, kinds: readonly ("whatsapp-phone" | "whatsapp-lid")[]) =>
  town.service().storage.repositories.contacts.resolve({
    ...{ channel: "whatsapp-web", address: person.address, now: Date.now() },
    identifiers: kinds.map((kind) => ({
      kind,
      value: (kind === "whatsapp-phone" ? person.phone : person.lid).split("@")[0] ?? "",
    })),
  });

describe("the main job over a linked phone", () => {
  it("goes from the registration to a month that is paid", async () => {
    const [siti, petugas, retno] = [1, 2, 3].map((number) => town.whatsApp.person(number));
    if (!siti || !petugas || !retno) throw new Error("three people are needed");
    await comesToThePhone(siti);
    const number = await goesOnToTheEnd(siti);
    expect(number).not.toBe("");

    await town.types(petugas, "halo");
    await picks(petugas, "Setuju");
    expect(await town.types(petugas, await town.invite("Bu Wati"))).toContain("Bu Wati");
    expect(await picks(petugas, "Periksa pendaftaran")).toContain(number);
    await picks(petugas, "Terima");
    expect(await town.news(siti)).toContain("sudah diperiksa dan diterima");

    await town.types(retno, "sponsor");
    await town.types(retno, "setuju", "1", "Retno Wulandari", "ya", "1", "1", "1", "1", "1", "1");
    await picks(retno, "Desember 2026");
    await picks(retno, "Saya bayar sendiri ke BPJS");
    expect(await picks(retno, "Sudah benar")).toContain(price);
    await picks(retno, "Ya, saya bantu");

    await town.moveTo("2026-12-08T08:30:00+07:00");
    const reminder = await town.news(retno);
    expect(reminder).toContain("15 Desember 2026");
    expect(reminder).toContain(price);

    expect(await town.types(retno, "sudah bayar")).toContain("foto bukti bayarnya");
    const check = await town.hear(retno, (one) => one.sendsPhoto(pictureBytes(1), { mimetype: "image/png" }));
    expect(check).toContain("Desember 2026");
    expect(await picks(retno, "Sudah benar")).toContain("Terima kasih");

    await town.types(petugas, "menu");
    await picks(petugas, "Tugas petugas");
    expect(await picks(petugas, "Periksa bukti bayar")).toContain("3322015708900001");
    const shown = petugas.messages.at(-1);
    expect([shown?.mimetype, shown?.file]).toEqual(["image/png", pictureBytes(1)]);
    await picks(petugas, "Benar, sudah dibayar");
    expect(await town.news(retno)).toContain("tercatat lunas");
  });
});

describe("a bad day over a linked phone", () => {
  it("answers what waited while the process was down, and goes on at the same question", async () => {
    const siti = town.whatsApp.person(1);
    await comesToThePhone(siti);
    await town.stop();
    siti.says("081234567890");
    siti.says("ungaran brt");
    const heard = siti.messages.length;
    await town.start();
    await waitFor("both answers", () => siti.messages.length >= heard + 2);
    await town.service().settled();
    expect(siti.messages.at(-1)?.text).toContain("Desa atau kelurahan mana");
    expect(siti.messages).toHaveLength(heard + 2);
  });

  it("sends the answer after the line is back, once", async () => {
    const siti = town.whatsApp.person(1);
    await town.types(siti, "daftar");
    const heard = siti.messages.length;
    siti.says("setuju");
    town.whatsApp.disconnect();
    await linkBecomes(town.channel(), "disconnected");
    siti.says("1");
    await town.service().settled();
    expect(siti.messages).toHaveLength(heard);
    town.whatsApp.reconnect();
    await waitFor("three messages", () => siti.messages.length >= heard + 3);
    await town.service().settled();
    const texts = siti.messages.slice(heard).map(({ text }) => text);
    expect([texts.length, new Set(texts).size]).toEqual([3, 3]);
  });

  it("says nothing twice where the service's answer to a send was lost", async () => {
    const siti = town.whatsApp.person(1);
    town.whatsApp.failNext("answer-lost");
    expect(await town.hear(siti, (one) => one.says("menu"))).not.toBe("");
    await waitFor("the send to be given up for now", () => town.bench.log().includes('"trouble":"timeout"'));
    town.whatsApp.change(siti.messages[0]?.id ?? "", { ack: 2 });
    const queued = async (): Promise<number> => (await town.service().storage.outbox.counts()).queued;
    await waitFor("an empty outbox", async () => (await queued()) === 0);
    expect(siti.messages).toHaveLength(1);
  });

  it("tells an officer what WhatsApp refuses", async () => {
    const siti = town.whatsApp.person(1);
    await town.types(siti, "menu");
    town.whatsApp.failNext("refused");
    siti.says("bantuan");
    await waitFor("the refusal", () => town.whatsApp.outcomesLeft === 0);
    await town.service().settled();
    expect((await town.service().storage.outbox.counts()).failed).toBe(1);
    expect(await town.types(siti, "menu")).not.toBe("");
  });

  it("answers a message that comes twice once", async () => {
    const siti = town.whatsApp.person(1);
    const id = siti.says("menu");
    await waitFor("an answer", () => siti.messages.length === 1);
    siti.sendsAgain(id, "menu");
    await town.stop();
    await town.start();
    await town.types(town.whatsApp.person(2), "menu");
    expect(siti.messages).toHaveLength(1);
  });

  it("knows a person under both names as one, and answers where the last message came from", async () => {
    const siti = town.whatsApp.person(1).asLid();
    await comesToThePhone(siti);
    siti.address = siti.phone;
    expect(await town.types(siti, "081234567890")).toContain("kecamatan");
    expect(siti.messages.at(-1)?.chat).toBe(siti.phone);
    const [byPhone, byLid] = await Promise.all([
      contactsOf(siti, ["whatsapp-phone"]),
      contactsOf(siti, ["whatsapp-lid"]),
    ]);
    expect(byPhone.id).toBe(byLid.id);
  });

  it("has an answer for each kind of message, and silence where nobody waits for one", async () => {
    const siti = town.whatsApp.person(1);
    await town.types(siti, "daftar");
    const kinds: readonly (readonly [string, object])[] = [
      ["ptt", { directPath: "/x" }],
      ["sticker", { directPath: "/x" }],
      ["video", { directPath: "/x" }],
      ["poll_creation", { pollName: "Mau?" }],
      ["location", { lat: -7.1, lng: 110.4 }],
      ["vcard", { body: "BEGIN:VCARD\nTEL;waid=6281234567890:+62 812-3456-7890\nEND:VCARD" }],
      ["image", { isViewOnce: true }],
    ];
    for (const [type, fields] of kinds) expect(await town.hear(siti, (one) => one.sends(type, fields))).not.toBe("");
    const id = siti.says("halo");
    await waitFor("an answer", () => siti.messages.length > kinds.length + 1);
    await town.news(siti);
    expect(await town.hear(siti, (one) => one.edits(id, "setuju"))).not.toBe("");
    const heard = siti.messages.length;
    siti.deletes(id);
    town.whatsApp.tell("react", { id, from: siti.phone });
    const group = "120363111111111111";
    siti.saysInGroup(group, "halo bot");
    siti.saysInGroup(group, "halo lagi");
    await waitFor("an answer to the group", () => town.whatsApp.sent.some(({ chat }) => chat === `${group}@g.us`));
    await town.types(town.whatsApp.person(2), "menu");
    expect(siti.messages).toHaveLength(heard);
    expect(town.whatsApp.sent.filter(({ chat }) => chat === `${group}@g.us`)).toHaveLength(1);
  });

  it("answers fifty people who write at once, each in the own order, none twice", async () => {
    const people = Array.from({ length: 50 }, (_, index) => town.whatsApp.person(100 + index));
    const began = Date.now();
    for (const [index, person] of people.entries()) (index % 2 === 0 ? person : person.asLid()).says("daftar");
    for (const person of people) person.says("setuju");
    await waitFor("all answers", () => people.every(({ messages }) => messages.length >= 4), 500_000);
    await town.service().settled();
    process.stdout.write(`50 people, 100 messages in and 200 out: ${Date.now() - began} ms\n`);
    for (const { messages } of people) {
      const starts = messages.map(({ text }) => text.split(" ").slice(0, 2).join(" "));
      expect(starts).toEqual(["Selamat datang", "Kami perlu", "Terima kasih.", "Siapa yang"]);
    }
  });
});
