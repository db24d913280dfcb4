import { house } from "../../../src/conversation/flows";
import { openPeople } from "../../support/people";

const words = "Pembayaran iuran BPJS Ketenagakerjaan Rp8.400 BERHASIL, ref 123456, bukti di https://xx.id";
const plain = "Pembayaran iuran BPJS Ketenagakerjaan Rp8.400 BERHASIL, ref 20261114900123";

/** Asih, who has one month to pay. */
async function asih() {
  const people = await openPeople();
  await people.agrees("Asih");
  await people.payer("Asih", 1);
  const chat = people.town.person("Asih");
  await chat.says("menu");
  return chat;
}

describe("a bank's confirmation that is to be checked for fraud", () => {
  it.each([
    [words, "Itu bukan dari kami"],
    [`cek: ${words}`, "Itu bukan dari kami"],
    [plain, "tidak mengenal pesan itu"],
    [`cek pesan ini: ${plain}`, "tidak mengenal pesan itu"],
  ])("is judged where CEK asked for it, and proves nothing: %s", async (typed, verdict) => {
    const chat = await asih();
    await chat.says("cek pesan");
    const said = await chat.says(typed);
    expect(said).toContain(verdict);
    expect(said).not.toContain("Tolong periksa dulu");
  });

  it("is judged as well in the middle of something else, which goes on", async () => {
    const chat = await asih();
    await chat.saysAll("daftar", "1");
    const said = await chat.says(`cek: ${words}`);
    expect(said).toContain("Itu bukan dari kami");
    expect(said).toContain("Kita teruskan pendaftaran pekerja");
  });

  it("is reported in the middle of something else where nobody asks to have it checked", async () => {
    const chat = await asih();
    await chat.saysAll("daftar", "1");
    expect(await chat.says(plain)).toContain("Tolong periksa dulu");
  });
});

it("an ordinary answer is read once, and not once more to learn whether it is a bank's", async () => {
  const chat = await asih();
  await chat.says("cek pesan");
  const step = house.flows.get("check-message")?.steps["message"];
  if (step?.type !== "ask") throw new Error("no question is open");
  const read = jest.spyOn(step, "read");
  await chat.says("lapangan");
  expect(read.mock.calls.length).toBe(1);
  read.mockRestore();
});
