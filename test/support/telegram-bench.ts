import { Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import pino from "pino";
import {
  createTelegramChannel,
  type TelegramChannel,
  type TelegramMode,
  type TelegramOptions,
} from "../../src/channels/telegram/telegram-channel";
import type { InboundMessage } from "../../src/domain/messaging/message";
import { TelegramServer } from "./telegram-server";
import { waitFor } from "./wait-for";

/** A channel that was started, and what it received. */
export interface RunningChannel {
  readonly channel: TelegramChannel;
  readonly received: InboundMessage[];
  /** Waits until at least `count` messages were received, and gives them all. */
  receives(count?: number): Promise<readonly InboundMessage[]>;
  /** Lets the next `times` messages be refused, as a storage that is down would. */
  refuseNext(times: number): void;
}

/** A Bot API server with channels that talk to it, and everything that they logged. */
export interface TelegramBench {
  readonly server: TelegramServer;
  /** A channel that was not started; stopped at the end of the test all the same. */
  create(options?: Partial<TelegramOptions>): TelegramChannel;
  /** A channel that is receiving. */
  run(options?: Partial<TelegramOptions>): Promise<RunningChannel>;
  /** The log, as text. */
  log(): string;
  close(): Promise<void>;
}

const commands = {
  id: [{ command: "daftar", description: "Daftar perlindungan" }],
  en: [{ command: "daftar", description: "Register for protection" }],
};

/** Starts a server; channels on it wait milliseconds where others wait seconds. */
export async function startTelegramBench(): Promise<TelegramBench> {
  const server = await TelegramServer.start();
  const lines: string[] = [];
  const logger = pino({ level: "trace" }, lineCollector(lines));
  const created: TelegramChannel[] = [];
  const polling: TelegramMode = { type: "polling" };
  const { token, apiRoot } = server;
  const defaults: TelegramOptions = {
    ...{ token, apiRoot, mode: polling, commands, logger },
    ...{ requestTimeoutMs: 30_000, pollSeconds: 2, backOff: { firstMs: 10, maxMs: 40 } },
  };
  const create = (options: Partial<TelegramOptions> = {}) => {
    const channel = createTelegramChannel({ ...defaults, ...options });
    created.push(channel);
    return channel;
  };
  return {
    server,
    create,
    run: (options) => start(create(options)),
    log: () => lines.join(""),
    close: async () => {
      await stopAll(created);
      await server.close();
    },
  };
}

/** A channel whose message in hand is never finished never stops; it polls no more, which is enough for a test. */
async function stopAll(channels: readonly TelegramChannel[]): Promise<void> {
  const patience = new AbortController();
  const stopped = Promise.all(channels.map((channel) => channel.stop())).then(() => patience.abort());
  await Promise.race([stopped, sleep(3_000, undefined, { signal: patience.signal }).catch(() => undefined)]);
}

async function start(channel: TelegramChannel): Promise<RunningChannel> {
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
