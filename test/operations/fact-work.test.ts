import { worksOnFacts } from "../support/fact-town";
import { memoryRepositories } from "../support/memory-repositories";
import { Crash, dyingAfter, Town } from "../support/town";

/** A town whose one admin, Wati, works on the facts. */
async function desk() {
  const town = new Town(memoryRepositories());
  const marks = await worksOnFacts(town, "Wati");
  const openTasks = async () => (await town.repositories.tasks.open({ type: "all" }, 10)).map(({ id }) => id);
  return { town, marks, openTasks };
}

const confirmed = { factId: "F4.07", verdict: { kind: "confirmed" } } as const;

describe("what an admin says of a fact", () => {
  it.each([1, 2, 3])("is kept once where the process dies after %i writes and the next one finishes", async (n) => {
    const { town, marks, openTasks } = await desk();
    const effectId = "mark";
    const dying = { effectId, deps: dyingAfter(town.deps, n) };
    await expect(town.does("Wati", "mark-fact", confirmed, dying)).rejects.toThrow(Crash);
    for (const _again of [1, 2]) expect(await town.does("Wati", "mark-fact", confirmed, { effectId })).toBe("done");
    expect(marks).toHaveLength(1);
    expect(await openTasks()).toEqual(["other"]);
    expect(await town.repositories.audit.find({ type: "fact", id: "F4.07" }, 10)).toHaveLength(1);
  });

  it("is refused to a verifier and to anybody else, with an entry in the log", async () => {
    const { town, marks, openTasks } = await desk();
    await town.officer("Joko");
    for (const who of ["Joko", "Asih"]) expect(await town.does(who, "mark-fact", confirmed)).toBe("not-allowed");
    expect(marks).toEqual([]);
    expect(await openTasks()).toHaveLength(3);
    const entries = await town.repositories.audit.find({ type: "fact", id: "F4.07" }, 10);
    expect(entries.map(({ action }) => action)).toEqual(["mark-fact.refused", "mark-fact.refused"]);
  });

  it.each([
    ["open", "F2.18", { kind: "confirmed" }],
    ["unknown", "F99.1", { kind: "confirmed" }],
    ["day", "F4.07", { kind: "expired", until: "2026-13-31" }],
  ] as const)("is refused as %s, and leaves the tasks open", async (fault, factId, verdict) => {
    const { town, openTasks } = await desk();
    expect(await town.does("Wati", "mark-fact", { factId, verdict })).toBe(fault);
    expect(await openTasks()).toHaveLength(3);
  });
});
