import { factJob } from "../../src/jobs/facts";
import { loadFacts } from "../../src/knowledge/facts";
import { admin } from "../support/fact-town";
import { memoryRepositories } from "../support/memory-repositories";
import { Town } from "../support/town";

const noon = (day: string): number => Date.parse(`${day}T12:00:00+07:00`);

/** A town with an admin, a verifier and the job. */
async function town(corrections: Parameters<typeof loadFacts>[0] = []) {
  const people = new Town(memoryRepositories());
  await admin(people, "Wati");
  await people.officer("Joko");
  let facts = loadFacts(corrections);
  const job = factJob({ deps: () => people.deps, facts: () => facts });
  const rings = async (day: string) => (await job.run(noon(day)))["told"];
  const becomes = (next: typeof corrections): void => {
    facts = loadFacts(next);
  };
  return { people, rings, becomes };
}

const causes = (people: Town): string[] =>
  [...people.notices.values()].map(({ id }) => id.split(":").slice(0, 3).join(":"));

describe("the end of a fact", () => {
  it("is told to the admins 30 days before, once, and to nobody else", async () => {
    const { people, rings } = await town();
    expect(await rings("2026-11-30")).toBe(0);
    expect(await rings("2026-12-01")).toBe(1);
    expect(await rings("2026-12-01")).toBe(0);
    expect(await rings("2026-12-31")).toBe(0);
    expect(causes(people)).toEqual(["fact-ending:F2.23:2026-12-31"]);
    expect(people.told("Wati")).toEqual(["facts.alarm.rule"]);
    expect(people.told("Joko")).toEqual([]);
    const [notice] = people.notices.values();
    expect(notice).toMatchObject({ kind: "notice", options: [{ value: "!facts" }] });
    expect(notice?.texts).toEqual([{ key: "facts.alarm.ending", params: { factId: "F2.23", until: "2026-12-31" } }]);
  });

  it("is told as past where it is past, and again where it becomes another day", async () => {
    const { people, rings, becomes } = await town([{ id: "F4.07", validUntil: "2026-06-30" }]);
    expect(await rings("2026-11-23")).toBe(1);
    const [notice] = people.notices.values();
    expect(notice?.texts).toMatchObject([{ key: "facts.alarm.ended", params: { factId: "F4.07" } }]);
    becomes([{ id: "F4.07", validUntil: "2026-12-10" }]);
    expect(await rings("2026-11-23")).toBe(1);
    expect(causes(people)).toEqual(["fact-ending:F4.07:2026-06-30", "fact-ending:F4.07:2026-12-10"]);
  });

  it("is finished by the next run where a process died before the task was written", async () => {
    const { people, rings } = await town();
    const { add } = people.repositories.tasks;
    people.repositories.tasks.add = () => Promise.reject(new Error("the process dies"));
    await expect(rings("2026-12-01")).rejects.toThrow("dies");
    people.repositories.tasks.add = add;
    expect(await rings("2026-12-01")).toBe(1);
    expect(people.notices.size).toBe(1);
  });

  it("opens a task that admins alone see, count and close", async () => {
    const { people, rings } = await town();
    await rings("2026-12-01");
    const shown = await people.sees("Wati", "next-task", { skipIds: [] });
    expect(shown).toMatchObject({ kind: "fact-ending", text: "F2.23", canAnswer: false, waiting: 1 });
    expect(await people.sees("Joko", "next-task", { skipIds: [] })).toBeNull();
    expect((await people.sees("Joko", "officer-counts", {}))?.tasksOpen).toBe(0);
    expect((await people.sees("Wati", "officer-counts", {}))?.tasksOpen).toBe(1);
    const taskId = shown?.taskId ?? "";
    expect(await people.does("Joko", "answer-task", { taskId })).toBe("not-allowed");
    expect(await people.does("Wati", "answer-task", { taskId })).toBe("done");
    expect(await rings("2026-12-02")).toBe(0);
  });
});
