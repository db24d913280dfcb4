import {
  type Box,
  fieldSigns,
  type PicturePrint,
  type PrintedWord,
  printFields,
} from "../domain/payment/picture-print";
import { grayPicture } from "./gray-picture";
import { areaSums, heightOf, widthOf, wordsOf } from "./picture-words";

/** How many words of a picture are kept, the widest first: numbers and names rather than "Rp". */
const mostWords = 28;
/** Nearer than this share of the word's contrast to the middle, a field can be seen either way. */
const unsure = 0.12;

/** What is kept of a picture to know it again; null where it cannot be opened. */
export async function printOf(bytes: Uint8Array): Promise<PicturePrint | null> {
  const picture = await grayPicture(bytes);
  if (picture === null) return null;
  const sums = areaSums(picture);
  const { width, height } = picture;
  const words = wordsOf(picture)
    .slice(0, mostWords)
    .map((box) => printedWord(sums, width + 1, box));
  return { width, height, words };
}

function printedWord(sums: Float64Array, stride: number, box: Box): PrintedWord {
  const means = fieldMeans(sums, stride, box);
  const [darkest, lightest] = [Math.min(...means), Math.max(...means)];
  const middle = (darkest + lightest) / 2;
  const margin = (lightest - darkest) * unsure;
  const sign = (mean: number): string => {
    const isSure = Math.abs(mean - middle) >= margin;
    if (mean > middle) return isSure ? fieldSigns.light : fieldSigns.lightish;
    return isSure ? fieldSigns.dark : fieldSigns.darkish;
  };
  return { box, fields: means.map(sign).join("") };
}

function fieldMeans(sums: Float64Array, stride: number, box: Box): number[] {
  const { across, down } = printFields;
  const [width, height] = [widthOf(box) / across, heightOf(box) / down];
  const corner = (x: number, y: number): number => sumAt(sums, stride, box.left + x * width, box.top + y * height);
  return Array.from({ length: across * down }, (_, index) => {
    const [x, y] = [index % across, Math.floor(index / across)];
    const sum = corner(x + 1, y + 1) - corner(x, y + 1) - corner(x + 1, y) + corner(x, y);
    return sum / (width * height);
  });
}

/** The sum up to a place between points, of which a part counts. */
function sumAt(sums: Float64Array, stride: number, x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [right, below] = [x - left, y - top];
  const at = (dx: number, dy: number): number => sums[(top + dy) * stride + left + dx] ?? 0;
  const upper = at(0, 0) + (at(1, 0) - at(0, 0)) * right;
  const lower = at(0, 1) + (at(1, 1) - at(0, 1)) * right;
  return below === 0 ? upper : upper + (lower - upper) * below;
}
