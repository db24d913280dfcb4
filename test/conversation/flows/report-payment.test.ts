import { reportPayment } from "../../../src/conversation/flows/report-payment";
import type { InboundContent } from "../../../src/domain/messaging/message";
import type { Period } from "../../../src/domain/shared/period";
import { openPeople, type People } from "../../support/people";
import { draftOf, wishOf } from "../../support/town";

const photo = (ref: string): InboundContent => ({ type: "media", kind: "photo", ref });

async function proofsOf(people: People, who: string) {
  const { id } = await people.town.person(who).contact();
  return people.town.repositories.proofs.findByContact(id, 10);
}

async function dueStatus(people: People, workerId: string): Promise<string[]> {
  return (await people.town.repositories.dueItems.findByWorkers([workerId], 10)).map(({ status }) => status);
}

/** Somebody with one month to pay. */
async function asih() {
  const people = await openPeople();
  await people.agrees("Asih");
  const workerId = await people.payer("Asih", 1);
  return { people, workerId, chat: people.town.person("Asih") };
}

describe("report a payment", () => {
  it("asks only for the proof where one month is due, repeats both, and stops there", async () => {
    const { people, workerId, chat } = await asih();
    expect(await chat.says("sudah bayar")).toContain("Tolong kirim foto bukti bayarnya");
    const review = await chat.sends(photo("struk"));
    expect(review).toContain("• Iuran: Sumarni1, Desember 2026: Rp 8.400");
    expect(review).toContain("• Bukti: foto atau berkas yang dikirim");
    expect(await dueStatus(people, workerId)).toEqual(["open"]);

    const thanks = await chat.says("1");
    expect(thanks).toContain("Terima kasih. Laporan bayar untuk 1 bulan");
    expect(thanks).toContain("iuran ini tidak kami ingatkan");
    expect(await dueStatus(people, workerId)).toEqual(["reported"]);
    expect(await proofsOf(people, "Asih")).toMatchObject([{ contentHash: "hash-struk", status: "waiting" }]);
  });

  it("takes the photo that was sent at the menu and does not ask for it again", async () => {
    const { people, chat } = await asih();
    expect(await chat.sends(photo("struk"))).toContain("Tolong periksa dulu");
    expect(await chat.says("ya sudah benar")).toContain("Terima kasih");
    expect(await proofsOf(people, "Asih")).toHaveLength(1);
  });

  it("takes a reference number, and a report without any proof", async () => {
    const { people, chat } = await asih();
    await chat.says("sudah bayar");
    expect(await chat.says("BRI 1234 5678")).toContain("• Bukti: nomor BRI 1234 5678");
    await chat.says("1");
    expect(await proofsOf(people, "Asih")).toMatchObject([{ reference: "BRI 1234 5678" }]);

    await people.payer("Budi", 2);
    await people.agrees("Budi");
    const budi = people.town.person("Budi");
    await budi.says("sudah bayar");
    expect(await budi.says("ora duwe")).toContain("petugas akan mengecek ke BPJS");
    expect(await budi.says("1")).toContain("mungkin agak lama");
    expect(await proofsOf(people, "Budi")).toHaveLength(1);
  });

  it("takes the bank's own words as they were forwarded, says what it reads in them, and counts them once", async () => {
    const { people, chat } = await asih();
    await chat.says("sudah bayar");
    const words = "BANK CONTOH. Pembayaran BPJS TK berhasil Rp 8.400 tgl 20/11/2026. Ref 88372610";
    expect(await chat.says(words)).toContain("• Bukti: kami baca Rp 8.400, tanggal 20 November 2026");
    expect(await chat.says("1")).toContain("Terima kasih");
    expect(await proofsOf(people, "Asih")).toMatchObject([{ text: words, suggestion: { amount: 8_400 } }]);
    const officer = people.town.person("Pak Lurah");
    const shown = await officer.saysAll("periksa", "2");
    expect(shown).toContain(`Teks bukti yang dikirim:\n${words}`);
    expect(shown).toContain("• Jumlah Rp 8.400\n• Tanggal 20 November 2026");
    expect(shown).not.toContain("Tidak sama");
    await people.payer("Budi", 2);
    await people.agrees("Budi");
    const budi = people.town.person("Budi");
    await budi.says("sudah bayar");
    const sentBefore = await budi.saysAll(words, "1");
    expect(sentBefore).toContain("Bukti ini sudah pernah dikirim");
    // What was sent is no photo.
    expect(sentBefore).not.toContain("foto");
  });

  it("lists several months, takes some of them by number, and leaves the others open", async () => {
    const people = await openPeople();
    await people.agrees("Asih");
    const workers = [];
    for (const serial of [1, 2, 3])
      workers.push(await people.payer("Asih", serial, { name: `Warga${serial}`, relation: "helper" }));
    const chat = people.town.person("Asih");
    const list = await chat.says("sudah bayar");
    expect(list).toContain("1. Warga1, Desember 2026: Rp 8.400");
    expect(list).toContain("4. Semua");
    expect(await chat.says("7")).toContain("1. Warga1");
    expect(await chat.says("2 bulan")).toContain("Maksudnya bulan yang mana?");
    expect(await chat.says("1 dan 3")).toContain("foto bukti");
    const review = await chat.says("1");
    expect(review).toContain("Warga1, Desember 2026: Rp 8.400\nWarga3, Desember 2026: Rp 8.400\nJumlahnya Rp 16.800");
    await chat.says("1");
    expect(await Promise.all(workers.map((id) => dueStatus(people, id)))).toEqual([
      ["reported"],
      ["open"],
      ["reported"],
    ]);
  });

  it("takes the last number and the button for all of them", async () => {
    for (const answer of ["4", "semua"]) {
      const people = await openPeople();
      await people.agrees("Asih");
      for (const serial of [1, 2, 3])
        await people.payer("Asih", serial, { name: `Warga${serial}`, relation: "helper" });
      const chat = people.town.person("Asih");
      expect(await chat.saysAll("sudah bayar", answer, "1", "1")).toContain("untuk 3 bulan");
    }
  });

  it("has a single line corrected without asking for the other", async () => {
    const { people, chat } = await asih();
    await chat.saysAll("sudah bayar", "1", "2");
    expect(await chat.says("2")).toContain("Tolong kirim foto");
    expect(await chat.sends(photo("baru"))).toContain("• Bukti: foto atau berkas");
    await chat.says("1");
    expect(await proofsOf(people, "Asih")).toMatchObject([{ contentHash: "hash-baru" }]);
  });

  it("explains kindly that a proof was sent before, and goes on with another or without", async () => {
    const { people, chat } = await asih();
    await chat.saysAll("sudah bayar");
    await chat.sends(photo("struk"));
    await chat.says("1");
    const second = await people.payer("Asih", 2, { name: "Warga2", relation: "helper" });

    await chat.sends(photo("struk"));
    expect(await chat.says("1")).toContain("sudah pernah dikirim");
    expect(await chat.says("1")).toContain("Tolong kirim foto");
    await chat.sends(photo("struk"));
    expect(await chat.says("1")).toContain("sudah pernah dikirim");
    expect(await dueStatus(people, second)).toEqual(["open"]);
    expect(await chat.says("2")).toContain("Terima kasih");
    expect(await dueStatus(people, second)).toEqual(["reported"]);
  });

  it("takes another photo for the other proof, where it was just said that the first was sent before", async () => {
    const { people, chat } = await asih();
    await chat.saysAll("sudah bayar");
    await chat.sends(photo("struk"));
    await chat.says("1");
    const second = await people.payer("Asih", 2, { name: "Warga2", relation: "helper" });
    await chat.sends(photo("struk"));
    expect(await chat.says("1")).toContain("sudah pernah dikirim");
    const heard = await chat.sends(photo("lain"));
    expect(heard).toContain("Terima kasih, berkasnya sudah kami terima.");
    expect(heard).toContain("Tolong periksa dulu");
    expect(heard).not.toContain("sudah pernah dikirim");
    expect(await chat.says("1")).toContain("Laporan bayar untuk 1 bulan sudah kami terima");
    expect(await dueStatus(people, second)).toEqual(["reported"]);
    expect((await proofsOf(people, "Asih")).map(({ contentHash }) => contentHash)).toContain("hash-lain");
  });

  it("leaves everything open for somebody who turns back at a proof that was used", async () => {
    const { people, chat } = await asih();
    await chat.says("sudah bayar");
    await chat.sends(photo("struk"));
    await chat.says("1");
    const second = await people.payer("Asih", 2, { name: "Warga2", relation: "helper" });
    await chat.sends(photo("struk"));
    await chat.says("1");
    expect(await chat.says("3")).toContain("Belum ada yang kami catat");
    expect(await dueStatus(people, second)).toEqual(["open"]);
  });

  it("says so when the month was settled while somebody was reporting it", async () => {
    const { people, workerId, chat } = await asih();
    await chat.saysAll("sudah bayar", "1");
    const items = await people.town.repositories.dueItems.findByWorkers([workerId], 10);
    await people.acts.does("Asih", "report-payment", { dueItemIds: items.map(({ id }) => id) });
    const heard = await chat.says("1");
    expect(heard).toContain("sudah pernah dilaporkan");
    expect(heard).toContain("laporan ini tidak kami catat. Kalau Bapak/Ibu memang membayarnya, ketik PETUGAS");
  });

  it("keeps the photo that began the report, though MENU comes before the first answer", async () => {
    const { people, chat } = await asih();
    await people.payer("Asih", 2);
    expect(await chat.sends(photo("struk"))).toContain("Iuran mana yang sudah dibayar?");
    await chat.says("menu");
    expect(await chat.says("lanjut")).toContain("Iuran mana yang sudah dibayar?");
    expect(await chat.says("1")).toContain("• Bukti: foto atau berkas yang dikirim");
  });

  it("asks again after nonsense, and explains why when asked", async () => {
    const { chat } = await asih();
    await chat.says("sudah bayar");
    expect(await chat.says("xyzzy")).toContain("Kalau tidak punya, balas 1");
    expect(await chat.says("kenapa")).toContain("Dengan bukti, petugas lebih cepat");
    expect(await chat.sends({ type: "unreadable", kind: "sticker" })).toContain("Tolong kirim foto");
  });

  it("lets a worker say that she has paid what a sponsor is to pay, after asking, so that it is not paid twice", async () => {
    const people = await openPeople();
    await people.agrees("Rini");
    const workerId = await people.payer("Rini", 1, { payer: "sponsor" });
    await people.acts.sponsors("Tono", { ...wishOf(), startPeriod: "2026-12" as Period });
    expect(await dueStatus(people, workerId)).toEqual(["open"]);
    const rini = people.town.person("Rini");
    const asked = await rini.says("sudah bayar");
    expect(asked).toContain("dibayar sponsor, jadi Bapak/Ibu tidak perlu membayar. Apakah sudah telanjur");
    expect(asked).toContain("1. Ya, Sumarni1, Desember 2026: Rp 8.400");

    const denied = await rini.says("belum");
    expect(denied).toContain("Belum ada yang kami catat");
    expect(denied).not.toContain("telanjur");
    expect(await dueStatus(people, workerId)).toEqual(["open"]);

    await rini.saysAll("sudah bayar", "ya");
    const review = await rini.sends(photo("struk"));
    expect(review).toContain("• Iuran: Sumarni1, Desember 2026: Rp 8.400");
    expect(await rini.saysAll("2", "1")).toContain("Apakah sudah telanjur");
    expect(await rini.says("1")).toContain("• Iuran: Sumarni1, Desember 2026: Rp 8.400");
    expect(await rini.says("1")).toContain("Terima kasih. Laporan bayar untuk 1 bulan");
    expect(await dueStatus(people, workerId)).toEqual(["reported"]);
    expect(await people.acts.sees("Tono", "reportable-dues", {})).toEqual([]);
    expect(await proofsOf(people, "Rini")).toMatchObject([{ contentHash: "hash-struk", status: "waiting" }]);
  });

  it("lets her say so also where there is a month of her own to report, and where that one is settled", async () => {
    const people = await openPeople();
    await people.agrees("Rini");
    const own = await people.payer("Rini", 1, { name: "Sari Utami", relation: "helper" });
    const sponsored = await people.payer("Rini", 2, { payer: "sponsor" });
    await people.acts.sponsors("Tono", { ...wishOf(), startPeriod: "2026-12" as Period });
    const rini = people.town.person("Rini");
    const list = await rini.says("sudah bayar");
    expect(list).toContain("1. Sari, Desember 2026: Rp 8.400\n2. Bulan yang mestinya dibayar sponsor");
    expect(await rini.says("2")).toContain("1. Ya, Sumarni2, Desember 2026: Rp 8.400");
    expect(await rini.saysAll("1", "tidak punya")).toContain("• Iuran: Sumarni2, Desember 2026");
    expect(await rini.saysAll("2", "1")).toContain("2. Bulan yang mestinya dibayar sponsor");
    expect(await rini.says("1")).toContain("• Iuran: Sari, Desember 2026");
    expect(await rini.says("1")).toContain("Laporan bayar untuk 1 bulan");
    expect([await dueStatus(people, own), await dueStatus(people, sponsored)]).toEqual([["reported"], ["open"]]);

    const early = await rini.saysAll("sudah bayar", "untuk bulan lain");
    expect(early).toContain("Bulan yang mestinya dibayar sponsor");
    expect(await rini.saysAll("yang sponsor", "1")).toContain("Tolong kirim foto bukti bayarnya");
    await rini.saysAll("tidak punya", "1");
    expect(await dueStatus(people, sponsored)).toEqual(["reported"]);
  });

  it("takes no number for an answer to the choices that an earlier version gave, where a sponsor's months were not among them", async () => {
    const { people, chat } = await asih();
    await people.payer("Asih", 2, { payer: "sponsor" });
    await people.acts.sponsors("Tono", { ...wishOf(), startPeriod: "2026-12" as Period });
    await chat.saysAll("sudah bayar", "1", "tidak punya", "1");
    const earlier = jest.replaceProperty(reportPayment, "version", 1);
    expect(await chat.saysAll("sudah bayar", "untuk bulan lain")).toMatch(
      /(\d+)\. Bulan yang mestinya dibayar sponsor.*Belum membayar lagi/su,
    );
    earlier.restore();
    const number = /(\d+)\. Bulan yang mestinya/u.exec(chat.heard.at(-1)?.text ?? "")?.[1] ?? "";
    expect(await chat.says(number)).toContain("pertanyaannya baru saja kami perbarui");
  });

  it("explains the automatic message that was read last, and the open question where that was", async () => {
    const { people, chat } = await asih();
    const { id: contactId } = await chat.contact();
    await chat.says("sudah bayar");
    expect(await chat.says("kenapa saya dapat pesan ini?")).not.toContain("Pesan otomatis yang terakhir");
    await people.town.deps.notify({ id: "nudge-1", contactId, rule: "nudge.rule", texts: [{ key: "engine.menu" }] });
    for (const asked of ["kenapa?", "kenapa pesan ini dikirim?", "kok saya dapat pesan ini"]) {
      const heard = await chat.says(asked);
      expect(heard).toContain("Pesan otomatis yang terakhir: ");
      expect(heard).toContain("Tolong kirim foto bukti bayarnya");
    }
    expect(await chat.says("kenapa?")).toContain("Dengan bukti, petugas lebih cepat");
    expect(await chat.says("kenapa ada pesan minta uang?")).not.toContain("Pesan otomatis yang terakhir");
  });

  it("explains why there is nothing to report", async () => {
    const people = await openPeople();
    for (const who of ["Baru", "Sari", "Dewi", "Rini"]) await people.agrees(who);
    expect(await people.town.person("Baru").says("sudah bayar")).toContain("Belum ada iuran atas nama Bapak/Ibu");

    await people.acts.worker("Sari", draftOf(1, { payer: "self" }));
    expect(await people.town.person("Sari").says("sudah bayar")).toContain("masih diperiksa petugas");

    const sponsored = await people.acts.worker("Dewi", draftOf(2));
    await people.acts.verifies("Pak Lurah", sponsored);
    const sought = await people.town.person("Dewi").saysAll("sudah bayar", "belum membayar lagi");
    expect(sought).not.toContain("dibayar sponsor");
    await people.acts.sponsors("Tono", { startPeriod: "2026-12" as Period });
    await people.acts.pays("Tono");
    expect(await people.town.person("Dewi").says("sudah bayar")).toContain("Iurannya dibayar sponsor");

    await people.payer("Rini", 3);
    await people.town.person("Rini").saysAll("sudah bayar", "1", "1");
    const waits = await people.town.person("Rini").saysAll("sudah bayar", "belum membayar lagi");
    expect(waits).toContain("laporannya tetap seperti tadi. Petugas akan memeriksa");
  });
});
