import type { Bench, EngineName } from "./bench";
import { type Figure, isMet } from "./figure";
import type { Result } from "./result";
import { goalText, valueText, verdictText } from "./words";

/** Where it was measured, and with which versions. */
export interface Surroundings {
  readonly machine: Readonly<Record<string, string>>;
  readonly versions: Readonly<Record<string, string>>;
}

const headingOf: Readonly<Record<EngineName, string>> = {
  embedded: "embedded engine",
  mongodb: "MongoDB server",
  none: "without a database",
};

/** The whole of BENCHMARKS.md: every figure that was measured, the missed goals first. */
export function benchmarksPage(benches: readonly Bench[], results: readonly Result[], around: Surroundings): string {
  const measured = benches.map((bench) => ({ bench, own: results.filter(({ name }) => name === bench.name) }));
  const parts = [
    introduction,
    verdicts(results),
    ...measured.map(({ bench, own }) => section(bench, own)),
    surroundings(around, results),
  ];
  return `${parts.join("\n\n")}\n`;
}

const introduction = `# Benchmarks

Written by \`npm run bench -- --write\`; nothing here is typed by hand. Each table says with what
sizes and in how many runs. Every figure is a ratio, a share, a count or memory, never a bare time: what is compared was
measured in the same run, in turns, on the same machine and engine. A figure is the median of its runs, with the smallest and
the largest in brackets. A goal that was missed is marked so.

Again: \`npm run bench -- --write\` (with \`MONGODB_URI\`, on that server too), which keeps each result in
\`test/bench/results\` and replaces there what it measured anew. \`--resume\` leaves out what was measured
already; a name measures that one alone; \`--full\` takes the sizes that the goals speak of, \`--size N\` any other.`;

function verdicts(results: readonly Result[]): string {
  const goals = results.flatMap(({ name, engine, findings }) =>
    findings.figures.filter(({ goal }) => goal).map((figure) => ({ name, engine, figure })),
  );
  const missed = goals.filter(({ figure }) => isMet(figure) === false);
  const lines = missed.map(
    ({ name, engine, figure }) =>
      `- ${name} (${headingOf[engine]}): ${figure.name}: ${valueText(figure)}, wanted ${goalText(figure.goal, figure.unit)}`,
  );
  const counted = `${goals.length - missed.length} of ${goals.length} goals are met.`;
  return [`## The goals`, "", counted, ...(lines.length > 0 ? ["Missed:", "", ...lines] : [])].join("\n");
}

function section(bench: Bench, own: readonly Result[]): string {
  const head = `## ${bench.name}\n\n${bench.about}`;
  if (own.length === 0) return `${head}\n\nNot measured.`;
  const sizes = own.map(
    ({ engine, findings, runs, measuredAt }) =>
      `- ${headingOf[engine]}: ${findings.sizes}; ${runs} ${runs === 1 ? "run" : "runs"}, ${measuredAt.slice(0, 10)}`,
  );
  const notes = own.flatMap(({ engine, findings }) =>
    (findings.notes ?? []).map((note) => `- ${headingOf[engine]}: ${note}`),
  );
  return [head, sizes.join("\n"), tableOf(own), ...(notes.length > 0 ? [notes.join("\n")] : [])].join("\n\n");
}

function tableOf(own: readonly Result[]): string {
  const names = [...new Set(own.flatMap(({ findings }) => findings.figures.map(({ name }) => name)))];
  const rows = names.map((name) => {
    const figures = own.map(({ findings }) => findings.figures.find((figure) => figure.name === name));
    const goal = figures.find((figure) => figure?.goal);
    return [name, ...figures.map(cellOf), goal ? goalText(goal.goal, goal.unit) : ""];
  });
  const headings = ["", ...own.map(({ engine }) => headingOf[engine]), "goal"];
  const lines = [headings, headings.map((_, place) => (place === 0 ? "---" : "--:")), ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function cellOf(figure: Figure | undefined): string {
  if (!figure) return "";
  const verdict = verdictText(figure);
  return verdict === "" ? valueText(figure) : `${valueText(figure)} ${verdict === "met" ? "met" : `**${verdict}**`}`;
}

function surroundings({ machine, versions }: Surroundings, results: readonly Result[]): string {
  const peers = Object.assign({}, ...results.map(({ findings }) => findings.versions ?? {})) as Record<string, string>;
  const listed = (pairs: Readonly<Record<string, string>>): string =>
    Object.entries(pairs)
      .map(([name, value]) => `- ${name}: ${value}`)
      .join("\n");
  const days = [...new Set(results.map(({ measuredAt }) => measuredAt.slice(0, 10)))].sort().join(", ");
  return `## Where\n\n${listed({ measured: days || "never", ...machine, ...versions, ...peers })}`;
}
