import { shorten, splitText, visibleLength } from "../../src/channels/split-text";
import fc from "../support/property";

const family = "👨‍👩‍👧‍👦";

describe("splitting a text", () => {
  it.each([
    ["a text that fits stays whole", "halo dunia", 10, ["halo dunia"]],
    ["paragraphs are kept together", "satu\ndua\n\ntiga\nempat", 12, ["satu\ndua", "tiga\nempat"]],
    ["lines are kept together", "satu dua\ntiga empat", 14, ["satu dua", "tiga empat"]],
    ["words are kept together", "satu dua tiga", 10, ["satu dua", "tiga"]],
    ["a word that is too long is cut", "satuduatiga", 4, ["satu", "duat", "iga"]],
    ["an early line end is no reason for a short part", "a\nbcdefghijklm", 10, ["a\nbcdefghi", "jklm"]],
    ["a family stays together", `aaa${family}b`, 13, ["aaa", `${family}b`]],
    ["a flag stays together", "aa🇮🇩", 5, ["aa", "🇮🇩"]],
    ["a blank text has no parts", " \n ", 10, []],
    ["an indent after a line end is kept", "satu\n  dua", 6, ["satu", "  dua"]],
  ])("%s", (_title, text, limit, parts) => {
    expect(splitText(text, limit)).toEqual(parts);
  });

  const texts = fc.array(
    fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom("\n", "\n\n", " ", family, "🇮🇩", "́".repeat(30))),
    { maxLength: 40 },
  );

  it("gives parts within the limit that hold every visible character in order, and no half of one", () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 2, max: 60 }), (pieces, limit) => {
        const text = pieces.join("");
        const parts = splitText(text, limit);
        for (const part of parts) {
          expect(part.length).toBeLessThanOrEqual(limit);
          expect(part).not.toMatch(/\p{Surrogate}/u);
        }
        const dense = (value: string) => value.replace(/\s/g, "");
        expect(dense(parts.join(""))).toBe(dense(text));
      }),
    );
  });
});

describe("shortening a label", () => {
  it.each([
    ["Daftar", 10, "Daftar"],
    ["Daftar pekerja baru", 10, "Daftar pe…"],
    ["Daftar pekerja", 8, "Daftar…"],
    [`${family}${family}${family}`, 2, `${family}…`],
  ])("%s to %i characters is %s", (label, limit, short) => {
    expect(shorten(label, limit)).toBe(short);
    expect(visibleLength(short)).toBeLessThanOrEqual(limit);
  });
});
