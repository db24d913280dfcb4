import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import pino from "pino";
import type { WhatsAppWebChannel, WhatsAppWebOptions } from "../../src/channels/whatsapp-web/contract";
import { createWhatsAppWebChannel } from "../../src/channels/whatsapp-web/whatsapp-web-channel";
import { chromiumPath } from "./chromium";
import { waitFor } from "./wait-for";
import { WhatsAppStandIn } from "./whatsapp-stand-in";

/** The service's stand-in with channels that open real browsers on it, and everything that they logged. */
export interface WhatsAppBench {
  readonly service: WhatsAppStandIn;
  readonly sessionFolder: string;
  /** A channel that was not started; stopped at the end all the same. */
  create(options?: Partial<WhatsAppWebOptions>): WhatsAppWebChannel;
  /** The log, as text. */
  log(): string;
  close(): Promise<void>;
}

/** Starts the stand-in; channels on it wait milliseconds where others wait seconds. */
export async function startWhatsAppBench(): Promise<WhatsAppBench> {
  const service = await WhatsAppStandIn.start();
  const sessionFolder = mkdtempSync(join(tmpdir(), "whatsapp-session-"));
  const lines: string[] = [];
  const sink = new Writable({
    write: (chunk, _encoding, done) => {
      lines.push(String(chunk));
      done();
    },
  });
  const logger = pino({ level: "trace" }, sink);
  const created: WhatsAppWebChannel[] = [];
  const { version, cacheFolder, launchArgs } = service;
  return {
    service,
    sessionFolder,
    create: (options = {}) => {
      const channel = createWhatsAppWebChannel({
        ...{ browserPath: chromiumPath(), sessionFolder, version, cacheFolder, launchArgs, logger },
        ...{ gapMs: 2, dailyCap: 10_000, now: Date.now, random: Math.random, pageTimeoutMs: 60_000, ...options },
      });
      created.push(channel);
      return channel;
    },
    log: () => lines.join(""),
    close: async () => {
      await Promise.all(created.map((channel) => channel.stop()));
      await service.close();
      rmSync(sessionFolder, { recursive: true, force: true, maxRetries: 4 });
    },
  };
}

/** Waits until the link's state is of this type; a browser takes its time on a busy machine. */
export async function linkBecomes(channel: WhatsAppWebChannel, type: string): Promise<void> {
  await waitFor(`the link to be ${type}`, () => channel.linkState().type === type);
}

/** Links the phone to a started channel where it is not linked yet, and waits until it is ready. */
export async function linkIt(service: WhatsAppStandIn, channel: WhatsAppWebChannel): Promise<void> {
  if (!service.isPaired) {
    await linkBecomes(channel, "pairing");
    service.pair();
  }
  await linkBecomes(channel, "ready");
}
