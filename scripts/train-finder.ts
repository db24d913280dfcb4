import { writeFileSync } from "node:fs";
import { join } from "node:path";
import outside from "../src/knowledge/content/outside.json";
import { createFinder, type FinderData, gateFeatures, OUTSIDE, openness, weighed } from "../src/knowledge/finder";
import { openModel, packWeights } from "../src/knowledge/model";
import { createSearch, readThing } from "../src/knowledge/search";
import { loadTopics } from "../src/knowledge/topics";
import { readQuestion } from "../src/knowledge/words";
import { type DevelopmentQuestion, developmentQuestions } from "../test/support/development-questions";
import { askedOf, developmentAsked, examplesOf, type Taught } from "./finder-training/examples";
import { type Training, train } from "./finder-training/train";
import { runScript } from "./run-script";

const target = join(__dirname, "../src/knowledge/content/finder.json");
const settings: Training = { size: 6000, rounds: 8, rate: 0.15, decay: 1e-6, seed: 1 };
const FOLDS = 3;
const nothing: FinderData = {
  model: { classes: [], size: 0, scale: 1, biases: [], weights: packWeights(new Int8Array()) },
  gate: [],
};

type Spell = (word: string) => string;

/** Trains the finder from the topics and the questions of the development set that are not kept unseen (about five minutes). */
function trainFinder(): number {
  const things: Taught[] = [...loadTopics(), ...outside.map((row) => ({ ...row, id: OUTSIDE + row.id }))];
  const { spell } = createFinder(things, nothing);
  const asked = [...askedOf(things), ...developmentAsked()];
  const known = new Set(things.map(({ id }) => id));
  const examples = examplesOf(
    asked.filter(({ topic }) => known.has(topic)),
    spell,
    settings.seed,
  );
  const gate = fitGate(things, spell);
  writeFileSync(target, `${JSON.stringify({ gate, model: train(examples, settings) })}\n`);
  process.stdout.write(`${examples.length} examples of ${known.size} classes; written to ${target}\n`);
  return 0;
}

/** The gate is fitted on questions that the model in question has not learned, a part of the development set at a time. */
function fitGate(things: readonly Taught[], spell: Spell): number[] {
  const search = createSearch(things.map(readThing));
  const seen = developmentQuestions.filter(({ unseen, kind }) => !unseen && isWeighable(kind));
  const learned = developmentAsked();
  const rows = Array.from({ length: FOLDS }, (_, fold) => {
    const held = seen.filter((_question, at) => at % FOLDS === fold);
    const texts = new Set(held.map(({ question }) => question));
    const asked = [...askedOf(things), ...learned.filter(({ question }) => !texts.has(question))];
    const guess = openModel(train(examplesOf(asked, spell, settings.seed), settings));
    return held.map(({ question, kind, topics }) => {
      const reading = readQuestion(question, spell);
      const found = weighed(reading, guess, search);
      const best = found.hits.find(({ id }) => !id.startsWith(OUTSIDE))?.id ?? "";
      const ours = kind === "topic" || kind === "open";
      return { features: gateFeatures(found, reading.search), ours, right: topics[0]?.includes(best) ?? false };
    });
  });
  const gate = fitted(rows.flat());
  process.stdout.write(`${heldOut(rows.flat(), gate)}\n`);
  return gate;
}

interface Held {
  readonly features: readonly number[];
  readonly ours: boolean;
  readonly right: boolean;
}

const percentOf = (rows: readonly Held[], counts: (row: Held) => boolean): string =>
  `${((100 * rows.filter(counts).length) / Math.max(1, rows.length)).toFixed(1)} %`;

/** How the finder does on questions that it has not learned, for choosing among settings without the unseen ones. */
function heldOut(rows: readonly Held[], gate: readonly number[]): string {
  const ours = rows.filter((row) => row.ours);
  const strange = rows.filter((row) => !row.ours);
  const thresholds = [0.3, 0.4, 0.5, 0.6].map((least) => {
    const refused = (row: Held) => openness(row.features, gate) < least;
    return `below ${least}: ${percentOf(ours, refused)} of ours, ${percentOf(strange, refused)} of others`;
  });
  return [`held out: ${percentOf(ours, ({ right }) => right)} first`, ...thresholds].join("\n");
}

const isWeighable = (kind: DevelopmentQuestion["kind"]): boolean =>
  kind === "topic" || kind === "open" || kind === "out-of-scope" || kind === "vague";

const STEPS = 6000;
const STEP = 0.002;
const SMALL = 0.3;
/** How much a question wrongly taken for ours weighs beside one that is wrongly refused. */
const STRANGE_WEIGHT = 1;

/** Logistic regression by plain descent. */
function fitted(rows: readonly { readonly features: readonly number[]; readonly ours: boolean }[]): number[] {
  let gate: number[] = rows[0]?.features.map(() => 0) ?? [];
  for (let step = 0; step < STEPS; step++) {
    const slopes = gate.map((weight) => SMALL * weight);
    for (const { features, ours } of rows) {
      const miss = (openness(features, gate) - (ours ? 1 : 0)) * (ours ? 1 : STRANGE_WEIGHT);
      features.forEach((feature, at) => {
        slopes[at] = (slopes[at] ?? 0) + miss * feature;
      });
    }
    gate = gate.map((weight, at) => weight - STEP * (slopes[at] ?? 0));
  }
  return gate.map((weight) => Number(weight.toFixed(3)));
}

runScript(async () => trainFinder());
