import type { Repositories } from "../../src/operations/repositories";
import type { Storage } from "../../src/storage/open-storage";

/** Asked by those who wait for the end, not by a turn; and what is no call of the storage, because memory answers. */
const notCounted = new Set(["counts", "recall"]);

/** The same storage, whose every call is told of when it is done: those of the repositories, the queues and the sessions. */
export function countedStorage(storage: Storage, afterCall: (name: string) => void): Storage {
  const counted = <T extends object>(name: string, port: T): T =>
    new Proxy(port, {
      get: (target, key) => {
        const member: unknown = Reflect.get(target, key);
        if (typeof member !== "function" || notCounted.has(String(key))) return bound(member, target);
        return async (...args: unknown[]): Promise<unknown> => {
          const result: unknown = await Reflect.apply(member, target, args);
          afterCall(`${name}.${String(key)}`);
          return result;
        };
      },
    });
  const repositories = Object.fromEntries(
    Object.entries(storage.repositories).map(([name, repository]) => [name, counted(name, repository as object)]),
  ) as unknown as Repositories;
  return {
    ...storage,
    repositories,
    inbox: counted("inbox", storage.inbox),
    outbox: counted("outbox", storage.outbox),
    sessions: counted("sessions", storage.sessions),
  };
}

const bound = (member: unknown, target: object): unknown =>
  typeof member === "function" ? member.bind(target) : member;
