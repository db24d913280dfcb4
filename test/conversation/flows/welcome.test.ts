import { consentTextVersion } from "../../../src/conversation/flows/welcome";
import { type ChatTown, type Chatter, openTown } from "../../support/chat";
import { openPeople } from "../../support/people";

let town: ChatTown;
let siti: Chatter;
beforeEach(() => {
  town = openTown();
  siti = town.person("Siti");
});

const consentOf = async () => (await town.repositories.contacts.find((await siti.contact()).id))?.consent;

describe("welcome", () => {
  it.each(["1", "setuju", "ya", "nggih", "satu", "oke"])(
    "%s agrees, which is kept with time, text and message",
    async (yes) => {
      await siti.says("halo");
      const heard = await siti.says(yes);
      expect(heard).toContain("Persetujuan Bapak/Ibu sudah kami catat");
      expect(await consentOf()).toEqual({
        status: "given",
        textVersion: consentTextVersion,
        at: town.now,
        messageId: "simulator:Siti-2",
      });
    },
  );

  it("goes straight on to what the person came for, and asks for consent once only", async () => {
    await siti.says("mau daftar");
    const heard = await siti.says("setuju");
    expect(heard).toContain("Siapa yang mau didaftarkan?");
    expect(heard).not.toContain("Bapak/Ibu setuju?");
    expect(siti.session().state.position?.flow).toBe("register-worker");
  });

  it("explains more where it is asked, with the law, who sees the data, how long and the rights", async () => {
    await siti.says("halo");
    const heard = await siti.says("3");
    expect(heard).toContain("UU Nomor 27 Tahun 2022");
    expect(heard).toContain("Yang melihat data");
    expect(heard).toContain("DATA SAYA");
    expect(heard).toContain("3 x 24 jam");
    expect(heard).toContain("Bapak/Ibu setuju?");
    expect(await siti.says("kenapa")).toContain("Menurut undang-undang");
  });

  it("says in two short messages who we are not, which data, what for, how long, and how to end it", async () => {
    await siti.says("halo");
    const [who, consent] = siti.heard.map(({ text }) => text);
    expect(who).toContain("Kami bukan BPJS");
    expect(consent).toMatch(/Pekerja: NIK.*Sponsor: nama dan bantuannya.*Disimpan selama ikut.*DATA SAYA/u);
    expect([who, consent].map((text = "") => text.length <= 400)).toEqual([true, true]);
  });

  it.each(["2", "tidak", "mboten"])("%s declines: only that is noted, and questions stay open", async (no) => {
    await siti.says("halo");
    const heard = await siti.says(no);
    expect(heard).toContain("hanya kontak chat ini dan catatan bahwa Bapak/Ibu belum setuju");
    expect(heard).toContain("ketik DAFTAR");
    expect((await consentOf())?.status).toBe("declined");
    expect(await siti.says("kalau meninggal dapat berapa?")).toContain("Dasar:");
    expect(await siti.says("menu")).toContain("1. Daftar pekerja");
    expect(await siti.saysAll("5", "1", "1")).toContain("Masih ada yang mau ditanyakan?");
  });

  it("asks again when somebody who declined wants to register or to be a sponsor", async () => {
    await siti.saysAll("halo", "tidak");
    expect(await siti.says("daftar")).toContain("Bapak/Ibu setuju?");
    expect(await siti.says("ya")).toContain("Siapa yang mau didaftarkan?");
  });

  it("answers a question before the person has decided", async () => {
    await siti.says("halo");
    const heard = await siti.says("apakah ini resmi?");
    expect(heard).toContain("Bapak/Ibu setuju?");
    expect(await consentOf()).toBeUndefined();
  });

  it("says the menu is there for whoever only wants to look around", async () => {
    await siti.says("halo");
    expect(await siti.says("menu")).toContain("Bapak/Ibu mau apa?");
    expect(await consentOf()).toBeUndefined();
    expect(await siti.says("4")).toContain("Belum ada data atas nama Bapak/Ibu");
  });
});

describe("a consent to an older text", () => {
  const agreedBefore = async (status: "given" | "declined" = "given") => {
    const people = await openPeople();
    const consent = { status, textVersion: consentTextVersion - 1, at: 1, messageId: "old" } as const;
    await people.acts.does("Siti", "record-consent", consent);
    const chat = people.town.person("Siti");
    const consentNow = async () => (await people.town.repositories.contacts.find((await chat.contact()).id))?.consent;
    return { people, chat, consentNow };
  };

  it("is asked for again once, with what changed, when a flow that needs it is opened", async () => {
    const { chat, consentNow } = await agreedBefore();
    const heard = await chat.says("daftar");
    expect(heard).toContain("Sejak Bapak/Ibu setuju dulu");
    expect(heard).toContain("Bapak/Ibu setuju?");
    expect(heard).not.toContain("Selamat datang");
    expect(await chat.says("ya")).toContain("Siapa yang mau didaftarkan?");
    expect(await consentNow()).toMatchObject({
      status: "given",
      textVersion: consentTextVersion,
      messageId: "simulator:Siti-2",
    });
    expect(await chat.says("jadi sponsor")).not.toContain("Bapak/Ibu setuju?");
  });

  it("disturbs nobody who only asks or looks", async () => {
    const { chat } = await agreedBefore();
    expect(await chat.says("kalau meninggal dapat berapa?")).toContain("Dasar:");
    for (const word of ["menu", "status", "data saya"])
      expect(await chat.says(word)).not.toContain("Bapak/Ibu setuju?");
  });

  it("stays as it was for a no: nothing is begun, nothing is withdrawn, and the way out is named", async () => {
    const { chat, consentNow } = await agreedBefore();
    const heard = await chat.saysAll("daftar", "tidak");
    expect(heard).toContain("Persetujuan Bapak/Ibu yang dulu tetap berlaku");
    expect(heard).toContain("DATA SAYA");
    expect(chat.session().state.position).toBeUndefined();
    expect(await consentNow()).toEqual({
      status: "given",
      textVersion: consentTextVersion - 1,
      at: 1,
      messageId: "old",
    });
  });

  it("that was declined is met with the whole welcome", async () => {
    const { chat } = await agreedBefore("declined");
    const heard = await chat.says("daftar");
    expect(heard).toContain("Selamat datang");
    expect(heard).not.toContain("Sejak Bapak/Ibu setuju dulu");
  });

  it("does not lose the proof of payment that opened the flow", async () => {
    const { people, chat } = await agreedBefore();
    await people.payer("Siti", 1);
    await chat.sends({ type: "media", kind: "photo", ref: "struk-1" });
    expect(await chat.says("ya")).not.toContain("Bapak/Ibu setuju?");
    const { flow, answers } = chat.session().state.position ?? {};
    expect(flow).toBe("report-payment");
    expect(answers).toMatchObject({ attachmentId: expect.any(String), contentHash: expect.any(String) });
  });
});
