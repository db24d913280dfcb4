import { freshState } from "../../src/conversation/session";
import { type NudgeParts, nudgeJob } from "../../src/jobs/nudge";
import type { Storage } from "../../src/storage/open-storage";
import { damage } from "../support/damage";
import { openTestStorage } from "../support/storage";

const DAY = 86_400_000;

let storage: Storage;
let uri: string;
let close: () => Promise<void>;
beforeEach(async () => {
  ({ storage, uri, close } = await openTestStorage());
});
afterEach(() => close());

/** Somebody who left answers unfinished at that moment. */
async function leaves(contactId: string, touchedAt: number): Promise<void> {
  await storage.sessions.take({ contactId, owner: "turn", now: touchedAt, until: touchedAt + 1 });
  const given = { step: "nik", answers: { name: "Siti" }, history: ["name"], misses: 0 };
  const position = { flow: "register", version: 1, ...given, touchedAt };
  await storage.sessions.commit(
    { contactId, revision: 0, state: { ...freshState, position } },
    "turn",
    touchedAt,
    true,
  );
}

const nudged: string[] = [];
const jobOf = (parts: Partial<NudgeParts> = {}) => {
  nudged.splice(0);
  return nudgeJob({
    sessions: storage.sessions,
    nudge: async ({ contactId }) => void nudged.push(contactId),
    isAllowed: async () => true,
    isWorthIt: () => true,
    owner: "nudge",
    clock: () => 0,
    ...parts,
  });
};
const tasks = () => storage.repositories.tasks.open({ type: "all" }, 10, { kind: "parked-message" });

describe("the nudges of a day", () => {
  it("go to all others where one fails, and the job counts as failed", async () => {
    for (const [place, who] of ["a", "b", "c"].entries()) await leaves(who, place);
    const isAllowed = async (contactId: string): Promise<boolean> => {
      if (contactId === "b") throw new Error("unreadable");
      return true;
    };
    await expect(jobOf({ isAllowed }).run(3 * DAY)).rejects.toThrow("1 of 3 failed");
    expect(nudged).toEqual(["a", "c"]);
    expect(await jobOf().run(4 * DAY)).toEqual({ nudged: 1 });
  });

  it("come to a talk that cannot be read three times: then an officer hears of it, and it begins anew", async () => {
    for (const [place, who] of ["a", "b", "c"].entries()) await leaves(who, place);
    await damage(uri, { collection: "sessions", filter: { _id: "a" }, field: "state" });
    const isAllowed = async (contactId: string): Promise<boolean> => contactId !== "c";
    for (const day of [3, 4]) await expect(jobOf({ isAllowed }).run(day * DAY)).rejects.toThrow("1 of");
    expect(await tasks()).toEqual([]);
    expect(await jobOf({ isAllowed }).run(5 * DAY)).toEqual({ nudged: 0 });
    expect(await tasks()).toMatchObject([{ contactId: "a" }]);
    expect(await storage.sessions.read("a")).toMatchObject({ state: freshState });
    for (const who of ["b", "c"]) expect(await storage.sessions.read(who)).not.toHaveProperty("attempts");
  });

  it("come to all, however many before them are left for later", async () => {
    const many = Array.from({ length: 502 }, (_, place) => `p${place}`);
    await Promise.all(many.map((who, place) => leaves(who, place)));
    const isAllowed = async (contactId: string): Promise<boolean> => contactId === "p501";
    expect(await jobOf({ isAllowed }).run(3 * DAY)).toEqual({ nudged: 1 });
    expect(nudged).toEqual(["p501"]);
  });
});
