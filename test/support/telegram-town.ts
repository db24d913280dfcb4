import { randomBytes } from "node:crypto";
import { inviteOfficer } from "../../src/operations/officer-effects";
import { createService, type Service } from "../../src/service";
import { openTestStorage, silentLogger } from "./storage";
import type { TelegramPerson } from "./telegram-people";
import { type StoredUpdate, TelegramServer } from "./telegram-server";
import { waitFor } from "./wait-for";

/** The whole service on a real storage, with its real Telegram channel, against a stand-in of the Bot API; under one clock. */
export interface TelegramTown {
  readonly server: TelegramServer;
  /** The service that runs now. */
  service(): Service;
  /** Does something as a person, and returns all that is answered, message by message. */
  hear(person: TelegramPerson, act: (person: TelegramPerson) => unknown): Promise<string>;
  /** Types texts one after the other, each after the answer to the last; returns the last answer. */
  types(person: TelegramPerson, ...texts: readonly string[]): Promise<string>;
  presses(person: TelegramPerson, label: string): Promise<string>;
  /** What a person was sent unasked since the last call of anything here. */
  news(person: TelegramPerson): Promise<string>;
  /** Moves the clock to a moment in Asia/Jakarta and does what it demands. */
  moveTo(moment: string): Promise<void>;
  /** Ends the service and starts another one on the same storage. */
  restart(): Promise<void>;
  /** The code of an officer for the whole Kabupaten. */
  invite(name: string): Promise<string>;
  close(): Promise<void>;
}

/** Opens it at a moment, given as ISO time in Asia/Jakarta; the clock runs from there. */
export async function openTelegramTown(at: string): Promise<TelegramTown> {
  const server = await TelegramServer.start();
  const { storage, close } = await openTestStorage();
  let shift = Date.parse(at) - Date.now();
  const clock = (): number => Date.now() + shift;
  const telegram = {
    ...{ token: server.token, apiRoot: server.apiRoot, mode: { type: "polling" as const } },
    ...{ requestTimeoutMs: 5_000, pollSeconds: 1, backOff: { firstMs: 10, maxMs: 40 } },
  };
  const create = (): Service =>
    createService({ config: { simulator: false, reminderHour: 8, telegram }, storage, logger: silentLogger, clock });
  let service = create();
  await service.start({ bell: false });
  const seen = new Map<number, number>();
  const unseen = (person: TelegramPerson): string => {
    const texts = person.messages.slice(seen.get(person.id) ?? 0).map(({ text }) => text);
    seen.set(person.id, person.messages.length);
    return texts.join("\n---\n");
  };
  const hear: TelegramTown["hear"] = async (person, act) => {
    unseen(person);
    const before = person.messages.length;
    act(person);
    await waitFor(`an answer to ${person.id}`, () => person.messages.length > before);
    await service.settled();
    return unseen(person);
  };
  return {
    server,
    service: () => service,
    hear,
    types: async (person, ...texts) => {
      let last = "";
      for (const text of texts) last = await hear(person, (one) => one.sends(text));
      return last;
    },
    presses: (person, label) => hear(person, (one) => one.presses(label)),
    news: async (person) => {
      await service.settled();
      return unseen(person);
    },
    moveTo: async (moment) => {
      shift = Date.parse(moment) - Date.now();
      await service.ringAll();
      await service.settled();
    },
    restart: async () => {
      await service.stop();
      service = create();
      await service.start({ bell: false });
    },
    invite: async (name) => {
      const area = { type: "all" } as const;
      const { code } = await inviteOfficer(service.deps, {
        ...{ name, role: "verifier" as const, area, now: clock(), randomBytes: randomBytes(16) },
      });
      return code;
    },
    close: async () => {
      await service.stop();
      await close();
      await server.close();
    },
  };
}

/** Waits until an update that needs no answer was taken in and done with. */
export async function taken(town: TelegramTown, update: StoredUpdate): Promise<void> {
  await waitFor("the update", () => !town.server.unconfirmed.some(({ update_id: id }) => id === update.update_id));
  await town.service().settled();
}

/** A small picture, as far as anybody looks into it. */
export const pictureBytes = (serial: number): Uint8Array =>
  Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, serial]);
