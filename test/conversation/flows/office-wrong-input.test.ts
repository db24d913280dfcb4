import { house } from "../../../src/conversation/flows";
import type { Chatter } from "../../support/chat";
import { pdfOf } from "../../support/pdf";
import { openPeople, type People } from "../../support/people";
import { wishOf } from "../../support/town";

const offices = ["office", "office-staff", "office-coordinator"] as const;
const codeIn = (heard: string): string => /KANTOR (\S{9})/u.exec(heard)?.[1] ?? "";

let people: People;

beforeEach(async () => {
  people = await openPeople();
});

const newcomer = async (who: string): Promise<Chatter> => {
  await people.agrees(who);
  return people.town.person(who);
};

/** Retno, whose office has three employees and pays for three workers. */
async function coordinator(): Promise<Chatter> {
  for (const [serial, name] of ["Asih", "Tono", "Wati"].entries())
    await people.payer(name, serial + 1, { payer: "sponsor" });
  const retno = await newcomer("Retno");
  await retno.saysAll("kantor", "1", "1", "Dinas Contoh", "Retno Dewi");
  await retno.saysAll("4", "1", "Siti Aminah; 1001\nSiti Rahayu; 1002\nBudi", "1");
  const wish = wishOf({ kind: "office", officeName: "Dinas Contoh", count: 3, route: "coordinator" });
  const { held } = await people.acts.does("Retno", "make-pledges", wish);
  await people.acts.does("Retno", "confirm-pledges", { pledgeIds: held.map(({ pledgeId }) => pledgeId) });
  await retno.saysAll("menu", "kantor");
  return retno;
}

const at =
  (...said: readonly string[]) =>
  async (): Promise<Chatter> => {
    const retno = await coordinator();
    await retno.saysAll(...said);
    return retno;
  };
const begins =
  (...said: readonly string[]) =>
  async (): Promise<Chatter> => {
    const retno = await newcomer("Retno");
    await retno.saysAll("kantor", ...said);
    return retno;
  };
/** Whoever has typed the code that the coordinator's answers lead to, and then this. */
const byCode =
  (answers: readonly string[], ...said: readonly string[]) =>
  async (): Promise<Chatter> => {
    const code = codeIn(await (await coordinator()).saysAll(...answers));
    const dewi = await newcomer("Dewi");
    await dewi.saysAll(`KANTOR ${code}`, ...said);
    return dewi;
  };
/** An admin whose help an office without a coordinator needs. */
const admin =
  (...said: readonly string[]) =>
  async (): Promise<Chatter> => {
    await (await coordinator()).saysAll("menu", "data saya", "hapus", "hapus");
    await people.acts.officer("Bu Admin", { type: "all" }, "admin");
    const who = await newcomer("Bu Admin");
    await who.saysAll("tugas", "koordinator", ...said);
    return who;
  };

const photo = { type: "media", kind: "photo", ref: "photo" } as const;

interface Place {
  /** Leads somebody to this step. */
  readonly arrive: () => Promise<Chatter>;
  /** Answers that this step cannot take; where it is not said, a number that is not offered and words that mean nothing. */
  readonly wrong?: readonly (string | typeof photo)[];
  /** Words of the answer that say what would be right. */
  readonly says: RegExp;
}

/** An officer before the bill of that office, of which the coordinator says that all is paid. */
const officer =
  (...said: readonly string[]) =>
  async (): Promise<Chatter> => {
    await (await coordinator()).saysAll("2", "25200", "REF 12345");
    const who = people.town.person("Pak Lurah");
    await who.saysAll("tugas", "2", ...said);
    return who;
  };

const long = "sangat ".repeat(80);
const anything = ["99", "zzz qqq"];
const choice = /1\. /u;

/** Every step of the offices at which somebody answers. */
const places: Readonly<Record<string, Place>> = {
  "office.setup": { arrive: begins(), says: choice },
  "office.kind": { arrive: begins("1"), says: choice },
  "office.officeName": { arrive: begins("1", "1"), wrong: [long], says: /pendek|panjang|nama/iu },
  "office.name": { arrive: begins("1", "1", "Dinas Contoh"), wrong: ["12345", "?"], says: /nama/iu },
  "office.joinCode": { arrive: begins("2"), wrong: [...anything, "KANTOR 2222", photo], says: /kode/iu },
  "office.joinName": { arrive: byCode(["4", "3"]), wrong: ["12345", "?"], says: /nama/iu },
  "office.joinAs": { arrive: byCode(["4", "3"], "Siti"), says: choice },
  "office.employed": {
    arrive: async () => {
      const dewi = await byCode(["4", "3"], "Siti Aminah")();
      await dewi.saysAll("menu", "kantor");
      return dewi;
    },
    says: choice,
  },
  "office.leaveOffice": {
    arrive: async () => {
      const dewi = await byCode(["4", "3"], "Siti Aminah")();
      await dewi.saysAll("menu", "kantor", "2");
      return dewi;
    },
    says: choice,
  },
  "office.takeOverCheck": { arrive: byCode(["5", "2"]), says: choice },
  "office.takeOverName": { arrive: byCode(["5", "2"], "1"), wrong: ["12345", "?"], says: /nama/iu },
  "office.board": { arrive: at(), says: choice },
  "office.claimed": { arrive: at("2"), wrong: ["zzz qqq", "1", "nol", photo], says: /Rp 25\.200/u },
  "office.claimedMore": { arrive: at("2", "30000"), says: choice },
  "office.proof": { arrive: at("2", "25200"), wrong: ["12", "2", "zzz qqq"], says: /foto|nomor/iu },
  "office.proofDiffers": {
    arrive: async () => {
      Object.assign(people.town.deps, { papers: { readPdf: async () => "Total Rp 20.000" } });
      people.town.sheets.set("hash-pdf", Uint8Array.from(pdfOf(["Total Rp 20.000"])));
      const retno = await at("2", "25200")();
      await retno.sends({ type: "media", kind: "document", ref: "pdf" });
      return retno;
    },
    says: choice,
  },
  "office-staff.menu": { arrive: at("4"), says: choice },
  "office-staff.staffList": { arrive: at("4", "1"), wrong: [photo], says: /Excel.*Tulis daftar/su },
  "office-staff.listCheck": { arrive: at("4", "1", "Rina; 1009"), says: choice },
  "office-staff.sought": { arrive: at("4", "4"), wrong: ["zzz qqq", "1"], says: /daftar|huruf|nama/iu },
  "office-staff.which": { arrive: at("4", "4", "siti"), says: choice },
  "office-staff.removeCheck": { arrive: at("4", "4", "1002", "1"), says: choice },
  "officer.bill": { arrive: officer(), says: choice },
  "officer.billFound": { arrive: officer("1"), wrong: ["zzz qqq", photo], says: /berapa|jumlah/iu },
  "officer.amountCheck": { arrive: officer("1", "30000"), says: choice },
  "officer.billUnpaid": { arrive: officer("1", "16800"), wrong: ["99", "zzz qqq", "1, 2"], says: /nomor|selisih/iu },
  "office-coordinator.office": { arrive: admin(), wrong: ["zzz qqq", "9"], says: /kantor/iu },
  "office-coordinator.whichOffice": { arrive: admin("contoh"), says: choice },
  "office-coordinator.menu": { arrive: at("5"), says: choice },
  "office-coordinator.sought": { arrive: at("5", "1"), wrong: ["zzz qqq", "1"], says: /daftar|huruf|nama/iu },
  "office-coordinator.which": { arrive: at("5", "1", "siti"), says: choice },
  "office-coordinator.handCheck": { arrive: at("5", "1", "siti", "1"), says: choice },
};

describe("a wrong answer in an office's conversation", () => {
  it("is tried at every step at which somebody answers", () => {
    const asking = offices.flatMap((name) =>
      Object.entries(house.flows.get(name)?.steps ?? {}).flatMap(([step, { type }]) =>
        type === "ask" || type === "choose" ? [`${name}.${step}`] : [],
      ),
    );
    const bills = Object.keys(house.flows.get("officer")?.steps ?? {}).filter((step) =>
      /^(?:bill|amountCheck)/u.test(step),
    );
    asking.push(...bills.map((step) => `officer.${step}`));
    expect(Object.keys(places).sort()).toEqual(asking.sort());
  });

  it.each(Object.entries(places))(
    "leaves everything as it is and says what would be right: %s",
    async (name, place) => {
      const { arrive, wrong = anything, says } = place;
      const who = await arrive();
      const before = who.session().state.position;
      expect(`${before?.flow}.${before?.step}`).toBe(name);
      for (const typed of wrong) {
        const heard = typeof typed === "string" ? await who.says(typed) : await who.sends(typed as never);
        expect({ typed, heard }).toEqual({ typed, heard: expect.stringMatching(says) });
        expect(heard).not.toMatch(/undefined|\boffice\.[a-z]/u);
        const { flow, step, answers } = who.session().state.position ?? {};
        expect({ typed, flow, step, answers }).toEqual({
          ...{ typed, flow: before?.flow, step: before?.step, answers: before?.answers },
        });
      }
      // Whoever turns away and comes back finds it as it was.
      await who.says("bantuan");
      expect(who.session().state.position?.answers).toEqual(before?.answers);
    },
  );
});
