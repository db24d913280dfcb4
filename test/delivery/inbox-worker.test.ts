import { createInboxWorker, type InboxWorker } from "../../src/delivery/inbox-worker";
import { damage } from "../support/damage";
import { openTestDatabase } from "../support/engine";
import { freshPlace, removePlace } from "../support/house-copies";
import { contactOf } from "../support/house-state";
import { type HousePlace, openHouse, openPlace, type RunningHouse } from "../support/one-house";
import { readAppended, textFrom } from "../support/recording-channel";
import { silentLogger } from "../support/storage";
import { waitFor } from "../support/wait-for";

const AT = Date.parse("2026-11-23T09:00:00+07:00");

describe("the inbox worker", () => {
  const workers: InboxWorker[] = [];
  const workerOf = (
    serve: Parameters<typeof createInboxWorker>[0]["serve"],
    waiting: readonly string[] = [],
    timing: { retryWaitsMs?: readonly number[]; clock?: () => number } = {},
  ) => {
    const inbox = { contactsWaiting: async () => waiting };
    const own = { pollMs: 5, retryWaitsMs: [0], ...timing };
    const worker = createInboxWorker({ inbox, serve, logger: silentLogger, ...own });
    workers.push(worker);
    return worker;
  };
  afterEach(() => Promise.all(workers.splice(0).map((worker) => worker.stop())));

  it("serves one contact at a time, and again where something came meanwhile", async () => {
    let inHand = 0;
    let most = 0;
    let served = 0;
    const worker = workerOf(async () => {
      inHand += 1;
      most = Math.max(most, inHand);
      await new Promise((resolve) => setTimeout(resolve, 5));
      inHand -= 1;
      served += 1;
      return "done";
    });
    for (let count = 0; count < 10; count += 1) worker.notify("a");
    await worker.idle();
    expect({ most, served }).toEqual({ most: 1, served: 2 });
  });

  it("leaves what failed to the next poll, however much comes meanwhile", async () => {
    let served = 0;
    const worker = workerOf(async () => {
      served += 1;
      worker.notify("a");
      return "failed";
    });
    worker.notify("a");
    await worker.idle();
    expect(served).toBe(1);
  });

  it.each(["failed", "throws"] as const)(
    "leaves a contact alone for longer each time, and serves others: %s",
    async (how) => {
      let now = 1_000;
      let served = 0;
      let others = 0;
      const worker = workerOf(
        async (contactId) => {
          if (contactId === "other") {
            others += 1;
            return "done";
          }
          served += 1;
          if (how === "throws") throw new Error("the storage is away");
          return "failed";
        },
        ["a", "other"],
        { retryWaitsMs: [150, 600], clock: () => now },
      );
      const othersAreServed = async (): Promise<void> => {
        const before = others;
        await waitFor("the others", () => others > before + 5);
      };
      worker.start();
      for (const [attempt, waitMs] of [150, 600, 600].entries()) {
        await waitFor("the attempt", () => served === attempt + 1);
        now += waitMs - 1;
        worker.notify("a");
        await othersAreServed();
        expect(served).toBe(attempt + 1);
        now += 1;
      }
      await waitFor("the last attempt", () => served === 4);
    },
  );

  it("leaves a contact alone no longer than it was to where the clock is set back meanwhile", async () => {
    let now = 10_000_000;
    let served = 0;
    const serve = async () => {
      served += 1;
      return "failed" as const;
    };
    const worker = workerOf(serve, [], { retryWaitsMs: [5_000], clock: () => now });
    const notices = async (times: number): Promise<number> => {
      for (let count = 0; count < times; count += 1) {
        worker.notify("a");
        await worker.idle();
      }
      return served;
    };
    expect(await notices(2)).toBe(1);
    now -= 3_600_000;
    expect(await notices(1)).toBe(1);
    now += 5_000;
    expect(await notices(2)).toBe(2);
  });

  it("begins the waits anew after a success", async () => {
    let served = 0;
    const timing = { retryWaitsMs: [0, 3_600_000] };
    const failsEveryOther = async (): Promise<"failed" | "done"> => {
      served += 1;
      return served % 2 === 1 ? "failed" : "done";
    };
    const worker = workerOf(failsEveryOther, ["a"], timing);
    worker.start();
    await waitFor("several failures with a success between", () => served > 5);
  });

  it("takes up what a notice missed, and goes on though a contact cannot be served", async () => {
    const served: string[] = [];
    const worker = workerOf(
      async (contactId) => {
        served.push(contactId);
        if (contactId === "broken") throw new Error("a defect");
        return "done";
      },
      ["broken", "forgotten"],
    );
    worker.start();
    await waitFor("both, twice", () => served.filter((one) => one === "forgotten").length > 1);
    expect(served).toContain("broken");
  });

  it.each(["failed", "busy", "throws"] as const)("knows of all that waits again only after a look: %s", async (how) => {
    const known: boolean[] = [];
    const worker = workerOf(async (_contactId, _isStopping, { arriving, isAll }) => {
      known.push(isAll && arriving.length > 0);
      if (known.length !== 2) return "done";
      if (how === "throws") throw new Error("the storage is away");
      return how;
    });
    for (let count = 0; count < 4; count += 1) {
      const message = textFrom("a", "ya", count, AT + count);
      worker.notify("a", { entry: { id: `${count}`, contactId: "a", message }, stored: Promise.resolve(true) });
      await worker.idle();
    }
    expect(known).toEqual([true, true, false, true]);
  });

  it("finds what came while a contact was left alone, also where that was stored only afterwards", async () => {
    const known: boolean[] = [];
    let now = 1_000;
    const timing = { retryWaitsMs: [100], clock: () => now };
    const worker = workerOf(
      async (_contactId, _isStopping, { isAll }) => {
        known.push(isAll);
        return known.length === 1 ? "failed" : "done";
      },
      [],
      timing,
    );
    worker.notify("a");
    await worker.idle();
    let store = (_isNew: boolean): void => undefined;
    const stored = new Promise<boolean>((resolve) => {
      store = resolve;
    });
    worker.notify("a", { entry: { id: "x", contactId: "a", message: textFrom("a", "ya", 1, AT) }, stored });
    now += 100;
    worker.notify("a");
    await worker.idle();
    store(true);
    await waitFor("another look", () => known.length === 3);
    expect(known).toEqual([false, false, false]);
  });

  it("leaves a contact alone for longer each time where what was answered cannot be closed", async () => {
    let now = 1_000;
    let served = 0;
    const timing = { retryWaitsMs: [150, 600], clock: () => now };
    const worker = workerOf(
      async (_contactId, _isStopping, { behind }) => {
        served += 1;
        behind?.(Promise.reject(new Error("the storage is away")));
        return "done";
      },
      [],
      timing,
    );
    for (const waitMs of [150, 600, 600]) {
      const before = served;
      worker.notify("a");
      await worker.idle();
      now += waitMs - 1;
      worker.notify("a");
      await worker.idle();
      expect(served).toBe(before + 1);
      now += 1;
    }
  });

  it("begins no other turn once it is stopped", async () => {
    let isStopping = (): boolean => false;
    const worker = workerOf(async (_contactId, asked) => {
      isStopping = asked;
      return "done";
    });
    worker.notify("a");
    await worker.idle();
    expect(isStopping()).toBe(false);
    await worker.stop();
    worker.notify("b");
    expect(isStopping()).toBe(true);
  });
});

describe("a message that fails", () => {
  let place: HousePlace;
  let house: RunningHouse;
  let failing = "";
  let isOnce = false;
  beforeEach(async () => {
    place = await freshPlace(AT);
    house = await openHouse(place, (name) => {
      if (name !== failing) return;
      if (isOnce) failing = "";
      throw new Error("a defect");
    });
  });
  afterEach(async () => {
    await house.close();
    await removePlace(place);
  });

  const says = (text: string, sequence: number): Promise<void> =>
    house.channel.deliver(textFrom("Marni", text, sequence, AT + sequence));

  it("is finished, once its turn is recorded, before one that was sent earlier and arrives only now", async () => {
    await says("daftar", 1);
    await house.service.settled();
    const before = readAppended(place.sendsFile).length;
    [failing, isOnce] = ["sessions.commit", true];
    await says("1", 3);
    await waitFor("the failure", () => failing === "");
    await says("menu", 2);
    await house.service.settled();
    const [agreed, next, menu] = readAppended(place.sendsFile)
      .slice(before)
      .map(({ text }) => text);
    expect(agreed).toContain("Persetujuan");
    expect(next).toContain("Siapa yang mau didaftarkan");
    expect(menu).toContain("7. ");
    expect(readAppended(place.sendsFile)).toHaveLength(before + 3);
  });

  it("is tried again before newer ones, and after three times set aside, with an id for the person and the officer", async () => {
    isOnce = false;
    await says("daftar", 1);
    await house.service.settled();
    const before = readAppended(place.sendsFile).length;
    failing = "audit.entry";
    await says("1", 2);
    await says("menu", 3);
    const told = await waitFor("the end of the attempts", () => readAppended(place.sendsFile)[before]?.text);
    failing = "";
    await house.service.settled();
    const { id } = await contactOf(house, "Marni");
    const [task, ...others] = await house.storage.repositories.tasks.open({ type: "all" }, 10);
    expect(task).toMatchObject({ kind: "parked-message", contactId: id });
    expect(others).toEqual([]);
    expect(told).toContain(task?.text);
    expect(await house.storage.inbox.counts()).toMatchObject({ waiting: 0, parked: 1 });
    expect(readAppended(place.sendsFile).length).toBeGreaterThan(before + 1);
  });
});

describe("what cannot be read any more", () => {
  let database: Awaited<ReturnType<typeof openTestDatabase>>;
  let place: HousePlace;
  let house: RunningHouse;
  let contactId: string;
  beforeEach(async () => {
    database = await openTestDatabase();
    place = { ...(await freshPlace(AT)), mongodbUri: database.uri };
    house = await openHouse(place);
    await house.channel.deliver(textFrom("Marni", "daftar", 1, AT + 1));
    await house.service.settled();
    ({ id: contactId } = await contactOf(house, "Marni"));
    await house.close();
  });
  afterEach(async () => {
    await house.close();
    await removePlace(place);
    await database.close();
  });

  /** What Marni is told by a house that opens now and hears these words. */
  async function answersTo(text: string): Promise<string> {
    const before = readAppended(place.sendsFile).length;
    house = await openHouse(place);
    await house.channel.deliver(textFrom("Marni", text, 9, AT + 9));
    const told = await waitFor("the answer", () => readAppended(place.sendsFile)[before]?.text);
    await house.service.settled();
    return told;
  }
  const tasks = () => house.storage.repositories.tasks.open({ type: "all" }, 10);

  it("as a message lets the newer ones be answered, and is parked for an officer", async () => {
    const storage = await openPlace(place);
    const message = textFrom("Marni", "1", 2, AT + 2);
    await storage.inbox.add({ id: "simulator:broken", contactId, message, receivedAt: AT + 2 });
    await storage.close();
    const filter = { contactId, state: "waiting" };
    await damage(database.uri, { collection: "inbox", filter, field: "content" });
    expect(await answersTo("menu")).toContain("7. ");
    expect(await house.storage.inbox.counts()).toMatchObject({ waiting: 0, parked: 1 });
    expect(await tasks()).toMatchObject([{ kind: "parked-message", contactId }]);
  });

  it("as a talk is tried three times, and then begins anew and is told to an officer", async () => {
    await damage(database.uri, { collection: "sessions", filter: { _id: contactId }, field: "state" });
    expect(await answersTo("menu")).toContain("7. ");
    expect(await house.storage.inbox.counts()).toMatchObject({ waiting: 0, parked: 0 });
    expect(await tasks()).toMatchObject([{ kind: "parked-message", contactId }]);
  });
});
