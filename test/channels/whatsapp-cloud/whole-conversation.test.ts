import { allowanceRules } from "../../../src/delivery/allowance";
import type { GraphPerson } from "../../support/graph-people";
import { graphRefusals } from "../../support/graph-refusals";
import { type GraphTown, openGraphTown, pictureBytes } from "../../support/graph-town";
import { waitFor } from "../../support/wait-for";

let town: GraphTown;
beforeEach(async () => {
  // A person may hear a message in six seconds, which the tests of the sender hold; here it would only make everybody wait.
  jest.replaceProperty(allowanceRules, "whatsapp-cloud", { perSecond: 1_000, perPerson: 1_000, personSeconds: 1 });
  town = await openGraphTown("2026-11-23T09:00:00+07:00");
});
afterEach(async () => {
  jest.restoreAllMocks();
  await town.close();
});

const waId = "6281200000501";
const userId = "ID.13491208655302741918";
const numberIn = (text: string): string => /KL-\w{4}-\w{3}/u.exec(text)?.[0] ?? "";

/** The registration up to the phone number, by buttons and a list. */
async function comesToThePhone(siti: GraphPerson): Promise<void> {
  await town.types(siti, "daftar");
  await town.presses(siti, "Setuju");
  await town.presses(siti, "Saya sendiri");
  expect(await town.types(siti, "3322 0157 0890 0001")).toContain("17 Agustus 1990");
  await town.presses(siti, "Betul");
  await town.types(siti, "Sumarni Lestari");
}

/** From the phone number to the registration number, which is returned. */
async function goesOnToTheEnd(siti: GraphPerson): Promise<string> {
  await town.types(siti, "0812 0000 0501", "ungaran brt", "ds. kalisidi", "buruh tani");
  await town.presses(siti, "Belum");
  await town.presses(siti, "Sampai Rp 1.099.000");
  await town.types(siti, "1");
  await town.presses(siti, "Carikan sponsor yang membayarkan");
  const review = await town.presses(siti, "Ya");
  expect(review).toContain("Nama: Sumarni Lestari");
  return numberIn(await town.presses(siti, "Sudah benar"));
}

describe("the main job on the Cloud API", () => {
  it("goes from the registration by buttons and lists to a proof by photo that an officer sees", async () => {
    const siti = town.server.person({ waId, userId });
    const petugas = town.server.person({ waId: "6281200000502" });
    const retno = town.server.person({ waId: "6281200000503" });
    await comesToThePhone(siti);
    const number = await goesOnToTheEnd(siti);
    expect(number).not.toBe("");
    expect(siti.messages.some(({ isList }) => isList)).toBe(true);
    expect(siti.messages.some(({ choices, isList }) => choices.length > 0 && !isList)).toBe(true);

    await town.types(petugas, "halo");
    await town.presses(petugas, "Setuju");
    expect(await town.types(petugas, await town.invite("Bu Wati"))).toContain("Bu Wati");
    expect(await town.presses(petugas, "Periksa pendaftaran")).toContain(number);
    await town.presses(petugas, "Terima");
    expect(await town.news(siti)).toContain("sudah diperiksa dan diterima");

    await town.types(retno, "sponsor", "setuju", "1", "Retno Wulandari", "ya", "1", "1", "1", "1", "1", "1");
    await town.presses(retno, "Desember 2026");
    await town.presses(retno, "Saya bayar sendiri ke BPJS");
    await town.presses(retno, "Sudah benar");
    await town.presses(retno, "Ya, saya bantu");
    expect(await town.news(siti)).toContain("Retno Wulandari");

    await town.types(retno, "bayar");
    const check = await town.hear(retno, (one) => one.sendsPhoto(pictureBytes(1), { mimeType: "image/png" }));
    expect(check).toContain("Desember 2026");
    expect(await town.presses(retno, "Sudah benar")).toContain("Terima kasih");

    await town.types(petugas, "menu");
    await town.presses(petugas, "Tugas petugas");
    expect(await town.presses(petugas, "Periksa bukti bayar")).toContain("3322015708900001");
    const { file } = petugas.messages.findLast((one) => one.file) ?? {};
    expect(file).toMatchObject({ bytes: pictureBytes(1), mimeType: "image/png" });
    await town.presses(petugas, "Benar, sudah dibayar");
    expect(await town.news(retno)).toContain("tercatat lunas");
  });

  it("goes by text alone, for somebody who shows no number", async () => {
    const siti = town.server.person({ userId });
    expect(await town.types(siti, "daftar", "1", "1")).toContain("NIK");
    await town.types(siti, "3322 0157 0890 0001", "1", "Sumarni Lestari", "0812 0000 0501", "ungaran barat");
    await town.types(siti, "kalisidi", "buruh tani", "belum", "1", "1", "2");
    expect(town.server.sends.every(({ recipient, to }) => recipient === userId && to === undefined)).toBe(true);
    expect(siti.messages.length).toBeGreaterThan(10);
  });

  it("is one talk where the same person is first known by the id alone, and then with the number", async () => {
    const siti = town.server.person({ userId });
    await comesToThePhone(siti);
    siti.names = { userId, waId };
    expect(await town.types(siti, "0812 0000 0501")).toContain("kecamatan");
    siti.names = { waId };
    expect(await town.types(siti, "ungaran barat")).toContain("Kalisidi");
  });

  it("goes on under a new number, and answers go there", async () => {
    const siti = town.server.person({ waId });
    await comesToThePhone(siti);
    const system = { type: "user_changed_number", wa_id: "6281200000999", body: "x" };
    await town.taken(siti.message({ type: "system", system }));
    siti.names = { waId: "6281200000999" };
    const stranger = town.server.person({ userId: "ID.77" });
    // By the number alone nobody could tell them apart.
    stranger.names = { waId };
    expect(await town.hear(siti, () => stranger.sends("halo"))).toContain("Selamat datang");
    expect(await town.types(siti, "0812 0000 0501")).toContain("kecamatan");
    expect(town.server.sends.at(-1)).toMatchObject({ to: "6281200000999" });
    stranger.names = { userId: "ID.77", waId };
    expect(await town.hear(siti, () => stranger.sends("menu"))).not.toContain("kecamatan");
  });
});

describe("on a bad day", () => {
  it("a post that comes again, at once and 7 days later, has no effect", async () => {
    const siti = town.server.person({ waId });
    await comesToThePhone(siti);
    const post = siti.sends("0812 0000 0501");
    await town.taken(post);
    const heard = siti.messages.length;
    await town.taken(town.server.repeat(post));
    expect(siti.messages).toHaveLength(heard);
    await town.moveTo("2026-11-30T09:00:00+07:00");
    const then = siti.messages.length;
    await town.taken(town.server.repeat(post));
    expect(siti.messages).toHaveLength(then);
  });

  it("messages whose times are in another order than their posts are all answered", async () => {
    const siti = town.server.person({ waId });
    await comesToThePhone(siti);
    const now = town.server.seconds();
    const text = (body: string, at: number) => ({ content: { type: "text", text: { body } }, at });
    await town.taken(
      town.server.push(
        siti.change([text("kalisidi", now + 2), text("0812 0000 0501", now), text("ungaran barat", now + 1)]),
      ),
    );
    expect(siti.messages.at(-1)?.text).toContain("pekerjaan");
    await town.taken(siti.sends("buruh tani", now - 3_600));
    expect(siti.messages.at(-1)?.text).not.toContain("Apa pekerjaan");
  });

  it("goes on where it stood when the service is restarted in the middle, with a message waiting", async () => {
    const siti = town.server.person({ waId });
    await comesToThePhone(siti);
    town.server.deliver(undefined);
    const before = siti.messages.length;
    const post = siti.sends("0812 0000 0501");
    await town.restart();
    await town.taken(post);
    expect(siti.messages).toHaveLength(before + 1);
    expect(siti.messages.at(-1)?.text).toContain("kecamatan");
  });

  it("nothing is stored of a post that another has signed", async () => {
    const change = town.server
      .person({ waId })
      .change([{ content: { type: "text", text: { body: "daftar" } }, at: 1 }]);
    const body = JSON.stringify({ object: "whatsapp_business_account", entry: [{ id: "1", changes: [change] }] });
    const headers = { "x-hub-signature-256": town.server.sign(`${body} `) };
    const { status } = await fetch(`${town.url()}/whatsapp/webhook`, { method: "POST", body, headers });
    expect([status, await town.service().storage.inbox.counts()]).toMatchObject([401, { waiting: 0, parked: 0 }]);
    expect(town.server.sends).toEqual([]);
  });

  it.each([
    ["too many a second", graphRefusals.throughput],
    ["an overload", graphRefusals.overloaded],
  ])("the answer goes out later when the platform meets it with %s", async (_name, failure) => {
    const siti = town.server.person({ waId });
    await town.types(siti, "daftar");
    town.server.failNext("send", failure);
    await town.taken(siti.presses("Setuju"));
    await waitFor("the answer", () => siti.messages.at(-1)?.text.includes("Siapa yang mau didaftarkan?"));
  });

  it("the answers wait while the token is expired, however long, and go out with a new one", async () => {
    const siti = town.server.person({ waId });
    await town.types(siti, "daftar");
    town.server.isTokenValid = false;
    await town.taken(siti.presses("Setuju"));
    const start = Date.parse("2026-11-23T09:00:00+07:00");
    const tries = 4;
    for (let one = 1; one <= tries; one += 1) await town.moveTo(new Date(start + one * 3 * 3_600_000).toISOString());
    expect(town.service().whatsAppCloud?.condition()).toBe("token-expired");
    town.server.isTokenValid = true;
    await town.moveTo(new Date(start + (tries + 1) * 3 * 3_600_000).toISOString());
    expect(siti.messages.at(-1)?.text).toContain("Siapa yang mau didaftarkan?");
    expect(town.service().whatsAppCloud?.condition()).toBe("on");
    const { repositories, outbox } = town.service().storage;
    expect([await repositories.tasks.open({ type: "all" }, 10), await outbox.counts()]).toMatchObject([
      [],
      { queued: 0, failed: 0 },
    ]);
  });

  it("a group is told once that we talk with one person at a time", async () => {
    const siti = town.server.person({ waId });
    for (const body of ["daftar", "halo"])
      await town.taken(siti.message({ type: "text", text: { body }, group_id: "Y2FwaV9n" }));
    expect(town.server.sends).toMatchObject([{ recipient_type: "group", to: "Y2FwaV9n" }]);
    expect(siti.messages).toEqual([]);
  });
});

describe("what became of an answer", () => {
  it("that was never delivered reaches an officer once, however often the platform says so", async () => {
    const siti = town.server.person({ waId });
    await town.types(siti, "daftar");
    const id = siti.messages[0]?.id ?? "";
    const { tasks } = town.service().storage.repositories;
    await town.taken(town.server.tells(id, { status: "failed", code: 131_026 }));
    await town.taken(town.server.tells(id, { status: "failed", code: 131_026 }));
    const open = await tasks.open({ type: "all" }, 10);
    expect(open.map(({ kind }) => kind)).toEqual(["undeliverable"]);
  });

  it("that arrived troubles nobody", async () => {
    const siti = town.server.person({ waId });
    await town.types(siti, "daftar");
    for (const { id } of siti.messages)
      for (const status of ["read", "delivered", "sent"] as const) await town.taken(town.server.tells(id, { status }));
    expect(await town.service().storage.repositories.tasks.open({ type: "all" }, 10)).toEqual([]);
  });

  it("is counted by what the platform says of it", async () => {
    const siti = town.server.person({ waId });
    await town.types(siti, "daftar");
    const id = siti.messages[0]?.id ?? "";
    await town.taken(town.server.tells(id, { status: "delivered" }));
    await town.taken(town.server.tells(id, { status: "failed", code: 131_026 }));
    const { text } = await town.service().metrics.render();
    for (const status of ["delivered", "failed"])
      expect(text).toContain(`kamar_lindung_message_reports_total{channel="whatsapp-cloud",status="${status}"} 1`);
  });
});
