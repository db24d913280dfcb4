import { ownRegistrationAnswers, registrationAnswers } from "../support/house-people";
import { openTwoChannels, type TwoChannels } from "../support/two-channels";

let house: TwoChannels;
beforeEach(async () => {
  house = await openTwoChannels();
});
afterEach(() => house.close());

const codeIn = (text: string): string => /[2-9A-Z]{3}-[2-9A-Z]{3}/u.exec(text)?.[0] ?? "";
/** Somebody who has agreed and stands at the question for the name. */
const upToName = registrationAnswers(1).slice(0, 5);

describe("one person with two chats", () => {
  it("goes on at the same question in the chat that was linked, and hears of it in the other", async () => {
    const asked = await house.says("Asih", "simulator", ...upToName);
    const code = codeIn(await house.says("Asih", "simulator", "sambung"));
    expect(code).not.toBe("");

    const there = await house.says("asih-tg", "telegram", `SAMBUNG ${code}`);
    expect(there).toContain("sudah tersambung dengan simulator");
    expect(there).toContain(asked.split("\n---\n").at(-1) ?? "?");
    expect(house.hears("Asih", "simulator")).toContain("Chat Telegram baru saja disambung");

    const next = await house.says("asih-tg", "telegram", "Sumarni Lestari");
    expect(next).not.toContain("selamat datang");
    const back = await house.says("Asih", "simulator", "ulang");
    expect(back).toContain(next.split("\n---\n").at(-1) ?? "?");
  });
});
