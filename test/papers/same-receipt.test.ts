import sharp, { type Sharp } from "sharp";
import { looksTheSame, marksOf, type PicturePrint, soughtMarksOf } from "../../src/domain/payment/picture-print";
import { printOf } from "../../src/papers/picture-print";
import { readPrint } from "../../src/papers/print-reader";
import { type BankLook, type DrawnReceipt, drawReceipt } from "../support/drawn-receipts";

const paid: DrawnReceipt = {
  ...{ day: "12 November 2026", time: "09:14:33", reference: "202611120938471" },
  ...{ name: "SUGENG RIYADI", amount: "Rp16.800" },
};
const [width, height] = [1_080, 1_900];
const looks: readonly BankLook[] = ["light", "dark"];

async function printed(bytes: Uint8Array): Promise<PicturePrint> {
  const print = await printOf(bytes);
  if (print === null) throw new Error("the picture could not be opened");
  return print;
}

/** What a phone, a messenger or a hurried hand makes of the same picture. */
const copies: Readonly<Record<string, (png: Buffer) => Sharp>> = {
  "compressed to 20": (png) => sharp(png).jpeg({ quality: 20 }),
  "compressed to 50": (png) => sharp(png).jpeg({ quality: 50 }),
  "compressed to 85": (png) => sharp(png).jpeg({ quality: 85 }),
  "made smaller, as messengers do": (png) => sharp(png).resize(720).jpeg({ quality: 60 }),
  "made half as wide": (png) => sharp(png).resize(540).jpeg({ quality: 70 }),
  "as WebP": (png) => sharp(png).webp({ quality: 50 }),
  ...Object.fromEntries(
    [0.05, 0.1, 0.2].flatMap((share): [string, (png: Buffer) => Sharp][] => {
      const cut = 2 * Math.round((height * share) / 2);
      const side = Math.round(width * share * 0.25);
      return [
        [
          `without the upper ${share}`,
          (png) =>
            sharp(png)
              .extract({ left: 0, top: cut, width, height: height - cut })
              .jpeg({ quality: 60 }),
        ],
        [
          `without the lower ${share}`,
          (png) =>
            sharp(png)
              .extract({ left: 0, top: 0, width, height: height - cut })
              .jpeg({ quality: 60 }),
        ],
        [
          `cut all around by ${share} and made smaller`,
          (png) =>
            sharp(png)
              .extract({ left: side, top: cut / 2, width: width - 2 * side, height: height - cut })
              .resize(720)
              .jpeg({ quality: 60 }),
        ],
      ];
    }),
  ),
};

/** What is tried with light letters on a dark ground: reading those takes as long, and differs in nothing else. */
const onDark = [
  "compressed to 20",
  "made half as wide",
  "without the upper 0.1",
  "of the next month",
  "of the same minute",
];
const cases = (names: readonly string[]) =>
  looks.flatMap((look) =>
    names.filter((name) => look === "light" || onDark.includes(name)).map((name) => [look, name] as const),
  );

/** Other payments at the same bank: the more alike, the further down. */
const others: Readonly<Record<string, DrawnReceipt>> = {
  "of the next month": { ...paid, day: "11 Desember 2026", time: "10:02:51", reference: "202612111047316" },
  "of somebody else": { ...paid, name: "SRI WAHYUNI", time: "09:20:11", reference: "202611120948822" },
  "of another amount": { ...paid, amount: "Rp36.800", time: "09:20:11", reference: "202611120948822" },
  "of the same minute": { ...paid, time: "09:14:58", reference: "202611120938592" },
};

describe("a receipt that was sent before", () => {
  const originals = new Map<BankLook, { png: Buffer; print: PicturePrint }>();
  beforeAll(async () => {
    for (const look of looks) {
      const png = await drawReceipt(paid, look);
      originals.set(look, { png, print: await printed(png) });
    }
  });
  const originalOf = (look: BankLook) => originals.get(look) as { png: Buffer; print: PicturePrint };

  it.each(cases(Object.keys(copies)))("is known again (%s): %s", async (look, copy) => {
    const { png, print } = originalOf(look);
    const again = await printed(await (copies[copy] as (png: Buffer) => Sharp)(png).toBuffer());
    expect([looksTheSame(again, print), looksTheSame(print, again)]).toEqual([true, true]);
    const kept = new Set(marksOf(print));
    expect(
      soughtMarksOf(again)
        .flat()
        .some((mark) => kept.has(mark)),
    ).toBe(true);
  });

  it.each(cases(Object.keys(others)))("is another than one at the same bank (%s): %s", async (look, other) => {
    const png = await drawReceipt(others[other] as DrawnReceipt, look);
    for (const file of [png, await sharp(png).resize(720).jpeg({ quality: 60 }).toBuffer()])
      expect(looksTheSame(await printed(file), originalOf(look).print)).toBe(false);
  });

  it("is another than one of another bank, a blank picture, and what is no picture", async () => {
    const [light, dark] = [originalOf("light").print, originalOf("dark").print];
    expect(looksTheSame(light, dark)).toBe(false);
    const blank = await sharp({ create: { width: 600, height: 900, channels: 3, background: "#888888" } })
      .png()
      .toBuffer();
    expect(looksTheSame(await printed(blank), light)).toBe(false);
    expect(await printOf(Buffer.from("no picture"))).toBeNull();
  });

  it("is looked at in a thread of its own, with the same result, and a broken file ends only that", async () => {
    const { png, print } = originalOf("light");
    expect(await readPrint(Buffer.from("no picture"))).toBeNull();
    expect(await readPrint(png)).toEqual(print);
  });

  it("is looked for by few enough marks, whatever the picture", () => {
    for (const look of looks) {
      expect(marksOf(originalOf(look).print).length).toBeLessThanOrEqual(60);
      expect(soughtMarksOf(originalOf(look).print).length).toBeLessThanOrEqual(10);
      expect(soughtMarksOf(originalOf(look).print).flat().length).toBeLessThanOrEqual(60 * 32);
    }
  });
});
