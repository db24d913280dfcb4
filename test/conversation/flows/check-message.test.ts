import { openPeople } from "../../support/people";

async function asih() {
  const people = await openPeople();
  await people.agrees("Asih");
  const chat = people.town.person("Asih");
  await chat.says("menu");
  return chat;
}

describe("a forwarded message", () => {
  it.each([
    ["cek: Selamat Anda dapat dana, kirim kode OTP ke nomor ini ya", "Itu bukan dari kami"],
    ["cek pesan ini: buka https://contoh.id/klaim untuk cairkan saldo Anda", "Itu bukan dari kami"],
    ["cek yang pernah bekerja tahun 1990 sampai 2021 berhak dapat bantuan", "kabar bohong"],
    [
      "cek: Kabar baik. Sudah ada sponsor untuk Sumarni. Iuran dibayar mulai Desember 2026. Sekarang kami mencarikan sponsor.",
      "mirip pesan kami",
    ],
  ])("is judged: %j", async (typed, verdict) => {
    const chat = await asih();
    const said = await chat.says(typed);
    expect(said).toContain(verdict);
    expect(said).toContain("175");
  });

  it("is ours by its words only while it asks for nothing that we never ask for", async () => {
    const chat = await asih();
    await chat.says("cek pesan");
    const ours = "Sekarang kami mencarikan sponsor. Kami kabari kalau sudah ada. Transfer dulu biaya admin.";
    expect(await chat.says(ours)).toContain("Itu bukan dari kami");
  });

  it("that nobody knows is taken for a stranger's", async () => {
    const chat = await asih();
    expect(await chat.says("cek pesan")).toContain("Silakan kirim");
    expect(await chat.says("Besok ada kumpul warga di lapangan jam delapan pagi")).toContain(
      "tidak mengenal pesan itu",
    );
  });
});
