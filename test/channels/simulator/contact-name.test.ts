import { contactIdOf, NAME_LIMIT, parseContactName } from "../../../src/channels/simulator/contact-name";
import fc from "../../support/property";

describe("the name of a simulated person", () => {
  it.each([
    ["Siti", "Siti"],
    ["  Bu   Siti \t Aminah ", "Bu Siti Aminah"],
    ["Jose\u0301", "José"],
    ["Si\u200Bti", "Si ti"],
    ["a".repeat(40), "a".repeat(40)],
    ["😀".repeat(40), "😀".repeat(40)],
  ])("is kept in one form: %j", (typed, name) => {
    expect(parseContactName(typed)).toEqual({ ok: true, value: name });
  });

  it.each(["", "   ", "\u200B", "\n", "a".repeat(41)])("is refused when it is empty or too long: %j", (typed) => {
    expect(parseContactName(typed)).toEqual({ ok: false, error: "simulator.error.name" });
  });

  it("reads its own result as the same name, and never one that is too long or has a line end", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), (typed) => {
        const name = parseContactName(typed);
        if (!name.ok) return;
        expect([...name.value].length).toBeLessThanOrEqual(NAME_LIMIT);
        expect(name.value).not.toMatch(/[\r\n]/);
        expect(parseContactName(name.value)).toEqual(name);
      }),
    );
  });

  it("has an id that stays the same, differs from name to name, and does not show the name", () => {
    expect(contactIdOf("Siti")).toBe(contactIdOf("Siti"));
    expect(contactIdOf("Siti")).not.toBe(contactIdOf("siti"));
    expect(contactIdOf("Siti")).toMatch(/^[0-9a-f]{20}$/);
  });
});
