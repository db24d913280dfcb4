import { deflateSync, inflateSync } from "node:zlib";
import { featuresOf, type Looked } from "./features";

/** The weights that the training script wrote: a table of signed bytes, a row of classes for every feature, deflated, in base64. */
export interface ModelData {
  readonly classes: readonly string[];
  readonly size: number;
  /** One step of a byte, and the bias of every class. */
  readonly scale: number;
  readonly biases: readonly number[];
  readonly weights: string;
}

/** What a question may be about and how probable that is, 0 to 1; the classes together make 1. */
export type Guess = (question: Looked) => ReadonlyMap<string, number>;

/** Opens a trained model; no class is left out, however improbable. */
export function openModel({ classes, size, scale, biases, weights }: ModelData): Guess {
  const bytes = inflateSync(Buffer.from(weights, "base64"));
  const table = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  if (table.length !== size * classes.length)
    throw new Error("the finder's model is cut off; train it again with npx tsx scripts/train-finder.ts");
  const sums = new Float64Array(classes.length);
  return (question) => {
    sums.set(biases);
    const { places, amounts } = featuresOf(question, size);
    for (let at = 0; at < places.length; at++)
      addRow(sums, table, (places[at] ?? 0) * classes.length, (amounts[at] ?? 0) * scale);
    const shares = softmax(sums);
    return new Map(classes.map((name, at) => [name, shares[at] ?? 0]));
  };
}

function addRow(sums: Float64Array, table: Int8Array, row: number, amount: number): void {
  for (let of = 0; of < sums.length; of++) sums[of] = (sums[of] ?? 0) + amount * (table[row + of] ?? 0);
}

/** Packs a table of signed bytes as `openModel` reads it. */
export function packWeights(table: Int8Array): string {
  return deflateSync(Buffer.from(table.buffer, table.byteOffset, table.length), { level: 9 }).toString("base64");
}

/** Turns sums into shares of one. */
export function softmax(sums: Float64Array): Float64Array {
  let highest = Number.NEGATIVE_INFINITY;
  for (const sum of sums) if (sum > highest) highest = sum;
  const shares = new Float64Array(sums.length);
  let total = 0;
  for (let at = 0; at < sums.length; at++) {
    const raised = Math.exp((sums[at] ?? 0) - highest);
    shares[at] = raised;
    total += raised;
  }
  for (let at = 0; at < shares.length; at++) shares[at] = (shares[at] ?? 0) / total;
  return shares;
}
