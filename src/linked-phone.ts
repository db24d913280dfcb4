import { randomBytes } from "node:crypto";
import { extname, join } from "node:path";
import { isAskedHere, pageHeaders } from "./channels/simulator/guard";
import { type Config, isOpenToTheWorld } from "./config";
import type { Logger } from "./logger";
import { type ChannelState, type MessageCount, toldState } from "./operations/channel-states";
import { createLinkAlarm } from "./operations/link-alarm";
import { createPagePasses } from "./operations/page-passes";
import type { Service } from "./service";
import { type Supervised, supervise } from "./supervisor";
import { createPairingApp } from "./web/pairing/pairing-app";
import { pairingWords } from "./web/pairing/texts";

/** What the main process has to do with WhatsApp on a linked phone: the rest is a process of its own. */
export interface LinkedPhone {
  /** The page on which the phone is linked. */
  readonly pages: ReturnType<typeof createPairingApp>;
  /** How the channel is; "stopped" where its process has been silent. */
  state(): Promise<ChannelState>;
  /** What its process has counted of messages, a quarter of a minute late; nothing here sends through that channel. */
  counts(): Promise<readonly MessageCount[]>;
  /** Starts the process, and the alarm to the admins. */
  start(): void;
  /** Stops both, the process in time. */
  stop(): Promise<void>;
}

const path = "/whatsapp-web/pairing";
/** How often the admins' alarm looks. Milliseconds. */
const alarmEveryMs = 15_000;

/** Wires the linked phone's side in the main process. Nothing runs before `start`. */
export function createLinkedPhone(from: { config: Config; service: Service; logger: Logger }): LinkedPhone {
  const { config, service, logger } = from;
  const { storage, translator } = service;
  const clock = Date.now;
  const passes = createPagePasses({ store: storage.passes, hash: storage.vault.hash, randomBytes, clock });
  const alarm = alarmOf(from, passes);
  let child: Supervised | undefined;
  let timer: NodeJS.Timeout | undefined;
  return {
    pages: createPairingApp({
      states: storage.channelStates,
      passes,
      sendCodes: alarm.sendCodes,
      isFree: isOpenToTheWorld(config) ? () => false : isAskedHere,
      ...(config.publicUrl === undefined ? {} : { publicUrl: config.publicUrl }),
      headers: pageHeaders,
      say: pairingWords(translator),
      clock,
    }),
    state: async () => toldState(await storage.channelStates.find("whatsapp-web"), clock()),
    counts: async () => (await storage.channelStates.find("whatsapp-web"))?.counts ?? [],
    start: () => {
      const program = join(__dirname, `whatsapp-web${extname(__filename)}`);
      child = supervise({ name: "whatsapp-web", args: [...process.execArgv, program], logger, random: Math.random });
      const page = publicPageOf(config) ?? `http://127.0.0.1:${config.port}${path}`;
      logger.info({ page, asksForCode: isOpenToTheWorld(config) }, "the phone of WhatsApp is linked on this page");
      const check = (): Promise<void> =>
        alarm.check().catch((error) => logger.error({ err: error }, "the link to the phone cannot be looked at"));
      timer = setInterval(() => void check(), alarmEveryMs);
    },
    stop: async () => {
      clearInterval(timer);
      await child?.stop();
    },
  };
}

function alarmOf(
  { config, service, logger }: { config: Config; service: Service; logger: Logger },
  passes: ReturnType<typeof createPagePasses>,
) {
  const { contacts, officers } = service.storage.repositories;
  const page = publicPageOf(config);
  return createLinkAlarm({
    channel: "whatsapp-web",
    states: service.storage.channelStates,
    officers,
    findContact: (id) => contacts.find(id),
    notify: service.deps.notify,
    passes,
    ...(page === undefined ? {} : { page }),
    onNobody: () => logger.error("the linked phone needs an admin, and there is none on another channel to be told"),
    clock: Date.now,
  });
}

/** Where people elsewhere reach the page; nowhere, unless a public address is set. */
function publicPageOf({ publicUrl }: Config): string | undefined {
  return publicUrl === undefined ? undefined : publicUrl + path;
}
