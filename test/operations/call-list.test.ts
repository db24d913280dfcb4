import { callList } from "../../src/operations/call-list";
import { mostCallsCounted } from "../../src/operations/catalog-views";
import type { Repositories } from "../../src/operations/repositories";
import { memoryRepositories } from "../support/memory-repositories";
import { draftOf, Town } from "../support/town";

const many = mostCallsCounted + 30;

/** The same repositories, and how often they were asked. */
function counted(repositories: Repositories): { repositories: Repositories; asked: () => number } {
  let count = 0;
  const wrap = <T extends object>(repository: T): T =>
    new Proxy(repository, {
      get: (target, key) => {
        count += 1;
        return Reflect.get(target, key);
      },
    });
  const entries = Object.entries(repositories).map(([name, one]) => [name, wrap(one as object)]);
  return { repositories: Object.fromEntries(entries) as unknown as Repositories, asked: () => count };
}

describe("many people whom no chat reaches", () => {
  let town: Town;
  beforeAll(async () => {
    town = new Town(memoryRepositories());
    await town.officer("Officer");
    for (let number = 1; number <= many; number += 1) {
      const who = `P${number}`;
      await town.does(who, "record-consent", { status: "given", textVersion: 1, at: 5, messageId: "m" });
      await town.worker(who, draftOf(number));
      await town.does(who, "set-blocked", { blocked: true });
    }
  });

  it("are counted as far as is told, with few questions to storage", async () => {
    const { repositories, asked } = counted(town.repositories);
    const deps = { ...town.deps, repositories };
    expect(await town.does("Officer", "open-call-list", { skipIds: [] }, { deps })).toMatchObject({
      calls: [{ who: "worker" }, { who: "worker" }, { who: "worker" }],
      waiting: many,
    });
    expect(await town.sees("Officer", "calls-waiting", {})).toBe(mostCallsCounted + 1);
    expect(asked()).toBeLessThan(40);
  });

  it("are shown once each, three at a time, until they are through, and all are on the printed list", async () => {
    const seen: string[] = [];
    for (;;) {
      const { calls } = await town.does("Officer", "open-call-list", { skipIds: seen });
      if (calls.length === 0) break;
      seen.push(...calls.map(({ id }) => id));
    }
    expect(new Set(seen).size).toBe(many);
    expect(seen).toHaveLength(many);
    const printed = await callList(town.deps, { type: "all" });
    expect(printed.map(({ id }) => id).sort()).toEqual([...seen].sort());
    expect(printed.every(({ phone, name }) => phone !== undefined || name !== "")).toBe(true);
  });
});
