import { randomBytes } from "node:crypto";
import type { WhatsAppCloudConfig } from "../../src/config";
import type { Channel } from "../../src/delivery/channel";
import { inviteOfficer } from "../../src/operations/officer-effects";
import { createService, type Service } from "../../src/service";
import { createWebApp, type Listening, listen } from "../../src/web/server";
import type { GraphPerson } from "./graph-people";
import { GraphServer, type Post } from "./graph-server";
import { openTestStorage, silentLogger } from "./storage";
import { waitFor } from "./wait-for";

/** The whole service on a real storage, with its real web app and Cloud API channel, against a stand-in of the Graph API. */
export interface GraphTown {
  readonly server: GraphServer;
  /** The service that runs now. */
  service(): Service;
  /** Where its web app answers. */
  url(): string;
  /** Does something as a person, and returns all that is answered, message by message. */
  hear(person: GraphPerson, act: (person: GraphPerson) => unknown): Promise<string>;
  /** Types texts one after the other, each after the answer to the last; returns the last answer. */
  types(person: GraphPerson, ...texts: readonly string[]): Promise<string>;
  presses(person: GraphPerson, title: string): Promise<string>;
  /** What a person was sent unasked since the last call of anything here. */
  news(person: GraphPerson): Promise<string>;
  /** Waits until a post was taken in and all that follows from it is done. */
  taken(post: Post): Promise<void>;
  /** Moves the clock to a moment in Asia/Jakarta and does what it demands. */
  moveTo(moment: string): Promise<void>;
  /** Ends the service and starts another one on the same storage. */
  restart(): Promise<void>;
  /** The code of an officer for the whole Kabupaten. */
  invite(name: string): Promise<string>;
  close(): Promise<void>;
}

/** The configuration that reaches the stand-in. */
function graphConfig(server: GraphServer): WhatsAppCloudConfig {
  const { accessToken, phoneNumberId, accountId, appSecret, verifyToken, apiRoot, apiVersion } = server;
  const own = { accessToken, phoneNumberId, accountId, appSecret, verifyToken, apiRoot, apiVersion };
  return { ...own, dailyPeople: 250, perSecond: 1_000 };
}

/** The service's web app, as main mounts it. */
function webApp(service: Service) {
  const channel = service.whatsAppCloud;
  if (!channel) throw new Error("the service has no Cloud API channel");
  return createWebApp({
    logger: silentLogger,
    words: (key) => key,
    health: async () => {
      throw new Error("nobody asks");
    },
    whatsAppWebhook: {
      path: "/whatsapp/webhook",
      verify: (question) => channel.verify(question),
      receive: (post) => channel.webhook(post),
    },
  });
}

/**
 * Opens it at a moment, given as ISO time in Asia/Jakarta; the clock runs from there, the platform's too. `channels` stand
 * beside the Cloud API.
 */
export async function openGraphTown(at: string, channels: readonly Channel[] = []): Promise<GraphTown> {
  const server = await GraphServer.start();
  const { storage, close } = await openTestStorage();
  let shift = Date.parse(at) - Date.now();
  const clock = (): number => Date.now() + shift;
  server.clock = clock;
  const config = { simulator: false, reminderHour: 8, whatsAppCloud: graphConfig(server) };
  let service: Service;
  let web: Listening;
  const open = async (): Promise<void> => {
    service = createService({ config, storage, logger: silentLogger, clock, channels });
    web = await listen(webApp(service), { host: "127.0.0.1", port: 0 });
    await service.start({ bell: false });
    server.deliver(`${web.url}/whatsapp/webhook`);
  };
  const shut = async (): Promise<void> => {
    server.deliver(undefined);
    await web.close();
    await service.stop();
  };
  await open();
  const seen = new Map<GraphPerson, number>();
  const unseen = (person: GraphPerson): string => {
    const texts = person.messages.slice(seen.get(person) ?? 0).map(({ text }) => text);
    seen.set(person, person.messages.length);
    return texts.join("\n---\n");
  };
  const hear: GraphTown["hear"] = async (person, act) => {
    unseen(person);
    const before = person.messages.length;
    act(person);
    await waitFor("an answer", () => person.messages.length > before);
    await service.settled();
    return unseen(person);
  };
  return {
    server,
    service: () => service,
    url: () => web.url,
    hear,
    types: async (person, ...texts) => {
      let last = "";
      for (const text of texts) last = await hear(person, (one) => one.sends(text));
      return last;
    },
    presses: (person, title) => hear(person, (one) => one.presses(title)),
    news: async (person) => {
      await service.settled();
      return unseen(person);
    },
    taken: async (post) => {
      await waitFor("the post", () => !server.isPending(post));
      await service.settled();
    },
    moveTo: async (moment) => {
      shift = Date.parse(moment) - Date.now();
      await service.ringAll();
      await service.settled();
    },
    restart: async () => {
      await shut();
      await open();
    },
    invite: async (name) => {
      const area = { type: "all" } as const;
      const { code } = await inviteOfficer(service.deps, {
        ...{ name, role: "verifier" as const, area, now: clock(), randomBytes: randomBytes(16) },
      });
      return code;
    },
    close: async () => {
      await shut();
      await close();
      await server.close();
    },
  };
}

/** A small picture, as far as anybody looks into it. */
export const pictureBytes = (serial: number): Uint8Array =>
  Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, serial]);
