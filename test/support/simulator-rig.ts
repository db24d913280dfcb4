import type { Hono } from "hono";
import { createSimulatorApp } from "../../src/channels/simulator/pages";
import { createSimulatorChannel, type SimulatorChannel } from "../../src/channels/simulator/simulator-channel";
import type { InboundMessage } from "../../src/domain/messaging/message";
import type { SimulatorStore } from "../../src/domain/messaging/simulator-store";
import { createI18n } from "../../src/i18n";
import { createLogger } from "../../src/logger";
import { createMemorySimulatorStore } from "./memory-simulator-store";

const PORT = 3000;
/** A photo as small as a PNG can be. */
export const tinyPng = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
/** Enough of a PDF to be known as one. */
export const tinyPdf = Buffer.from("%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");

/** A request's own headers, and where it seems to come from. */
export interface AskOptions extends RequestInit {
  readonly remoteAddress?: string;
  readonly host?: string | null;
}

/** A simulator with its app, started, whose messages are collected. */
export interface SimulatorRig {
  readonly channel: SimulatorChannel;
  readonly store: SimulatorStore;
  readonly app: Hono<never>;
  readonly received: InboundMessage[];
  now: number;
  /** Asks the app as this computer's own browser would; no port is opened. */
  ask(path: string, init?: AskOptions): Promise<Response>;
  post(path: string, body: unknown, init?: AskOptions): Promise<Response>;
  idOf(name: string): string;
}

/** Builds a started simulator in memory; `receive` may answer. */
export async function simulatorRig(
  receive: (message: InboundMessage, channel: SimulatorChannel) => Promise<void> = async () => undefined,
  store = createMemorySimulatorStore(),
  heartbeatMs = 50,
): Promise<SimulatorRig> {
  const received: InboundMessage[] = [];
  const rig = { now: Date.parse("2026-11-23T02:05:00Z") };
  const channel = createSimulatorChannel({ store, now: () => rig.now });
  const app = createSimulatorApp(channel, {
    translator: createI18n(),
    logger: createLogger("silent"),
    heartbeatMs,
  });
  await channel.start(async (message) => {
    received.push(message);
    await receive(message, channel);
  });
  const ask = async (path: string, init: AskOptions = {}): Promise<Response> => {
    const { remoteAddress = "127.0.0.1", host = `127.0.0.1:${PORT}`, ...request } = init;
    const headers = new Headers(request.headers);
    if (host !== null) headers.set("host", host);
    const env = { incoming: { socket: { remoteAddress, localPort: PORT } } };
    return app.request(path, { ...request, headers }, env as never);
  };
  return Object.assign(rig, {
    channel,
    store,
    app: app as unknown as Hono<never>,
    received,
    ask,
    post: (path: string, body: unknown, init: AskOptions = {}) =>
      ask(path, {
        ...init,
        method: "POST",
        headers: { "content-type": "application/json", ...(init.headers as Record<string, string>) },
        body: JSON.stringify(body),
      }),
    idOf: (name: string) => {
      const contact = channel.introduce(name);
      if (!contact.ok) throw new Error("this is no name");
      return contact.value.id;
    },
  });
}
