/** Where a word stands on a picture, in points of the width in which all pictures are looked at; right and lower edge are outside. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** One word of a picture: where it stands, and which of its fields are lighter than most. */
export interface PrintedWord {
  readonly box: Box;
  /** `1` where a field is light, from the upper left on, row by row; a capital letter stands where it could be seen either way. */
  readonly fields: string;
}

/** By what a picture is known again when it was cropped, scaled or compressed: its words, the widest first. */
export interface PicturePrint {
  readonly width: number;
  readonly height: number;
  readonly words: readonly PrintedWord[];
}

/** So many fields a word is looked at in, across and down. */
export const printFields = { across: 48, down: 4 } as const;
/** The fields of a word in parts, each of so many columns: a number that differs in one figure differs in one part. */
const columnsOfPart = 8;
const parts = printFields.across / columnsOfPart;

/** What a field looks like: dark or light, or rather so but not for sure. */
export const fieldSigns = { dark: "0", light: "1", darkish: "a", lightish: "b" } as const;

/** Words of which no part differs by more than this share of its fields, nor all parts together by that, look the same. */
const alike = { part: 0.3, word: 0.08 } as const;
/** So many words must be on both before they can look the same, and this share of those of the picture with fewer. */
const least = { words: 7, share: 0.4 } as const;
/** After one was laid on the other, two boxes cover each other by at least this share where they are the same word. */
const sameBox = 0.85;

/**
 * Whether two pictures seem to be of one and the same receipt: every word that both show looks the same. Another receipt of
 * the same bank has other figures in the same places.
 */
export function looksTheSame(one: PicturePrint, other: PicturePrint): boolean {
  const placing = layOn(one.words, other.words);
  if (placing === null) return false;
  const pairs = pairsOf(one, other, placing);
  const enough = Math.max(least.words, least.share * Math.min(one.words.length, other.words.length));
  return pairs.length >= enough && pairs.every(([a, b]) => isSameWord(a, b));
}

/** How near to the edge of a picture a word may have been cut. Points. */
const edge = 3;

/** Where a point of one picture lies on the other: a cropped or a smaller copy is moved and scaled, never turned. */
interface Placing {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

type Pair = readonly [PrintedWord, PrintedWord];

const widthOf = ({ left, right }: Box): number => right - left;
const heightOf = ({ top, bottom }: Box): number => bottom - top;

/** The placing in which most words that look the same lie on each other. */
function layOn(one: readonly PrintedWord[], other: readonly PrintedWord[]): Placing | null {
  const same = one.flatMap((a) => other.filter((b) => isSameWord(a, b)).map((b): Pair => [a, b]));
  let best: readonly Pair[] = [];
  for (const [a, b] of same) {
    const found = same.filter(([c, d]) => coverage(moved(c.box, placingBy(a.box, b.box)), d.box) >= sameBox);
    if (found.length > best.length) best = found;
  }
  return best.length < 2 ? null : fitted(best);
}

function placingBy(a: Box, b: Box): Placing {
  const scale = widthOf(b) / widthOf(a);
  return { scale, x: b.left - a.left * scale, y: b.top - a.top * scale };
}

/** The placing that fits all pairs best: that of their middles, least squares. */
function fitted(pairs: readonly Pair[]): Placing {
  const points = pairs.map(([a, b]) => [middleOf(a.box), middleOf(b.box)] as const);
  const mean = (of: (pair: (typeof points)[number]) => number): number =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [ax, ay, bx, by] = [mean(([a]) => a.x), mean(([a]) => a.y), mean(([, b]) => b.x), mean(([, b]) => b.y)];
  const spread = mean(([a]) => (a.x - ax) ** 2 + (a.y - ay) ** 2);
  const together = mean(([a, b]) => (a.x - ax) * (b.x - bx) + (a.y - ay) * (b.y - by));
  const scale = spread === 0 ? 1 : together / spread;
  return { scale, x: bx - ax * scale, y: by - ay * scale };
}

const middleOf = ({ left, right, top, bottom }: Box) => ({ x: (left + right) / 2, y: (top + bottom) / 2 });

function moved({ left, top, right, bottom }: Box, { scale, x, y }: Placing): Box {
  return { left: left * scale + x, top: top * scale + y, right: right * scale + x, bottom: bottom * scale + y };
}

/** The share of both boxes together that lies in both. */
function coverage(a: Box, b: Box): number {
  const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  if (across <= 0 || down <= 0) return 0;
  return (across * down) / (widthOf(a) * heightOf(a) + widthOf(b) * heightOf(b) - across * down);
}

/** The words that stand in the same place on both; one that a crop has cut through says nothing. */
function pairsOf(one: PicturePrint, other: PicturePrint, placing: Placing): readonly Pair[] {
  const back = { scale: 1 / placing.scale, x: -placing.x / placing.scale, y: -placing.y / placing.scale };
  return one.words.flatMap((a) => {
    const box = moved(a.box, placing);
    const b = other.words.find((word) => coverage(box, word.box) >= sameBox);
    if (b === undefined || !isWithin(box, other) || !isWithin(moved(b.box, back), one)) return [];
    return [[a, b] as const];
  });
}

const isWithin = ({ left, top, right, bottom }: Box, { width, height }: PicturePrint): boolean =>
  left >= edge && top >= edge && right <= width - edge && bottom <= height - edge;

function isSameWord(a: PrintedWord, b: PrintedWord): boolean {
  const [shape, otherShape] = [widthOf(a.box) / heightOf(a.box), widthOf(b.box) / heightOf(b.box)];
  if (Math.max(shape / otherShape, otherShape / shape) > 1.25) return false;
  const shares = Array.from({ length: parts }, (_, part) => differing(a.fields, b.fields, part));
  return Math.max(...shares) <= alike.part && shares.reduce((sum, share) => sum + share, 0) / parts <= alike.word;
}

/** Of the fields of a part that both show for sure, the share that is light in one and dark in the other. */
function differing(a: string, b: string, part: number): number {
  let [sure, different] = [0, 0];
  for (const index of fieldsOfPart[part] ?? []) {
    const [one, other] = [a[index], b[index]];
    if (!isSure(one) || !isSure(other)) continue;
    sure += 1;
    if (one !== other) different += 1;
  }
  return sure === 0 ? 0 : different / sure;
}

const isSure = (sign: string | undefined): boolean => sign === fieldSigns.dark || sign === fieldSigns.light;

const fieldsOfPart: readonly (readonly number[])[] = Array.from({ length: parts }, (_, part) =>
  Array.from({ length: printFields.across * printFields.down }, (_, index) => index).filter(
    (index) => Math.floor((index % printFields.across) / columnsOfPart) === part,
  ),
);

/** Words whose marks are kept and looked for: the widest, which the numbers of a receipt are among. */
const markedWords = 10;
/** A part with more fields than this that could be seen either way is not looked for. */
const mostUnsure = 5;

/** What a picture is found by among all: a mark for each part of its widest words. */
export function marksOf({ words }: PicturePrint): readonly string[] {
  return words.slice(0, markedWords).flatMap(({ fields }) => partsOf(fields).map(([part, signs]) => mark(part, signs)));
}

/** The marks that a picture is looked for by, word by word: an unsure field may be kept dark or light. */
export function soughtMarksOf({ words }: PicturePrint): readonly (readonly string[])[] {
  return words.slice(0, markedWords).map(({ fields }) =>
    partsOf(fields)
      .filter(([, signs]) => signs.replace(/[01]/gu, "").length <= mostUnsure)
      .flatMap(([part, signs]) => variantsOf(signs).map((variant) => mark(part, variant))),
  );
}

const partsOf = (fields: string): readonly (readonly [number, string])[] =>
  fieldsOfPart.map((indexes, part) => [part, indexes.map((index) => fields[index] ?? "").join("")] as const);

const mark = (part: number, signs: string): string =>
  `${part}${signs.replaceAll(fieldSigns.darkish, fieldSigns.dark).replaceAll(fieldSigns.lightish, fieldSigns.light)}`;

function variantsOf(signs: string): readonly string[] {
  const at = signs.search(/[^01]/u);
  if (at < 0) return [signs];
  return [fieldSigns.dark, fieldSigns.light].flatMap((sign) =>
    variantsOf(signs.slice(0, at) + sign + signs.slice(at + 1)),
  );
}
