import { sheetOf } from "../../support/office-town";
import { openPeople } from "../../support/people";

const chatter = async () => {
  const people = await openPeople();
  await people.agrees("Retno");
  const retno = people.town.person("Retno");
  await retno.saysAll("kantor", "1", "1", "Dinas Contoh", "Retno Dewi", "4", "1");
  return { people, retno };
};

describe("what a staff list comes to", () => {
  it("is no employee where it is typed under the names, and that is said before they are saved", async () => {
    const { retno } = await chatter();
    const heard = await retno.says("Siti Aminah; 1001\nBudi\nJumlah: 2 orang");
    expect(heard).toContain("Terbaca 2 pegawai baru. Yang tidak bisa dicatat: 1 baris.");
    expect(heard).toContain("Baris 3: itu jumlah, bukan pegawai.");
    expect(heard).not.toContain("• Jumlah");
    expect(await retno.says("1")).toContain("Pegawai: 2");
  });

  it("is none in a spreadsheet either, with headings or without", async () => {
    const { people, retno } = await chatter();
    const rows = [
      ["No", "Pegawai", "Keadaan"],
      ["1", "Siti Aminah", "lunas"],
      ["", "Lunas (1)", ""],
      ["", "Jumlah yang harus dibayar (0)", ""],
    ];
    people.town.sheets.set("hash-month", await sheetOf(rows));
    people.town.sheets.set("hash-plain", await sheetOf([["Rina"], ["Total", "1"], ["", "Rp 8.400"], ["", "25"]]));
    const month = await retno.sends({ type: "media", ref: "month", kind: "document" } as never);
    expect(month).toContain("Terbaca 1 pegawai baru. Yang tidak bisa dicatat: 2 baris.");
    expect(month).toContain("Baris 3, 4: itu jumlah, bukan pegawai.");
    await retno.says("2");
    const plain = await retno.sends({ type: "media", ref: "plain", kind: "document" } as never);
    expect(plain).toContain("Baris 2, 3: itu jumlah, bukan pegawai.\n• Baris 4: namanya tidak ada.");
  });
});
