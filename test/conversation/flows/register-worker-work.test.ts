import { bandsOf, contributionFor } from "../../../src/domain/contribution/contribution";
import type { Period } from "../../../src/domain/shared/period";
import { type ChatTown, type Chatter, openTown } from "../../support/chat";
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

describe("register-worker: the place", () => {
  it.each([
    ["17", "Desa atau kelurahan mana di Kecamatan Ungaran Barat?"],
    ["ungaran brt", "Desa atau kelurahan mana di Kecamatan Ungaran Barat?"],
    ["kec. getasan", "Desa atau kelurahan mana di Kecamatan Getasan?"],
    ["ds. kalisidi", "Apa pekerjaan"],
    ["kalisdi", "Apa pekerjaan"],
    ["kopeng, getasan", "Apa pekerjaan"],
    ["duren", "Duren (Tengaran), Duren (Sumowono), Duren (Bandungan)"],
    ["duren bandungan", "Apa pekerjaan"],
    ["ungaran", "Ungaran Barat, Ungaran Timur"],
    ["semarang", "untuk Kabupaten Semarang, bukan Kota Semarang"],
    ["solo", "Kota Surakarta di luar Kabupaten Semarang"],
    ["demak", "Kabupaten Demak di luar Kabupaten Semarang"],
    ["kota semarang", "Kota Semarang di luar Kabupaten Semarang"],
    ["salatiga", "Kota Salatiga di luar Kabupaten Semarang"],
    ["gemawangg", "Apa pekerjaan"],
    ["semarng", "Tinggal di kecamatan mana?"],
    ["20", "Tinggal di kecamatan mana?"],
  ])("%s at the kecamatan", async (typed, answer) => {
    await at("place");
    expect(await siti.says(typed)).toContain(answer);
  });

  it.each([
    ["7", "Apa pekerjaan"],
    ["desa kalisidi", "Apa pekerjaan"],
    ["klisidi", "Apa pekerjaan"],
    ["kopeng", "Desa atau kelurahan mana di Kecamatan Ungaran Barat?"],
    ["12", "Desa atau kelurahan mana di Kecamatan Ungaran Barat?"],
  ])("%s at the village", async (typed, answer) => {
    await at("place");
    await siti.says("17");
    expect(await siti.says(typed)).toContain(answer);
  });

  it("kembali from the village asks the kecamatan again", async () => {
    await at("place");
    await siti.saysAll("17", "kembali", "1", "kopeng");
    await answers(siti, "review", {}, "occupation");
    expect(siti.heard.at(-1)?.text).toContain("Alamat: Kopeng, Kecamatan Getasan");
  });
});

describe("register-worker: the work", () => {
  it.each([
    ["ibu rumah tangga", "Apa usahanya?"],
    ["karyawan pabrik", "Apa kerja sampingannya?"],
    ["pns", "bisa menjadi sponsor"],
    ["tni", "bisa menjadi sponsor"],
    ["pensiunan", "pekerjaan atau usaha sekarang"],
    ["pengangguran", "Kerja serabutan juga boleh"],
    ["pelajar", "punya pekerjaan atau usaha"],
  ])("%s is explained kindly, and another work can be told", async (typed, words) => {
    await at("occupation");
    const heard = await siti.says(typed);
    expect(heard).toContain(words);
    expect(heard).toContain("Apa pekerjaan Bapak/Ibu sehari-hari?");
    expect(await siti.says("jual sayur keliling")).toContain("BPJS Ketenagakerjaan dari tempat lain");
  });

  it.each(["nandur pari", "macul", "matun", "tandur", "nandur", "ngarit"])("%s is work on the land", async (typed) => {
    await at("occupation");
    expect(await siti.says(typed)).toContain("BPJS Ketenagakerjaan dari tempat lain");
  });

  it.each(["mburuh tani", "buruh tani", "mburuh neng sawah", "mburuh macul"])(
    "%s is a farm labourer's",
    async (typed) => {
      await at("occupation");
      await siti.says(typed);
      const review = await answers(siti, "review", {}, "insured");
      expect(review).toContain("Pekerjaan: Buruh tani");
    },
  );

  it("in one's own words is asked whether it is transport", async () => {
    await at("occupation");
    expect(await siti.says("merakit gamelan")).toContain("mengantar orang atau barang");
    await siti.says("ya");
    const done = await answers(siti, "review", {}, "insured").then(() => siti.says("1"));
    const saved = await savedOf(/KL-\w{4}-\w{3}/u.exec(done)?.[0] ?? "");
    expect(saved).toMatchObject({ occupationId: "other", occupationText: "merakit gamelan", sector: "transport" });
  });

  it.each(["😀", "123456", "..."])("%s is no work", async (typed) => {
    await at("occupation");
    expect(await siti.says(typed)).toContain("Apa pekerjaan Bapak/Ibu sehari-hari?");
  });

  it.each([
    ["2", "says-insured"],
    ["3", "maybe-insured"],
  ])("an insurance elsewhere (%s) is no refusal: an officer looks at it", async (typed, warning) => {
    expect((await savedOf(await registers(siti, { insured: typed }))).warnings).toEqual([warning]);
  });
});

describe("register-worker: a second work", () => {
  it("is added at the summary, two at the most, and nothing else is asked again", async () => {
    await comesToReview(siti);
    await siti.says("2");
    expect(await siti.presses("Pekerjaan kedua")).toContain("Paling banyak dua");
    expect(await siti.says("petani")).toContain("sama dengan pekerjaan pertama");
    const review = await siti.says("jual sayur keliling");
    expect(review).toContain("• Pekerjaan: Petani");
    expect(review).not.toContain("Pekerjaan kedua: tidak ada");
    const done = await siti.says("1");
    const saved = await savedOf(/KL-\w{4}-\w{3}/u.exec(done)?.[0] ?? "");
    expect(saved).toMatchObject({ occupationId: "farmer", secondOccupation: { id: expect.any(String) } });
  });

  it("can be taken back", async () => {
    await comesToReview(siti);
    await siti.saysAll("2");
    await siti.presses("Pekerjaan kedua");
    await siti.says("tukang pijat");
    await siti.says("2");
    await siti.presses("Pekerjaan kedua");
    expect(await siti.says("1")).toContain("Pekerjaan kedua: tidak ada");
  });
});

describe("register-worker: income and price", () => {
  it.each([
    ["500 ribu", "paling sedikit"],
    ["50 ribu sehari", "untuk sebulan"],
    ["lumayan", "belum menangkap jumlah uangnya"],
  ])("%s is asked again with what to do", async (typed, words) => {
    await at("income");
    const heard = await siti.says(typed);
    expect(heard).toContain(words);
    expect(heard).toContain("Kira-kira berapa penghasilan sebulan?");
  });

  it.each([
    ["2", "Rp 1.100.000 sampai Rp 1.299.000 sebulan"],
    ["1,1 juta", "Rp 1.100.000 sebulan"],
    ["5 juta sewulan", "Rp 5.000.000 sebulan"],
  ])("%s is shown as it was said", async (income, line) => {
    expect(await comesToReview(siti, { income })).toContain(`• Penghasilan: ${line}`);
  });

  it("a corrected income shows its own price in the summary", async () => {
    const low = await comesToReview(siti);
    const high = await siti.saysAll("2", "8", "5 juta");
    const priced = (review: string) => /Iurannya (Rp [\d.]+) sebulan/u.exec(review)?.[1];
    expect(priced(low)).toBe(price("2026-11"));
    expect(priced(high)).toMatch(/^Rp/u);
    expect(priced(high)).not.toBe(priced(low));
  });

  it("below the minimum, the first choice is named and taken", async () => {
    await at("income");
    expect(await siti.says("500 ribu")).toContain("balas 1");
    expect(await siti.says("1")).toContain("Mau ikut jaminan yang mana?");
  });

  const price = (period: string): string => {
    const base = bandsOf(period as Period)[0]?.base ?? 0;
    const terms = { base, sector: "other" as const, programmes: "JKK+JKM" as const, funding: "private" as const };
    const { total } = contributionFor({ ...terms, period: period as Period });
    return `Rp ${new Intl.NumberFormat("id-ID").format(total)}`;
  };

  it("the price is that of today's month, and a change to come is named with its month", async () => {
    const heard = await at("programmes");
    expect(price("2026-11")).not.toBe(price("2027-01"));
    expect(heard).toContain(
      `1. Kecelakaan kerja dan kematian: ${price("2026-11")} sebulan, mulai Januari 2027 menjadi ${price("2027-01")}`,
    );
  });

  it("after the change there is one price", async () => {
    town.now = Date.parse("2027-01-05T09:00:00+07:00");
    const heard = await at("programmes");
    expect(heard).toContain(`1. Kecelakaan kerja dan kematian: ${price("2027-01")} sebulan\n`);
    expect(heard).not.toContain("menjadi");
  });

  it("transport work keeps its reduced price over the turn of the year", async () => {
    town.now = Date.parse("2027-01-05T09:00:00+07:00");
    await beginsRegistration(siti);
    expect(await answers(siti, "programmes", { occupation: "ojek online" })).toContain("mulai April 2027 menjadi");
  });
});
