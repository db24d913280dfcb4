import { readLinkCode } from "../../../src/conversation/answers/entry-words";
import { makeLinkCode, parseLinkCode } from "../../../src/domain/messaging/link-code";
import fc from "../../support/property";

const bytes = fc.uint8Array({ minLength: 16, maxLength: 32 });

describe("a code that links a chat", () => {
  it("is read back however it is typed, and never looks like a number", () => {
    fc.assert(
      fc.property(bytes, (drawn) => {
        const code = makeLinkCode(drawn);
        expect(code).toMatch(/^[2-9A-Z]{3}-[2-9A-Z]{3}$/);
        expect(code).toMatch(/[A-Z]/);
        for (const typed of [code, code.toLowerCase(), code.replace("-", ""), ` ${code.replace("-", " ")} `])
          expect(parseLinkCode(typed)).toEqual({ ok: true, value: code });
        for (const typed of [code, `SAMBUNG ${code}`, `sambung-${code}`, `sambungkan ${code.replace("-", "")}`])
          expect(readLinkCode(typed)).toBe(code);
      }),
    );
    expect(makeLinkCode(new Uint8Array(16))).toMatch(/[A-Z]/);
  });

  it.each([
    ["SAMBUNG 4K7-2Q", "4K7-2Q"],
    ["sambung 4k7 2qxx", "4k7 2qxx"],
    ["Sambung: AEI-OUL", "AEI-OUL"],
    ["SAMBUNG 0000000", "0000000"],
    ["sambungkan <kode>", "<kode>"],
  ])("is heard after its word as it was mistyped: %p", (typed, meant) => {
    expect(readLinkCode(typed)).toBe(meant);
  });

  it.each([
    "",
    "222",
    "AAA-AAA",
    "222-333",
    "0812-345",
    "sambung",
    "sambung hp",
    "sambung whatsapp",
    "sambung ke petugas",
    "sambungkan petugas",
    "sambung saja nanti",
    "sambung 2 hp bisa?",
    "kode pos",
    "Budi-Ani",
    "22-33",
  ])("is not heard in %p", (typed) => {
    expect(readLinkCode(typed)).toBeNull();
  });
});
