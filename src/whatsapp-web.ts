import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { join, resolve } from "node:path";
import { toString as drawQr } from "qrcode";
import type { LeftOut, WhatsAppWebChannel, WhatsAppWebState } from "./channels/whatsapp-web/contract";
import { browserArguments, findBrowser } from "./channels/whatsapp-web/process/find-browser";
import { createHold, type Hold } from "./channels/whatsapp-web/process/hold-channel";
import { memoryOf } from "./channels/whatsapp-web/process/memory";
import { isLive, isProgram, killBrowser, processesHere } from "./channels/whatsapp-web/process/processes";
import { freeProfile } from "./channels/whatsapp-web/process/profile-locks";
import { createServedChannel } from "./channels/whatsapp-web/process/served-channel";
import { createWatch, type Watch } from "./channels/whatsapp-web/process/watch";
import { createWhatsAppWebChannel } from "./channels/whatsapp-web/whatsapp-web-channel";
import { type Config, loadConfig, readEnvironment, type WhatsAppWebConfig } from "./config";
import { languages } from "./domain/messaging/contact";
import { dayOf } from "./domain/shared/calendar";
import { createLogger, type Logger } from "./logger";
import { tellAdmins } from "./operations/tell-admins";
import { createService, type Service } from "./service";
import { openStorage, type Storage } from "./storage/open-storage";
import { createVault } from "./storage/vault";
import { loadVaultKeys } from "./storage/vault-keys";
import { needsOperatorCode } from "./supervisor";

/**
 * The composition root of the process that holds WhatsApp on a linked phone: a house with this one channel, on the same
 * database as the main process, which starts it as its child. Alone it is started by `npm run whatsapp-web`.
 */
async function main(): Promise<void> {
  const config = loadConfig(readEnvironment(process.env));
  if (!config.ok) return refuse(config.error, needsOperatorCode);
  const linked = config.value.whatsAppWeb;
  if (!linked)
    return refuse(
      "WhatsApp on a linked phone is off: set WHATSAPP_WEB=on, and read its part of the README first.",
      needsOperatorCode,
    );
  const browser = findBrowser(linked.browser, { platform: process.platform, env: process.env, isProgram });
  if (!browser.ok) return refuse(browser.error, needsOperatorCode);
  const keys = await loadVaultKeys(config.value);
  if (!keys.ok) return refuse(keys.error, needsOperatorCode);
  const logger = createLogger(config.value.logLevel);
  const storage = await openStorage({
    ...config.value,
    vault: createVault({ keys: keys.value }),
    logger,
    engineThread: true,
  });
  await new LinkedPhone(config.value, linked, browser.value, storage, logger).run();
}

/** How long each part of a stop may take: together less than the 10 seconds that a supervisor waits. Milliseconds. */
const stopMs = { service: 3_000, browser: 5_000, rest: 400 } as const;

class LinkedPhone {
  readonly #channel: WhatsAppWebChannel;
  readonly #service: Service;
  readonly #watch: Watch;
  readonly #hold: Hold;
  readonly #sessionFolder: string;
  #shown = "";
  #stopping: Promise<void> | undefined;

  constructor(
    private readonly config: Config,
    private readonly linked: WhatsAppWebConfig,
    browserPath: string,
    private readonly storage: Storage,
    private readonly logger: Logger,
  ) {
    this.#sessionFolder = resolve(config.dataFolder, "whatsapp-web");
    const own = { logger, now: Date.now, random: Math.random };
    this.#channel = createWhatsAppWebChannel({
      ...own,
      ...channelOptions(linked),
      browserPath,
      sessionFolder: this.#sessionFolder,
      onLeftOut: (left) => void this.#tellLeftOut(left),
      launchArgs: browserArguments({ isRoot: process.getuid?.() === 0 }),
    });
    const served = createServedChannel(this.#channel, Date.now);
    this.#service = createService({
      config: { simulator: false, reminderHour: config.reminderHour, whatsAppWeb: linked },
      storage,
      logger,
      clock: Date.now,
      channels: [served.channel],
    });
    this.#watch = createWatch({
      ...own,
      channel: this.#channel,
      memoryOf,
      memoryMb: linked.memoryMb,
      lastTrafficAt: served.lastTrafficAt,
      kill: killBrowser,
    });
    this.#hold = createHold({
      ...own,
      states: storage.channelStates,
      state: () => this.#channel.linkState(),
      isSilent: () => this.#watch.isSilent(),
      counts: () => this.#service.metrics.messages(),
      host: hostname(),
      pid: process.pid,
      run: randomUUID(),
      isLive,
      onLost: () => {
        logger.error("another process has taken WhatsApp over: this one stops");
        this.#end(1);
      },
    });
  }

  async run(): Promise<void> {
    const obstacle = await this.#obstacle();
    if (obstacle !== null) {
      await this.storage.close();
      return refuse(obstacle);
    }
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => this.#end(0));
    // The process that started us is gone, and with it, perhaps, the database.
    process.on("disconnect", () => this.#end(0));
    if (this.linked.reminders) this.logger.warn(reminderWarning);
    this.logger.info({ pid: process.pid }, "WhatsApp on a linked phone begins");
    this.#channel.onState((state) => this.#changed(state));
    this.#hold.start();
    this.#watch.start();
    try {
      await this.#service.start({ bell: false });
    } catch (error) {
      if (this.#stopping) return;
      this.logger.error({ err: error }, "the browser could not be started");
      this.#end(1);
    }
  }

  /** Why this process must not begin, in one sentence; it has the channel afterwards where nothing is in the way. */
  async #obstacle(): Promise<string | null> {
    if (!(await this.#hold.take()))
      return "Another process already holds WhatsApp on the linked phone (npm start begins one by itself): stop it first.";
    const profile = await freeProfile(join(this.#sessionFolder, "session"), processesHere);
    if (profile === "freed") this.logger.warn("the browser's profile was left locked; it is free again");
    if (profile !== "in-use") return null;
    await this.#hold.release();
    return "Another browser has the profile of the linked phone open: close it first.";
  }

  #changed(state: WhatsAppWebState): void {
    void this.#hold.tell();
    if (state.type === "pairing") void this.#showPairing(state);
  }

  /** Somebody must look at the phone itself; told once a day. The log has it in any case. */
  async #tellLeftOut({ chats, unread }: LeftOut): Promise<void> {
    const { contacts, officers } = this.storage.repositories;
    const parts = { officers, findContact: (id: string) => contacts.find(id), notify: this.#service.deps.notify };
    try {
      await tellAdmins(parts, {
        ...{ cause: `whatsapp-web:left-out:${dayOf(Date.now())}`, channel: "whatsapp-web" },
        rule: "whatsapp-web.alarm.rule",
        texts: [{ key: "whatsapp-web.alarm.left-out", params: { chats: chats + unread } }],
      });
    } catch (error) {
      this.logger.error({ err: error }, "the admins could not be told that messages were left out");
    }
  }

  /** In the terminal of whoever started it; not in the log of a service, where it would outlive the moment. */
  async #showPairing({ qr, code }: { readonly qr?: string; readonly code?: string }): Promise<void> {
    const shown = code ?? qr ?? "";
    if (shown === "" || shown === this.#shown || (process.connected && !process.stdout.isTTY)) return;
    this.#shown = shown;
    const drawn = code ?? (await drawQr(shown, { type: "terminal", small: true }));
    const key = code === undefined ? "whatsapp-web.terminal.qr" : "whatsapp-web.terminal.code";
    const page = `http://127.0.0.1:${this.config.port}/whatsapp-web/pairing`;
    const words = languages.map((language) => this.#service.translator.render({ key, params: { page } }, language));
    process.stdout.write(`\n${words.join("\n")}\n\n${drawn}\n\n`);
  }

  #end(code: number): void {
    this.#stopping ??= this.#stop().then(
      () => process.exit(code),
      (error) => {
        this.logger.error({ err: error }, "stopping failed");
        process.exit(1);
      },
    );
  }

  /** The last replies go out, then the browser closes in peace; what takes too long is cut off. */
  async #stop(): Promise<void> {
    this.logger.info("stopping");
    this.#watch.stop();
    await within(stopMs.service, this.#service.stop());
    const pid = this.#channel.browserPid();
    const isClosed = await within(stopMs.browser, this.#channel.stop());
    if (!isClosed && pid !== undefined) {
      this.logger.warn("the browser did not close in time: it is ended");
      killBrowser(pid);
    }
    await within(stopMs.rest, this.#hold.release());
    await within(stopMs.rest, this.storage.close());
  }
}

const reminderWarning =
  "WHATSAPP_WEB_REMINDERS is on: WhatsApp bans numbers that write on their own behalf like a machine, and a banned number " +
  "is lost with all its chats; watch for it, or turn it off";

function channelOptions(linked: WhatsAppWebConfig) {
  const { version, cache, pairingPhone, gapMs, dailyCap } = linked;
  return {
    ...(version === undefined ? {} : { version }),
    ...(cache === undefined ? {} : { cacheFolder: cache }),
    ...(pairingPhone === undefined ? {} : { pairingPhone }),
    gapMs,
    dailyCap,
  };
}

/** Whether something was done in time; a failure is one too late. */
function within(ms: number, doing: Promise<void>): Promise<boolean> {
  const late = new Promise<boolean>((settle) => setTimeout(() => settle(false), ms).unref());
  return Promise.race([
    doing.then(
      () => true,
      () => false,
    ),
    late,
  ]);
}

function refuse(message: string, code = 1): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = code;
}

/**
 * The library leaves promises behind when its page is reloaded or closed under it. To end for each would cost the link; what
 * does not recover is seen by the watch. The words of such an error come from the page and may hold what people wrote.
 */
process.on("unhandledRejection", (error) => {
  createLogger("error").error(
    { error: error instanceof Error ? error.name : "unknown" },
    "a failure that nobody waited for",
  );
});
main().catch((error) => refuse(error instanceof Error ? error.message : "The process could not start."));
