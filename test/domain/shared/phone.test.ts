import { maskPhone, type PhoneNumber, parsePhoneNumber, waMeLink } from "../../../src/domain/shared/phone";
import fc from "../../support/property";

describe("reading a mobile number as people write it (F9.07)", () => {
  it.each([
    ["081234567890", "+6281234567890"],
    ["0812-3456-7890", "+6281234567890"],
    ["0812.3456.7890", "+6281234567890"],
    ["(0812) 34567890", "+6281234567890"],
    ["81234567890", "+6281234567890"],
    ["6281234567890", "+6281234567890"],
    ["62 812 3456 7890", "+6281234567890"],
    ["+62 812-3456-7890", "+6281234567890"],
    ["+62 0812 3456 7890", "+6281234567890"],
    ["+62 (0)812 3456 7890", "+6281234567890"],
    ["0062 812 3456 7890", "+6281234567890"],
    ["o812 3456 7890", "+6281234567890"],
    ["hp saya 0812 3456 7890 (WA)", "+6281234567890"],
    ["٠٨١٢٣٤٥٦٧٨٩٠", "+6281234567890"],
    ["0812345678", "+62812345678"],
    ["0812345678901", "+62812345678901"],
  ])("takes %j", (text, expected) => {
    expect(parsePhoneNumber(text)).toEqual({ ok: true, value: expected });
  });

  it.each([
    ["", { code: "phone.empty" }],
    ["tidak punya", { code: "phone.empty" }],
    ["081234567", { code: "phone.length", digits: 9 }],
    ["0812", { code: "phone.length", digits: 4 }],
    ["08123456789012", { code: "phone.length", digits: 14 }],
    ["3322045708900001", { code: "phone.length", digits: 17 }],
    ["081234567890 / 085711112222", { code: "phone.length", digits: 24 }],
    ["+60 12 345 6789", { code: "phone.foreign" }],
    ["+999 1234 5678", { code: "phone.foreign" }],
    ["0247612345", { code: "phone.not-mobile" }],
  ])("refuses %j and says why", (text, error) => {
    expect(parsePhoneNumber(text)).toEqual({ ok: false, error });
  });

  it("goes by length and not by the operator's prefix, and reads its own result again", () => {
    const national = fc.stringMatching(/^8\d{8,11}$/);
    const prefixes = fc.constantFrom("0", "62", "+62", "+62 0", "");
    fc.assert(
      fc.property(national, prefixes, (digits, prefix) => {
        const read = parsePhoneNumber(prefix + digits);
        expect(read).toEqual({ ok: true, value: `+62${digits}` });
        expect(parsePhoneNumber(`+62${digits}`)).toEqual(read);
      }),
    );
  });

  it("answers anything with a number or a reason", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.stringMatching(/^[+0-9oO ().-]{0,40}$/)),
        (text) => {
          const read = parsePhoneNumber(text);
          if (read.ok) expect(read.value).toMatch(/^\+628\d{8,11}$/);
          else expect(read.error.code).toMatch(/^phone\./);
        },
      ),
    );
  });
});

describe("showing a mobile number", () => {
  const phone = "+6281234567890" as PhoneNumber;

  it("hides its middle from others", () => {
    expect(maskPhone(phone)).toBe("+62812•••••890");
  });

  it("links to WhatsApp without the plus", () => {
    expect(waMeLink(phone)).toBe("https://wa.me/6281234567890");
  });
});
