import { type ChatTown, type Chatter, openTown } from "../support/chat";
import { openPeople } from "../support/people";
import { answers, answersOf, beginsRegistration, placeOf } from "../support/ways";

let town: ChatTown;
let siti: Chatter;
beforeEach(() => {
  town = openTown();
  siti = town.person("Siti");
});

describe("LANJUT while no messages come", () => {
  const pausedUntil = async (): Promise<number | undefined> =>
    (await town.repositories.contacts.find((await siti.contact()).id))?.pausedUntil;

  beforeEach(async () => {
    await beginsRegistration(siti);
    await answers(siti, "phone");
    await siti.saysAll("jeda", "1");
    expect(await pausedUntil()).toBeGreaterThan(town.now);
  });

  it("lifts the pause in the middle of a registration, which then goes on", async () => {
    expect(await siti.says("lanjut")).toContain("Nomor HP Bapak/Ibu?");
    expect(await pausedUntil()).toBeUndefined();
  });

  it("lifts the pause at the menu, and takes up what was put aside", async () => {
    expect(await siti.saysAll("menu", "lanjut")).toContain("Nomor HP Bapak/Ibu?");
    expect(await pausedUntil()).toBeUndefined();
  });
});

describe("LANJUT after an answer", () => {
  const asked = "syarat klaim kematian apa saja";

  it("tells the steps that the answer has promised", async () => {
    await siti.saysAll("halo", "setuju");
    expect(await siti.says(asked)).toContain("*lanjut*");
    expect(await siti.says("lanjut")).toContain("Minta akta kematian");
  });

  it("takes up first what was put aside", async () => {
    await beginsRegistration(siti);
    await answers(siti, "phone");
    await siti.saysAll("menu", asked);
    expect(await siti.says("lanjut")).toContain("Nomor HP Bapak/Ibu?");
  });
});

describe("what is opened by its name in the middle of a registration", () => {
  beforeEach(async () => {
    await beginsRegistration(siti);
    await answers(siti, "name");
  });

  it.each([
    ["sudah bayar", "Ada yang belum selesai: pendaftaran pekerja"],
    ["data saya", "Data"],
    ["hapus data saya", "Data"],
    ["jadi sponsor", "membantu sebagai apa"],
    ["/sponsor", "membantu sebagai apa"],
    ["/sponsor@kamar_bot", "membantu sebagai apa"],
    ["/tanya", "mau tanya tentang apa"],
    ["/menu", "Bapak/Ibu mau apa?"],
  ])("%s puts it aside, and is no name", async (typed, heard) => {
    const before = answersOf(siti);
    expect((await siti.says(typed)).toLowerCase()).toContain(heard.toLowerCase());
    expect(siti.session().state.aside).toMatchObject([{ flow: "register-worker", answers: before }]);
  });

  it.each(["/status", "/petugas", "/bahasa", "/bantuan"])("%s is obeyed and loses nothing", async (typed) => {
    const before = answersOf(siti);
    await siti.says(typed);
    const kept = [siti.session().state.position, ...siti.session().state.aside];
    expect(kept.find((one) => one?.flow === "register-worker")?.answers).toEqual(before);
  });

  it.each(["/start daftar", "/daftar", "mau daftar"])("%s goes on with it where one stands", async (typed) => {
    const before = answersOf(siti);
    const heard = await siti.says(typed);
    expect(heard).toContain("Kita teruskan pendaftaran pekerja");
    expect(heard).toContain("Nama lengkap Bapak/Ibu");
    expect(answersOf(siti)).toEqual(before);
  });
});

describe("beginning again", () => {
  beforeEach(async () => {
    await beginsRegistration(siti);
    await answers(siti, "phone");
  });

  it("is done only where BARU is said twice, one after the other", async () => {
    const before = answersOf(siti);
    expect(await siti.says("baru")).toContain("Ketik BARU sekali lagi");
    await siti.saysAll("ulang", "baru");
    expect(answersOf(siti)).toEqual(before);
    expect(await siti.says("baru")).toContain("Siapa yang mau didaftarkan?");
    expect(answersOf(siti)).toEqual({});
  });

  it("BUANG said twice at the menu forgets what was put aside", async () => {
    expect(await siti.says("batal")).toContain("BUANG");
    expect(await siti.says("buang")).toContain("Ketik BUANG sekali lagi");
    await siti.saysAll("menu", "buang");
    expect(siti.session().state.aside).toHaveLength(1);
    expect(await siti.says("buang")).toContain("sudah dihapus");
    expect(siti.session().state.aside).toEqual([]);
    expect(await siti.says("buang")).toContain("Tidak ada jawaban yang belum selesai");
  });
});

describe("an errand", () => {
  it("at the menu pulls nobody into an older conversation", async () => {
    await beginsRegistration(siti);
    await answers(siti, "phone");
    await siti.says("menu");
    const heard = await siti.says("status");
    expect(heard).not.toContain("Kita teruskan");
    expect(heard).toContain("Ada yang belum selesai: pendaftaran pekerja");
    expect(placeOf(siti)).toBe("menu");
  });

  it("within an errand still goes back to what the first one interrupted", async () => {
    await beginsRegistration(siti);
    await answers(siti, "phone");
    await siti.saysAll("petugas", "bahasa");
    expect(await siti.says("1")).toContain("Nomor HP Bapak/Ibu?");
  });

  it("at the first question asks that question again", async () => {
    await beginsRegistration(siti);
    expect(await siti.says("status")).toContain("Siapa yang mau didaftarkan?");
  });
});

describe("a photo in the middle of something else", () => {
  const photo = { type: "media", kind: "photo", ref: "bukti" } as const;

  it("opens the payment report where a month is open, and what was interrupted is offered again", async () => {
    const people = await openPeople();
    await people.payer("Asih", 7, { payer: "self", name: "Asih Rahayu" });
    const asih = people.town.person("Asih");
    await asih.saysAll("daftar", "setuju", "2");
    const before = answersOf(asih);
    expect(placeOf(asih)).toMatch(/^register-worker/u);
    await asih.sends({ ...photo, caption: "3322015708900001" });
    expect(placeOf(asih)).toMatch(/^report-payment/u);
    expect(asih.session().state.aside).toMatchObject([{ flow: "register-worker", answers: before }]);
    expect(await asih.says("1")).toContain("Ada yang belum selesai: pendaftaran pekerja");
  });

  it("in the middle of the payment report itself is its proof, and is not asked for again", async () => {
    const people = await openPeople();
    await people.payer("Asih", 7, { payer: "self", name: "Asih Rahayu" });
    await people.payer("Asih", 8, { payer: "self", name: "Budi Santoso" });
    const asih = people.town.person("Asih");
    await asih.saysAll("daftar", "setuju", "menu", "sudah bayar");
    expect(placeOf(asih)).toBe("report-payment/which");
    expect(await asih.sends({ ...photo, kind: "document" })).toContain("Terima kasih, berkasnya sudah kami terima.");
    await asih.says("1");
    expect(placeOf(asih)).toBe("report-payment/review");
    expect(answersOf(asih)).toMatchObject({ proof: { type: "file", contentHash: "hash-bukti" } });
  });

  it("is said not to be kept where none is open, and the words below it are read", async () => {
    await beginsRegistration(siti);
    await answers(siti, "name");
    const heard = await siti.sends({ ...photo, caption: "Sumarni Lestari" });
    expect(heard).toContain("Foto atau berkasnya tidak kami simpan");
    expect(heard).toContain("Nomor HP Bapak/Ibu?");
  });
});
