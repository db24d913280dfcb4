import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Bench, BenchOrder, EngineName } from "./bench";
import type { Figure } from "./figure";
import { answers, keptOf, openResults, type Result } from "./result";
import { benchmarksPage } from "./table";

const around = { machine: { cores: "2 x a processor" }, versions: { node: "20.0.0" } };
const bench = (name: string): Bench => ({
  ...{ name, about: `About ${name}.`, engines: ["embedded", "mongodb"], seconds: () => 1 },
  run: async () => ({ sizes: "", figures: [] }),
});
const result = (name: string, engine: EngineName, figures: readonly Figure[], notes?: readonly string[]): Result => ({
  ...{ name, engine, full: true, runs: 3, measuredAt: "2026-11-28T22:00:00.000Z", seconds: 5 },
  findings: { sizes: "1,000 things", figures, versions: { peer: "1.2.3" }, ...(notes ? { notes } : {}) },
});
const rate = (values: readonly number[]): Figure => ({ name: "rate", unit: "x", values, goal: { least: 0.5 } });

describe("the page of the benchmarks", () => {
  const results = [
    result("month", "embedded", [rate([0.4, 0.3, 0.45]), { name: "documents", unit: "", values: [1_000] }]),
    result("month", "mongodb", [rate([0.9, 0.8, 0.7])], ["a peer is left out"]),
  ];
  const page = benchmarksPage([bench("month"), bench("talk")], results, around);

  it("sets the engines side by side, with median, spread, goal and verdict", () => {
    expect(page).toContain("|  | embedded engine | MongoDB server | goal |");
    expect(page).toContain("| rate | 0.40 (0.30 to 0.45) **MISSED** | 0.80 (0.70 to 0.90) met | at least 0.50 |");
    expect(page).toContain("| documents | 1,000 |  |  |");
  });

  it("tells a missed goal at the top and hides none", () => {
    expect(page).toContain("1 of 2 goals are met.");
    expect(page).toContain("- month (embedded engine): rate: 0.40 (0.30 to 0.45), wanted at least 0.50");
  });

  it("says what was not measured, how often, how large, where and with which versions", () => {
    expect(page).toContain("## talk\n\nAbout talk.\n\nNot measured.");
    expect(page).toContain("- embedded engine: 1,000 things; 3 runs, 2026-11-28");
    expect(page).toContain("- MongoDB server: a peer is left out");
    expect(page).toContain("- measured: 2026-11-28\n- cores: 2 x a processor\n- node: 20.0.0\n- peer: 1.2.3");
  });
});

describe("the kept results", () => {
  it("gives back what was written, benchmark by benchmark, and what answers the same order", () => {
    const folder = mkdtempSync(join(tmpdir(), "results-"));
    try {
      const results = openResults(folder);
      const [first, second] = [result("b", "embedded", []), result("a", "mongodb", [rate([1])])];
      results.write(first);
      results.write(second);
      expect(results.read("a", "mongodb")).toEqual(second);
      expect(results.read("a", "embedded")).toBeNull();
      expect(keptOf(results, [bench("a"), bench("b")])).toEqual([second, first]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("is not taken for another size or number of runs", () => {
    const order: BenchOrder = { engine: "embedded", full: true, runs: 3, folder: "" };
    const kept = result("a", "embedded", []);
    expect(answers(kept, order)).toBe(true);
    expect(answers(kept, { ...order, runs: 1 })).toBe(false);
    expect(answers(kept, { ...order, full: false })).toBe(false);
    expect(answers(kept, { ...order, size: 10 })).toBe(false);
  });
});
