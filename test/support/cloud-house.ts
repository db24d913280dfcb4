import type { Channel, SendFailure } from "../../src/delivery/channel";
import type { Contact } from "../../src/domain/messaging/contact";
import type { OutboundMessage } from "../../src/domain/messaging/message";
import type { IsoDay } from "../../src/domain/shared/calendar";
import { rupiah } from "../../src/domain/shared/money";
import type { Period } from "../../src/domain/shared/period";
import { fail, ok } from "../../src/domain/shared/result";
import { createService, type Service } from "../../src/service";
import type { Storage } from "../../src/storage/open-storage";
import { textFrom } from "./recording-channel";
import { openTestStorage, silentLogger } from "./storage";
import { dueItem, person, worker } from "./stored-values";

/** A message as it went out. */
export interface CloudSend {
  readonly to: string;
  readonly message: OutboundMessage;
  /** Milliseconds. */
  readonly at: number;
}

/** What the platform says of a template that is not approved: ask again in a quarter of an hour. */
export const restingTemplate: SendFailure = {
  reason: "throttled",
  retryAfterMs: 15 * 60_000,
  ofPerson: true,
  ofTemplate: true,
};

/** A whole house whose only channel has the Cloud API's name and records what is sent. */
export interface CloudHouse {
  readonly storage: Storage;
  service: Service;
  readonly sent: CloudSend[];
  /** The failures of the next sends, in order; none is a success. */
  readonly failures: (SendFailure | undefined)[];
  /** The templates that the platform does not send just now, by name. */
  readonly resting: Set<string>;
  /** The clock. Milliseconds. */
  now: number;
  /** Somebody with consent who wrote so long ago, in milliseconds; never where nothing is said. */
  person(name: string, wroteAgoMs?: number): Promise<Contact>;
  /** Queues a reminder of a month that this person has to pay. Returns the due item's id. */
  remind(contact: Contact, dueDay: IsoDay, rung?: string): Promise<string>;
  /** Queues a notice. */
  tell(contact: Contact, id: string, kind?: "notice" | "answer" | "urgent" | "nudge"): Promise<void>;
  /** A message of this person arrives that was written so long ago, in milliseconds. */
  writes(name: string, text: string, agoMs?: number): Promise<void>;
  settled(): Promise<void>;
  /** Stops the house and starts another on the same storage, as after a crash of the process. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** Opens it at a moment, with a tier of so many people a day. */
export async function openCloudHouse(at: number, dailyPeople = 250): Promise<CloudHouse> {
  const { storage, close } = await openTestStorage();
  const { contacts, persons, workers, dueItems } = storage.repositories;
  let receive: Parameters<Channel["start"]>[0] | undefined;
  let count = 0;
  const channel: Channel = {
    name: "whatsapp-cloud",
    tellsDelivery: true,
    start: async (given) => {
      receive = given;
    },
    send: async (to, message) => {
      const isResting = house.resting.has(message.template?.name ?? "");
      const failure = isResting ? restingTemplate : house.failures.shift();
      if (failure) return fail(failure);
      house.sent.push({ to, message, at: house.now });
      return ok({ messageId: `wamid.${++count}` });
    },
    fetchMedia: async () => fail({ reason: "gone" }),
    showTyping: async () => undefined,
    stop: async () => undefined,
  };
  const start = async (): Promise<Service> => {
    const service = createService({
      config: { simulator: false, reminderHour: 8 },
      storage,
      logger: silentLogger,
      clock: () => house.now,
      channels: [channel],
      allowances: { "whatsapp-cloud": { dailyPeople, perPerson: 1_000 } },
    });
    await service.start({ bell: false });
    return service;
  };
  const seen = (name: string) =>
    ({ channel: "whatsapp-cloud", address: name, identifiers: [{ kind: "simulator-name", value: name }] }) as const;
  const house: Omit<CloudHouse, "service"> & { service?: Service } = {
    storage,
    sent: [],
    failures: [],
    resting: new Set(),
    now: at,
    person: async (name, wroteAgoMs) => {
      const { id } = await contacts.resolve({ ...seen(name), now: house.now });
      const consent = { status: "given", textVersion: 2, at: house.now, messageId: "m" } as const;
      const wrote = wroteAgoMs === undefined ? {} : { lastInboundAt: house.now - wroteAgoMs };
      await contacts.update(id, { consent, ...wrote });
      const contact = await contacts.find(id);
      if (!contact) throw new Error("the contact that was just made is gone");
      return contact;
    },
    remind: async ({ id: contactId }, dueDay, rung = "d-7") => {
      const who = person({ contactIds: [contactId] });
      await persons.add(who);
      const payer = worker({ personId: who.id, status: "active", registeredBy: { contactId, relation: "self" } });
      await workers.add(payer);
      const period = dueDay.slice(0, 7) as Period;
      const amounts = { amount: rupiah(16_800), credit: rupiah(0) };
      const item = dueItem({
        workerId: payer.id,
        period,
        dueDay,
        status: "open",
        payer: { type: "worker", personId: who.id },
        ...amounts,
      });
      await dueItems.addMissing([item]);
      await storage.outbox.add([
        {
          ...{ id: `reminder:${item.id}-${rung}`, contactId, channel: "whatsapp-cloud", kind: "reminder" },
          content: { type: "reminder", dueItemId: item.id, rung },
          ...{ rule: "reminder.rule", notBefore: house.now, createdAt: house.now },
        },
      ]);
      return item.id;
    },
    tell: async (contact, id, kind = "notice") => {
      const rule = "notice.rule.answer";
      await running().deps.notify({ id, contactId: contact.id, kind, rule, texts: [newsText(id)] });
    },
    writes: async (name, text, agoMs = 0) => {
      count += 1;
      const message = {
        ...textFrom(name, text, count, house.now - agoMs),
        ...seen(name),
        providerMessageId: `${name}-${count}`,
      };
      await receive?.(message);
      await running().settled();
    },
    settled: () => running().settled(),
    restart: async () => {
      await running().stop();
      house.service = await start();
    },
    close: async () => {
      await running().stop();
      await close();
    },
  };
  const running = (): Service => {
    if (!house.service) throw new Error("the house is not open");
    return house.service;
  };
  house.service = await start();
  return house as CloudHouse;
}

/** News whose words can be told apart. */
const newsText = (id: string) => ({ key: "notice.answer", params: { answer: id } });
