import { type ChatTown, type Chatter, openTown } from "../../support/chat";
import { openPeople } from "../../support/people";
import {
  answers,
  beginsRegistration,
  comesTo,
  comesToReview,
  type RegistrationQuestion,
  registers,
  savedRegistration,
} from "../../support/ways";

let town: ChatTown;
let siti: Chatter;
beforeEach(() => {
  town = openTown("2026-11-22T09:00:00+07:00");
  siti = town.person("Siti");
});

const at = (question: RegistrationQuestion, person = siti) => comesTo(person, question);
const savedOf = (number: string) => savedRegistration(town, number);

describe("register-worker: for oneself", () => {
  it("asks one question at a time, shows everything, and gives a number", async () => {
    const review = await comesToReview(siti);
    expect(review).toBe(
      [
        "Tolong periksa dulu, ya:",
        "• NIK: 3322••••••••0001",
        "• Nama: Sumarni Lestari",
        "• Lahir: 17 Agustus 1990",
        "• HP: 081234567890",
        "• Alamat: Kalisidi, Kecamatan Ungaran Barat",
        "• Pekerjaan: Petani",
        "• BPJS Ketenagakerjaan lain: belum punya",
        "• Penghasilan: Sampai Rp 1.099.000 sebulan",
        "• Jaminan: Kecelakaan kerja dan kematian. Iurannya Rp 8.400 sebulan, mulai Januari 2027 menjadi Rp 16.800",
        "• Yang bayar: mencari sponsor",
        "• Pekerjaan kedua: tidak ada",
        "",
        "Sudah benar semua?",
        "",
        "1. Sudah benar",
        "2. Ada yang salah",
      ].join("\n"),
    );
    const done = await siti.says("1");
    expect(done).toMatch(/Nomor pendaftaran:\nKL-\w{4}-\w{3}\n/u);
    expect(done).toContain("lalu kami carikan sponsor");
  });

  it.each([
    ["nama", "Nama lengkap Bapak/Ibu"],
    ["NIK", "Tolong tulis NIK"],
    ["alamatnya salah", "Tinggal di kecamatan mana?"],
    ["pekerjaan keliru", "Apa pekerjaan Bapak/Ibu"],
  ])("%s at the summary is the line that is corrected", async (typed, question) => {
    await comesToReview(siti);
    expect(await siti.says(typed)).toContain(question);
  });

  it("keeps what was answered", async () => {
    const saved = await savedOf(await registers(siti));
    expect(saved).toMatchObject({
      ...{ name: "Sumarni Lestari", bornOn: "1990-08-17", sex: "female", registeredBy: { relation: "self" } },
      ...{ occupationId: "farmer", sector: "other", payer: "sponsor", programmes: "JKK+JKM", status: "submitted" },
      sharesNikWithSponsor: true,
    });
  });

  it("who pays alone is not asked to share the NIK and hears of no sponsor", async () => {
    expect(await comesToReview(siti, { payer: "1", sharesNik: "ulang" })).toContain("Yang bayar: dibayar sendiri");
    expect(await siti.says("1")).not.toContain("sponsor");
  });

  it("takes whole sentences as people write them", async () => {
    await siti.saysAll("halo", "ya", "mau daftar", "saya sendiri", "NIK saya 3322 0157 0890 0001 pak", "nggih leres");
    await siti.saysAll("nama saya Sumarni", "wa saya 081234567890", "saya tinggal di ungaran barat", "kalisidi pak");
    await siti.saysAll("saya jualan sayur di pasar", "belum punya pak", "sekitar 2 juta", "nomor satu saja");
    const review = await siti.says("saya bayar sendiri saja");
    expect(review).toContain("• Nama: Sumarni\n");
    expect(review).toContain("• HP: 081234567890");
    expect(review).toContain("• Alamat: Kalisidi, Kecamatan Ungaran Barat");
    expect(review).toContain("• Penghasilan: Rp 2.000.000 sebulan");
    expect(review).toContain("• Yang bayar: dibayar sendiri");
    expect(await siti.says("sudah benar")).toContain("pendaftaran sudah kami terima");
  });

  it("takes the phone from a shared card", async () => {
    await at("phone");
    expect(siti.heard.at(-1)?.requestPhone?.label).toBe("Kirim nomor HP saya");
    expect(await siti.sends({ type: "phone-card", phone: "+6281298765432", own: true })).toContain("kecamatan");
    await answers(siti, "review", {}, "place");
    expect(siti.heard.at(-1)?.text).toContain("HP: 081298765432");
  });

  it.each(["1", "tidak punya", "ora duwe", "gak ada"])("%s says that there is no phone", async (typed) => {
    expect(await comesToReview(siti, { phone: typed })).toContain("HP: tidak punya");
  });

  it("every question that has choices numbers all of them, and the last number works", async () => {
    await beginsRegistration(siti);
    for (let turn = 0; turn < 20 && siti.session().state.position?.step !== "review"; turn += 1) {
      const { options = [], text = "" } = siti.heard.at(-1) ?? {};
      const numbered = text.split("\n").filter((line) => /^\d+\. \S/u.test(line));
      expect(numbered).toEqual(options.map(({ label }, index) => `${index + 1}. ${label}`));
      const { step } = siti.session().state.position ?? {};
      const typed: Record<string, string> = {
        nik: "3322015708900001",
        name: "Sumarni",
        nikCheck: "1",
        helperConsent: "1",
      };
      await siti.says(typed[step ?? ""] ?? String(options.length));
      expect(siti.session().state.position?.step).not.toBe(step);
    }
    expect(siti.heard.at(-1)?.text).toContain("Sudah benar semua?");
  });
});

describe("register-worker: for somebody else", () => {
  it.each([
    ["1", "present"],
    ["2", "phone"],
    ["3", "family"],
  ])("records how the person agreed (%s)", async (typed, note) => {
    await beginsRegistration(siti);
    await siti.saysAll("2", typed);
    expect(siti.heard.at(-1)?.text).toContain("NIK orang yang didaftarkan");
    await answers(siti, "review", { phone: "1" }, "nik");
    const done = await siti.says("1");
    expect(done).toContain("Tolong sampaikan nomor itu ke orangnya");
    const saved = await savedOf(/KL-\w{4}-\w{3}/u.exec(done)?.[0] ?? "");
    expect(saved).toMatchObject({ registeredBy: { relation: "helper", consentNote: note } });
    expect(saved.warnings).toEqual(note === "present" ? [] : [`consent-by-${note}`]);
  });

  it("without the person's consent it ends kindly before any data", async () => {
    await beginsRegistration(siti);
    const heard = await siti.saysAll("2", "belum ditanya");
    expect(heard).toContain("Tolong tanyakan dulu ke orangnya");
    expect(heard).toContain("MENU");
    expect(siti.session().state.position).toBeUndefined();
  });

  it("does not offer the helper's own phone card", async () => {
    await beginsRegistration(siti);
    await siti.saysAll("2", "1", "3322015708900001", "betul", "Sumarni");
    expect(siti.heard.at(-1)?.requestPhone).toBeUndefined();
  });
});

describe("register-worker: the NIK", () => {
  it.each([
    ["too short", "332201570890001", "Yang ditulis baru 15"],
    ["too long", "33220157089000011", "Yang ditulis 17"],
    ["with an impossible day", "3322013208900001", "tanggal lahir, dan tanggalnya tidak ada"],
    ["with an impossible month", "3322015713900001", "tanggal lahir, dan tanggalnya tidak ada"],
    ["with an impossible serial", "3322015708900000", "tidak mungkin 0000"],
    ["of no province", "9922015708900001", "provinsi"],
    ["without digits", "tidak hafal", "NIK belum terbaca"],
  ])("%s is refused with what is wrong, and asked again", async (_name, typed, why) => {
    await at("nik");
    const heard = await siti.says(typed);
    expect(heard).toContain(why);
    expect(heard).toContain("Tolong tulis NIK");
  });

  it.each(["1101015708900001", "9171015708900001", "3374015708900001"])(
    "of any region is taken (%s)",
    async (typed) => {
      await at("nik");
      expect(await siti.says(typed)).toContain("17 Agustus 1990, betul?");
    },
  );

  it("is read back with the birth day and woman or man", async () => {
    await at("nik");
    expect(await siti.says("3322 0117 0890 0001")).toContain("Bapak, lahir 17 Agustus 1990, betul?");
    expect(await siti.says("2")).toContain("Tolong tulis NIK");
    expect(await siti.says("3322015708900001")).toContain("Ibu, lahir");
  });

  it("typed once more in place of a yes is read back in its place", async () => {
    await at("nik");
    await siti.says("3322 0117 0890 0001");
    expect(await siti.says("bukan, yang benar 3322015708900001")).toContain("Ibu, lahir 17 Agustus 1990, betul?");
    expect(await siti.says("33220157089000")).toContain("16");
    expect(await siti.says("mungkin")).toContain("tulis saja NIK yang benar");
    const review = await answers(siti, "review", {}, "nikCheck");
    expect(review).toContain("• NIK: 3322••••••••0001");
    expect(review).toContain("• Lahir: 17 Agustus 1990");
  });

  it("is taken the same way when it is corrected at the summary", async () => {
    await comesToReview(siti);
    await siti.saysAll("2", "1", "3322 0117 0890 0009");
    expect(await siti.says("3322011708900008")).toContain("Bapak, lahir 17 Agustus 1990, betul?");
    await siti.says("2");
    await siti.says("3322011708900007");
    expect(await siti.says("betul")).toContain("• NIK: 3322••••••••0007");
  });

  it("where the KTP shows another day, that day is kept and an officer is warned", async () => {
    await at("nikCheck");
    expect(await siti.says("3")).toContain("Tanggal lahir yang tertulis di KTP?");
    expect(await siti.says("31 februari 1990")).toContain("Tanggal itu tidak ada");
    await siti.says("16 agustus 1990");
    const review = await answers(siti, "review", {}, "name");
    expect(review).toContain("Lahir: 16 Agustus 1990");
    const done = await siti.says("1");
    const saved = await savedOf(/KL-\w{4}-\w{3}/u.exec(done)?.[0] ?? "");
    expect(saved).toMatchObject({ bornOn: "1990-08-16", warnings: ["birth-day-differs"] });
  });

  it.each([
    ["by the NIK", "3322015708600001", ["1"]],
    ["by the KTP", "3322015708900001", ["3", "17 agustus 1960"]],
  ])("of somebody of 65 or more ends kindly with a way on (%s)", async (_name, typed, more) => {
    await at("nik");
    const heard = await siti.saysAll(typed, ...more);
    expect(heard).toContain("belum berumur 65 tahun");
    expect(heard).toContain("PETUGAS");
    expect(siti.session().state.position).toBeUndefined();
  });

  it("of somebody under 18 goes on, and an officer decides", async () => {
    await at("nik");
    const heard = await siti.saysAll("3322015708100001", "1");
    expect(heard).toContain("Nanti petugas yang memastikan");
    expect(heard).toContain("Nama lengkap");
    await answers(siti, "review", {}, "name");
    const done = await siti.says("1");
    expect((await savedOf(/KL-\w{4}-\w{3}/u.exec(done)?.[0] ?? "")).warnings).toContain("age-open");
  });

  it("that another contact registered reveals nothing about its owner", async () => {
    const number = await registers(siti, { name: "Sumarni Lestari" });
    const budi = town.person("Budi");
    await at("nik", budi);
    const heard = await budi.saysAll("3322015708900001", "1");
    expect(heard).toContain("tidak bisa didaftarkan lagi di sini");
    expect(heard).toContain("PETUGAS");
    expect(heard).not.toMatch(/Sumarni|Lestari|Kalisidi|Siti/u);
    expect(heard).not.toContain(number);
  });

  it("that was registered by oneself shows the status instead", async () => {
    const number = await registers(siti);
    await siti.says("daftar");
    const heard = await siti.saysAll("1", "3322015708900001", "1");
    expect(heard).toContain("sudah pernah Bapak/Ibu daftarkan");
    expect(heard).toContain(number);
  });

  it("of a registration that was rejected is mended under the same number", async () => {
    const people = await openPeople();
    town = people.town;
    const asih = town.person("Asih");
    const number = await registers(asih);
    const worker = await town.repositories.workers.findByNumber(number);
    const of = { workerId: worker?.id ?? "", revision: worker?.revision ?? 0 };
    await people.acts.does("Pak Lurah", "reject-worker", { ...of, reason: "name-mismatch" });
    expect(await asih.says("status")).toContain("Nama tidak cocok dengan KTP");
    await asih.says("daftar");
    const heard = await asih.saysAll("1", "3322015708900001", "1");
    expect(heard).toContain("bisa diperbaiki sekarang");
    await answers(asih, "review", { name: "Sumarni Lestari Ningsih" }, "name");
    expect(await asih.says("1")).toContain("pendaftaran sudah kami terima");
    expect(await savedOf(number)).toMatchObject({ name: "Sumarni Lestari Ningsih", status: "submitted" });
  });
});
