import { houseOfficer } from "../support/house-officer";
import { ownRegistrationAnswers, yes } from "../support/house-people";
import { openTwoChannels, type TwoChannels } from "../support/two-channels";

/** A self-payer with a telephone, which is asked for after the name. */
const registration = ownRegistrationAnswers(1).with(6, "081234567890");

let house: TwoChannels;
beforeEach(async () => {
  house = await openTwoChannels("2026-12-01T09:00:00+07:00");
  await house.says("Asih", "simulator", ...registration, yes);
  await houseOfficer(house, "Petugas");
});
afterEach(() => house.close());

const at = (day: string): number => Date.parse(`2026-12-${day}T09:00:00+07:00`);
const codeIn = (text: string): string => /[2-9A-Z]{3}-[2-9A-Z]{3}/u.exec(text)?.[0] ?? "no code";
const links = async (who: string, there: string): Promise<string> =>
  house.says(there, "telegram", codeIn(await house.says(who, "simulator", "sambung")), "ya");
/** Time goes on to this day of December, and what the calendar demands is done. */
async function comes(day: string): Promise<void> {
  for (const chat of ["simulator", "telegram"] as const) for (const who of ["Asih", "asih-tg"]) house.hears(who, chat);
  house.now = at(day);
  await house.service.ringAll();
  await house.settled();
}
const heard = () => ({ first: house.hears("Asih", "simulator"), second: house.hears("asih-tg", "telegram") });
const callList = (): Promise<string> => house.says("Petugas", "simulator", "daftar telepon");

describe("a message that nobody asked for", () => {
  it("goes to the chat that was used last", async () => {
    await links("Asih", "asih-tg");
    await comes("08");
    expect(heard()).toEqual({ first: "", second: expect.stringContaining("Desember 2026") });
    house.now += 3_600_000;
    await house.says("Asih", "simulator", "menu");
    await comes("12");
    expect(heard()).toEqual({ first: expect.stringContaining("Desember 2026"), second: "" });
  });

  it.each(["blocked-by-person", "rejected"] as const)(
    "goes to the other chat, once, where this one is %s",
    async (why) => {
      await links("Asih", "asih-tg");
      house.refuses("asih-tg", "telegram", why);
      await comes("08");
      const parts = heard().first.split("\n---\n");
      expect(parts.filter((text) => text.includes("Paling lambat 15 Desember 2026"))).toHaveLength(1);
      expect(new Set(parts).size).toBe(parts.length);
      await house.service.ringAll();
      await house.settled();
      expect(heard()).toEqual({ first: "", second: "" });

      await comes("12");
      expect(heard().first).toContain("Desember 2026");
    },
  );

  it("stays where it was asked for when it is a reply", async () => {
    await links("Asih", "asih-tg");
    house.refuses("asih-tg", "telegram", "blocked-by-person");
    heard();
    expect(await house.says("asih-tg", "telegram", "status")).toBe("");
    expect(house.hears("Asih", "simulator")).toBe("");
  });

  it("goes nowhere after STOP, whichever chat works", async () => {
    await links("Asih", "asih-tg");
    await house.says("asih-tg", "telegram", "stop", "1");
    house.refuses("asih-tg", "telegram", "blocked-by-person");
    await comes("08");
    expect(heard()).toEqual({ first: "", second: "" });
    expect(await callList()).toContain("Tidak ada yang perlu ditelepon");
  });

  it("uses a chat again once the person has written there", async () => {
    await links("Asih", "asih-tg");
    house.refuses("asih-tg", "telegram", "rejected");
    await comes("08");
    house.refuses("asih-tg", "telegram", "works");
    await house.says("asih-tg", "telegram", "menu");
    await comes("12");
    expect(heard()).toEqual({ first: "", second: expect.stringContaining("Desember 2026") });
  });
});

describe("whoever no chat reaches", () => {
  const noneWorks = async (): Promise<void> => {
    await links("Asih", "asih-tg");
    house.refuses("asih-tg", "telegram", "rejected");
    house.refuses("Asih", "simulator", "blocked-by-person");
    await comes("08");
  };

  it("is on the officer's call list with number, reason and what is due, and what was shown is written down", async () => {
    expect(await callList()).toContain("Tidak ada yang perlu ditelepon");
    await noneWorks();
    const list = await callList();
    expect(list).toContain("Sumarni Lestari");
    expect(list).toContain("HP: 0812");
    expect(list).toMatch(/diblokir|tidak sampai/u);
    expect(list).toContain("Menunggu dibayar: Desember 2026, Rp");
    expect(await house.says("Petugas", "simulator", "angka hari ini")).toContain("Perlu ditelepon: 1 orang");
    const { officers, audit } = house.storage.repositories;
    const [officer] = await officers.list(1);
    const entries = await audit.find({ type: "officer", id: officer?.id ?? "" }, 10);
    const seen = entries.filter(({ action }) => action === "open-call-list").map(({ details }) => details?.["shown"]);
    expect(seen).toEqual(["", expect.stringMatching(/^\S+$/u)]);
  });

  it("is off the list by writing in any chat", async () => {
    await noneWorks();
    house.refuses("Asih", "simulator", "works");
    await house.says("Asih", "simulator", "menu");
    expect(await callList()).toContain("Tidak ada yang perlu ditelepon");
  });

  it("is not shown to an officer of another area, nor to anybody else", async () => {
    await noneWorks();
    await houseOfficer(house, "Tetangga", { type: "district", districtCode: "33.22.02" });
    expect(await house.says("Tetangga", "simulator", "daftar telepon")).toContain("Tidak ada yang perlu ditelepon");
    await house.says("Budi", "simulator", "daftar", "1", "menu");
    expect(await house.says("Budi", "simulator", "daftar telepon")).toContain("khusus petugas");
  });
});
