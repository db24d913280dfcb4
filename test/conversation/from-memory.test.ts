import { LeaseLost } from "../../src/conversation/handle-message";
import { leaseOf, underLease } from "../../src/conversation/lease";
import type { LookAhead } from "../../src/conversation/look-ahead";
import type { ConversationPorts, Received } from "../../src/conversation/ports";
import type { Session } from "../../src/conversation/session";
import { freshState } from "../../src/conversation/session";
import { workerStatuses } from "../../src/domain/worker/worker";
import { freshPlace, removePlace } from "../support/house-copies";
import { ownRegistrationAnswers, saysAll, yes } from "../support/house-people";
import { contactOf } from "../support/house-state";
import type { HousePlace, RunningHouse } from "../support/one-house";
import { openHouse, openPlace } from "../support/one-house";
import { readAppended } from "../support/recording-channel";
import { waitFor } from "../support/wait-for";

const at = Date.parse("2026-12-08T09:00:00+07:00");
const name = "Sumarni";
const answers = ownRegistrationAnswers(1);

let place: HousePlace;
let house: RunningHouse;
let calls: string[];
beforeEach(async () => {
  place = await freshPlace(at);
  calls = [];
  house = await openHouse(place, (call) => calls.push(call));
});
afterEach(async () => {
  await house.close();
  await removePlace(place);
});

const sender = (address: string) => ({
  channel: "simulator" as const,
  address,
  identifiers: [{ kind: "simulator-name" as const, value: address }],
});
const heard = (): readonly string[] => readAppended(place.sendsFile).map(({ text }) => text);
/** The calls of what is said now. */
async function callsOf(lines: readonly string[], from: number): Promise<readonly string[]> {
  calls = [];
  await saysAll(house, name, lines, at, from);
  return calls;
}
/** Goes on in somebody's talk, as another process would: with a memory and under a lease of its own. */
async function elsewhere(change: (session: Session) => Session): Promise<void> {
  const { id: contactId } = await contactOf(house, name);
  const other = await openPlace(place);
  try {
    const session = await other.sessions.take({ contactId, owner: "elsewhere", now: at, until: at + 1_000 });
    if (!session) throw new Error("the lease is not free");
    await other.sessions.commit(change(session), "elsewhere", at, true);
  } finally {
    await other.close();
  }
}
const workers = () => house.storage.repositories.workers.page(workerStatuses, null, 10);

describe("a talk that goes on", () => {
  it("begins a file with a lease that is its own, and with none that was another's meanwhile", async () => {
    const { id: contactId } = await contactOf(house, name);
    const { sessions } = house.storage;
    let now = at;
    const ports = { sessions, clock: () => now } as ConversationPorts;
    const lease = leaseOf(ports, { contactId, look: () => undefined } as LookAhead, "here");
    const session = await lease.take();
    let kept = 0;
    const keepFile: ConversationPorts["keepFile"] = async (_received, _now, _wanted, begin) => {
      await begin?.();
      kept += 1;
      return { ok: true, value: { attachmentId: "file", contentHash: "hash" } };
    };
    const keep = () =>
      underLease({ ...ports, keepFile }, lease, session as Session, async () => undefined).keepFile(
        {} as Received,
        now,
        "paper",
      );
    now += 20_000;
    await keep();
    // It was renewed, so another's would not be free yet where it would have run out.
    now += 20_000;
    expect(await sessions.take({ contactId, owner: "elsewhere", now, until: now + 1_000 })).toBeNull();
    now += 20_000;
    const other = await sessions.take({ contactId, owner: "elsewhere", now, until: now + 1_000 });
    await expect(keep()).rejects.toThrow(LeaseLost);
    await sessions.commit(other as Session, "elsewhere", now, true);
    await expect(keep()).rejects.toThrow(LeaseLost);
    expect(kept).toBe(1);
  });

  it("takes no lease for a question, and one for what is done", async () => {
    expect(await callsOf(answers.slice(0, 1), 1)).toContain("sessions.take");
    for (const [place, answer] of answers.slice(1).entries()) {
      const turn = await callsOf([answer], place + 2);
      const doesSomething = turn.includes("audit.entry");
      const expected = { answer, commits: 1, takes: doesSomething ? 1 : 0 };
      const count = (name: string): number => turn.filter((call) => call === name).length;
      expect({ answer, commits: count("sessions.commit"), takes: count("sessions.take") }).toEqual(expected);
    }
    const doing = await callsOf([yes], answers.length + 1);
    expect(doing.indexOf("sessions.take")).toBeGreaterThan(-1);
    expect(doing.indexOf("sessions.take")).toBeLessThan(doing.indexOf("workers.add"));
  });

  it("goes on from where somebody else left it", async () => {
    const sequence = await saysAll(house, name, answers.slice(0, 5), at);
    await elsewhere((session) => ({ ...session, state: freshState }));
    const before = heard().length;
    calls = [];
    await saysAll(house, name, ["menu"], at, sequence);
    expect(calls.filter((call) => call === "sessions.commit")).toHaveLength(2);
    const { id } = await contactOf(house, name);
    expect((await house.storage.sessions.read(id))?.state.aside).toEqual([]);
    expect(heard()).toHaveLength(before + 1);
  });

  it("does nothing that was asked where somebody else has left it, and once what is asked there", async () => {
    const sequence = await saysAll(house, name, answers, at);
    await elsewhere((session) => ({ ...session, state: freshState }));
    const doing = await callsOf([yes], sequence);
    expect(doing).not.toContain("workers.add");
    expect(await workers()).toEqual([]);
    const next = await saysAll(house, name, ["baru", ...answers], at, sequence + 1);
    await elsewhere((session) => session);
    await saysAll(house, name, [yes], at, next);
    expect(await workers()).toHaveLength(1);
  });

  it("is the person's still where the number changed while the message waited, and the old number leads nowhere", async () => {
    const sequence = await saysAll(house, name, answers.slice(0, 5), at);
    const { id } = await contactOf(house, name);
    const { repositories, sessions, inbox } = house.storage;
    const { contacts } = repositories;
    await sessions.take({ contactId: id, owner: "elsewhere", now: at, until: at + 1_000_000 });
    const said = saysAll(house, name, answers.slice(5, 6), at, sequence);
    await waitFor("the message", async () => (await inbox.counts()).waiting === 1);
    const identifiers = [...sender("new").identifiers, ...sender(name).identifiers];
    await contacts.resolve({ ...sender("new"), now: at, identifiers });
    await contacts.dropIdentifiers(id, sender(name).identifiers);
    await sessions.release(id, "elsewhere", true);
    await said;
    expect(readAppended(place.sendsFile).at(-1)).toMatchObject({ address: "new", text: expect.stringContaining("HP") });
    expect((await contactOf(house, name)).id).not.toBe(id);
  });

  it("waits while somebody else is at it, and is answered once", async () => {
    const sequence = await saysAll(house, name, answers.slice(0, 5), at);
    const { id: contactId } = await contactOf(house, name);
    const { sessions } = house.storage;
    await sessions.take({ contactId, owner: "elsewhere", now: at, until: at + 1_000_000 });
    const before = heard().length;
    const said = saysAll(house, name, answers.slice(5, 6), at, sequence);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(heard()).toHaveLength(before);
    await sessions.release(contactId, "elsewhere", true);
    await said;
    expect(heard()).toHaveLength(before + 1);
  });

  it("is another's where the chat was forgotten meanwhile, and nobody's message is lost", async () => {
    const sequence = await saysAll(house, name, answers.slice(0, 5), at);
    const { id } = await contactOf(house, name);
    await house.storage.repositories.contacts.remove(id);
    await saysAll(house, name, ["daftar"], at, sequence);
    expect((await contactOf(house, name)).id).not.toBe(id);
    expect(heard().slice(-2)).toEqual(heard().slice(0, 2));
    expect(await house.storage.inbox.counts()).toMatchObject({ waiting: 0, parked: 0 });
  });

  it("is answered where the message came from, though the chat was answered elsewhere meanwhile", async () => {
    const sequence = await saysAll(house, name, answers.slice(0, 5), at);
    const { id } = await contactOf(house, name);
    await house.storage.repositories.contacts.update(id, { address: "elsewhere" });
    await saysAll(house, name, answers.slice(5, 6), at, sequence);
    expect(readAppended(place.sendsFile).at(-1)?.address).toBe(name);
  });
});
