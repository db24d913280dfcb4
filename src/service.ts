import { randomUUID } from "node:crypto";
import { createSimulatorChannel, type SimulatorChannel } from "./channels/simulator/simulator-channel";
import { createTelegramChannel, type TelegramChannel } from "./channels/telegram/telegram-channel";
import type { WhatsAppCloudChannel } from "./channels/whatsapp-cloud/whatsapp-cloud-channel";
import type { Config } from "./config";
import { house } from "./conversation/flows";
import type { House } from "./conversation/house";
import type { ConversationPorts } from "./conversation/ports";
import { serveContact } from "./conversation/serve-contact";
import { createConversationPorts } from "./conversation-ports";
import type { AllowanceRule } from "./delivery/allowance";
import type { Channel } from "./delivery/channel";
import type { DeliveryReports } from "./delivery/delivery-reports";
import { createEndpoints, type Endpoints } from "./delivery/endpoints";
import { isPaused } from "./delivery/gate";
import { createInboxWorker, type InboxWorker, peopleAtOnce } from "./delivery/inbox-worker";
import { createNotify, createWithdraw } from "./delivery/notices";
import { rememberingOwners } from "./delivery/owners";
import { createPassOn, createRepeat, type PassOnParts } from "./delivery/pass-on";
import { createPrecedence } from "./delivery/precedence";
import { createReceive } from "./delivery/receive";
import { addWithRule } from "./delivery/ruled-outbox";
import type { Sender } from "./delivery/sender";
import type { ChannelName, languages } from "./domain/messaging/contact";
import { createI18n, type Translator } from "./i18n";
import { dueJobs } from "./jobs/dues";
import { forgetJob } from "./jobs/forget";
import type { Job } from "./jobs/job";
import { nudgeJob, nudgeQuietMs } from "./jobs/nudge";
import { reminderJob } from "./jobs/reminders";
import { type Bell, runJob, startBell } from "./jobs/schedule";
import { type LiveFacts, wireFacts } from "./live-facts";
import type { Logger } from "./logger";
import { createMetrics, type Metrics } from "./metrics";
import type { Deps } from "./operations/deps";
import { createSheets } from "./operations/sheets";
import { createOwnWording } from "./own-wording";
import { createPapers } from "./papers/papers";
import { readSheet } from "./papers/sheet-reader";
import { createReminderLook } from "./reminders/words";
import { rephrasing } from "./rephrase";
import { senderOf } from "./senders";
import type { Storage } from "./storage/open-storage";
import { wireWhatsAppCloud } from "./whatsapp-cloud";

/** What the service is wired from. */
export interface ServiceParts {
  readonly config: Pick<
    Config,
    | "simulator"
    | "telegram"
    | "whatsAppCloud"
    | "whatsAppWeb"
    | "reminderHour"
    | "reminderRungs"
    | "officeListDay"
    | "rephrase"
    | "publicUrl"
  >;
  readonly storage: Storage;
  readonly logger: Logger;
  /** Milliseconds; a simulator may hold it still. */
  readonly clock: () => number;
  /** How long a contact whose message failed is left alone, one wait after the other. Milliseconds. */
  readonly retryWaitsMs?: readonly number[];
  /** What channels allow, where it is not the usual. */
  readonly allowances?: Readonly<Partial<Record<ChannelName, Partial<AllowanceRule>>>>;
  /** Further channels, besides those of the configuration. */
  readonly channels?: readonly Channel[];
  /** Other flows than the house's own, as for a measurement. */
  readonly house?: House;
}

/** The whole house, wired: what main, the terminal and the tests start and stop. */
export interface Service {
  readonly storage: Storage;
  readonly translator: Translator;
  readonly deps: Deps;
  readonly jobs: readonly Job[];
  readonly channels: readonly Channel[];
  readonly simulator?: SimulatorChannel;
  readonly telegram?: TelegramChannel;
  readonly whatsAppCloud?: WhatsAppCloudChannel;
  readonly metrics: Metrics;
  /** Begins to receive, answer, send and, where `bell` is set, to do what the clock demands. */
  start(options?: { bell: boolean }): Promise<void>;
  /** Runs every job once, as if it were now. */
  ringAll(): Promise<void>;
  /** Resolves when everything received is answered and everything that may be sent now is sent. */
  settled(): Promise<void>;
  /** Takes in no more, finishes what is in hand, and leaves the storage open. */
  stop(): Promise<void>;
}

/** Wires the service. Nothing runs before `start`. */
export function createService(parts: ServiceParts): Service {
  return new WiredService(parts);
}

class WiredService implements Service {
  readonly storage: Storage;
  readonly translator = createI18n();
  readonly deps: Deps;
  readonly channels: readonly Channel[];
  readonly jobs: readonly Job[];
  readonly simulator?: SimulatorChannel;
  readonly telegram?: TelegramChannel;
  readonly whatsAppCloud?: WhatsAppCloudChannel;
  readonly metrics: Metrics;
  readonly #cloudReports?: DeliveryReports;
  readonly #facts: LiveFacts;
  readonly #endpoints: Endpoints;
  readonly #senders: ReadonlyMap<ChannelName, Sender>;
  readonly #worker: InboxWorker;
  readonly #house: House;
  readonly #ports: ConversationPorts;
  readonly #owner = randomUUID();
  readonly #precedence = createPrecedence();
  readonly #owners = rememberingOwners((message) => this.#ports.resolveContact(message));
  #bell: Bell | undefined;

  constructor(private readonly parts: ServiceParts) {
    const { config, storage, clock, logger } = parts;
    this.storage = storage;
    const { dueItems } = storage.repositories;
    this.metrics = createMetrics({ source: { inbox: storage.inbox, outbox: storage.outbox, dueItems }, clock });
    if (config.simulator) this.simulator = createSimulatorChannel({ store: storage.simulator, now: clock });
    if (config.telegram) {
      this.telegram = createTelegramChannel({
        ...config.telegram,
        commands: commandMenu(this.translator),
        logger,
        now: clock,
      });
    }
    if (config.whatsAppCloud) {
      const { channel, reports } = wireWhatsAppCloud({
        ...{ config: config.whatsAppCloud, storage, translator: this.translator, logger, clock },
        notify: (notice) => this.deps.notify(notice),
        forgetOwners: () => this.#owners.forget(),
        noteDelivery: (status) => this.metrics.noteDelivery("whatsapp-cloud", status),
        passOn: (entry) => createPassOn(this.#passOnParts())(entry),
        repeat: (entry) => createRepeat(this.#passOnParts())(entry),
      });
      this.whatsAppCloud = channel;
      this.#cloudReports = reports;
    }
    const own = [this.simulator, this.telegram, this.whatsAppCloud];
    this.channels = [...own, ...(parts.channels ?? [])].filter((one) => one !== undefined);
    this.#endpoints = endpointsOf(storage);
    const notify = createNotify({
      outbox: addWithRule(storage.outbox),
      endpoints: this.#endpoints,
      words: (text, language) => this.translator.render(text, language),
      wake: (channel) => this.#senders.get(channel)?.notify(),
      clock,
    });
    this.#facts = wireFacts({ storage, deps: () => this.deps, logger, clock });
    this.deps = this.#depsOf(notify);
    const lookAtReminders = createReminderLook({
      deps: this.deps,
      words: (text, language) => this.translator.render(text, language),
      clock,
    });
    const passOn = this.#passOnParts();
    const { translator, deps } = this;
    const shared = { storage, deps, translator, endpoints: this.#endpoints, logger, clock };
    const toSend = { ...parts, ...shared, lookAtReminders, owner: this.#owner, passOn };
    this.#senders = new Map(
      this.channels.map((channel) => [channel.name, senderOf(toSend, this.metrics.counted(channel))]),
    );
    this.#house = parts.house ?? house;
    this.#ports = createConversationPorts({
      ...{ ...shared, house: this.#house, knowledge: this.#facts.knowledge, channels: this.channels },
      wakeSender: (channel) => this.#senders.get(channel)?.notify(),
      wakeWorker: (contactId) => this.#worker.notify(contactId),
      forgetOwners: () => this.#owners.forget(),
      send: async (entry, known) => {
        const sender = this.#senders.get(entry.channel);
        await (sender ? sender.add(entry, known) : storage.outbox.add([entry]));
      },
    });
    this.#worker = this.#inboxWorker();
    this.jobs = this.#jobs();
  }

  #inboxWorker(): InboxWorker {
    const { storage, logger, retryWaitsMs } = this.parts;
    return createInboxWorker({
      inbox: storage.inbox,
      channels: this.channels.map(({ name }) => name),
      serve: async (contactId, isStopping, fresh) => {
        // Whoever has a message that is being stored may think meanwhile, unless there is a crowd at the door.
        await this.#precedence.clear(fresh.arriving.length > 0 ? peopleAtOnce : 0);
        return serveContact(this.#ports, contactId, this.#owner, isStopping, fresh);
      },
      logger,
      ...(retryWaitsMs === undefined ? {} : { retryWaitsMs }),
    });
  }

  #depsOf(notify: Deps["notify"]): Deps {
    const { config, storage, logger, clock } = this.parts;
    const { translator } = this;
    return {
      withdraw: createWithdraw(storage.outbox, clock),
      ...{ repositories: storage.repositories, ids: storage.vault, notify, logger, facts: this.#facts.desk },
      papers: createPapers({ words: (text, language) => translator.render(text, language) }),
      sheets: createSheets((text) => translator.render(text, "id"), readSheet),
      ...(config.publicUrl === undefined ? {} : { officePage: `${config.publicUrl}/kantor` }),
      ...{ isOurWording: createOwnWording(), ...rephrasing(config.rephrase, { translator, logger }) },
    };
  }

  async start(options = { bell: true }): Promise<void> {
    const { clock, storage, logger } = this.parts;
    const receive = createReceive({
      inbox: storage.inbox,
      ownerOf: this.#owners.of,
      notify: (contactId, arriving) => this.#worker.notify(contactId, arriving),
      clock,
    });
    await this.#facts.start();
    this.#worker.start();
    for (const sender of this.#senders.values()) sender.start();
    for (const channel of this.channels)
      await channel.start((message) => this.#precedence.first(() => receive(message)));
    if (!options.bell) return;
    this.#bell = startBell(this.jobs, {
      ...{ coordinator: storage.runCoordinator, logger, clock, watch: this.metrics.jobs },
      failed: await this.#runAll(),
    });
  }

  async ringAll(): Promise<void> {
    await this.#runAll();
  }

  /** Runs every job once, and says which of them failed. */
  async #runAll(): Promise<readonly Job[]> {
    const { clock, logger } = this.parts;
    const failed: Job[] = [];
    for (const job of this.jobs) if (!(await runJob(job, clock(), logger, this.metrics.jobs))) failed.push(job);
    return failed;
  }

  async settled(): Promise<void> {
    for (;;) {
      await this.#worker.idle();
      for (const sender of this.#senders.values()) await sender.drain();
      const { waiting } = await this.storage.inbox.counts();
      if (waiting === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async stop(): Promise<void> {
    await this.#bell?.stop();
    await Promise.all(this.channels.map((channel) => channel.stop()));
    await this.#worker.stop();
    await this.#facts.stop();
    // The replies of the last turns go out before the senders rest; what cannot is sent after the next start.
    await Promise.race([Promise.all([...this.#senders.values()].map((sender) => sender.drain())), after(lastSendsMs)]);
    await Promise.all([...this.#senders.values()].map((sender) => sender.stop()));
    // A report may have overtaken the record of its message: that stands only now.
    await this.#cloudReports?.stop();
  }

  #passOnParts(): PassOnParts {
    const { storage, clock } = this.parts;
    const wake: PassOnParts["wake"] = (name) => this.#senders.get(name)?.notify();
    return { endpoints: this.#endpoints, outbox: storage.outbox, wake, clock };
  }

  #jobs(): readonly Job[] {
    const { config, storage, clock, logger } = this.parts;
    const { contacts } = storage.repositories;
    const wakeAll = (job: Job): Job => ({
      ...job,
      run: async (now, progress) => {
        try {
          return await job.run(now, progress);
        } finally {
          // Also where some of many failed: the others are done and have something to send.
          for (const sender of this.#senders.values()) sender.notify();
        }
      },
    });
    const nudge = nudgeJob({
      logger: this.deps.logger,
      sessions: storage.sessions,
      nudge: async ({ id, contactId, flow }) => {
        await this.deps.notify({
          id,
          contactId,
          kind: "nudge",
          rule: "nudge.rule",
          texts: [
            { key: "nudge.text", params: { title: this.#house.flows.get(flow)?.title ?? { key: "nudge.something" } } },
          ],
        });
      },
      isAllowed: async (contactId, now) => {
        const contact = await contacts.find(contactId);
        if (contact === null || isPaused(contact, now)) return false;
        const chats = [contact, ...(await contacts.endpointsOf([contactId]))];
        return chats.every(({ lastInboundAt = 0 }) => now - lastInboundAt >= nudgeQuietMs);
      },
      isWorthIt: (flow) => this.#house.flows.get(flow)?.errand !== true,
      // Another lease than that of the turns, so that neither lets go of the other's.
      owner: `${this.#owner}:nudge`,
      clock,
    });
    const remind = reminderJob({
      deps: this.deps,
      outbox: addWithRule(storage.outbox),
      reach: (ids) => this.#endpoints.reachAll(ids),
      hour: config.reminderHour,
      rungs: config.reminderRungs,
    });
    const { officers } = storage.repositories;
    const { sessions, outbox } = storage;
    const forget = forgetJob({ contacts, officers, sessions, outbox, logger });
    const listDay = config.officeListDay;
    const dues = dueJobs(this.deps, listDay === undefined ? {} : { listDay });
    return [...dues, remind, nudge, forget, ...this.#facts.jobs].map(wakeAll);
  }
}

function endpointsOf({ repositories: { contacts } }: Storage): Endpoints {
  return createEndpoints({
    find: (id) => contacts.find(id),
    outlines: (ids) => contacts.outlines(ids),
    endpoints: (id) => contacts.endpoints(id),
    outlinesOf: (ids) => contacts.outlinesOf(ids),
  });
}

/** How long a stop waits for the last replies to be sent. Milliseconds. */
const lastSendsMs = 4_000;
const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref());

/** The commands that Telegram shows beside the typing line; each is a universal word or opens a flow. */
function commandMenu(translator: Translator) {
  const commands = ["menu", "daftar", "sponsor", "status", "tanya", "bantuan", "petugas", "bahasa"] as const;
  const menuIn = (language: (typeof languages)[number]) =>
    commands.map((command) => ({ command, description: translator.render({ key: `command.${command}` }, language) }));
  return { id: menuIn("id"), en: menuIn("en") };
}
