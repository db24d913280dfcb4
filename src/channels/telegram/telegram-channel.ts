import { createHash, timingSafeEqual } from "node:crypto";
import type { Api } from "grammy";
import type { Channel, MediaFailure, OutgoingFile, SendFailure, SentMessage } from "../../delivery/channel";
import type { WholeLanguage } from "../../domain/messaging/contact";
import type { OutboundMessage } from "../../domain/messaging/message";
import { fail, ok, type Result } from "../../domain/shared/result";
import type { Logger } from "../../logger";
import { createClient, forGrammy } from "./client";
import { failureForLog, needsOperator, toSendFailure } from "./failures";
import { messageIdOf } from "./inbound";
import { Intake, type Receive } from "./intake";
import { fetchFile } from "./media";
import { type TelegramPart, toParts } from "./outbound";
import { type BackOff, Patience } from "./patience";
import { Polling } from "./polling";
import { allowedUpdates } from "./update";
import { sendFile } from "./upload";

/** One entry of the menu beside the typing line: `command` without its slash. */
export interface TelegramCommand {
  readonly command: string;
  readonly description: string;
}

/** How updates reach us: we ask for them (one process), or Telegram posts them to `url` (any number of processes). */
export type TelegramMode =
  | { readonly type: "polling" }
  | {
      readonly type: "webhook";
      readonly url: string;
      /** What Telegram must say with every post; 1-256 of A-Z, a-z, 0-9, `_` and `-`. */
      readonly secret: string;
    };

/** What the Telegram channel is built from. Times are in milliseconds. */
export interface TelegramOptions {
  readonly token: string;
  readonly mode: TelegramMode;
  /** A self-hosted Bot API server (not in `--local` mode, which serves no files over HTTP); else Telegram's own. */
  readonly apiRoot?: string | undefined;
  /** The command menu in each language; Indonesian is also shown to those whose app speaks neither. */
  readonly commands: Readonly<Record<WholeLanguage, readonly TelegramCommand[]>>;
  readonly logger: Logger;
  /** The clock, which times pressed buttons. */
  readonly now?: () => number;
  /** How long one call, or one file, may take. */
  readonly requestTimeoutMs?: number;
  /** How long Telegram holds a poll open when there is nothing to say, in seconds. */
  readonly pollSeconds?: number;
  /** How long to wait after a failure of receiving. */
  readonly backOff?: BackOff;
}

/** What a post to our webhook said. */
export interface TelegramPost {
  /** The header `X-Telegram-Bot-Api-Secret-Token`. */
  readonly secretToken?: string | undefined;
  /** The body, parsed from JSON. */
  readonly body: unknown;
}

/** The Telegram channel, with what the web server mounts in webhook mode. */
export interface TelegramChannel extends Channel {
  /**
   * Takes one post of Telegram's. 200 when the update is durable; 401 on a wrong secret; 400 on a body that is no
   * update; 404 in polling mode; 500 when it could not be stored and 503 when not started or stopping: Telegram
   * posts it again then.
   */
  webhook(post: TelegramPost): Promise<{ readonly status: number }>;
}

const officialRoot = "https://api.telegram.org";

/** How long a call may take that a stop waits for: the service has 10 seconds to end. */
const quickMs = 3_000;

/** Builds the channel; nothing is called before `start`. */
export function createTelegramChannel(options: TelegramOptions): TelegramChannel {
  return new GrammyChannel(options);
}

class GrammyChannel implements TelegramChannel {
  readonly name = "telegram";
  private readonly api: Api;
  private readonly quickApi: Api;
  private readonly stopping = new AbortController();
  private readonly root: string;
  private readonly timeoutMs: number;
  private intake: Intake | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly options: TelegramOptions) {
    this.root = (options.apiRoot ?? officialRoot).replace(/\/+$/, "");
    this.timeoutMs = options.requestTimeoutMs ?? 20_000;
    this.api = this.client(this.timeoutMs);
    this.quickApi = this.client(Math.min(this.timeoutMs, quickMs));
  }

  /**
   * Begins to receive. An unreachable Telegram or a wrong token fails no start: it is logged with its remedy and tried
   * again, so that the other channels go on.
   */
  async start(receive: Receive): Promise<void> {
    if (this.intake) throw new Error("the Telegram channel was started already: create a new one to start again");
    const { logger, now = Date.now } = this.options;
    this.intake = new Intake({ quickApi: this.quickApi, receive, logger, now });
    this.running = this.receiveUntilStopped(this.intake);
  }

  async send(
    address: string,
    message: OutboundMessage,
    file?: OutgoingFile,
  ): Promise<Result<SentMessage, SendFailure>> {
    const chat = chatOf(address);
    if (chat === undefined) return fail({ reason: "rejected", detail: "the address is not a Telegram chat id" });
    const ids: string[] = [];
    for (const part of toParts(message, file)) {
      const sent = await this.sendPart(chat, part);
      if (!sent.ok) return sent;
      ids.push(sent.value.messageId);
    }
    const messageId = ids.pop();
    if (messageId === undefined) return fail({ reason: "rejected", detail: "the text is blank" });
    return ok({ messageId, ...(ids.length > 0 ? { earlierIds: ids } : {}) });
  }

  async fetchMedia(ref: string, maxBytes: number): Promise<Result<Uint8Array, MediaFailure>> {
    const fileRoot = `${this.root}/file/bot${this.options.token}`;
    return fetchFile({ api: this.api, fileRoot, timeoutMs: this.timeoutMs }, ref, maxBytes);
  }

  async showTyping(address: string): Promise<void> {
    const chat = chatOf(address);
    if (chat === undefined) return;
    await this.api.sendChatAction(chat, "typing").catch((error: unknown) => {
      this.options.logger.debug(failureForLog(error), "telegram: typing was not shown");
    });
  }

  async webhook(post: TelegramPost): Promise<{ readonly status: number }> {
    const { mode } = this.options;
    if (mode.type !== "webhook") return { status: 404 };
    if (!sameSecret(post.secretToken ?? "", mode.secret)) return { status: 401 };
    if (!this.intake || this.stopping.signal.aborted) return { status: 503 };
    try {
      const taken = await this.intake.take(post.body);
      return { status: taken.ok ? 200 : 400 };
    } catch {
      // The intake has logged it.
      return { status: 500 };
    }
  }

  /** The webhook stays set: Telegram keeps what comes meanwhile, and other processes go on receiving. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    await this.intake?.settle();
  }

  private async receiveUntilStopped(intake: Intake): Promise<void> {
    const { logger, backOff = { firstMs: 1_000, maxMs: 60_000 }, pollSeconds = 30 } = this.options;
    const { signal } = this.stopping;
    const patience = new Patience(backOff, logger, signal);
    if (!(await patience.until(() => this.connect()))) return;
    await this.setCommands();
    if (this.options.mode.type === "webhook") return;
    const api = this.client(pollSeconds * 1000 + this.timeoutMs);
    const handOver = (batch: Parameters<Intake["takeAll"]>[0]) => intake.takeAll(batch);
    await new Polling({ api, quickApi: this.quickApi, pollSeconds, patience, logger, signal, handOver }).run();
  }

  /** Polling and a webhook exclude each other: each mode first undoes the other. */
  private async connect(): Promise<void> {
    const { mode } = this.options;
    const signal = forGrammy(this.stopping.signal);
    if (mode.type === "polling") await this.api.deleteWebhook({}, signal);
    else await this.api.setWebhook(mode.url, { secret_token: mode.secret, allowed_updates: allowedUpdates }, signal);
  }

  /** The menu is a convenience: without it everything works, so a failure is only logged. */
  private async setCommands(): Promise<void> {
    const { commands, logger } = this.options;
    const scope = { type: "all_private_chats" } as const;
    const signal = forGrammy(this.stopping.signal);
    try {
      await this.api.setMyCommands(commands.id, { scope }, signal);
      await this.api.setMyCommands(commands.en, { scope, language_code: "en" }, signal);
    } catch (error) {
      logger.warn(failureForLog(error), "telegram: the command menu was not set; it is tried at the next start");
    }
  }

  private async sendPart(chat: number, part: TelegramPart): Promise<Result<{ messageId: string }, SendFailure>> {
    try {
      const sent = await this.post(chat, part);
      return ok({ messageId: messageIdOf(chat, sent.message_id) });
    } catch (error) {
      const failure = toSendFailure(error, part.text);
      if (needsOperator(error)) this.options.logger.error(failureForLog(error), "telegram: sending failed");
      return fail(failure);
    }
  }

  private async post(chat: number, { text, markup, file }: TelegramPart): Promise<{ readonly message_id: number }> {
    const keyboard = markup && { reply_markup: markup };
    if (file) return sendFile(this.api, chat, file, { ...(text === "" ? {} : { caption: text }), ...keyboard });
    return this.api.sendMessage(chat, text, { link_preview_options: { is_disabled: true }, ...keyboard });
  }

  private client(timeoutMs: number): Api {
    return createClient({ token: this.options.token, root: this.root }, timeoutMs);
  }
}

/** Only numbers: a name such as `@somebody` would publish the message in somebody's channel. */
function chatOf(address: string): number | undefined {
  return /^-?\d{1,16}$/.test(address) ? Number(address) : undefined;
}

/** Compares digests, so that the time taken tells neither the secret's content nor its length. */
function sameSecret(given: string, expected: string): boolean {
  const digest = (value: string): Buffer => createHash("sha256").update(value).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
