import { warnOfOfficeRetirements } from "../../src/operations/office-retirement";
import { memoryRepositories } from "../support/memory-repositories";
import { dinas } from "../support/office-town";
import { Crash, dyingAfter, Town } from "../support/town";

const at = (day: string): number => Date.parse(`${day}T09:30:00+07:00`);

/** An office of which Siti, who chats with us, and Budi retire at the same time and Ani later. */
async function retiring(): Promise<Town> {
  const town = new Town(memoryRepositories());
  await dinas(town);
  const text = "Siti; 1001; 1-11-2027\nBudi; 1002; 1-11-2027\nAni; 1003; 1-12-2027";
  await town.does("Retno", "add-employees", { text });
  const { code = "" } = await town.does("Retno", "office-code", {});
  await town.does("Siti", "join-office", { code, name: "Siti" });
  return town;
}
const told = (town: Town): readonly string[] =>
  [...town.notices.values()]
    .filter(({ rule }) => rule.startsWith("office.rule.retirement"))
    .map(({ rule, texts }) => `${rule.slice(12)} ${texts.map(({ params }) => params?.["employee"] ?? "").join("")}`)
    .map((one) => one.trim());

describe("employees who retire", () => {
  it("are warned of a year, half a year and a month ahead, each once, the coordinator in one message", async () => {
    const town = await retiring();
    for (const day of ["2026-10-31", "2026-11-01", "2026-11-02", "2026-12-05"])
      await warnOfOfficeRetirements(town.deps, at(day));
    expect(told(town)).toEqual(["retirement", "retirements BudiSiti", "retirements Ani"]);
    for (const day of ["2027-06-15", "2027-06-16", "2027-10-20", "2027-11-02", "2028-01-01"])
      await warnOfOfficeRetirements(town.deps, at(day));
    expect(told(town).filter((one) => one === "retirement")).toHaveLength(3);
    expect(told(town).filter((one) => one.startsWith("retirements"))).toHaveLength(5);
  });

  it("are warned of anew where the day was changed", async () => {
    const town = await retiring();
    await warnOfOfficeRetirements(town.deps, at("2026-11-01"));
    await town.does("Retno", "add-employees", { text: "Budi; 1002; 5-11-2027" });
    expect(await warnOfOfficeRetirements(town.deps, at("2026-11-06"))).toEqual({ told: 1 });
    expect(told(town).at(-1)).toBe("retirements Budi");
  });

  it("are warned of once on two processes, and after a crash at any write", async () => {
    for (let write = 1; ; write += 1) {
      const town = await retiring();
      const died = await warnOfOfficeRetirements(dyingAfter(town.deps, write), at("2026-11-01")).then(
        () => false,
        (error: unknown) => error instanceof Crash,
      );
      await Promise.all([1, 2].map(() => warnOfOfficeRetirements(town.deps, at("2026-11-01"))));
      expect(told(town)).toEqual(["retirement", "retirements BudiSiti"]);
      if (!died) break;
      expect(write).toBeLessThan(10);
    }
  });

  it("wait for the next coordinator where there is none, and are left alone once they have left", async () => {
    const town = await retiring();
    await town.does("Retno", "delete-data", {});
    expect(await warnOfOfficeRetirements(town.deps, at("2026-11-01"))).toEqual({ told: 0 });
    expect(told(town)).toEqual(["retirement"]);
    await town.does("Siti", "leave-office", {});
    await warnOfOfficeRetirements(town.deps, at("2027-06-01"));
    expect(told(town)).toEqual(["retirement"]);
  });
});
