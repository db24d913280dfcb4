import { Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import pino from "pino";
import {
  createWhatsAppCloudChannel,
  type WhatsAppCloudChannel,
  type WhatsAppCloudOptions,
} from "../../src/channels/whatsapp-cloud/whatsapp-cloud-channel";
import type { InboundMessage } from "../../src/domain/messaging/message";
import { createWebApp, type Listening, listen } from "../../src/web/server";
import { GraphServer } from "./graph-server";
import { silentLogger } from "./storage";
import { waitFor } from "./wait-for";

/** A channel that was started, and what it received. */
export interface RunningCloud {
  readonly channel: WhatsAppCloudChannel;
  readonly received: InboundMessage[];
  /** Waits until at least `count` messages were received, and gives them all. */
  receives(count?: number): Promise<readonly InboundMessage[]>;
  /** Lets the next `times` messages be refused, as a storage that is down would. */
  refuseNext(times: number): void;
}

/** A Graph API with channels that talk to it, the webhook of the newest one, and everything that they logged. */
export interface GraphBench {
  readonly server: GraphServer;
  /** Where the webhook is. */
  readonly url: string;
  /** A channel that was not started; stopped at the end of the test all the same. */
  create(options?: Partial<WhatsAppCloudOptions>): WhatsAppCloudChannel;
  /** A channel that is receiving. */
  run(options?: Partial<WhatsAppCloudOptions>): Promise<RunningCloud>;
  /** The log, as text. */
  log(): string;
  close(): Promise<void>;
}

/** Starts both on free ports. */
export async function startGraphBench(): Promise<GraphBench> {
  const server = await GraphServer.start();
  const lines: string[] = [];
  const logger = pino({ level: "trace" }, lineCollector(lines));
  const created: WhatsAppCloudChannel[] = [];
  const web = await serve(() => created.at(-1));
  const url = `${web.url}/whatsapp/webhook`;
  const { accessToken, phoneNumberId, accountId, appSecret, verifyToken, apiRoot, apiVersion } = server;
  const create: GraphBench["create"] = (options = {}) => {
    const channel = createWhatsAppCloudChannel({
      ...{ accessToken, phoneNumberId, accountId, appSecret, verifyToken, apiRoot, apiVersion },
      ...{ listButton: "Pilih / Choose", logger, requestTimeoutMs: 10_000 },
      ...options,
    });
    created.push(channel);
    server.deliver(url);
    return channel;
  };
  return {
    server,
    url,
    create,
    run: (options) => start(create(options)),
    log: () => lines.join(""),
    close: async () => {
      server.deliver(undefined);
      await Promise.race([Promise.all(created.map((channel) => channel.stop())), sleep(3_000)]);
      await web.close();
      await server.close();
    },
  };
}

function serve(mounted: () => WhatsAppCloudChannel | undefined): Promise<Listening> {
  const app = createWebApp({
    logger: silentLogger,
    words: (key) => key,
    health: () => Promise.reject(new Error("nobody asks")),
    whatsAppWebhook: {
      path: "/whatsapp/webhook",
      verify: (question) => mounted()?.verify(question) ?? { status: 503, text: "" },
      receive: async (post) => (await mounted()?.webhook(post)) ?? { status: 503 },
    },
  });
  return listen(app, { host: "127.0.0.1", port: 0 });
}

async function start(channel: WhatsAppCloudChannel): Promise<RunningCloud> {
  const received: InboundMessage[] = [];
  let refusals = 0;
  await channel.start(async (message) => {
    if (refusals-- > 0) throw new Error(`storage is down; the document was ${JSON.stringify(message)}`);
    received.push(message);
  });
  return {
    channel,
    received,
    receives: (count = 1) => waitFor(`${count} received message(s)`, () => received.length >= count && received),
    refuseNext: (times) => {
      refusals = times;
    },
  };
}

function lineCollector(lines: string[]): Writable {
  return new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(chunk.toString("utf8"));
      done();
    },
  });
}
