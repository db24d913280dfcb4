import type { IsoDay } from "../../../src/domain/shared/calendar";
import { carryOutRetirements, warnOfRetirements } from "../../../src/operations/retirement";
import { markOverdue, openDueItems } from "../../../src/operations/scheduled";
import type { Chatter } from "../../support/chat";
import { openPeople, type People } from "../../support/people";
import { wishOf } from "../../support/town";

let people: People;
let retno: Chatter;
beforeEach(async () => {
  people = await openPeople();
  await people.payer("Asih", 1, { payer: "sponsor" });
  await people.agrees("Retno");
  retno = people.town.person("Retno");
});

const sponsor = async () => (await people.acts.sees("Retno", "own-affairs", {})).sponsor;

describe("retirement", () => {
  it("is asked of a civil servant who becomes a sponsor, may be left out, and stands in the summary", async () => {
    expect(await retno.saysAll("sponsor", "3", "Retno Wulandari")).toContain("pensiun mulai bulan apa?");
    expect(await retno.says("kenapa")).toContain("tidak tiba-tiba kehilangan perlindungan");
    expect(await retno.says("maret 2020")).toContain("sudah lewat atau terlalu jauh");
    await retno.saysAll("maret 2031", "ya", "1", "1", "1", "1", "1", "1", "1", "1");
    expect(retno.heard.at(-1)?.text).toContain("• Sebagai: pribadi, ASN");
    expect(retno.heard.at(-1)?.text).toContain("• Pensiun mulai: Maret 2031");
    await retno.saysAll("1", "1");
    expect(await sponsor()).toMatchObject({ kind: "person", retiresOn: "2031-03-01" });
  });

  it("not known yet is no hindrance", async () => {
    await retno.saysAll("sponsor", "3", "Retno Wulandari", "belum tahu", "ya", "1", "1", "1", "1", "1", "1", "1", "1");
    expect(retno.heard.at(-1)?.text).toContain("• Pensiun mulai: belum disebut");
    await retno.saysAll("1", "1");
    expect(await sponsor()).not.toHaveProperty("retiresOn");
  });

  it.each([
    ["1", "tetap berjalan seperti sekarang", "continue"],
    ["2", "Mulai Juli 2030 kami carikan sponsor lain", "successor"],
    ["3", "kami tanya lagi menjelang pensiun", undefined],
  ])("is planned among one's pledges: %s", async (choice, words, plan) => {
    await people.acts.sponsors("Retno");
    expect(await retno.says("pekerja saya")).toContain("2. Bulan pensiun saya");
    expect(await retno.says("2")).toContain("pensiun mulai bulan apa?");
    expect(await retno.says("juli 2030")).toContain(
      "Bapak/Ibu pensiun mulai Juli 2030. Sesudah itu bantuannya bagaimana?",
    );
    expect(await retno.says(choice)).toContain(words);
    expect((await sponsor())?.retirementPlan).toBe(plan);
    expect((await sponsor())?.retiresOn).toBe("2030-07-01");
  });

  it("may be changed and taken back", async () => {
    await people.acts.sponsors("Retno");
    await retno.saysAll("pekerja saya", "2", "juli 2030", "2");
    expect(await retno.saysAll("pekerja saya", "2")).toContain("pensiun mulai Juli 2030");
    expect(await retno.says("bulannya salah")).toContain("pensiun mulai bulan apa?");
    expect(await retno.says("lewati dulu")).toContain("bulan pensiun tidak kami simpan");
    expect(await sponsor()).toEqual({ name: "Bu Retno", kind: "person" });
  });

  it("is answered from the warning itself", async () => {
    await people.acts.sponsors("Retno");
    await retno.saysAll("pekerja saya", "2", "juli 2030", "3");
    const heard = await retno.sends({ type: "choice", value: "!retirement" });
    expect(heard).toContain("pensiun mulai Juli 2030");
  });

  const asks = "Bapak/Ibu pensiun mulai Juli 2030. Sesudah itu bantuannya bagaimana?";

  it.each(["carikan sponsor lain", "golekke sponsor liyane mawon", "diteruskan sendiri", "saya teruskan sendiri saja"])(
    "is answered later at the menu in the words of the warning: %p",
    async (text) => {
      await people.acts.sponsors("Retno");
      await retno.saysAll("pekerja saya", "2", "juli 2030", "3");
      const heard = await retno.says(text);
      expect(heard).toContain(asks);
      expect(heard).toContain("2. Carikan sponsor lain mulai bulan itu");
    },
  );

  it.each(["ya", "tidak", "nggih saged"])(
    "a bare %p opens it where the warning was read last, and only there",
    async (text) => {
      await people.acts.sponsors("Retno");
      await retno.saysAll("pekerja saya", "2", "juli 2030", "3");
      expect(await retno.says(text)).not.toContain(asks);
      people.town.now = Date.parse("2029-07-02T09:20:00+07:00");
      expect(await warnOfRetirements(people.town.deps, people.town.now)).toEqual({ told: 1 });
      expect(await retno.says(text)).toContain(asks);
    },
  );

  it.each([
    "teruskan saja",
    "diteruskan mawon",
    "lanjutkan",
    "jangan carikan sponsor lain",
    "mungkin saya teruskan sendiri",
  ])("%p opens it where the warning was read last, also beside something left unfinished", async (text) => {
    await people.acts.sponsors("Retno");
    await retno.saysAll("pekerja saya", "2", "juli 2030", "3");
    people.town.now = Date.parse("2029-07-02T09:20:00+07:00");
    await retno.saysAll("daftar", "1");
    expect(await retno.says(text)).not.toContain(asks);
    expect(await warnOfRetirements(people.town.deps, people.town.now)).toEqual({ told: 1 });
    people.town.now += 7_200_000;
    expect(await retno.says(text)).toContain(asks);
  });

  it.each([
    ["saya teruskan sendiri", "tetap berjalan seperti sekarang", "continue"],
    ["Tak teruske dhewe mawon.", "tetap berjalan seperti sekarang", "continue"],
    ["carikan sponsor lain", "Mulai Juli 2030 kami carikan sponsor lain", "successor"],
  ])("%p is the answer to the warning that was read last, and is not asked once more", async (text, words, plan) => {
    await people.acts.sponsors("Retno");
    await retno.saysAll("pekerja saya", "2", "juli 2030", "3");
    people.town.now = Date.parse("2029-07-02T09:20:00+07:00");
    await retno.saysAll("daftar", "1");
    await warnOfRetirements(people.town.deps, people.town.now);
    people.town.now += 7_200_000;
    const heard = await retno.says(text);
    expect(heard).toContain(words);
    expect(heard).not.toContain(asks);
    expect(await sponsor()).toMatchObject({ retiresOn: "2030-07-01", retirementPlan: plan });
  });

  it("another sponsor, wished for under a warning of a month that has begun since, is sought after a second yes only", async () => {
    await people.acts.sponsors("Retno");
    await retno.saysAll("pekerja saya", "2", "juli 2030", "3");
    people.town.now = Date.parse("2030-06-02T09:20:00+07:00");
    await warnOfRetirements(people.town.deps, people.town.now);
    people.town.now = Date.parse("2030-07-03T09:20:00+07:00");
    expect(await retno.says("carikan sponsor lain")).toContain("Jadi kami carikan sponsor lain?");
    expect((await sponsor())?.retirementPlan).toBeUndefined();
    await retno.says("ya");
    expect((await sponsor())?.retirementPlan).toBe("successor");
  });

  it.each([
    ["teruskan saja", "continue"],
    ["lanjutkan ya", "continue"],
    ["nanti saja", undefined],
    ["nanti dulu pak", undefined],
  ])("%p answers the open question, and is none of the words that are heard anywhere", async (text, plan) => {
    await people.acts.sponsors("Retno");
    await retno.saysAll("pekerja saya", "2", "juli 2030", plan === undefined ? "1" : "2", "pekerja saya", "2");
    await retno.says(text);
    expect(retno.session().state.position).toBeUndefined();
    expect((await sponsor())?.retirementPlan).toBe(plan);
  });

  it.each([
    ["who named no month of retirement", []],
    ["who sponsors nobody any more", ["pekerja saya", "2", "juli 2030", "3", "pekerja saya", "1", "3", "5", "ya"]],
  ])("the words mean something else to one %s", async (_who, before) => {
    await people.acts.sponsors("Retno");
    if (before.length > 0) await retno.saysAll(...before);
    expect(await retno.says("carikan sponsor lain")).not.toContain("Sesudah itu bantuannya bagaimana?");
  });

  describe("whose month has begun", () => {
    const late =
      "Kalau Bapak/Ibu jeda atau berhenti, iuran ini dibayar Sumarni1 sendiri:\n• Januari 2027: Rp 16.800\n• Februari 2027: Rp 16.800";
    const toldTo = async (who: string): Promise<string> => {
      const { id } = await people.town.person(who).contact();
      return people.town.notices.filter(({ contactId }) => contactId === id).at(-1)?.text ?? "";
    };

    /** Retires in January, and has paid December only: it is the 20th of February. */
    beforeEach(async () => {
      await people.acts.sponsors("Retno");
      await people.acts.does("Pak Lurah", "confirm-proof", { proofId: await people.acts.pays("Retno") });
      await retno.saysAll("pekerja saya", "2", "januari 2027", "3");
      for (const day of ["2027-01-01", "2027-01-17", "2027-02-01", "2027-02-20"]) {
        people.town.now = Date.parse(`${day}T10:00:00+07:00`);
        await openDueItems(people.town.deps, people.town.now);
        await markOverdue(people.town.deps, people.town.now);
      }
      people.acts.now = people.town.now;
    });

    it("reads before a yes that the help ends at once and which late months are the worker's, and after it that they are", async () => {
      expect(await retno.saysAll("pekerja saya", "2")).toContain(
        "pensiun mulai Januari 2027, jadi sekarang sudah pensiun",
      );
      const asked = await retno.says("2");
      expect(asked).toContain("bantuan yang Bapak/Ibu janjikan sebelum pensiun selesai paling lambat besok.");
      expect(asked).toContain(late);
      expect((await sponsor())?.retirementPlan).toBeUndefined();
      const heard = await retno.says("ya");
      expect(heard).toContain(
        "Bantuan yang Bapak/Ibu janjikan sebelum pensiun selesai paling lambat besok.\n\nBapak/Ibu kami kabari di chat ini.",
      );
      expect(heard).not.toMatch(/tetap berjalan|Sebulan sebelumnya/u);
      expect(await carryOutRetirements(people.town.deps, people.town.now)).toEqual({ handedOver: 1 });
      expect(await toldTo("Retno")).toContain("bantuan untuk Sumarni1 dari Kopeng sudah selesai");
      // It may be read on another day, and years after the retirement.
      expect(await toldTo("Retno")).not.toMatch(/hari ini|Selamat memasuki/u);
      expect(await toldTo("Retno")).toContain(
        "Sekarang Sumarni1 yang membayarnya:\n\n• Januari 2027: Rp 16.800\n\n• Februari 2027: Rp 16.800",
      );
      expect(await toldTo("Asih")).toContain("Januari 2027: Rp 16.800");
    });

    it.each([
      ["tidak", "tetap berjalan seperti sekarang", "continue"],
      ["3", "Kalau sudah diputuskan, ketik PEKERJA SAYA", undefined],
    ])("after %p keeps helping", async (answer, words, plan) => {
      expect(await retno.saysAll("pekerja saya", "2", "2", answer)).toContain(words);
      expect((await sponsor())?.retirementPlan).toBe(plan);
      expect(await carryOutRetirements(people.town.deps, people.town.now)).toEqual({ handedOver: 0 });
    });

    it("reads of no month that was late before he came", async () => {
      const [first] = (await people.acts.sees("Retno", "own-affairs", {})).pledges;
      const change = { pledgeId: first?.pledgeId ?? "", change: { type: "end" } } as const;
      await people.acts.does("Retno", "change-pledge", change);
      await people.acts.sponsors("Wati", { name: "Wati", retiresOn: "2027-03-01" as IsoDay });
      await people.acts.does("Wati", "plan-retirement", { plan: "successor" });
      people.town.now = Date.parse("2027-03-01T07:00:00+07:00");
      expect(await carryOutRetirements(people.town.deps, people.town.now)).toEqual({ handedOver: 1 });
      expect(await toldTo("Wati")).toContain("sudah selesai, dan kami carikan sponsor lain");
      expect(await toldTo("Wati")).not.toContain("Januari 2027");
      expect(await toldTo("Asih")).toContain("Januari 2027");
    });

    it("is promised no news of a worker who is not found yet, of whose ending none comes", async () => {
      await people.agrees("Wati");
      await people.acts.does("Wati", "make-pledges", wishOf({ name: "Wati", retiresOn: "2027-03-01" as IsoDay }));
      people.town.now = Date.parse("2027-03-02T10:00:00+07:00");
      const wati = people.town.person("Wati");
      const heard = await wati.saysAll("pekerja saya", "bulan pensiun saya", "2", "ya");
      expect(heard).toContain("Bantuan yang Bapak/Ibu janjikan sebelum pensiun selesai paling lambat besok.");
      expect(heard).not.toContain("kami kabari");
      await carryOutRetirements(people.town.deps, people.town.now);
      expect(await wati.says("pekerja saya")).not.toContain("kami carikan");
      expect(await toldTo("Wati")).toBe("");
    });

    it("is asked for another where nothing is left to hand over by it", async () => {
      await retno.saysAll("pekerja saya", "2", "2", "ya");
      await carryOutRetirements(people.town.deps, people.town.now);
      await people.payer("Tono", 2, { payer: "sponsor", name: "Tono Wijaya" });
      await people.acts.sponsors("Retno");
      expect(await retno.saysAll("pekerja saya", "2")).toContain("pensiun mulai bulan apa?");
    });
  });

  it.each([
    ["desember 2026", false],
    ["januari 2027", true],
  ])("in %s promises a reminder only where one comes", async (month, reminds) => {
    await people.acts.sponsors("Retno");
    const heard = await retno.saysAll("pekerja saya", "2", month, "2");
    expect(heard).toContain("Sampai saat itu bantuan Bapak/Ibu tetap berjalan.");
    expect(heard.includes("Sebulan sebelumnya kami ingatkan.")).toBe(reminds);
    expect(await retno.saysAll("pekerja saya", "2", "3")).toContain(reminds ? "kami tanya lagi" : "PEKERJA SAYA");
  });

  it("means nothing to whoever sponsors nobody", async () => {
    await retno.says("halo");
    expect(await retno.sends({ type: "choice", value: "!retirement" })).toContain("ketik JADI SPONSOR");
  });
});
