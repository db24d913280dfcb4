import type { MediaFailure, OutgoingFile, SendFailure, SentMessage } from "../../delivery/channel";
import type { OutboundMessage } from "../../domain/messaging/message";
import { fail, type Result } from "../../domain/shared/result";
import type { WhatsAppWebChannel, WhatsAppWebOptions, WhatsAppWebState } from "./contract";
import { within } from "./failures";
import { Hearing } from "./hearing";
import { Identities } from "./identities";
import { Intake, type Receive } from "./intake";
import { Ledger } from "./ledger";
import { LinkedClient, type LinkedClientEvent } from "./linked-client";
import { fetchMedia } from "./media";
import { otherName } from "./page-scripts";
import { Sending } from "./sending";

/** How long a question to the page may take. Milliseconds. */
const usualTimeoutMs = 10_000;

/** How long what is being sent may take to end, when the browser is to be closed. Milliseconds. */
const longestEndMs = 4_000;

/** The words with which WhatsApp says that the phone ended the link. */
const unlinked = ["LOGOUT", "UNPAIRED", "UNPAIRED_IDLE"];

/** Builds the channel over a linked phone; no browser runs before `start`. */
export function createWhatsAppWebChannel(options: WhatsAppWebOptions): WhatsAppWebChannel {
  return new LinkedPhoneChannel(options);
}

class LinkedPhoneChannel implements WhatsAppWebChannel {
  readonly name = "whatsapp-web";
  readonly #listeners = new Set<(state: WhatsAppWebState) => void>();
  readonly #stopping = new AbortController();
  readonly #ledger: Ledger;
  readonly #identities: Identities;
  readonly #sending: Sending;
  readonly #timeoutMs: number;
  #state: WhatsAppWebState = { type: "starting" };
  #client: LinkedClient | undefined;
  /** When somebody was first asked to link a phone, by this process. Milliseconds. */
  #pairedSince: number | undefined;
  #closing: Promise<void> = Promise.resolve();
  #restarting: Promise<void> | undefined;
  #hearing: Hearing | undefined;
  #intake: Intake | undefined;

  constructor(private readonly options: WhatsAppWebOptions) {
    const { sessionFolder, now, pageTimeoutMs = usualTimeoutMs } = options;
    this.#timeoutMs = pageTimeoutMs;
    this.#ledger = new Ledger(sessionFolder, now, options.logger);
    this.#identities = new Identities({
      known: async (address) => textOf(await this.#client?.ask(otherName, address)),
      lookUp: async (address) => this.#client?.lookUp(address),
      now,
    });
    this.#sending = new Sending({
      ...options,
      ledger: this.#ledger,
      identities: this.#identities,
      client: () => (this.#state.type === "ready" ? this.#client : undefined),
      signal: this.#stopping.signal,
    });
  }

  /** Starts the browser and returns: what becomes of it is told by the link's state, and fails no start. */
  async start(receive: Receive): Promise<void> {
    if (this.#intake) throw new Error("the channel was started already: create a new one to start again");
    const { signal } = this.#stopping;
    const { logger, onLeftOut } = this.options;
    this.#intake = new Intake({ receive, ledger: this.#ledger, logger, signal });
    this.#hearing = new Hearing({
      ...{ intake: this.#intake, identities: this.#identities, ledger: this.#ledger, logger, signal },
      now: this.options.now,
      onPerson: (address) => this.#sending.noteWritten(address),
      ...(onLeftOut ? { onLeftOut } : {}),
    });
    this.#open();
  }

  send(address: string, message: OutboundMessage, file?: OutgoingFile): Promise<Result<SentMessage, SendFailure>> {
    return this.#sending.send(address, message, file);
  }

  async fetchMedia(ref: string, maxBytes: number): Promise<Result<Uint8Array, MediaFailure>> {
    const client = this.#client;
    if (!client || this.#state.type !== "ready") return fail({ reason: "unreachable" });
    return fetchMedia(client, ref, maxBytes, this.#timeoutMs);
  }

  showTyping(address: string): Promise<void> {
    return this.#sending.showTyping(address);
  }

  state(): string {
    return this.#state.type === "ready" ? "on" : this.#state.type;
  }

  linkState(): WhatsAppWebState {
    return this.#state;
  }

  onState(listener: (state: WhatsAppWebState) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  browserPid(): number | undefined {
    return this.#client?.pid;
  }

  /** Whoever asks while a restart is under way waits for that one: two browsers on one session would ruin it. */
  restart(): Promise<void> {
    this.#restarting ??= this.#restartOnce().finally(() => {
      this.#restarting = undefined;
    });
    return this.#restarting;
  }

  async isAlive(): Promise<boolean> {
    const client = this.#client;
    if (!client) return false;
    return client.socketState().then(
      () => true,
      () => false,
    );
  }

  /** Takes in no more, finishes what is in hand, and closes the browser in peace: that is when it writes the session down. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#hearing?.stop();
    // A send that hangs is not waited for: the ledger knows that it began.
    await within(longestEndMs, this.#sending.idle()).catch(() => undefined);
    await this.#intake?.settle();
    await this.#restarting;
    await this.#close();
    if (this.#intake) this.#ledger.flush();
  }

  async #restartOnce(): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    this.#become({ type: "starting" });
    await within(longestEndMs, this.#sending.idle()).catch(() => undefined);
    await this.#close();
    if (!this.#stopping.signal.aborted) this.#open();
  }

  #open(): void {
    const client = new LinkedClient(
      this.options,
      (event) => {
        if (client === this.#client) this.#hear(client, event);
      },
      this.#timeoutMs,
    );
    this.#client = client;
    this.#become({ type: "starting" });
    client.open();
  }

  /** Closes the client of this moment; whoever closes at the same time waits for the same. */
  #close(forget = false): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    this.#closing = this.#closing.then(async () => {
      await client?.close();
      if (forget) await client?.forget();
    });
    return this.#closing;
  }

  #hear(client: LinkedClient, event: LinkedClientEvent): void {
    switch (event.type) {
      case "qr":
        return this.#pairs({ qr: event.qr });
      case "code":
        return this.#pairs({ code: event.code });
      case "ready":
        return this.#isReady(client);
      case "socket":
        return this.#socketIs(client, event.state);
      case "gone":
        return this.#isGone(event.reason);
      default:
        this.#hearing?.hear(event);
    }
  }

  #pairs(shown: { qr: string } | { code: string }): void {
    const since = this.#state.type === "pairing" ? this.#state.since : this.options.now();
    this.#pairedSince = since;
    this.#become({ type: "pairing", ...shown, since });
  }

  #isReady(client: LinkedClient): void {
    const { account } = client;
    if (account) this.#ledger.belongsTo(account, this.#pairedSince ?? this.options.now());
    this.#become({ type: "ready" });
    this.#hearing?.sweep(client);
  }

  /** The line breaks and comes back without a new `ready`; what came meanwhile may have come unheard. */
  #socketIs(client: LinkedClient, socket: string): void {
    if (socket === "CONNECTED") return this.#isReady(client);
    this.#become({ type: "disconnected", reason: socket });
  }

  #isGone(reason: string): void {
    const isUnlinked = unlinked.includes(reason);
    this.#become(isUnlinked ? { type: "logged-out" } : { type: "disconnected", reason });
    void this.#close(reason === "LOGOUT").catch((error: unknown) => {
      const cause = error instanceof Error ? error.name : "unknown";
      this.options.logger.warn({ cause }, "whatsapp-web: what is left of the old session could not be removed");
    });
  }

  #become(state: WhatsAppWebState): void {
    const before = this.#state;
    this.#state = state;
    if (before.type !== state.type) this.options.logger.info({ state: state.type }, "whatsapp-web: the link changed");
    for (const listener of this.#listeners) listener(state);
  }
}

const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
