import { makeRegistrationNumber, parseRegistrationNumber } from "../../../src/domain/shared/registration-number";
import fc from "../../support/property";

const bytes = fc.uint8Array({ minLength: 8, maxLength: 16 });
const ALPHABET = "23456789CDFGHJKMPQRTWXY";
const plain = (number: string) => number.replace(/^KL-|-/g, "");

describe("a registration number", () => {
  it("is short and has no character that is easily mistaken for another", () => {
    fc.assert(
      fc.property(bytes, (random) => {
        expect(makeRegistrationNumber(random)).toMatch(/^KL-[2-9CDFGHJKMPQRTWXY]{4}-[2-9CDFGHJKMPQRTWXY]{3}$/);
      }),
    );
  });

  it("is the same for the same bytes, and nearly always another for others", () => {
    const drawn = new Set<string>();
    for (let index = 0; index < 2000; index += 1) {
      const random = new Uint8Array(8);
      new DataView(random.buffer).setBigUint64(0, BigInt(index) * 0x9e3779b97f4a7n);
      expect(makeRegistrationNumber(random)).toBe(makeRegistrationNumber(random));
      drawn.add(makeRegistrationNumber(random));
    }
    expect(drawn.size).toBeGreaterThan(1990);
  });

  it("is not drawn from too little randomness", () => {
    expect(() => makeRegistrationNumber(new Uint8Array(7))).toThrow("at least 8");
  });

  it("is read in any case, with or without KL and dashes, with words before it", () => {
    fc.assert(
      fc.property(bytes, (random) => {
        const number = makeRegistrationNumber(random);
        const spaced = [...plain(number)].join(" ");
        for (const typed of [
          number,
          number.toLowerCase(),
          plain(number),
          spaced,
          `k l ${spaced}`,
          ` nomor saya: ${number}. `,
          number.replaceAll("-", "–"),
        ])
          expect(parseRegistrationNumber(typed)).toEqual({ ok: true, value: number });
      }),
    );
  });

  it("forgives B for 8, S for 5, Z for 2 and N for M", () => {
    const number = makeRegistrationNumber(new Uint8Array([9, 1, 1, 7, 3, 2, 8, 4]));
    fc.assert(
      fc.property(bytes, (random) => {
        const drawn = makeRegistrationNumber(random);
        const misread = plain(drawn).replace(/8/g, "B").replace(/5/g, "S").replace(/2/g, "Z").replace(/M/g, "N");
        expect(parseRegistrationNumber(misread)).toEqual({ ok: true, value: drawn });
      }),
    );
    expect(parseRegistrationNumber(number).ok).toBe(true);
  });

  it("with any one character wrong is noticed", () => {
    fc.assert(
      fc.property(bytes, fc.nat(6), (random, place) => {
        const number = plain(makeRegistrationNumber(random));
        for (const other of ALPHABET.replace(number.charAt(place), "")) {
          const wrong = number.slice(0, place) + other + number.slice(place + 1);
          expect(parseRegistrationNumber(wrong)).toEqual({ ok: false, error: { code: "registration-number.check" } });
        }
      }),
    );
  });

  it("with any two characters swapped is noticed, neighbours or not", () => {
    fc.assert(
      fc.property(bytes, fc.nat(6), fc.nat(6), (random, a, b) => {
        const characters = [...plain(makeRegistrationNumber(random))];
        const [first, second] = [characters[a] ?? "", characters[b] ?? ""];
        fc.pre(first !== second);
        characters[a] = second;
        characters[b] = first;
        expect(parseRegistrationNumber(characters.join(""))).toMatchObject({ ok: false });
      }),
    );
  });

  it.each([
    ["", { code: "registration-number.empty" }],
    ["KL-", { code: "registration-number.empty" }],
    ["KL-7K3M", { code: "registration-number.length", count: 4 }],
    ["KL-7K3M-9QXX", { code: "registration-number.length", count: 8 }],
    ["KL-7K3M-9Q0", { code: "registration-number.character", character: "0" }],
    ["KL-7K3A-9QX", { code: "registration-number.character", character: "A" }],
  ])("is not read from %j", (text, error) => {
    expect(parseRegistrationNumber(text)).toEqual({ ok: false, error });
  });

  it("answers anything with a number or a reason", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const read = parseRegistrationNumber(text);
        if (read.ok) expect(parseRegistrationNumber(read.value)).toEqual(read);
        else expect(read.error.code).toMatch(/^registration-number\./);
      }),
    );
  });
});
