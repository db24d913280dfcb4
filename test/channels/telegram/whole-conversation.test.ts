import { allowanceRules } from "../../../src/delivery/allowance";
import { bandsOf, contributionFor } from "../../../src/domain/contribution/contribution";
import type { Period } from "../../../src/domain/shared/period";
import type { TelegramPerson } from "../../support/telegram-people";
import { refusals } from "../../support/telegram-refusals";
import { openTelegramTown, pictureBytes, type TelegramTown, taken } from "../../support/telegram-town";

let town: TelegramTown;
beforeEach(async () => {
  // A chat may hear one message a second, which the tests of the sender hold; here it would only make everybody wait.
  jest.replaceProperty(allowanceRules, "telegram", { perSecond: 1_000, perPerson: 1_000, personSeconds: 1 });
  town = await openTelegramTown("2026-11-23T09:00:00+07:00");
});
afterEach(async () => {
  jest.restoreAllMocks();
  await town.close();
});

const december = "2026-12" as Period;
const lowest = bandsOf(december)[0]?.base ?? 0;
const rupiah = (amount: number): string => `Rp ${new Intl.NumberFormat("id-ID").format(amount)}`;
const price = rupiah(
  contributionFor({
    ...{ base: lowest, sector: "other", programmes: "JKK+JKM", funding: "private", period: december },
  }).total,
);

const numberIn = (text: string): string => /KL-\w{4}-\w{3}/u.exec(text)?.[0] ?? "";

/** The registration up to the phone number. */
async function comesToThePhone(siti: TelegramPerson): Promise<void> {
  await town.types(siti, "/start daftar");
  await town.presses(siti, "Setuju");
  await town.presses(siti, "Saya sendiri");
  expect(await town.types(siti, "3322 0157 0890 0001")).toContain("17 Agustus 1990");
  await town.presses(siti, "Betul");
  await town.types(siti, "Sumarni Lestari");
}

/** From the phone number to the registration number, which is returned. */
async function goesOnToTheEnd(siti: TelegramPerson): Promise<string> {
  await town.presses(siti, "Kirim nomor HP saya");
  await town.types(siti, "ungaran brt", "ds. kalisidi");
  await town.presses(siti, "Buruh tani");
  await town.presses(siti, "Belum");
  await town.presses(siti, "Sampai Rp 1.099.000");
  await town.types(siti, "1");
  await town.presses(siti, "Carikan sponsor yang membayarkan");
  const review = await town.presses(siti, "Ya");
  expect(review).toContain("Nama: Sumarni Lestari");
  expect(review).toContain("Kalisidi");
  return numberIn(await town.presses(siti, "Sudah benar"));
}

describe("the main job on Telegram", () => {
  it("goes from the registration to a month that is paid", async () => {
    const siti = town.server.user(501);
    const petugas = town.server.user(502);
    const retno = town.server.user(503);
    await comesToThePhone(siti);
    const number = await goesOnToTheEnd(siti);
    expect(number).not.toBe("");

    await town.types(petugas, "/start");
    await town.presses(petugas, "Setuju");
    expect(await town.types(petugas, await town.invite("Bu Wati"))).toContain("Bu Wati");
    const shown = await town.presses(petugas, "Periksa pendaftaran");
    expect(shown).toContain(number);
    expect(shown).toContain("3322015708900001");
    await town.presses(petugas, "Terima");
    expect(await town.news(siti)).toContain("sudah diperiksa dan diterima");

    await town.types(retno, "/start sponsor");
    await town.types(retno, "setuju", "1", "Retno Wulandari", "ya", "1", "1", "1", "1", "1", "1");
    await town.presses(retno, "Desember 2026");
    await town.presses(retno, "Saya bayar sendiri ke BPJS");
    const offer = await town.presses(retno, "Sudah benar");
    expect(offer).toContain("Sumarni, Kalisidi");
    expect(offer).not.toContain("Lestari");
    expect(offer).toContain(price);
    await town.presses(retno, "Ya, saya bantu");
    expect(await town.news(siti)).toContain("Retno Wulandari");

    await town.moveTo("2026-12-08T08:30:00+07:00");
    const reminder = await town.news(retno);
    expect(reminder).toContain("15 Desember 2026");
    expect(reminder).toContain(price);
    expect(await town.news(siti)).toBe("");

    expect(await town.presses(retno, "Sudah bayar")).toContain("foto bukti bayarnya");
    const check = await town.hear(retno, (one) => one.sendsPhoto(pictureBytes(1)));
    expect(check).toContain("Desember 2026");
    expect(await town.presses(retno, "Sudah benar")).toContain("Terima kasih");

    await town.types(petugas, "menu");
    await town.presses(petugas, "Tugas petugas");
    expect(await town.presses(petugas, "Periksa bukti bayar")).toContain("3322015708900001");
    const { file, buttons } = petugas.messages.at(-1) ?? {};
    expect(file).toMatchObject({ kind: "photo", name: "bukti.png", bytes: pictureBytes(1) });
    expect(buttons?.flat()).toContain("Benar, sudah dibayar");
    await town.presses(petugas, "Benar, sudah dibayar");
    expect(await town.news(retno)).toContain("tercatat lunas");
    expect(await town.news(siti)).toContain("tercatat lunas");
    expect(await town.types(siti, "status")).toContain(`Desember 2026: ${price}, lunas.`);
    expect(await town.types(retno, "status")).toContain(`Desember 2026: ${price}, lunas.`);

    await town.moveTo("2026-12-12T08:30:00+07:00");
    await town.moveTo("2026-12-15T08:30:00+07:00");
    expect(await town.news(retno)).toBe("");
  });
});

describe("a registration on a bad day", () => {
  it("goes on where it stood when the service is restarted in the middle", async () => {
    const siti = town.server.user(501);
    await comesToThePhone(siti);
    await town.restart();
    expect(await town.types(siti, "apa itu JKK?")).toContain("Nomor HP Bapak/Ibu?");
    const before = siti.messages.length;
    const update = siti.presses("Kirim nomor HP saya");
    await town.restart();
    await taken(town, update);
    expect(siti.messages.slice(before).map(({ text }) => text)).toHaveLength(1);
    expect(siti.messages.at(-1)?.text).toContain("kecamatan");
  });

  it("answers an update that comes twice once, and an old button without harm", async () => {
    const siti = town.server.user(501);
    await comesToThePhone(siti);
    const update = siti.presses("Kirim nomor HP saya");
    await taken(town, update);
    const heard = siti.messages.length;
    town.server.redeliver(update);
    await taken(town, update);
    expect(siti.messages).toHaveLength(heard);
    expect(await town.presses(siti, "Saya sendiri")).toContain("Tombol itu dari pertanyaan yang sudah lewat");
    expect(await town.types(siti, "Kalisidi")).toContain("Apa pekerjaan");
  });

  it.each([
    ["too many requests", refusals.tooMany(1)],
    ["a server error", { status: 502, description: "Bad Gateway" }],
    ["a page of a proxy", "page" as const],
    ["a broken connection", "reset" as const],
    ["no answer in time", "hang" as const],
  ])("sends the answer later when Telegram meets it with %s", async (_name, failure) => {
    const siti = town.server.user(501);
    await town.types(siti, "/start daftar");
    town.server.failNext("sendMessage", failure);
    expect(await town.presses(siti, "Setuju")).toContain("sudah kami catat");
    expect(siti.messages.at(-1)?.text).toContain("Siapa yang mau didaftarkan?");
  });

  it("is silent to somebody who blocked us, and goes on when we are taken back", async () => {
    const siti = town.server.user(501);
    await comesToThePhone(siti);
    const heard = siti.messages.length;
    await taken(town, siti.blocks());
    await town.moveTo("2026-11-26T09:00:00+07:00");
    expect(siti.messages).toHaveLength(heard);
    await taken(town, siti.unblocks());
    expect(await town.types(siti, "ulang")).toContain("Nomor HP Bapak/Ibu?");
    expect(await goesOnToTheEnd(siti)).not.toBe("");
  });

  it("loses no answer when Telegram refuses because the person has blocked us before the answer went out", async () => {
    const siti = town.server.user(501);
    await comesToThePhone(siti);
    siti.state = "blocked";
    const heard = siti.messages.length;
    await taken(town, siti.sends("081234567890"));
    expect(siti.messages).toHaveLength(heard);
    siti.state = "reachable";
    expect(await town.types(siti, "ulang")).toContain("kecamatan");
  });
});
