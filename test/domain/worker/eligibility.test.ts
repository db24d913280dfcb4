import { checkAge, MOST_OCCUPATIONS, mayAddOccupation } from "../../../src/domain/worker/eligibility";

describe("who may register", () => {
  it.each([
    [64, "eligible"],
    [65, "too-old"],
    [90, "too-old"],
    [18, "eligible"],
    [17, "ask-officer"],
    [6, "ask-officer"],
  ] as const)("at %i years: %s (F1.06, F1.07)", (age, expected) => {
    expect(checkAge(age)).toBe(expected);
  });

  it("insures two occupations and no third (F1.10)", () => {
    expect([0, 1, 2, 3].map(mayAddOccupation)).toEqual([true, true, false, false]);
    expect(MOST_OCCUPATIONS).toBe(2);
  });
});
