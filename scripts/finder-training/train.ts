import { featuresOf, type Looked } from "../../src/knowledge/features";
import { type ModelData, packWeights, softmax } from "../../src/knowledge/model";

/** One question, and the class that answers it. */
export interface Example {
  readonly question: Looked;
  readonly topic: string;
  /** How much it counts beside the others. */
  readonly weight: number;
}

/** Settings of the training. */
export interface Training {
  readonly size: number;
  readonly rounds: number;
  readonly rate: number;
  readonly decay: number;
  /** Starts the shuffling; the same seed gives the same model. */
  readonly seed: number;
}

const BIAS_RATE = 0.01;
/** Classes that are this surely not meant learn nothing from an example; most of two hundred soon are. */
const TOO_FLAT = 1e-4;

/** Random numbers from 0 to 1, the same for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Trains a softmax regression with Adagrad and packs its weights into bytes. */
export function train(examples: readonly Example[], settings: Training): ModelData {
  const classes = [...new Set(examples.map(({ topic }) => topic))].sort();
  const { size } = settings;
  const weights = new Float32Array(size * classes.length);
  const squares = new Float32Array(size * classes.length).fill(1e-2);
  const biases = new Float64Array(classes.length);
  const ready = examples.map(({ question, topic, weight }) => ({
    ...featuresOf(question, size),
    right: classes.indexOf(topic),
    weight,
  }));
  const random = randomFrom(settings.seed);
  for (let round = 0; round < settings.rounds; round++) {
    for (const example of shuffled(ready, random))
      step(example, { weights, squares, biases }, classes.length, settings);
  }
  return pack(classes, size, weights, biases);
}

interface Ready {
  readonly places: readonly number[];
  readonly amounts: readonly number[];
  readonly right: number;
  readonly weight: number;
}

interface State {
  readonly weights: Float32Array;
  readonly squares: Float32Array;
  readonly biases: Float64Array;
}

function step({ places, amounts, right, weight }: Ready, state: State, count: number, { rate, decay }: Training): void {
  const { weights, squares, biases } = state;
  const sums = Float64Array.from(biases);
  for (let at = 0; at < places.length; at++) {
    const row = (places[at] ?? 0) * count;
    const amount = amounts[at] ?? 0;
    for (let of = 0; of < count; of++) sums[of] = (sums[of] ?? 0) + amount * (weights[row + of] ?? 0);
  }
  const slopes = softmax(sums);
  slopes[right] = (slopes[right] ?? 0) - 1;
  const learning = classesThatLearn(slopes);
  for (const of of learning) biases[of] = (biases[of] ?? 0) - BIAS_RATE * weight * (slopes[of] ?? 0);
  for (let at = 0; at < places.length; at++) {
    const row = (places[at] ?? 0) * count;
    const amount = (amounts[at] ?? 0) * weight;
    for (const of of learning) {
      const slope = amount * (slopes[of] ?? 0) + decay * (weights[row + of] ?? 0);
      const square = (squares[row + of] ?? 0) + slope * slope;
      squares[row + of] = square;
      weights[row + of] = (weights[row + of] ?? 0) - (rate * slope) / Math.sqrt(square);
    }
  }
}

function classesThatLearn(slopes: Float64Array): Uint16Array {
  const learning: number[] = [];
  for (let of = 0; of < slopes.length; of++) if (Math.abs(slopes[of] ?? 0) > TOO_FLAT) learning.push(of);
  return Uint16Array.from(learning);
}

function shuffled<T>(list: readonly T[], random: () => number): T[] {
  const mixed = [...list];
  for (let at = mixed.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    const [here, there] = [mixed[at], mixed[other]];
    if (here !== undefined) mixed[other] = here;
    if (there !== undefined) mixed[at] = there;
  }
  return mixed;
}

const BYTE = 127;

function pack(classes: readonly string[], size: number, weights: Float32Array, biases: Float64Array): ModelData {
  const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 1e-9);
  const scale = largest / BYTE;
  const bytes = Int8Array.from(weights, (weight) => Math.round(weight / scale));
  return {
    classes,
    size,
    scale: Number(scale.toPrecision(6)),
    biases: [...biases].map((bias) => Number(bias.toFixed(4))),
    weights: packWeights(bytes),
  };
}
