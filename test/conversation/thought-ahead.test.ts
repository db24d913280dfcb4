import { workerStatuses } from "../../src/domain/worker/worker";
import { freshPlace, removePlace } from "../support/house-copies";
import { ownRegistrationAnswers, saysAll, yes } from "../support/house-people";
import { contactOf } from "../support/house-state";
import { type HousePlace, openHouse, openPlace, type RunningHouse } from "../support/one-house";
import { readAppended, textFrom } from "../support/recording-channel";
import { waitFor } from "../support/wait-for";

const at = Date.parse("2026-12-08T09:00:00+07:00");
const name = "Sumarni";
const answers = ownRegistrationAnswers(1);
/** So many are answered before it becomes interesting. */
const begun = 5;

let place: HousePlace;
let house: RunningHouse;
let calls: string[];
beforeEach(async () => {
  place = await freshPlace(at);
  calls = [];
  house = await openHouse(place, (call) => calls.push(call));
});
afterEach(async () => {
  for (const letGo of heldUp.splice(0)) letGo();
  await house.close();
  await removePlace(place);
});

const heard = (): readonly string[] => readAppended(place.sendsFile).map(({ text }) => text);
const say = (line: string, sequence: number): Promise<void> =>
  house.channel.deliver(textFrom(name, line, sequence, at + sequence));
const commits = (): number => calls.filter((call) => call === "sessions.commit").length;
const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 150));
const workers = () => house.storage.repositories.workers.page(workerStatuses, null, 10);

/** Takes a turn in the talk as another process would: what this one remembers of it is old then. */
async function elsewhere(): Promise<void> {
  const { id: contactId } = await contactOf(house, name);
  const other = await openPlace(place);
  try {
    const session = await other.sessions.take({ contactId, owner: "elsewhere", now: at, until: at + 1_000 });
    if (!session) throw new Error("the lease is not free");
    await other.sessions.commit(session, "elsewhere", at, true);
  } finally {
    await other.close();
  }
}

/** Lets go of what a test that failed has left held up. */
const heldUp: (() => void)[] = [];

/** From now on this call of the inbox waits until it is let go; where it is failed, what it was to do is left undone. */
function holdUp(call: "add" | "close") {
  const { inbox } = house.storage;
  const held = inbox[call].bind(inbox) as (...args: unknown[]) => Promise<unknown>;
  let end: (error?: Error) => void = () => undefined;
  const gate = new Promise<Error | undefined>((resolve) => {
    end = resolve;
  });
  const waiting = async (...args: unknown[]): Promise<unknown> => {
    const error = await gate;
    Object.assign(inbox, { [call]: held });
    if (error) throw error;
    return held(...args);
  };
  Object.assign(inbox, { [call]: waiting });
  heldUp.push(() => end());
  return { letGo: () => end(), fail: () => end(new Error("the storage is away")) };
}

describe("a message of a talk that goes on", () => {
  it("is thought about while it is being stored, and its turn recorded only then", async () => {
    const sequence = await saysAll(house, name, answers.slice(0, begun), at);
    const before = heard().length;
    const storing = holdUp("add");
    calls = [];
    const said = say(answers[begun] ?? "", sequence);
    await waitFor("the thought", () => calls.includes("contacts.find"));
    await soon();
    expect(calls).not.toContain("inbox.waiting");
    expect({ commits: commits(), heard: heard().length }).toEqual({ commits: 0, heard: before });
    storing.letGo();
    await said;
    await house.service.settled();
    expect({ commits: commits(), heard: heard().length }).toEqual({ commits: 1, heard: before + 1 });
    expect(calls).not.toContain("sessions.take");
  });

  it("does nothing before it is stored", async () => {
    const sequence = await saysAll(house, name, answers, at);
    const storing = holdUp("add");
    calls = [];
    const said = say(yes, sequence);
    await waitFor("the thought", () => calls.includes("contacts.find"));
    await soon();
    expect(calls.filter((call) => /sessions|workers\.add|audit/u.test(call))).toEqual([]);
    storing.letGo();
    await said;
    await house.service.settled();
    expect(await workers()).toHaveLength(1);
  });

  it("is as if it had never come where it cannot be stored, and is answered once when it comes again", async () => {
    const sequence = await saysAll(house, name, answers.slice(0, begun), at);
    const before = heard().length;
    const storing = holdUp("add");
    const said = say(answers[begun] ?? "", sequence);
    await waitFor("the thought", () => calls.includes("contacts.find"));
    storing.fail();
    await expect(said).rejects.toThrow("away");
    await house.service.settled();
    expect(heard()).toHaveLength(before);
    await say(answers[begun] ?? "", sequence);
    await house.service.settled();
    expect(heard()).toHaveLength(before + 1);
  });

  it("is answered no second time where it comes again", async () => {
    const sequence = await saysAll(house, name, answers.slice(0, begun), at);
    const { id } = await contactOf(house, name);
    const before = { heard: heard(), session: await house.storage.sessions.read(id) };
    await say(answers[begun - 1] ?? "", sequence - 1);
    await house.service.settled();
    expect({ heard: heard(), session: await house.storage.sessions.read(id) }).toEqual(before);
    await saysAll(house, name, answers.slice(begun), at, sequence);
    await saysAll(house, name, [yes], at, sequence + answers.length);
    expect(await workers()).toHaveLength(1);
  });

  it("waits with its turn until the one before it is closed, and nobody waits for that with the reply", async () => {
    const sequence = await saysAll(house, name, answers.slice(0, begun), at);
    const before = heard().length;
    const closing = holdUp("close");
    await say(answers[begun] ?? "", sequence);
    await waitFor("the reply", () => heard().length === before + 1);
    calls = [];
    await say(answers[begun + 1] ?? "", sequence + 1);
    await waitFor("the thought", () => calls.includes("contacts.find"));
    await soon();
    expect(commits()).toBe(0);
    closing.letGo();
    await house.service.settled();
    expect(heard()).toHaveLength(before + 2);
  });

  it("is answered once where the one before it could not be closed, which is closed later", async () => {
    const sequence = await saysAll(house, name, answers.slice(0, begun), at);
    const before = heard().length;
    const closing = holdUp("close");
    await say(answers[begun] ?? "", sequence);
    await waitFor("the reply", () => heard().length === before + 1);
    await say(answers[begun + 1] ?? "", sequence + 1);
    closing.fail();
    await house.service.settled();
    expect(heard()).toHaveLength(before + 2);
    expect(await house.storage.inbox.counts()).toMatchObject({ waiting: 0, parked: 0 });
  });

  it("is closed before a stop, and where it could not be, by whoever looks next", async () => {
    const sequence = await saysAll(house, name, answers.slice(0, begun), at);
    const before = heard().length;
    const closing = holdUp("close");
    await say(answers[begun] ?? "", sequence);
    await waitFor("the reply", () => heard().length === before + 1);
    closing.fail();
    await house.service.settled();
    expect(heard()).toHaveLength(before + 1);
    expect(await house.storage.inbox.counts()).toMatchObject({ waiting: 0, parked: 0 });
  });

  it("is answered once where it came while the one before it was answered by what is stored", async () => {
    const sequence = await saysAll(house, name, answers.slice(0, begun), at);
    const before = heard().length;
    await elsewhere();
    await Promise.all([0, 1].map((place) => say(answers[begun + place] ?? "", sequence + place)));
    await house.service.settled();
    expect(heard()).toHaveLength(before + 2);
    await saysAll(house, name, [...answers.slice(begun + 2), yes], at, sequence + 2);
    expect(await workers()).toHaveLength(1);
  });

  it("is answered once where it came between two that were being answered together", async () => {
    const sequence = await saysAll(house, name, answers.slice(0, begun), at);
    const before = heard().length;
    const sayPlace = (place: number): Promise<void> => say(answers[begun + place] ?? "", sequence + place);
    const [storing, closing] = [holdUp("add"), holdUp("close")];
    calls = [];
    const said = [0, 1, 3].map(sayPlace);
    await waitFor("the thought", () => calls.includes("contacts.find"));
    storing.letGo();
    await Promise.all(said);
    await waitFor("the first reply", () => heard().length === before + 1);
    // The turn of the next stands before the closing of the first.
    await soon();
    await sayPlace(2);
    closing.letGo();
    await house.service.settled();
    expect(heard()).toHaveLength(before + 4);
    await saysAll(house, name, [...answers.slice(begun + 4), yes], at, sequence + 4);
    expect(await workers()).toHaveLength(1);
  });

  it("is finished where it has begun to do something, though one that was sent before it arrives meanwhile", async () => {
    const sequence = await saysAll(house, name, answers, at);
    const before = heard().length;
    const { workers: stored } = house.storage.repositories;
    const add = stored.add.bind(stored);
    let go = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    let isAdding = false;
    Object.assign(stored, {
      add: async (...worker: Parameters<typeof add>) => {
        isAdding = true;
        await gate;
        return add(...worker);
      },
    });
    await say(yes, sequence + 1);
    await waitFor("the registration", () => isAdding);
    await say("menu", sequence);
    go();
    await house.service.settled();
    const [registered] = heard().slice(before);
    expect(registered).toContain("KL-");
    expect(await workers()).toHaveLength(1);
    expect(heard().at(-1)).toContain("Daftar pekerja");
  });

  it("writes nothing of a person where it comes again", async () => {
    const sequence = await saysAll(house, name, answers.slice(0, begun), at);
    const { id } = await contactOf(house, name);
    const { contacts } = house.storage.repositories;
    await contacts.update(id, { blockedAt: at + 1 });
    await say(answers[begun - 2] ?? "", sequence - 2);
    await house.service.settled();
    expect(await contacts.find(id)).toMatchObject({ blockedAt: at + 1 });
  });

  it("comes in its platform's order where several come at once", async () => {
    const sequence = await saysAll(house, name, answers.slice(0, begun), at);
    const both = [sequence + 1, sequence].map((place) => say(answers[begun + place - sequence] ?? "", place));
    await Promise.all(both);
    await house.service.settled();
    await saysAll(house, name, [...answers.slice(begun + 2), yes], at, sequence + 2);
    expect(await workers()).toHaveLength(1);
  });
});
