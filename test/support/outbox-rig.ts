import { createAllowance } from "../../src/delivery/allowance";
import type { Channel, SendFailure } from "../../src/delivery/channel";
import { type OutboxEntry, outboxKinds } from "../../src/delivery/outbox";
import { createSender, type Sender, type SenderOptions } from "../../src/delivery/sender";
import type { Contact } from "../../src/domain/messaging/contact";
import type { OutboundMessage } from "../../src/domain/messaging/message";
import { fail, ok } from "../../src/domain/shared/result";
import type { Storage } from "../../src/storage/open-storage";
import { openTestStorage, silentLogger } from "./storage";

/** A working morning: Monday, 23 November 2026, 09:00 in Asia/Jakarta. */
const WORKING_HOUR = Date.parse("2026-11-23T09:00:00+07:00");

/** A sender on a real outbox, with people who are made up and a platform that fails when it is told to. */
export interface OutboxRig {
  readonly sender: Sender;
  /** What went out, in order: address and text. */
  readonly sent: string[];
  /** The failures of the next sends, in order; none is a success. */
  readonly failures: (SendFailure | undefined)[];
  /** What is done while a message is on its way. */
  onSend: (text: string) => void | Promise<void>;
  /** The due items that are still to be paid. */
  readonly unpaid: Set<string>;
  readonly blocked: string[];
  readonly undeliverable: string[];
  /** The clock. Milliseconds. */
  now: number;
  contact(name: string, fields?: Partial<Contact>): Contact;
  /** Queues a text under the id, one second after the one before. */
  queue(id: string, who: string, entry?: Partial<OutboxEntry>): Promise<void>;
  /** Another sender on the same outbox, as of another process. */
  other(options?: Partial<SenderOptions>): Sender;
  /** Takes back what is still queued, so that the next rig finds nothing of this one. */
  clear(): Promise<void>;
}

let rigs = 0;

/** Opens the rig on a storage that several rigs may use, one after the other. */
function outboxRig(storage: Storage): OutboxRig {
  rigs += 1;
  const own = `rig-${rigs}/`;
  const contacts = new Map<string, Contact>();
  let count = 0;
  const channel: Channel = {
    name: "simulator",
    start: async () => undefined,
    send: async (address, { text }) => {
      await rig.onSend(text);
      const failure = rig.failures.shift();
      if (failure) return fail(failure);
      rig.sent.push(`${address}: ${text}`);
      return ok({ messageId: `${rig.sent.length}` });
    },
    fetchMedia: async () => fail({ reason: "gone" }),
    showTyping: async () => undefined,
    stop: async () => undefined,
  };
  const other = (more: Partial<SenderOptions> = {}): Sender =>
    createSender({
      channel,
      outbox: storage.outbox,
      allowance: createAllowance({ perSecond: 1_000, perPerson: 1_000, personSeconds: 1 }, () => rig.now),
      findContact: async (id) => contacts.get(id) ?? null,
      markBlocked: async (id) => void rig.blocked.push(id),
      lookAtReminders: async (_contactId, queued) => {
        const compose = async (_contact: Contact, reminders: typeof queued): Promise<OutboundMessage> => ({
          text: reminders.map(({ dueItemId, rung }) => `${dueItemId} ${rung}`).join(", "),
        });
        const dueItemIds = queued.flatMap(({ dueItemId }) => (rig.unpaid.has(dueItemId) ? [dueItemId] : []));
        return {
          dueItemIds: new Set(dueItemIds),
          free: compose,
          templates: async (...given: Parameters<typeof compose>) => [
            { message: await compose(...given), dueItemIds: new Set(dueItemIds) },
          ],
        };
      },
      files: { load: async () => null, words: ({ key }) => key },
      reportUndeliverable: async (entry) => void rig.undeliverable.push(entry.id.slice(own.length)),
      logger: silentLogger,
      clock: () => rig.now,
      owner: "one",
      ...more,
    });
  const rig: Omit<OutboxRig, "sender"> = {
    sent: [],
    failures: [],
    onSend: () => undefined,
    unpaid: new Set(),
    blocked: [],
    undeliverable: [],
    now: WORKING_HOUR,
    contact: (name, fields = {}) => {
      const consent = { status: "given", textVersion: 1, at: 0, messageId: "m" } as const;
      const made: Contact = { id: name, channel: "simulator", address: name, language: "id", consent, ...fields };
      contacts.set(name, made);
      return made;
    },
    queue: async (id, who, entry = {}) => {
      if (!contacts.has(who)) rig.contact(who);
      count += 1;
      await storage.outbox.add([
        {
          id: `${own}${id}`,
          contactId: who,
          channel: "simulator",
          kind: "reply",
          content: { type: "messages", messages: [{ text: id }] },
          notBefore: rig.now,
          createdAt: rig.now + count,
          ...entry,
        },
      ]);
    },
    other,
    clear: async () => {
      for (const id of contacts.keys()) await storage.outbox.dropQueued(id, outboxKinds, "test", rig.now);
    },
  };
  return Object.assign(rig, { sender: other() });
}

/** Opens a storage for all tests of a file, and hands each of them a rig of its own. The storage is there once they begin. */
export function rigOfEach(hand: (rig: OutboxRig) => void): { readonly storage: Storage } {
  let opened: Awaited<ReturnType<typeof openTestStorage>> | undefined;
  let rig: OutboxRig | undefined;
  const storageOf = (): Storage => {
    if (!opened) throw new Error("the storage is opened before the first test, not while the file is read");
    return opened.storage;
  };
  beforeAll(async () => {
    opened = await openTestStorage();
  });
  afterAll(() => opened?.close());
  beforeEach(() => {
    rig = outboxRig(storageOf());
    hand(rig);
  });
  afterEach(() => rig?.clear());
  return {
    get storage() {
      return storageOf();
    },
  };
}
