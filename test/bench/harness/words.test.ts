import { type Figure, isMet } from "./figure";
import { bar } from "./progress";
import { goalText, rounded, valueText, verdictText } from "./words";

const figure = (changes: Partial<Figure>): Figure => ({
  name: "rate",
  unit: "x",
  values: [0.4, 0.61, 0.7],
  ...changes,
});

describe("a figure in words", () => {
  it.each([
    [0.6149, "0.61"],
    [12.345, "12.3"],
    [1_234.5, "1,235"],
    [3, "3"],
    [Number.NaN, "not measured"],
    [Number.POSITIVE_INFINITY, "not measured"],
  ])("writes %d as %s", (value, text) => expect(rounded(value)).toBe(text));

  it("gives the median with the spread, which is left out where nothing varied", () => {
    expect(valueText(figure({}))).toBe("0.61 (0.40 to 0.70)");
    expect(valueText(figure({ values: [280, 280], unit: "MiB" }))).toBe("280 MiB");
  });

  it("judges the median by the goal, and nothing where there is none", () => {
    expect(verdictText(figure({ goal: { least: 0.61 } }))).toBe("met");
    expect(verdictText(figure({ goal: { least: 0.62 } }))).toBe("MISSED");
    expect(verdictText(figure({ goal: { most: 0.6 } }))).toBe("MISSED");
    expect(verdictText(figure({ goal: { most: 0.61 } }))).toBe("met");
    expect(verdictText(figure({}))).toBe("");
  });

  it("counts what could not be measured as missed", () => {
    expect(isMet(figure({ values: [Number.NaN], goal: { least: 0 } }))).toBe(false);
    expect(isMet(figure({ values: [], goal: { most: 1 } }))).toBe(false);
  });

  it("names the goal with its unit", () => {
    expect(goalText({ least: 0.5 }, "x")).toBe("at least 0.50");
    expect(goalText({ most: 300 }, "MiB")).toBe("at most 300 MiB");
    expect(goalText(undefined, "x")).toBe("");
  });
});

describe("the bar", () => {
  it.each([
    [0, 10, "[----------]   0 % 0 of 10"],
    [5, 10, "[#####-----]  50 % 5 of 10"],
    [10, 10, "[##########] 100 % 10 of 10"],
    [1_500, 1_000, "[##########] 100 % 1,500 of 1,000"],
    [0, 0, "[##########] 100 % 0 of 0"],
  ])("shows %d of %d", (done, all, text) => expect(bar(done, all, 10)).toBe(text));
});
