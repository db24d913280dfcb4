import { registrationAnswers, yes } from "../../support/house-people";
import { openTwoChannels, type TwoChannels } from "../../support/two-channels";

let house: TwoChannels;
beforeEach(async () => {
  house = await openTwoChannels();
});
afterEach(() => house.close());

const minute = 60_000;
const codeIn = (text: string): string => /[2-9A-Z]{3}-[2-9A-Z]{3}/u.exec(text)?.[0] ?? "no code";
const lastOf = (text: string): string => text.split("\n---\n").at(-1) ?? "nothing";
/** Somebody who has agreed and stands at the question for the name. */
const upToName = registrationAnswers(1).slice(0, 5);
const greeting = "Kamar Lindung";

/** Somebody on the simulator who has agreed; returns what she was asked last. */
const begins = (who: string, lines: readonly string[] = upToName): Promise<string> =>
  house.says(who, "simulator", ...lines);
const codeOf = async (who: string): Promise<string> => codeIn(await house.says(who, "simulator", "sambung"));
/** Types the code; what is asked first. */
const asksToLink = async (who: string, there: string): Promise<string> => {
  const code = await codeOf(who);
  return house.says(there, "telegram", code);
};
/** Types the code and says that it is her own. */
const link = async (who: string, there: string): Promise<string> => {
  await asksToLink(who, there);
  return house.says(there, "telegram", "1");
};

describe("one person with two chats", () => {
  it("goes on at the same question in the chat that was linked, and hears of it in the other", async () => {
    const asked = lastOf(await begins("Asih"));
    await house.says("asih-tg", "telegram", `SAMBUNG ${await codeOf("Asih")}`);
    const there = await house.says("asih-tg", "telegram", "1");
    expect(there).toContain("sudah tersambung dengan simulator");
    expect(lastOf(there)).toBe(asked);
    expect(there).not.toContain(greeting);
    expect(house.hears("Asih", "simulator")).toContain("Chat Telegram baru saja disambung");

    const next = await house.says("asih-tg", "telegram", "Sumarni Lestari");
    expect(next).not.toBe("");
    expect(house.hears("Asih", "simulator")).toBe("");
    expect(lastOf(await house.says("Asih", "simulator", "ulang"))).toBe(lastOf(next));
  });

  it.each([
    ["as a deep link", (code: string) => `/start sambung-${code}`],
    ["in small letters, without the dash", (code: string) => `sambung ${code.toLowerCase().replace("-", "")}`],
    ["bare", (code: string) => ` ${code} `],
  ])("takes the code %s, also as the first message ever", async (_how, typed) => {
    const asked = lastOf(await begins("Asih"));
    expect(lastOf(await house.says("baru", "telegram", typed(await codeOf("Asih")), "1"))).toBe(asked);
  });

  it("asks a newcomer, too, whether the code is her own, and says who would see what she writes", async () => {
    await begins("Asih", ["daftar", "1", "menu"]);
    const asked = await asksToLink("Asih", "korban");
    expect(asked).toMatch(/dari chat Bapak\/Ibu sendiri\?.*bisa melihat semua yang Bapak\/Ibu tulis di sini/u);
    expect(asked).not.toContain("tolong dibaca");
    expect(house.hears("Asih", "simulator")).toBe("");
    const after = await house.says("korban", "telegram", "2");
    expect(after).toContain("tidak disambung");
    expect(after).toContain(greeting);
    expect((await house.contact("korban", "telegram")).principalId).toBeUndefined();
  });

  it("takes a code once only, and for ten minutes only", async () => {
    await begins("Asih");
    const code = await codeOf("Asih");
    await house.says("satu", "telegram", code, "1");
    expect(await house.says("dua", "telegram", code)).toContain("tidak cocok");
    const late = await codeOf("Asih");
    house.now += 10 * minute;
    expect(await house.says("tiga", "telegram", late)).toContain("sudah habis waktunya");
    expect((await house.contact("tiga", "telegram")).principalId).toBeUndefined();
  });

  it("lets nobody guess more than five times an hour", async () => {
    await begins("Asih");
    for (const tail of ["2QX", "3QX", "4QX", "5QX", "6QX"])
      expect(await house.says("maling", "telegram", `4K7-${tail}`)).toContain("tidak cocok");
    const code = await codeOf("Asih");
    expect(await house.says("maling", "telegram", code)).toContain("terlalu banyak");
    house.now += 60 * minute;
    expect(await link("Asih", "maling")).toContain("sudah tersambung");
  });

  it("says that a mistyped code does not fit, also in the middle of something else", async () => {
    await begins("Asih");
    expect(await house.says("Asih", "simulator", "SAMBUNG 4K7-2Q")).toContain("tidak cocok");
    expect(await house.says("baru", "telegram", "sambung 4k72qxx")).toContain("tidak cocok");
  });

  it("greets a newcomer whose code does not fit like any other", async () => {
    expect(await house.says("baru", "telegram", "SAMBUNG 4K7-2QX")).toContain(greeting);
  });

  it("gives no code before the keeping of data was agreed to", async () => {
    expect(await house.says("Asih", "simulator", "sambung")).toContain(greeting);
    expect(codeIn(await house.says("Asih", "simulator", "1"))).not.toBe("no code");
  });

  it("loses nothing that was begun in the chat before it was linked", async () => {
    await begins("Asih", ["daftar", "1", "menu"]);
    const begun = lastOf(await house.says("asih-tg", "telegram", ...upToName));
    const there = await link("Asih", "asih-tg");
    expect(lastOf(there)).toBe(begun);
    expect(await house.says("asih-tg", "telegram", "Sumarni Lestari")).not.toContain("tidak mengerti");
  });

  it("asks first where the chat has registrations of its own, and takes them along after a yes", async () => {
    await begins("Asih", ["daftar", "1", "menu"]);
    await house.says("asih-tg", "telegram", ...registrationAnswers(7), yes);
    expect(await house.says("Asih", "simulator", "status")).not.toContain("Sumarni");
    expect(await asksToLink("Asih", "asih-tg")).toContain("sudah ada pendaftaran");
    expect((await house.contact("asih-tg", "telegram")).principalId).toBeUndefined();
    expect(await house.says("asih-tg", "telegram", "1")).toContain("sudah tersambung");
    expect(await house.says("Asih", "simulator", "status")).toContain("Sumarni");
    expect(await house.says("asih-tg", "telegram", "data saya")).toMatch(/simulator[\s\S]*Telegram \(chat ini\)/u);
  });

  it("leaves a chat as it is after a no", async () => {
    await begins("Asih", ["daftar", "1", "menu"]);
    await house.says("asih-tg", "telegram", ...registrationAnswers(7), yes);
    await asksToLink("Asih", "asih-tg");
    expect(await house.says("asih-tg", "telegram", "2")).toContain("tidak disambung");
    expect(await house.says("asih-tg", "telegram", "status")).toContain("Sumarni");
  });

  it("asks first where STOP or a no was said in the chat", async () => {
    await begins("Asih");
    await house.says("asih-tg", "telegram", "halo", "2");
    expect(await asksToLink("Asih", "asih-tg")).toContain("kami anggap Bapak/Ibu setuju");
    await house.says("budi-tg", "telegram", "halo", "1", "stop", "1");
    expect(await asksToLink("Asih", "budi-tg")).toContain("minta STOP");
  });

  it("obeys STOP in one chat for both", async () => {
    await begins("Asih");
    await link("Asih", "asih-tg");
    await house.says("asih-tg", "telegram", "stop", "1");
    expect((await house.contact("Asih", "simulator")).optedOutAt).toBeDefined();
  });

  it("does not link a chat to itself, nor twice", async () => {
    await begins("Asih");
    const own = await codeOf("Asih");
    expect(await house.says("Asih", "simulator", own)).toContain("dari chat yang lain");
    await link("Asih", "asih-tg");
    await begins("Budi", ["daftar", "1", "menu"]);
    expect(await asksToLink("Budi", "asih-tg")).toContain("sudah tersambung dengan chat yang lain");
  });
});

describe("two processes with a channel each", () => {
  it("have one talk, and hand over what waits in a chat that is linked or let go meanwhile", async () => {
    await house.close();
    house = await openTwoChannels(undefined, true);
    const asked = lastOf(await begins("Asih"));
    await asksToLink("Asih", "asih-tg");
    const both = [house.says("asih-tg", "telegram", "ya"), house.says("asih-tg", "telegram", "ulang")];
    const heard = (await Promise.all(both)).join("\n---\n") + house.hears("asih-tg", "telegram");
    expect(heard.split(asked)).toHaveLength(3);
    expect(heard).not.toContain(greeting);

    await house.says("asih-tg", "telegram", "lepas");
    const [alone, anew] = await Promise.all([
      house.says("asih-tg", "telegram", "1"),
      house.says("asih-tg", "telegram", "halo"),
    ]);
    expect(alone + anew + house.hears("asih-tg", "telegram")).toMatch(/berdiri sendiri[\s\S]*Kamar Lindung/u);
    expect(lastOf(await house.says("Asih", "simulator", "ulang"))).toBe(asked);
  });
});

describe("a chat that is let go", () => {
  it("stands alone with nothing of the person's, while the talk goes on where it was", async () => {
    const asked = lastOf(await begins("Asih"));
    await link("Asih", "asih-tg");
    const heard = await house.says("asih-tg", "telegram", "lepas", "1");
    expect(heard).toContain("berdiri sendiri");
    expect(heard).not.toContain(asked);
    expect(house.hears("Asih", "simulator")).toContain("Chat Telegram sudah dilepas");
    expect(await house.says("asih-tg", "telegram", "halo")).toContain(greeting);
    expect(lastOf(await house.says("Asih", "simulator", "ulang"))).toBe(asked);
  });

  it("is let go from the first chat, too, and hears of it", async () => {
    const asked = lastOf(await begins("Asih"));
    await link("Asih", "asih-tg");
    const heard = await house.says("Asih", "simulator", "lepas", "1");
    expect(heard).toContain("Sudah dilepas");
    expect(lastOf(heard)).toBe(asked);
    expect(house.hears("asih-tg", "telegram")).toContain("sudah dilepas");
    expect((await house.contact("asih-tg", "telegram")).principalId).toBeUndefined();
  });

  it("is told from another on the same channel by the day when it was last used", async () => {
    await begins("Asih");
    await link("Asih", "asih-tg");
    house.now += 24 * 60 * minute;
    await link("Asih", "asih-tg-2");
    expect(await house.says("Asih", "simulator", "lepas")).toMatch(
      /Telegram, terakhir dipakai .*23 .*\n?[\s\S]*Telegram, terakhir dipakai .*24 /u,
    );
  });

  it("keeps STOP, and stays linked after a no", async () => {
    await begins("Asih");
    await link("Asih", "asih-tg");
    expect(await house.says("asih-tg", "telegram", "lepas", "2")).toContain("tetap tersambung");
    await house.says("Asih", "simulator", "stop", "1");
    await house.says("asih-tg", "telegram", "lepas", "1");
    expect((await house.contact("asih-tg", "telegram")).optedOutAt).toBeDefined();
  });

  it("is no word to somebody with one chat: it may be an answer", async () => {
    await begins("Asih");
    expect(await house.says("Asih", "simulator", "lepas")).not.toContain("chat lain");
  });
});
