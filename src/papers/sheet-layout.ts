import type { Text } from "../domain/shared/text";
import type { Sheet, SheetLine } from "../operations/papers";
import { column, drawing, type Element, row, type Style, wholeWords, words } from "./element";
import { fontFamily } from "./fonts";

/** How wide a picture is, in pixels: what phones show without making it larger or smaller than it is by much. */
export const sheetWidth = 1_080;

const ink = "#1d2a2a";
const faint = "#51605f";
const margin = 64;

interface Look {
  readonly head: string;
  readonly onHead: string;
  readonly strong: string;
  readonly panel: string;
  readonly rule: string;
}

const looks: Readonly<Record<Sheet["look"], Look>> = {
  receipt: { head: "#0b5d5e", onHead: "#ffffff", strong: "#0b5d5e", panel: "#eef6f5", rule: "#cfdedd" },
  thanks: { head: "#8a3a12", onHead: "#ffffff", strong: "#8a3a12", panel: "#fdf3e7", rule: "#ecd9c0" },
};

/** A roof over two people: the sign of the service. */
const sign = (color: string, ground: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96" viewBox="0 0 96 96">
<path d="M48 8 L90 42 L80 42 L80 86 L16 86 L16 42 L6 42 Z" fill="${color}"/>
<circle cx="37" cy="50" r="8" fill="${ground}"/><path d="M23 80 a14 18 0 0 1 28 0 Z" fill="${ground}"/>
<circle cx="61" cy="56" r="6" fill="${ground}"/><path d="M51 80 a11 14 0 0 1 21 0 Z" fill="${ground}"/></svg>`;

/** Lays a sheet out from head to foot; `say` puts its texts into words. */
export function layOut(sheet: Sheet, say: (text: Text) => string): Element {
  const look = looks[sheet.look];
  return column(
    { width: sheetWidth, backgroundColor: "#ffffff", color: ink, fontFamily, fontSize: 40, lineHeight: 1.3 },
    head(say, look),
    column(
      { padding: `${margin - 12}px ${margin}px ${margin}px`, gap: 40 },
      words({ fontSize: 60, fontWeight: 700, lineHeight: 1.15 }, say(sheet.title)),
      figure(sheet.figure, look, say),
      ...(sheet.lines.length > 0 ? [list(sheet, look, say)] : []),
      ...(sheet.facts.length > 0 ? [column({ gap: 20 }, ...sheet.facts.map((fact) => factBox(fact, say)))] : []),
      ...(sheet.code ? [codeBox(sheet.code, look, say)] : []),
      column({ gap: 16 }, ...sheet.closing.map((text) => closing(sheet.look, say(text)))),
    ),
  );
}

function head(say: (text: Text) => string, { head: ground, onHead }: Look): Element {
  return row(
    { backgroundColor: ground, color: onHead, padding: `36px ${margin}px`, alignItems: "center", gap: 32 },
    drawing(sign(onHead, ground), 96, 96),
    column(
      {},
      words({ fontSize: 52, fontWeight: 700, lineHeight: 1.1 }, say({ key: "receipt.service" })),
      words({ fontSize: 34 }, say({ key: "receipt.regency" })),
    ),
  );
}

function figure({ label, value, below }: Sheet["figure"], look: Look, say: (text: Text) => string): Element {
  return column(
    { backgroundColor: look.panel, borderRadius: 28, padding: "36px 44px" },
    words({ fontSize: 38, color: faint }, say(label)),
    words({ fontSize: 96, fontWeight: 700, color: look.strong, lineHeight: 1.15 }, say(value)),
    ...(below ? [words({ fontSize: 42 }, say(below))] : []),
  );
}

function list({ lines, more }: Sheet, look: Look, say: (text: Text) => string): Element {
  const last = lines.length - 1 + (more ? 1 : 0);
  const ruled = (index: number): Style =>
    index === last ? {} : { borderBottomWidth: 2, borderBottomStyle: "solid", borderBottomColor: look.rule };
  return column(
    {},
    ...lines.map((line, index) => lineBox(line, ruled(index), say)),
    ...(more ? [words({ padding: "18px 0", color: faint }, say(more))] : []),
  );
}

function lineBox({ left, below, right }: SheetLine, rule: Style, say: (text: Text) => string): Element {
  return row(
    { ...rule, justifyContent: "space-between", alignItems: "center", padding: "18px 0", gap: 32 },
    column(
      { flexShrink: 1, maxWidth: 640 },
      words({ fontWeight: 700, lineHeight: 1.2 }, say(left)),
      ...(below ? [words({ fontSize: 36, color: faint }, say(below))] : []),
    ),
    ...(right ? [words({ flexShrink: 0 }, say(right))] : []),
  );
}

function factBox({ label, value }: Sheet["facts"][number], say: (text: Text) => string): Element {
  return column(
    {},
    words({ fontSize: 34, color: faint, lineHeight: 1.2 }, say(label)),
    words({ lineHeight: 1.25 }, say(value)),
  );
}

function codeBox({ label, value, how }: NonNullable<Sheet["code"]>, look: Look, say: (text: Text) => string): Element {
  return column(
    { borderWidth: 4, borderStyle: "solid", borderColor: look.strong, borderRadius: 28, padding: "32px 44px", gap: 6 },
    words({ fontSize: 38, color: faint }, say(label)),
    words({ fontSize: 84, fontWeight: 700, letterSpacing: 4, lineHeight: 1.15 }, value),
    wholeWords({ fontSize: 36, lineHeight: 1.3 }, say(how), 10),
  );
}

function closing(look: Sheet["look"], text: string): Element {
  return look === "thanks"
    ? words({ fontSize: 42, lineHeight: 1.35 }, text)
    : words({ fontSize: 34, color: faint, lineHeight: 1.3 }, text);
}
