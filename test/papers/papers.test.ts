import sharp from "sharp";
import { createI18n } from "../../src/i18n";
import type { Sheet } from "../../src/operations/papers";
import type { Element } from "../../src/papers/element";
import { createPapers } from "../../src/papers/papers";
import { layOut } from "../../src/papers/sheet-layout";

const translator = createI18n();
const papers = createPapers({ words: (text, language) => translator.render(text, language) });
const rupiahs = (amount: number) => ({ key: "receipt.rupiah", params: { amount } });
const line = (name: string) => ({
  left: { key: "receipt.name", params: { name, village: "Kopeng" } },
  right: rupiahs(16_800),
});
const sheet = (changes: Partial<Sheet> = {}): Sheet => ({
  look: "receipt",
  title: { key: "receipt.title" },
  figure: { label: { key: "receipt.amount" }, value: rupiahs(16_800) },
  lines: [line("Sumarni")],
  facts: [{ label: { key: "receipt.checked-by" }, value: { key: "receipt.office.all" } }],
  code: { label: { key: "receipt.code" }, value: "7K3-M9Q-XRT", how: { key: "receipt.how", params: { code: "7K3" } } },
  closing: [{ key: "receipt.no-money" }],
  ...changes,
});

describe("a picture of ours", () => {
  it("is as wide as a phone shows it, small, and the same whenever it is drawn", async () => {
    const [one, again] = [await papers.draw(sheet(), "id"), await papers.draw(sheet(), "id")];
    expect(Buffer.compare(one, again)).toBe(0);
    const { format, width, height } = await sharp(one).metadata();
    expect([format, width, (height ?? 0) > 900]).toEqual(["png", 1_080, true]);
    expect(one.length).toBeLessThan(150_000);
  });

  it("says what it is told to: another code or language is another picture", async () => {
    const first = await papers.draw(sheet(), "id");
    const other = sheet({
      code: { label: { key: "receipt.code" }, value: "7K3-M9Q-XRR", how: { key: "receipt.title" } },
    });
    for (const drawn of [await papers.draw(other, "id"), await papers.draw(sheet(), "en")])
      expect(Buffer.compare(first, drawn)).not.toBe(0);
  });

  it("leaves out what its letters cannot write instead of drawing boxes, and grows with its lines", async () => {
    const [plain, decorated] = [sheet(), sheet({ lines: [line("Sumarni\u{1f600}")] })];
    expect(Buffer.compare(await papers.draw(plain, "id"), await papers.draw(decorated, "id"))).toBe(0);
    const long = sheet({
      lines: Array.from({ length: 14 }, (_, index) => line(`Sumarni Nama Yang Panjang Sekali ${index}`)),
    });
    const [short, tall] = [await papers.draw(sheet(), "id"), await papers.draw(long, "id")];
    const heights = await Promise.all([short, tall].map(async (bytes) => (await sharp(bytes).metadata()).height ?? 0));
    expect((heights[1] ?? 0) - (heights[0] ?? 0)).toBeGreaterThan(1_000);
  });

  it("never breaks the line within the words that are to be sent to check it", () => {
    const how = { key: "receipt.how", params: { code: "WG2-C9K-8XM" } };
    const drawn = layOut(sheet({ code: { label: { key: "receipt.code" }, value: "WG2-C9K-8XM", how } }), (text) =>
      translator.render(text, "id"),
    );
    const boxes = (element: Element): readonly Element[] => [
      element,
      ...(element.props.children ?? []).flatMap((child) => (typeof child === "string" ? [] : boxes(child))),
    ];
    const holding = boxes(drawn).filter(({ props }) =>
      props.children?.some((child) => /^CEK\sWG2-C9K-8XM$/u.test(`${child}`)),
    );
    expect(holding.map(({ props }) => props.style["whiteSpace"])).toEqual(["nowrap"]);
  });
});
