import type { Deps } from "../../src/operations/deps";
import type { Town } from "./town";

/** What reads registrations as a whole; all else of a repository goes by what is not sealed. */
const reading = [
  "find",
  "findMany",
  "findByNumber",
  "findByPersons",
  "findByContact",
  "findByContacts",
  "findByVillage",
  "toVerify",
  "page",
];

/** The town's dependencies, where nothing can be read that holds the registration of any of these workers. */
export function withUnreadable(town: Town, ...workerIds: readonly string[]): Deps {
  const workers = new Proxy(town.repositories.workers, {
    get: (target, key) => {
      const member: unknown = Reflect.get(target, key);
      if (typeof member !== "function" || !reading.includes(String(key))) return member;
      return async (...args: unknown[]) => {
        const found: unknown = await Reflect.apply(member, target, args);
        const asked = key === "find" ? [{ id: args[0] }] : [found].flat();
        if (asked.some((one) => workerIds.includes(String((one as { id?: unknown } | null)?.id))))
          throw new Error("unreadable");
        return found;
      };
    },
  });
  return { ...town.deps, repositories: { ...town.repositories, workers } };
}
