import type { InboundContent } from "../../src/domain/messaging/message";
import { inviteOfficer } from "../../src/operations/officer-effects";
import { type ChatTown, type Chatter, openTown } from "../support/chat";
import { openPeople } from "../support/people";
import { answers, beginsRegistration } from "../support/ways";

let town: ChatTown;
let siti: Chatter;
beforeEach(() => {
  town = openTown();
  siti = town.person("Siti");
});

const welcome = "Selamat datang di Kamar Lindung";

describe("the first message ever", () => {
  it.each(["halo", "assalamualaikum", "p", "👋", "1", "/start", "daftar"])(
    "%s is met with the welcome",
    async (text) => {
      const heard = await siti.says(text);
      expect(heard).toContain(welcome);
      expect(heard).toContain("Kami bukan BPJS. Kami tidak pernah meminta OTP, PIN, atau uang.");
      expect(heard).toContain("Bapak/Ibu setuju?");
      expect(siti.heard).toHaveLength(2);
    },
  );

  it("a question is answered before anybody is asked to agree to anything", async () => {
    const heard = await siti.says("iurannya berapa?");
    expect(heard).toContain("Dasar:");
    expect(heard).not.toContain("setuju");
    expect(await siti.says("daftar")).toContain(welcome);
  });

  it("an emergency is answered at once, and officers are told", async () => {
    const people = await openPeople();
    const heard = await people.town.person("Asih").says("tolong, suami saya kecelakaan");
    expect(heard).toContain("Tolong korban dulu");
    expect(heard).not.toContain(welcome);
    const [task] = await people.town.repositories.tasks.open({ type: "all" }, 10);
    expect(task).toMatchObject({ kind: "emergency", text: "tolong, suami saya kecelakaan" });
  });

  it.each(["menu", "bantuan", "petugas", "bahasa", "status"])("%s is obeyed", async (word) => {
    expect(await siti.says(word)).not.toContain(welcome);
  });
});

describe("a deep link", () => {
  it.each([
    ["/start daftar", "Siapa yang mau didaftarkan?"],
    ["/start sponsor", "Bapak/Ibu membantu sebagai apa?"],
    ["/start", "Bapak/Ibu mau apa?"],
    ["/start tidak_ada", "Bapak/Ibu mau apa?"],
  ])("%s leads there after the welcome", async (link, question) => {
    expect(await siti.says(link)).toContain(welcome);
    expect(await siti.says("setuju")).toContain(question);
  });

  it("of a registration number leads a sponsor to that worker", async () => {
    const people = await openPeople();
    const workerId = await people.payer("Asih", 7, { payer: "sponsor", name: "Asih Rahayu" });
    const retno = people.town.person("Retno");
    await retno.saysAll(`/start ${await people.numberOf(workerId)}`, "setuju", "1", "Retno", "ya");
    expect(retno.heard.at(-1)?.text).toContain("Jaminan yang mana untuk Asih?");
  });

  it("of a number that nobody has says so and goes on", async () => {
    const heard = await siti.saysAll("/start KL-7K3M-9QX", "setuju");
    expect(heard).toMatch(/belum kami temukan|mau apa/u);
  });

  it("in the middle of a conversation puts that one aside", async () => {
    await beginsRegistration(siti);
    await answers(siti, "name");
    expect(await siti.says("/start sponsor")).toContain("Bapak/Ibu membantu sebagai apa?");
    expect(siti.session().state.aside.map(({ flow }) => flow)).toEqual(["register-worker"]);
  });
});

describe("an officer's code", () => {
  it("asks somebody who declined to agree first, because officers have to be written to", async () => {
    const people = await openPeople();
    const { code } = await inviteOfficer(people.acts.deps, {
      ...{ name: "Bu Wati", role: "verifier", area: { type: "all" } as const },
      ...{ now: people.town.now, randomBytes: new Uint8Array(32).fill(9) },
    });
    const wati = people.town.person("Wati");
    expect(await wati.saysAll("halo", "tidak", code)).toContain("Bapak/Ibu setuju?");
    expect(await wati.says("ya")).toContain("Selamat datang, Bu Wati");
    const contact = await people.town.repositories.contacts.find((await wati.contact()).id);
    expect(contact?.consent?.status).toBe("given");
  });
});

describe("what cannot be read", () => {
  const cases: [string, InboundContent, string][] = [
    ["a sticker", { type: "unreadable", kind: "sticker" }, "Terima kasih stikernya"],
    ["a voice note", { type: "unreadable", kind: "voice" }, "belum bisa mendengar pesan suara"],
    ["a video", { type: "unreadable", kind: "video" }, "belum bisa melihat video"],
    ["a poll", { type: "unreadable", kind: "poll" }, "jajak pendapat"],
    ["something else", { type: "unreadable", kind: "other" }, "belum bisa saya baca"],
    ["a location", { type: "location", latitude: -7.1, longitude: 110.4 }, "peta lokasi tidak diperlukan"],
    ["a changed message", { type: "edited", text: "Siti" }, "Pesan yang diubah"],
    ["a photo of a KTP", { type: "media", kind: "photo", ref: "ktp" }, "Foto KTP tidak usah dikirim"],
    ["a phone card", { type: "phone-card", phone: "+6281234567890", own: true }, "dengan angka"],
  ];
  it.each(cases)("%s is said kindly, and the question is asked again", async (_name, content, said) => {
    await beginsRegistration(siti);
    await answers(siti, "nik");
    const heard = await siti.sends(content);
    expect(heard).toContain(said);
    expect(heard).toContain("Tolong tulis NIK");
    expect(siti.session().state.position?.answers).toEqual({ relation: "self" });
  });

  it("a photo with words below it is read by its words where no photo is asked for", async () => {
    await beginsRegistration(siti);
    await answers(siti, "name");
    const heard = await siti.sends({ type: "media", kind: "photo", ref: "x", caption: "Sumarni Lestari" });
    expect(heard).toContain("Nomor HP Bapak/Ibu?");
  });

  it("at the menu the menu is shown again", async () => {
    await siti.saysAll("halo", "setuju");
    expect(await siti.sends({ type: "unreadable", kind: "sticker" })).toContain("Bapak/Ibu mau apa?");
  });

  it("an empty text, ten thousand characters and template signs harm nothing", async () => {
    await beginsRegistration(siti);
    await answers(siti, "name");
    for (const text of ["", "   ", "\u200b", "x".repeat(10_000), "{{name}} $t(common.yes)"]) {
      expect(await siti.says(text)).toContain("Nama lengkap Bapak/Ibu, seperti di KTP?");
    }
  });
});

describe("groups and membership", () => {
  it("a group is answered once and then left alone", async () => {
    expect(await siti.sends({ type: "group" })).toContain("pesan pribadi");
    expect(await siti.sends({ type: "group" })).toBe("");
  });

  it("being blocked and taken back is noted without a word, and the conversation stays where it was", async () => {
    await beginsRegistration(siti);
    await answers(siti, "phone");
    const { id } = await siti.contact();
    expect(await siti.sends({ type: "membership", status: "blocked" })).toBe("");
    expect((await town.repositories.contacts.find(id))?.blockedAt).toBe(town.now);
    expect(await siti.sends({ type: "membership", status: "unblocked" })).toBe("");
    expect((await town.repositories.contacts.find(id))?.blockedAt).toBeUndefined();
    expect(await siti.says("ulang")).toContain("Nomor HP Bapak/Ibu?");
  });
});
