import type { Box } from "../domain/payment/picture-print";
import type { GrayPicture } from "./gray-picture";

/** How far around a point its ground is looked at, in pixels. */
const groundReach = 40;
/** How much darker or lighter than its ground something is that was written, of 255. */
const leastContrast = 40;
/** Letters of a height between these are read; what is larger is a drawing. Pixels. */
const letterHeight = { least: 7, most: 90 } as const;
/** Letters that stand nearer than this share of their height are one word. */
const wordGap = 0.45;

/** The written words of a picture, the widest first: groups of letters that stand beside each other. */
export function wordsOf(picture: GrayPicture): readonly Box[] {
  const letters = connected(inkOf(picture), picture).filter(isLetter);
  return joined(letters).sort((a, b) => widthOf(b) - widthOf(a) || a.top - b.top || a.left - b.left);
}

/** The width of a box. */
export const widthOf = ({ left, right }: Box): number => right - left;
/** The height of a box. */
export const heightOf = ({ top, bottom }: Box): number => bottom - top;

function isLetter(box: Box): boolean {
  const height = heightOf(box);
  return height <= letterHeight.most && widthOf(box) <= letterHeight.most * 2 && height >= 2;
}

/** Which points are ink: those that differ from the ground around them, whether dark on light or light on dark. */
function inkOf(picture: GrayPicture): Uint8Array {
  // Where much is written the ground seems darker than it is; looked at again without the writing it is itself.
  return unlikeGround(picture, unlikeGround(picture));
}

/** Which points differ from the mean of those around them that are not left out. */
function unlikeGround(picture: GrayPicture, leftOut?: Uint8Array): Uint8Array {
  const { width, height, pixels } = picture;
  const kept = leftOut && pixels.map((value, index) => (leftOut[index] === 1 ? 0 : value));
  const sums = areaSums({ width, height, pixels: kept ?? pixels });
  const counts = leftOut && areaSums({ width, height, pixels: leftOut });
  const stride = width + 1;
  const unlike = new Uint8Array(pixels.length);
  for (let y = 0; y < height; y += 1) {
    const [upper, lower] = [Math.max(0, y - groundReach), Math.min(height, y + groundReach + 1)];
    const [top, bottom] = [upper * stride, lower * stride];
    for (let x = 0; x < width; x += 1) {
      const [left, right] = [Math.max(0, x - groundReach), Math.min(width, x + groundReach + 1)];
      const within = (of: Float64Array): number =>
        at(of, bottom + right) - at(of, bottom + left) - at(of, top + right) + at(of, top + left);
      const area = (right - left) * (lower - upper) - (counts ? within(counts) : 0);
      const ground = area > 0 ? within(sums) / area : at(pixels, y * width + x);
      if (Math.abs(at(pixels, y * width + x) - ground) > leastContrast) unlike[y * width + x] = 1;
    }
  }
  return unlike;
}

const at = (values: Float64Array | Uint8Array, index: number): number => values[index] ?? 0;

/** Sums from the upper left corner on, by which the sum of any box is four of them; one column and one row more than points. */
export function areaSums({ width, height, pixels }: GrayPicture): Float64Array {
  const stride = width + 1;
  const sums = new Float64Array(stride * (height + 1));
  for (let y = 0; y < height; y += 1)
    for (let x = 0, row = 0; x < width; x += 1) {
      row += at(pixels, y * width + x);
      sums[(y + 1) * stride + x + 1] = at(sums, y * stride + x + 1) + row;
    }
  return sums;
}

/** The boxes of all points of ink that touch each other. */
function connected(ink: Uint8Array, { width, height }: GrayPicture): Box[] {
  const rest = Uint8Array.from(ink);
  const boxes: Box[] = [];
  for (let start = 0; start < rest.length; start += 1)
    if (rest[start] === 1) boxes.push(takeConnected(rest, start, width, height));
  return boxes;
}

/** Takes all ink that hangs together with this point away and says in which box it was. */
function takeConnected(rest: Uint8Array, start: number, width: number, height: number): Box {
  let [left, right, top, bottom] = [width, 0, height, 0];
  const stack = [start];
  rest[start] = 0;
  for (let index = stack.pop(); index !== undefined; index = stack.pop()) {
    const x = index % width;
    const y = (index - x) / width;
    [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
    for (let dy = -1; dy <= 1; dy += 1)
      for (let dx = -1; dx <= 1; dx += 1) {
        const next = index + dy * width + dx;
        if (x + dx < 0 || x + dx >= width || rest[next] !== 1) continue;
        rest[next] = 0;
        stack.push(next);
      }
  }
  return { left, top, right: right + 1, bottom: bottom + 1 };
}

/** Letters beside each other become words; a dot or a comma belongs to the letters it stands between. */
function joined(letters: readonly Box[]): Box[] {
  const rest = [...letters].sort((a, b) => a.left - b.left);
  const tall = rest.filter((box) => heightOf(box) >= letterHeight.least);
  const words: Box[] = [];
  for (const letter of tall) {
    const at = words.findLastIndex((word) => belongs(word, letter));
    const word = words[at];
    if (word === undefined) words.push(letter);
    else words[at] = around(word, letter);
  }
  return words.filter((word) => widthOf(word) >= 2 * heightOf(word) && heightOf(word) <= letterHeight.most);
}

function belongs(word: Box, letter: Box): boolean {
  const height = Math.max(heightOf(word), heightOf(letter));
  const overlap = Math.min(word.bottom, letter.bottom) - Math.max(word.top, letter.top);
  return overlap > 0.5 * Math.min(heightOf(word), heightOf(letter)) && letter.left - word.right < wordGap * height;
}

const around = (a: Box, b: Box): Box => ({
  left: Math.min(a.left, b.left),
  top: Math.min(a.top, b.top),
  right: Math.max(a.right, b.right),
  bottom: Math.max(a.bottom, b.bottom),
});
