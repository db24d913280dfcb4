import { randomBytes } from "node:crypto";
import type { WhatsAppWebChannel, WhatsAppWebOptions } from "../../src/channels/whatsapp-web/contract";
import { inviteOfficer } from "../../src/operations/officer-effects";
import { createService, type Service } from "../../src/service";
import { openTestStorage, silentLogger } from "./storage";
import { waitFor } from "./wait-for";
import { linkIt, startWhatsAppBench, type WhatsAppBench } from "./whatsapp-bench";
import type { WhatsAppPerson } from "./whatsapp-person";
import type { WhatsAppStandIn } from "./whatsapp-stand-in";

/** The whole service on a real storage, with the real library in a real browser, linked to the stand-in; under one clock. */
export interface WhatsAppTown {
  readonly whatsApp: WhatsAppStandIn;
  readonly bench: WhatsAppBench;
  /** The service and its channel that run now. */
  service(): Service;
  channel(): WhatsAppWebChannel;
  /** Does something as a person, and returns all that is answered, message by message. */
  hear(person: WhatsAppPerson, act: (person: WhatsAppPerson) => unknown): Promise<string>;
  /** Types texts one after the other, each after the answer to the last; returns the last answer. */
  types(person: WhatsAppPerson, ...texts: readonly string[]): Promise<string>;
  /** What a person was sent unasked since the last call of anything here. */
  news(person: WhatsAppPerson): Promise<string>;
  /** Moves the clock to a moment in Asia/Jakarta and does what it demands. */
  moveTo(moment: string): Promise<void>;
  /** Ends the service and closes the browser. */
  stop(): Promise<void>;
  /** Starts a service on the same storage and the same session. */
  start(): Promise<void>;
  /** The code of an officer for the whole Kabupaten. */
  invite(name: string): Promise<string>;
  close(): Promise<void>;
}

/** Opens it, linked, at a moment given as ISO time in Asia/Jakarta; the clock runs from there. */
export async function openWhatsAppTown(at: string, options: Partial<WhatsAppWebOptions> = {}): Promise<WhatsAppTown> {
  const bench = await startWhatsAppBench();
  const whatsApp = bench.service;
  const { storage, close } = await openTestStorage();
  let shift = Date.parse(at) - Date.now();
  const clock = (): number => Date.now() + shift;
  whatsApp.now = clock;
  const whatsAppWeb = { reminders: true, dailyCap: 10_000, gapMs: 1, memoryMb: 1_000 };
  let channel: WhatsAppWebChannel;
  let service: Service;
  const start = async (): Promise<void> => {
    channel = bench.create({ now: clock, ...options });
    const config = { simulator: false, reminderHour: 8, whatsAppWeb };
    service = createService({ config, storage, logger: silentLogger, clock, channels: [channel] });
    await service.start({ bell: false });
    await linkIt(whatsApp, channel);
  };
  await start();
  const seen = new Map<string, number>();
  const unseen = (person: WhatsAppPerson): string => {
    const texts = person.messages.slice(seen.get(person.phone) ?? 0).map(({ text }) => text);
    seen.set(person.phone, person.messages.length);
    return texts.join("\n---\n");
  };
  const hear: WhatsAppTown["hear"] = async (person, act) => {
    unseen(person);
    const before = person.messages.length;
    act(person);
    await waitFor(`an answer to ${person.phone}`, () => person.messages.length > before);
    await service.settled();
    return unseen(person);
  };
  return {
    whatsApp,
    bench,
    service: () => service,
    channel: () => channel,
    hear,
    types: async (person, ...texts) => {
      let last = "";
      for (const text of texts) last = await hear(person, (one) => one.says(text));
      return last;
    },
    news: async (person) => {
      await service.settled();
      return unseen(person);
    },
    moveTo: async (moment) => {
      shift = Date.parse(moment) - Date.now();
      await service.ringAll();
      await service.settled();
    },
    stop: () => service.stop(),
    start,
    invite: async (name) => {
      const area = { type: "all" } as const;
      const { code } = await inviteOfficer(service.deps, {
        ...{ name, role: "verifier" as const, area, now: clock(), randomBytes: randomBytes(16) },
      });
      return code;
    },
    close: async () => {
      await service.stop();
      await bench.close();
      await close();
    },
  };
}
