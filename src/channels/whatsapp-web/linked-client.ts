import { rm } from "node:fs/promises";
import { join } from "node:path";
import { Client, LocalAuth, type Message, type MessageSendOptions } from "whatsapp-web.js";
import type { WhatsAppWebOptions } from "./contract";
import { troubleOf, within } from "./failures";
import { keepUp, showTyping } from "./page-scripts";

/** What a client tells of. */
export type LinkedClientEvent =
  | { readonly type: "qr"; readonly qr: string }
  | { readonly type: "code"; readonly code: string }
  | { readonly type: "ready" }
  /** The socket's state, by WhatsApp's own word. */
  | { readonly type: "socket"; readonly state: string }
  /** Nothing more comes from this client. `LOGOUT` where the phone ended the link. */
  | { readonly type: "gone"; readonly reason: string }
  /** A message, as the page holds it. */
  | { readonly type: "message"; readonly raw: unknown }
  | { readonly type: "edited"; readonly raw: unknown; readonly before: string | undefined }
  /** A message that is not deciphered, or never will be. */
  | { readonly type: "ciphered"; readonly raw: unknown; readonly isFinal: boolean };

/** How many times as long as a question a send may take: a photo goes over a village's line. */
const sendingFactor = 3;
/** What is only a courtesy holds nothing up for longer. Milliseconds. */
const courtesyMs = 3_000;
/** How long the browser has to close in peace, which is when it writes the session down. Milliseconds. */
const closingMs = 5_000;

/** Refuses to go on with a browser that nobody wants any more, and leaves the profile alone while a browser uses it. */
class KeptAuth extends LocalAuth {
  constructor(dataPath: string, opened: () => void) {
    super({ dataPath });
    this.afterBrowserInitialized = async () => opened();
    this.logout = async () => undefined;
  }
}

/**
 * One life of the library's client on one browser. The library leaves some of its promises to nobody (its own injecting after a
 * navigation, its closing at a disconnection, its request for a code): each would end the process, so here they end in `gone`.
 */
export class LinkedClient {
  readonly #client: Client;
  #running: Promise<void> = Promise.resolve();
  #isClosed = false;
  #hasOpened = false;
  #pid: number | undefined;

  constructor(
    private readonly options: WhatsAppWebOptions,
    private readonly listener: (event: LinkedClientEvent) => void,
    private readonly timeoutMs: number,
  ) {
    const { browserPath, sessionFolder, version, cacheFolder, pairingPhone, launchArgs = [] } = options;
    this.#client = new Client({
      authStrategy: new KeptAuth(sessionFolder, () => this.#opened()),
      ...(version ? { webVersion: version } : {}),
      // What is used is kept beside the session, so that an operator may pin it when an update breaks things.
      webVersionCache: {
        ...{ type: "local", path: cacheFolder ?? join(sessionFolder, "versions") },
        strict: version !== undefined && cacheFolder !== undefined,
      },
      ...(pairingPhone ? { pairWithPhoneNumber: { phoneNumber: pairingPhone } } : {}),
      puppeteer: {
        headless: true,
        executablePath: browserPath,
        args: ["--no-first-run", "--disable-gpu", ...launchArgs],
        // The process that holds us stops in order; a browser that is killed by the same signal first loses the session.
        ...{ handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false },
      },
    });
    this.#guard();
    this.#listen();
  }

  /** The browser's process, while it runs. */
  get pid(): number | undefined {
    return this.#pid;
  }

  /** Our own number, once the client is ready: never logged. */
  get account(): string | undefined {
    return this.#client.info?.wid?._serialized;
  }

  /** Starts the browser; what becomes of it is told by the events. */
  open(): void {
    this.#running = this.#client.initialize().catch((error: unknown) => this.#fails(error));
  }

  /** Closes the browser in peace, else by force; nothing is told after that. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#destroy();
    await within(closingMs, this.#running).catch(() => undefined);
    // A browser that was only just being started is there by now.
    await this.#destroy();
  }

  /** Removes the browser's profile, and with it the link. For a closed client. */
  async forget(): Promise<void> {
    await rm(join(this.options.sessionFolder, "session"), { recursive: true, force: true, maxRetries: 4 });
  }

  /** Asks the page; rejects where it is gone or does not answer in time. */
  async ask(script: string, argument: unknown = null, timeoutMs = this.timeoutMs): Promise<unknown> {
    const page = this.#client.pupPage;
    if (!page) throw new Error("there is no page");
    return within(timeoutMs, page.evaluate(`(${script})(${JSON.stringify(argument)})`));
  }

  /** The socket's state, by WhatsApp's own word. */
  socketState(): Promise<string> {
    return within(this.timeoutMs, Promise.resolve(this.#client.getState()).then(String));
  }

  /** Sends, and waits until the service has taken it: longer than for other questions. */
  async send(address: string, content: string, options: MessageSendOptions): Promise<Message | undefined> {
    const sending = this.#client.sendMessage(address, content, {
      // Looking at links, and reading the chat as seen, would fail or hang the whole send where they do.
      ...{ linkPreview: false, sendSeen: false, parseVCards: false, waitUntilMsgSent: true },
      ...options,
    });
    return (await within(this.timeoutMs * sendingFactor, sending)) ?? undefined;
  }

  /** Marks a chat as read. */
  async markRead(address: string): Promise<void> {
    await within(courtesyMs, this.#client.sendSeen(address));
  }

  /** Shows in a chat that we are typing. */
  async type(address: string): Promise<void> {
    await this.ask(showTyping, { address, state: "typing" }, courtesyMs);
  }

  /** A message by its id; none where it is not known. */
  async messageById(id: string): Promise<Message | undefined> {
    return (await within(this.timeoutMs, this.#client.getMessageById(id))) ?? undefined;
  }

  /** The other name of an address, by asking WhatsApp. */
  async lookUp(address: string): Promise<string | undefined> {
    const [found] = await within(this.timeoutMs, this.#client.getContactLidAndPhone([address]));
    return address.endsWith("@lid") ? found?.pn : found?.lid;
  }

  /** Called when the browser is there, and by the library again after a logout. */
  #opened(): void {
    const browser = this.#client.pupBrowser;
    if (this.#hasOpened) return;
    this.#hasOpened = true;
    this.#pid = browser?.process()?.pid;
    browser?.once("disconnected", () => {
      this.#pid = undefined;
      this.#tell({ type: "gone", reason: "browser-gone" });
    });
    this.#client.pupPage?.once("error", () => this.#tell({ type: "gone", reason: "page-crashed" }));
    if (this.#isClosed) throw new Error("the browser is not wanted any more: target closed");
  }

  async #destroy(): Promise<void> {
    const browser = this.#client.pupBrowser;
    if (!browser?.connected) return;
    const program = browser.process();
    await within(closingMs, browser.close()).catch(() => program?.kill("SIGKILL"));
  }

  #listen(): void {
    const client = this.#client;
    client.on("qr", (qr) => this.#tell({ type: "qr", qr }));
    client.on("code", (code: string) => this.#tell({ type: "code", code }));
    client.on("ready", () => this.#tell({ type: "ready" }));
    client.on("auth_failure", () => this.#tell({ type: "gone", reason: "auth-failure" }));
    client.on("disconnected", (reason) => this.#tell({ type: "gone", reason: String(reason) }));
    client.on("change_state", (state) => this.#tell({ type: "socket", state: String(state) }));
    client.on("message", ({ rawData: raw }) => this.#tell({ type: "message", raw }));
    client.on("message_edit", ({ rawData: raw }: Message, _words: unknown, before: unknown) =>
      this.#tell({ type: "edited", raw, before: typeof before === "string" ? before : undefined }),
    );
    client.on("message_ciphertext", ({ rawData: raw }) => this.#tell({ type: "ciphered", raw, isFinal: false }));
    client.on("message_ciphertext_failed", ({ rawData: raw }: Message) =>
      this.#tell({ type: "ciphered", raw, isFinal: true }),
    );
  }

  #tell(event: LinkedClientEvent): void {
    if (!this.#isClosed) this.listener(event);
  }

  #fails(error: unknown): void {
    const trouble = troubleOf(error);
    if (!this.#isClosed) this.options.logger.warn({ trouble }, "whatsapp-web: the page could not be prepared");
    this.#tell({ type: "gone", reason: trouble });
  }

  /** Catches what the library throws where nobody waits for it. */
  #guard(): void {
    const inject = this.#methodOf("inject");
    this.#replace("inject", async () => {
      try {
        await inject();
        await this.ask(keepUp);
      } catch (error) {
        this.#fails(error);
      }
    });
    const requestCode = this.#methodOf("requestPairingCode");
    this.#replace("requestPairingCode", (...args) =>
      requestCode(...args).catch((error: unknown) => {
        // The page asks again by itself, every three minutes.
        this.options.logger.warn(
          { trouble: troubleOf(error) },
          "whatsapp-web: no pairing code came; it is asked again",
        );
      }),
    );
    this.#replace("destroy", () => this.#destroy());
  }

  #methodOf(name: string): (...args: unknown[]) => Promise<unknown> {
    const method: unknown = Reflect.get(this.#client, name);
    if (typeof method !== "function") throw new Error(`whatsapp-web.js has no ${name} any more: mend linked-client.ts`);
    return async (...args) => Reflect.apply(method, this.#client, args);
  }

  #replace(name: string, method: (...args: unknown[]) => Promise<unknown>): void {
    Reflect.set(this.#client, name, method);
  }
}
