import { openFactBook } from "../../src/knowledge/fact-book";
import { createFactDesk } from "../../src/knowledge/fact-desk";
import type { FactMark, FactMarkRepository } from "../../src/knowledge/fact-marks";
import type { Town } from "./town";

/** Marks of facts in memory, which keep the promises of their port; `kept` are all of them. */
export function marksInMemory(...kept: FactMark[]): FactMarkRepository & { readonly kept: readonly FactMark[] } {
  return {
    kept,
    add: async (mark) => {
      if (!kept.some(({ id }) => id === mark.id)) kept.push(mark);
    },
    all: async () => kept,
  };
}

/** Makes somebody an officer with the role admin. */
export async function admin(town: Town, who: string): Promise<void> {
  const { officers } = town.repositories;
  const stored = await officers.find((await town.officer(who)).id);
  if (stored === null) throw new Error(`${who} did not become an officer`);
  await officers.save({ ...stored, role: "admin" });
}

/** Gives a town its facts, with an admin who works on them and open tasks about two; returns the marks made from then on. */
export async function worksOnFacts(town: Town, who: string): Promise<readonly FactMark[]> {
  await admin(town, who);
  const marks = marksInMemory();
  Object.assign(town.deps, { facts: createFactDesk(await openFactBook(marks)) });
  for (const [id, text] of Object.entries({ one: "F4.07", two: "F4.07", other: "F2.23" }))
    await town.repositories.tasks.add({
      ...{ id, revision: 0, kind: "fact-ending", status: "open", text, createdAt: 0 },
    });
  return marks.kept;
}
