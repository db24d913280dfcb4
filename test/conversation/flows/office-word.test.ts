import type { Chatter } from "../../support/chat";
import { openPeople, type People } from "../../support/people";
import { wishOf } from "../../support/town";

let people: People;
let retno: Chatter;

/** Retno, whose office pays for two workers and has two employees. */
beforeEach(async () => {
  people = await openPeople();
  for (const [serial, name] of ["Asih", "Tono"].entries()) await people.payer(name, serial + 1, { payer: "sponsor" });
  await people.agrees("Retno");
  retno = people.town.person("Retno");
  await retno.saysAll("kantor", "1", "1", "Dinas Contoh", "Retno Dewi");
  await retno.saysAll("4", "1", "Siti Aminah\nBudi", "1");
  const wish = wishOf({ kind: "office", officeName: "Dinas Contoh", count: 2, route: "coordinator" });
  const { held } = await people.acts.does("Retno", "make-pledges", wish);
  await people.acts.does("Retno", "confirm-pledges", { pledgeIds: held.map(({ pledgeId }) => pledgeId) });
});

const isBoard = expect.stringMatching(/Dinas Contoh, \d+ November 2026[\s\S]*8\. Selesai/u);

describe("KANTOR, typed at any time", () => {
  it("never takes an employee off, however often it is typed", async () => {
    const code = /KANTOR (\S{9})/u.exec(await retno.saysAll("menu", "kantor", "4", "3"))?.[1] ?? "";
    await people.agrees("Siti");
    const siti = people.town.person("Siti");
    await siti.saysAll(`KANTOR ${code}`, "Siti Aminah", "menu", "kantor");
    expect(await siti.says("KANTOR")).toContain("1. Selesai\n2. Keluar dari kantor ini");
    expect(await siti.says("dari")).toContain("1. Selesai\n2. Keluar dari kantor ini");
    await siti.says("2");
    expect(await siti.says("kantor")).toContain("1. Selesai\n2. Keluar dari kantor ini");
    expect(await siti.says("1")).toContain("Ketik KANTOR kapan saja");
    expect(await siti.saysAll("menu", "kantor")).toContain("tercatat sebagai pegawai Dinas Contoh");
  });

  it.each([
    ["the board", ["menu", "kantor"]],
    ["the bill", ["menu", "kantor", "2"]],
    ["the proof of the bill", ["menu", "kantor", "2", "16800"]],
    ["the staff", ["menu", "kantor", "4"]],
    ["the staff list", ["menu", "kantor", "4", "1"]],
    ["the employee who leaves", ["menu", "kantor", "4", "4"]],
    ["the successor", ["menu", "kantor", "5"]],
    ["a registration", ["menu", "daftar"]],
    ["one's pledges", ["menu", "pekerja saya"]],
    ["the name of a worker", ["menu", "daftar", "2"]],
  ])("shows the board from %s", async (_where, said) => {
    await retno.saysAll(...said);
    expect(await retno.says("kantor")).toEqual(isBoard);
  });

  it("is as good as the button of a notice, which opens the board from what was left half-way", async () => {
    await retno.saysAll("menu", "kantor", "2");
    expect(await retno.sends({ type: "choice", value: "!office" })).toEqual(isBoard);
    await retno.saysAll("4", "1", "menu");
    expect(await retno.sends({ type: "choice", value: "!office" })).toEqual(isBoard);
  });

  it("is no name of a coordinator and none of an office", async () => {
    await people.agrees("Dwi");
    const dwi = people.town.person("Dwi");
    await dwi.saysAll("kantor", "1", "1");
    expect(await dwi.says("kantor")).toContain("Apa nama kantornya?");
    await dwi.says("Dinas Lain");
    expect(await dwi.says("KANTOR")).toContain("Siapa nama Bapak/Ibu sebagai koordinator?");
    expect(await dwi.says("Dwi")).toMatch(/Dinas Lain, \d+ November 2026/u);
  });

  it("answers where a choice begins with it", async () => {
    await people.agrees("Dwi");
    expect(await people.town.person("Dwi").saysAll("jadi sponsor", "kantor")).toContain(
      "Nama kantor atau perusahaannya?",
    );
  });
});
