import { freshState, type Session, type SessionState } from "../../src/conversation/session";
import type { Storage } from "../../src/storage/open-storage";
import { damage } from "../support/damage";
import { openTestStorage } from "../support/storage";
import { twenty, unique } from "../support/stored-values";

let storage: Storage;
let uri: string;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ storage, uri, close } = await openTestStorage());
});
afterAll(() => close());

describe("sessions", () => {
  const lease = (contactId: string, owner: string, now: number) => ({ contactId, owner, now, until: now + 100 });
  const position = (touchedAt: number, answers: Record<string, unknown> = { name: "Siti" }) => ({
    flow: "register",
    version: 1,
    step: "nik",
    answers,
    history: ["name"],
    misses: 0,
    touchedAt,
  });

  it("begin fresh, and belong to one owner at a time", async () => {
    const contactId = unique("contact");
    const taken = await Promise.all(twenty.map((index) => storage.sessions.take(lease(contactId, `o${index}`, 0))));
    expect(taken.filter(Boolean)).toEqual([{ contactId, revision: 0, state: freshState }]);
  });

  it.each([1, 2])(
    "are free after the time of a lease where their owner's clock has been set back since: %d at once",
    async (many) => {
      const known = Array.from({ length: many }, () => unique("contact"));
      const takeAt = async (now: number, owner = "me") => {
        const taken = await Promise.all(known.map((contactId) => storage.sessions.take(lease(contactId, owner, now))));
        return taken.filter(Boolean).length;
      };
      expect(await takeAt(10_000, "dead")).toBe(many);
      for (const now of [100, 150, 199]) expect(await takeAt(now)).toBe(0);
      expect(await takeAt(200)).toBe(many);
      // Another's clock may differ by as long as a lease lasts, and nothing is shortened for it.
      expect(await takeAt(150, "other")).toBe(0);
      expect(await takeAt(299, "other")).toBe(0);
    },
  );

  it("are taken together, new ones, known ones and those that somebody else has", async () => {
    const [known, fresh, foreign, expired] = ["a", "b", "c", "d"].map(unique) as [string, string, string, string];
    await storage.sessions.take({ ...lease(known, "me", 0), toAnswer: true });
    await storage.sessions.release(known, "me");
    await storage.sessions.take(lease(foreign, "other", 60));
    await storage.sessions.take(lease(expired, "other", 0));
    const asked = [known, fresh, foreign, expired].map((contactId) =>
      storage.sessions.take({ ...lease(contactId, "me", 110), toAnswer: true }),
    );
    const nudge = storage.sessions.take(lease(unique("contact"), "me", 111));
    const taken = await Promise.all(asked);
    expect(taken.map((session) => session?.contactId)).toEqual([known, fresh, undefined, expired]);
    expect(taken.map((session) => session?.attempts)).toEqual([2, 1, undefined, 1]);
    expect((await nudge)?.attempts).toBeUndefined();
    expect(await storage.sessions.take(lease(fresh, "other", 209))).toBeNull();
  });

  it.each([1, 2])(
    "say when their lease stands, so that what is read from then on is read under it: %d at once",
    async (many) => {
      const known = Array.from({ length: many }, () => unique("known"));
      const fresh = Array.from({ length: many }, () => unique("fresh"));
      for (const contactId of known) {
        await storage.sessions.take({ ...lease(contactId, "me", 0), toAnswer: true });
        await storage.sessions.release(contactId, "me");
      }
      const read = new Map<string, Promise<Session | null>>();
      const take = (contactId: string) => {
        const onTaken = () => void read.set(contactId, storage.sessions.read(contactId));
        return storage.sessions.take({ ...lease(contactId, "me", 110), toAnswer: true, onTaken });
      };
      const attemptsOf = async (together: readonly string[]) => {
        await Promise.all(together.map(take));
        return Promise.all(together.map(async (contactId) => (await read.get(contactId))?.attempts));
      };
      expect(await attemptsOf(known)).toEqual(known.map(() => 2));
      expect(await attemptsOf(fresh)).toEqual(fresh.map(() => 1));
      expect(await attemptsOf([...known, ...fresh])).toEqual([...known.map(() => 3), ...fresh.map(() => 2)]);
    },
  );

  it("are taken again by their owner, all at once too", async () => {
    const contactId = unique("contact");
    const taken = await Promise.all(twenty.map(() => storage.sessions.take(lease(contactId, "me", 0))));
    expect(taken.filter(Boolean)).toHaveLength(20);
  });

  it("are free again once the lease is released or has run out, and not a moment earlier", async () => {
    const contactId = unique("contact");
    await storage.sessions.take(lease(contactId, "a", 0));
    expect(await storage.sessions.take(lease(contactId, "b", 99))).toBeNull();
    expect(await storage.sessions.take(lease(contactId, "b", 100))).not.toBeNull();
    await storage.sessions.release(contactId, "a");
    expect(await storage.sessions.take(lease(contactId, "c", 101))).toBeNull();
    await storage.sessions.release(contactId, "b");
    expect(await storage.sessions.take(lease(contactId, "c", 101))).not.toBeNull();
  });

  it("keep state and replies exactly, and lose the replies once none are handed in", async () => {
    const contactId = unique("contact");
    await storage.sessions.take(lease(contactId, "me", 0));
    const state: SessionState = { aside: [position(1, { wage: 1_500_000, "a.b": null })], promptId: 4, misses: 1 };
    const handled = { messageId: "simulator:1", replies: [{ text: "Sugeng \u{1f64f}" }], rule: "why.reply" };
    const session: Session = { contactId, revision: 0, state, handled };
    expect(await storage.sessions.commit(session, "me", 50)).toBe(true);
    const commitToken = expect.any(String);
    expect(await storage.sessions.read(contactId)).toEqual({ ...session, revision: 1, commitToken });
    expect(await storage.sessions.commit({ contactId, revision: 1, state }, "me", 60)).toBe(true);
    expect(await storage.sessions.read(contactId)).toEqual({ contactId, revision: 2, state, commitToken });
  });

  describe("that cannot be unsealed", () => {
    const stored = async (): Promise<string> => {
      const contactId = unique("contact");
      await storage.sessions.take(lease(contactId, "me", 0));
      const state = { ...freshState, position: position(1) };
      const handled = { messageId: "simulator:1", replies: [{ text: "Sugeng" }] };
      await storage.sessions.commit({ contactId, revision: 0, state, handled }, "me", 1, true);
      return contactId;
    };
    const toAnswer = (contactId: string, owner = "me") =>
      storage.sessions.take({ ...lease(contactId, owner, 10), toAnswer: true });
    const tasksOf = async (contactId: string) => {
      const tasks = await storage.repositories.tasks.open({ type: "all" }, 100, { kind: "parked-message" });
      return tasks.filter((task) => task.contactId === contactId);
    };

    it("harm nobody whose session is taken with them, and count once for each", async () => {
      const [broken, ...others] = [await stored(), await stored(), await stored()] as [string, string, string];
      await damage(uri, { collection: "sessions", filter: { _id: broken }, field: "state" });
      const fresh = [1, 2, 3].map(() => unique("contact"));
      const asked = [...fresh, ...others, broken].map((contactId) => toAnswer(contactId));
      const taken = await Promise.allSettled(asked);
      expect(taken.map((one) => (one.status === "fulfilled" ? one.value?.attempts : "failed"))).toEqual([
        ...[1, 1, 1],
        ...[1, 1],
        "failed",
      ]);
    });

    it.each(["state", "handled"])(
      "are let go of, and after three attempts begin anew with a task: %s",
      async (field) => {
        const contactId = await stored();
        await damage(uri, { collection: "sessions", filter: { _id: contactId }, field });
        await expect(toAnswer(contactId)).rejects.toThrow();
        await expect(storage.sessions.take(lease(contactId, "a job", 10))).rejects.toThrow();
        await expect(toAnswer(contactId, "another")).rejects.toThrow();
        expect(await tasksOf(contactId)).toEqual([]);
        const begun = await toAnswer(contactId);
        expect(begun).toEqual({ contactId, revision: 1, state: freshState, attempts: 1 });
        expect(await tasksOf(contactId)).toMatchObject([{ kind: "parked-message", createdAt: 10 }]);
        expect(await storage.sessions.unfinished({ from: 0, to: 2 }, 1_000)).not.toContainEqual({
          contactId,
          touchedAt: 1,
        });
        expect(await storage.sessions.commit(begun as Session, "me", 20, true)).toBe(true);
        expect(await storage.sessions.read(contactId)).toMatchObject({ revision: 2, state: freshState });
      },
    );
  });

  it("that are sealed under a key which is missing here are never thrown away", async () => {
    const contactId = unique("contact");
    await storage.sessions.take(lease(contactId, "me", 0));
    const state = { ...freshState, position: position(1) };
    await storage.sessions.commit({ contactId, revision: 0, state }, "me", 1, true);
    await damage(uri, { collection: "sessions", filter: { _id: contactId }, field: "state" }, "key");
    for (let time = 0; time < 5; time += 1) {
      const taken = storage.sessions.take({ ...lease(contactId, "me", 10), toAnswer: true });
      await expect(taken).rejects.toThrow("ENCRYPTION_KEYS");
    }
  });

  describe("that were committed lately", () => {
    const talking: SessionState = { ...freshState, position: position(1) };
    const begin = async (state = talking) => {
      const contactId = unique("contact");
      await storage.sessions.take(lease(contactId, "me", 0));
      await storage.sessions.commit({ contactId, revision: 0, state }, "me", 1, true);
      return { contactId, recalled: storage.sessions.recall(contactId, "me") };
    };

    it("are recalled by whoever committed them, while a talk goes on", async () => {
      const { contactId, recalled } = await begin();
      expect(recalled).toEqual({ ...(await storage.sessions.read(contactId)), isRecalled: true });
      expect((await begin(freshState)).recalled).toBeNull();
      expect(storage.sessions.recall(unique("contact"), "me")).toBeNull();
    });

    it("are recalled once for a commit, so that what fails is counted under the lease; not by anybody else", async () => {
      const { contactId, recalled } = await begin();
      expect(storage.sessions.recall(contactId, "me")).toBeNull();
      await storage.sessions.commit(recalled as Session, "me", 1);
      expect(storage.sessions.recall(contactId, "somebody else")).toBeNull();
      expect(storage.sessions.recall(contactId, "me")).not.toBeNull();
    });

    it("are committed without a lease, again and again, and by one at a time", async () => {
      const { contactId, recalled } = await begin();
      if (!recalled) throw new Error("nothing is recalled");
      const committed = await Promise.all(twenty.map(() => storage.sessions.commit(recalled, "me", 1)));
      expect(committed.filter(Boolean)).toHaveLength(1);
      const { sessions } = storage;
      const next = (await sessions.read(contactId)) as Session;
      await expect(sessions.commit({ ...next, isRecalled: true }, "me", 2)).resolves.toBe(true);
      expect(sessions.recall(contactId, "me")).toMatchObject({ revision: 3, state: talking });
    });

    it("are not committed while somebody else is at them, nor after somebody else was", async () => {
      const { contactId, recalled } = await begin();
      if (!recalled) throw new Error("nothing is recalled");
      const { sessions } = storage;
      await sessions.take(lease(contactId, "other", 0));
      expect(await sessions.commit(recalled, "me", 1)).toBe(false);
      expect(sessions.recall(contactId, "me")).toBeNull();
      await sessions.release(contactId, "other");
      await sessions.take(lease(contactId, "me", 0));
      expect(await sessions.commit(recalled, "me", 1, true)).toBe(true);
      expect(await sessions.commit(recalled, "me", 1)).toBe(false);
    });

    it("are not taken for another session of the same revision that was made since", async () => {
      const { contactId, recalled } = await begin();
      if (!recalled) throw new Error("nothing is recalled");
      const { sessions } = storage;
      await sessions.remove(contactId);
      expect(sessions.recall(contactId, "me")).toBeNull();
      await sessions.take(lease(contactId, "other", 0));
      await sessions.commit({ contactId, revision: 0, state: talking }, "other", 1, true);
      expect(await sessions.commit(recalled, "me", 1)).toBe(false);
    });
  });

  it("take one commit per revision, from the lease's owner only", async () => {
    const contactId = unique("contact");
    await storage.sessions.take(lease(contactId, "me", 0));
    const session: Session = { contactId, revision: 0, state: freshState };
    expect(await storage.sessions.commit(session, "somebody else", 1)).toBe(false);
    const committed = await Promise.all(twenty.map(() => storage.sessions.commit(session, "me", 1)));
    expect(committed.filter(Boolean)).toHaveLength(1);
    await storage.sessions.take(lease(contactId, "next", 200));
    expect(await storage.sessions.commit({ ...session, revision: 1 }, "me", 1)).toBe(false);
  });

  it("count how often they were taken to be answered, until that was done", async () => {
    const contactId = unique("contact");
    const taken = async (toAnswer: boolean) =>
      (await storage.sessions.take({ ...lease(contactId, "me", 0), toAnswer }))?.attempts;
    expect([await taken(true), await taken(true), await taken(false)]).toEqual([1, 2, 2]);
    await storage.sessions.release(contactId, "me");
    expect(await taken(true)).toBe(3);
    await storage.sessions.release(contactId, "me", true);
    expect(await taken(true)).toBe(1);
    await storage.sessions.commit({ contactId, revision: 0, state: freshState }, "me", 1);
    expect(await taken(true)).toBe(1);
  });

  it("are let go of with the last commit, and held after any other", async () => {
    const contactId = unique("contact");
    await storage.sessions.take(lease(contactId, "me", 0));
    await storage.sessions.commit({ contactId, revision: 0, state: freshState }, "me", 1, false);
    expect(await storage.sessions.take(lease(contactId, "other", 1))).toBeNull();
    await storage.sessions.commit({ contactId, revision: 1, state: freshState }, "me", 1, true);
    expect(await storage.sessions.take(lease(contactId, "other", 1))).not.toBeNull();
  });

  it("tell whose unfinished answers were last touched in a time, until the nudge was sent", async () => {
    const commit = async (state: SessionState): Promise<string> => {
      const contactId = unique("contact");
      await storage.sessions.take(lease(contactId, "me", 0));
      await storage.sessions.commit({ contactId, revision: 0, state }, "me", 999_999);
      return contactId;
    };
    const later = await commit({ ...freshState, position: position(7_200) });
    const sooner = await commit({ ...freshState, aside: [position(7_100), position(6_900)] });
    await commit({ ...freshState, position: position(7_150), nudgedAt: 7_160 });
    await commit({ ...freshState, position: position(7_150, {}) });
    await commit({ ...freshState, position: position(9_000) });
    await commit(freshState);
    const between = { from: 7_000, to: 8_000 };
    const [first, second] = [
      { contactId: sooner, touchedAt: 7_100 },
      { contactId: later, touchedAt: 7_200 },
    ];
    expect(await storage.sessions.unfinished(between, 10)).toEqual([first, second]);
    expect(await storage.sessions.unfinished(between, 1)).toEqual([first]);
    expect(await storage.sessions.unfinished(between, 10, first)).toEqual([second]);
    const sameMoment = { contactId: "", touchedAt: 7_200 };
    expect(await storage.sessions.unfinished(between, 10, sameMoment)).toEqual([second]);
    expect(await storage.sessions.unfinished(between, 10, second)).toEqual([]);
    await storage.sessions.take(lease(sooner, "me", 0));
    await storage.sessions.commit({ contactId: sooner, revision: 1, state: freshState }, "me", 0);
    expect(await storage.sessions.unfinished(between, 10)).toEqual([second]);
  });

  it("are gone once removed", async () => {
    const contactId = unique("contact");
    await storage.sessions.take(lease(contactId, "me", 0));
    await storage.sessions.remove(contactId);
    expect(await storage.sessions.read(contactId)).toBeNull();
  });
});
