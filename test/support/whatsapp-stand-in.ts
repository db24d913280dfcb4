import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromiumPath } from "./chromium";
import { type WhatsAppFields, WhatsAppPerson } from "./whatsapp-person";

/** How the next message of ours fares at the service. */
export type WhatsAppOutcome =
  /** The service refuses it: the message stands there with a red mark. */
  | "refused"
  /** No answer comes, and the message never arrives. */
  | "lost"
  /** No answer comes, though the message arrives. */
  | "answer-lost";

/** What we sent to a chat, as its people have it. */
export interface WhatsAppSent {
  readonly id: string;
  readonly chat: string;
  readonly text: string;
  readonly mimetype?: string;
  readonly filename?: string;
  readonly file?: Uint8Array;
  /** Milliseconds. */
  readonly at: number;
}

interface Posted {
  readonly token?: string;
  readonly id?: string;
  readonly chat?: string;
  readonly text?: string;
  readonly mimetype?: string;
  readonly filename?: string;
  readonly file?: string;
  readonly state?: string;
  readonly phone?: string;
}

interface ChatRecord {
  readonly messages: WhatsAppFields[];
  unread: number;
}

const folder = join(__dirname, "whatsapp-page");
const scripts = ["models.mjs", "modules.mjs", "link.mjs"];
/** A page may speak to this computer, and to nothing else. */
const localOnly = ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"];
const allowed = ["--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests"];
/** Tests run as root where they run in a container. */
const quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];

/**
 * The service behind WhatsApp Web, and the phone that the page is linked to: a test pairs, writes as people, reads what they
 * got, and brings about what goes wrong. It outlives every page, as the real one does.
 */
export class WhatsAppStandIn {
  readonly version = "2.3000.1000000001";
  readonly launchArgs: readonly string[] = [...localOnly, ...allowed, ...quiet];
  /** Our own number and its other name. */
  readonly me = { phone: "6281200000000@c.us", lid: "900000000000000@lid" };
  readonly sent: WhatsAppSent[] = [];
  /** The chats in which typing was shown, one entry for each time. */
  readonly typing: string[] = [];
  /** The addresses about which the service was asked over the network. */
  readonly lookedUp: string[] = [];
  /** How often a pairing code was asked for, and for which number. */
  readonly codesFor: string[] = [];
  /** How long a page takes, after it is connected, until it has all that came meanwhile. Milliseconds. */
  syncMs = 20;
  /** Whether a page knows by itself which `@lid` is which number, or must ask for each. */
  pagesKnowPairs = true;
  ref = "ref-1";
  /** The service's clock. Milliseconds. */
  now: () => number = Date.now;
  readonly #pages = new Set<ServerResponse>();
  readonly #chats = new Map<string, ChatRecord>();
  readonly #pairs: [string, string][] = [];
  readonly #outcomes: WhatsAppOutcome[] = [];
  readonly #cacheFolder = mkdtempSync(join(tmpdir(), "whatsapp-page-"));
  #token: string | undefined;
  #isConnected = true;
  #lastTime = 0;

  private constructor(private readonly server: Server) {
    server.on("request", (request, response) => void this.#answer(request, response));
    const { port } = server.address() as AddressInfo;
    this.#writePage(`http://127.0.0.1:${port}`);
  }

  static async start(): Promise<WhatsAppStandIn> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new WhatsAppStandIn(server);
  }

  /** Holds `<version>.html`. */
  get cacheFolder(): string {
    return this.#cacheFolder;
  }

  /** A program that starts the browser with `launchArgs`, for where only a program can be named. */
  get browserProgram(): string {
    const path = join(this.#cacheFolder, "browser");
    // The browser heeds one list of features only, so ours goes into the one that it is given.
    const features = allowed.join(",").replace("--disable-features=", "");
    const others = this.launchArgs.filter((arg) => !allowed.includes(arg)).map((arg) => `"${arg}"`);
    const lines = [
      "#!/bin/sh",
      "for arg do",
      "  shift",
      `  case "$arg" in --disable-features=*) arg="$arg,${features}" ;; esac`,
      '  set -- "$@" "$arg"',
      "done",
      `exec "${chromiumPath()}" "$@" ${others.join(" ")}`,
    ];
    writeFileSync(path, `${lines.join("\n")}\n`);
    chmodSync(path, 0o755);
    return path;
  }

  /** Whether a page is open that listens. */
  get isOpen(): boolean {
    return this.#pages.size > 0;
  }

  get isPaired(): boolean {
    return this.#token !== undefined;
  }

  /** The phone reads the picture, or the code is typed on it. */
  pair(): void {
    this.#token = randomBytes(8).toString("hex");
    this.#tell({ deed: "pair", token: this.#token, ...this.#history() });
  }

  /** The picture changes, as it does every 20 seconds. */
  showNewRef(): void {
    this.ref = `ref-${Number(this.ref.slice(4)) + 1}`;
    this.#tell({ deed: "ref", ref: this.ref });
  }

  /** The phone ends the link. */
  logOut(): void {
    this.#token = undefined;
    this.#tell({ deed: "logout" });
  }

  /** The page's state becomes another: `TIMEOUT` where the line is gone. What people write meanwhile waits. */
  disconnect(state = "TIMEOUT"): void {
    this.#isConnected = false;
    this.#tell({ deed: "state", state });
  }

  /** The line is back: what waited comes as if it were new. */
  reconnect(): void {
    this.#isConnected = true;
    this.#tell({ deed: "state", state: "OPENING" });
    this.#tell({ deed: "state", state: "CONNECTED" });
    for (const fields of this.#held.splice(0)) this.#tellMessage(fields);
  }

  readonly #held: WhatsAppFields[] = [];

  /** The page stops answering. */
  hang(): void {
    this.#tell({ deed: "hang" });
  }

  /** The modules that sending needs are gone, as after an update of WhatsApp Web. */
  breakModules(): void {
    this.#tell({ deed: "breaks" });
  }

  /** What becomes of the next message of ours. */
  failNext(outcome: WhatsAppOutcome): void {
    this.#outcomes.push(outcome);
  }

  /** How many of the outcomes that were ordered are still to come. */
  get outcomesLeft(): number {
    return this.#outcomes.length;
  }

  /** Somebody with a phone number, and with the other name that WhatsApp gives in its place. */
  person(number: number): WhatsAppPerson {
    const phone = `62812000${String(number).padStart(5, "0")}@c.us`;
    const lid = `1000000000${String(number).padStart(5, "0")}@lid`;
    if (!this.#pairs.some(([one]) => one === phone)) {
      this.#pairs.push([phone, lid]);
      if (this.pagesKnowPairs) this.#tell({ deed: "know", pair: [phone, lid] });
    }
    return new WhatsAppPerson(this, phone, lid);
  }

  /** Time as messages carry it: seconds, never backwards. */
  time(): number {
    this.#lastTime = Math.max(this.#lastTime, Math.floor(this.now() / 1_000));
    return this.#lastTime;
  }

  /** A message reaches the account: every page hears of it, or finds it when it opens. */
  deliver(fields: WhatsAppFields): void {
    const chat = this.#chat(fields.id.remote);
    chat.messages.push(fields);
    if (!fields.id.fromMe) chat.unread += 1;
    if (this.#isConnected) this.#tellMessage(fields);
    else this.#held.push(fields);
  }

  /** Fields of a message become others. */
  change(id: string, fields: object): void {
    this.#tell({ deed: "change", id, fields });
  }

  /** Anything else that a page can be told. */
  tell(deed: string, fields: object): void {
    this.#tell({ deed, ...fields });
  }

  /** The files of messages, by the path that a message names. */
  readonly files = new Map<string, Uint8Array>();

  async close(): Promise<void> {
    for (const page of this.#pages) page.end();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    rmSync(this.#cacheFolder, { recursive: true, force: true });
  }

  #chat(id: string): ChatRecord {
    const found = this.#chats.get(id) ?? { messages: [], unread: 0 };
    this.#chats.set(id, found);
    return found;
  }

  #history(): object {
    const chats = [...this.#chats].map(([id, { messages, unread }]) => ({ id, messages, unread }));
    return { chats, me: this.me, pairs: this.pagesKnowPairs ? this.#pairs : [], syncMs: this.syncMs };
  }

  #tellMessage(fields: WhatsAppFields): void {
    this.#tell({ deed: "message", fields, unread: this.#chat(fields.id.remote).unread });
  }

  #tell(event: object): void {
    for (const page of this.#pages) page.write(`data: ${JSON.stringify(event)}\n\n`);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader("Access-Control-Allow-Origin", "*");
    const path = request.url ?? "/";
    if (path === "/events") return this.#open(response);
    if (path.startsWith("/media/")) return this.#give(path.slice("/media".length), response);
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = JSON.parse(Buffer.concat(parts).toString() || "{}") as Posted;
    const answer = this.#reply(path.slice(1), body);
    if (answer) response.setHeader("Content-Type", "application/json").end(JSON.stringify(answer));
  }

  #open(response: ServerResponse): void {
    response.setHeader("Content-Type", "text/event-stream").write(":\n\n");
    this.#pages.add(response);
    response.on("close", () => this.#pages.delete(response));
  }

  #give(path: string, response: ServerResponse): void {
    const file = this.files.get(path);
    response.statusCode = file ? 200 : 404;
    response.end(file);
  }

  /** What a question is answered with; nothing where no answer comes. */
  #reply(what: string, body: Posted): object | undefined {
    if (what === "hello") {
      const linked = this.#token !== undefined && body.token === this.#token;
      return { linked, ref: this.ref, ...(linked ? this.#history() : {}) };
    }
    if (what === "send") return this.#take(body);
    if (what === "seen") this.#chat(body.chat ?? "").unread = 0;
    if (what === "typing" && body.state === "typing") this.typing.push(body.chat ?? "");
    if (what === "code") return this.#code(body.phone ?? "");
    if (what === "exists") return this.#lookUp(body.id ?? "");
    if (what === "refresh") this.showNewRef();
    return {};
  }

  #code(phone: string): object {
    this.codesFor.push(phone);
    return { code: `ABCD${String(this.codesFor.length).padStart(4, "0")}` };
  }

  #lookUp(id: string): object {
    this.lookedUp.push(id);
    const pair = this.#pairs.find((one) => one.includes(id));
    return { other: pair?.find((one) => one !== id) };
  }

  #take({ id = "", chat = "", text = "", mimetype, filename, file }: Posted): object | undefined {
    const outcome = this.#outcomes.shift();
    if (outcome === "refused") return { ack: -1 };
    if (outcome === "lost") return undefined;
    this.sent.push({
      ...{ id, chat, text, at: this.now() },
      ...(mimetype ? { mimetype } : {}),
      ...(filename ? { filename } : {}),
      ...(file ? { file: new Uint8Array(Buffer.from(file, "base64")) } : {}),
    });
    this.#chat(chat).messages.push(this.#ownMessage(id, chat, text));
    return outcome === "answer-lost" ? undefined : { ack: 1 };
  }

  /** What we sent stands in the chat's history too. */
  #ownMessage(serialized: string, remote: string, body: string): WhatsAppFields {
    const id = { fromMe: true, remote, id: serialized.split("_")[2] ?? "", _serialized: serialized };
    return { id, type: "chat", t: this.time(), from: this.me.phone, to: remote, ack: 1, body };
  }

  #writePage(root: string): void {
    // One script of them all: the page has no server of its own to import from.
    const code = scripts
      .map((name) => readFileSync(join(folder, name), "utf8"))
      .join("\n")
      .replaceAll(/^import .*$|^export /gmu, "");
    const page = readFileSync(join(folder, "page.html"), "utf8")
      .replace("__ROOT__", root)
      .replace("__VERSION__", this.version)
      .replace("//__SCRIPTS__", () => code);
    writeFileSync(join(this.#cacheFolder, `${this.version}.html`), page);
  }
}
