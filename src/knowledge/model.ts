import { featuresOf, type Looked } from "./features";

/** The weights that the training script wrote: a table of signed bytes, a row of classes for every feature, in base64. */
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
  const bytes = Buffer.from(weights, "base64");
  const table = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  if (table.length !== size * classes.length)
    throw new Error("the finder's model is cut off; train it again with npx tsx scripts/train-finder.ts");
  return (question) => {
    const sums = Float64Array.from(biases);
    const { places, amounts } = featuresOf(question, size);
    places.forEach((place, at) => {
      const amount = (amounts[at] ?? 0) * scale;
      const row = place * classes.length;
      for (let of = 0; of < classes.length; of++) sums[of] = (sums[of] ?? 0) + amount * (table[row + of] ?? 0);
    });
    const shares = softmax(sums);
    return new Map(classes.map((name, at) => [name, shares[at] ?? 0]));
  };
}

/** Turns sums into shares of one. */
export function softmax(sums: Float64Array): Float64Array {
  const highest = sums.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const raised = sums.map((sum) => Math.exp(sum - highest));
  const total = raised.reduce((a, b) => a + b, 0);
  return raised.map((value) => value / total);
}
