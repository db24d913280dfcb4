import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { TelegramGroup, TelegramPerson } from "./telegram-people";
import { type Refusal, refusals } from "./telegram-refusals";
import { type Payload, readPayload, takeUpload } from "./telegram-uploads";

/** What a call may meet instead of its answer; "page" is a proxy's HTML in place of JSON. */
export type ScriptedFailure = Refusal | "hang" | "reset" | "page";

export type { Payload } from "./telegram-uploads";

/** One call of the bot's. */
export interface Call {
  readonly method: string;
  readonly payload: Payload;
}

/** One update as the bot gets it. */
export interface StoredUpdate {
  readonly update_id: number;
  readonly [kind: string]: unknown;
}

/** A file at Telegram. `size` is what getFile tells, which may be no size at all. */
export interface StoredFile {
  readonly bytes: Uint8Array;
  readonly size: number | undefined;
}

interface Webhook {
  readonly url: string;
  readonly secret: string;
}

interface Poll {
  readonly response: ServerResponse;
  readonly offset: number;
  readonly limit: number;
  readonly timer: NodeJS.Timeout;
}

const twentyMegabytes = 20 * 1024 * 1024;

/** Thrown by a method of the stand-in to refuse the call. */
class Refused extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.description);
  }
}

/**
 * A Bot API server on loopback, as far as the channel uses one: real HTTP, real offsets, real refusals, and people who
 * chat with the bot. Failures can be scripted per method; the method "download" is the fetching of a file.
 */
export class TelegramServer {
  readonly token = "424242:TEST-token_that-must-stay-secret";
  /** Every call that had the right token, in order. */
  readonly calls: Call[] = [];
  /** How often each update was given to a poll or posted to the webhook. */
  readonly deliveries = new Map<number, number>();
  /** Polls that asked for what an earlier one had confirmed already. */
  readonly offsetsBehind: number[] = [];
  /** The statuses with which the webhook answered. */
  readonly webhookStatuses: number[] = [];
  readonly files = new Map<string, StoredFile>();
  readonly openQueries = new Set<string>();
  apiRoot = "";

  private readonly people = new Map<number, TelegramPerson>();
  private readonly groups = new Map<number, TelegramGroup>();
  private readonly scripted = new Map<string, ScriptedFailure[]>();
  private readonly echoes = new Set<StoredUpdate>();
  private readonly hanging = new Set<ServerResponse>();
  private pending: StoredUpdate[] = [];
  private confirmedBelow = 0;
  private nextUpdateId = 1001;
  private nextQueryId = 1;
  private poll: Poll | undefined;
  private webhook: Webhook | undefined;
  private posting = false;
  private closed = false;

  private constructor(private readonly http: Server) {}

  /** Starts one on a free port. */
  static async start(): Promise<TelegramServer> {
    const http = createServer();
    const server = new TelegramServer(http);
    http.on("request", (request, response) => void server.serve(request, response));
    await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
    server.apiRoot = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
    return server;
  }

  /** Somebody with an account; unknown to the bot until the first message. */
  user(id: number): TelegramPerson {
    const person = this.people.get(id) ?? new TelegramPerson(this, id);
    this.people.set(id, person);
    return person;
  }

  /** A group (negative id), or a supergroup or channel. */
  group(id: number, type: "group" | "supergroup" | "channel" = "group"): TelegramGroup {
    const group = this.groups.get(id) ?? new TelegramGroup(this, id, type);
    this.groups.set(id, group);
    return group;
  }

  /** Lets the next `times` calls of a method fail. */
  failNext(method: string, failure: ScriptedFailure, times = 1): void {
    this.scripted.set(method, [...(this.scripted.get(method) ?? []), ...Array<ScriptedFailure>(times).fill(failure)]);
  }

  /** Lets every call of a method be answered again. */
  heal(method: string): void {
    this.scripted.delete(method);
  }

  /** The payloads of a method's calls, in order. */
  callsOf(method: string): readonly Payload[] {
    return this.calls.filter((call) => call.method === method).map((call) => call.payload);
  }

  /** Queues an update for the bot, and returns its id. */
  push(update: Payload): number {
    const stored = { ...update, update_id: this.nextUpdateId++ };
    this.queue(stored);
    return stored.update_id;
  }

  /** Opens a callback query, which waits for its answer, and returns its id. */
  openQuery(): string {
    const id = `query-${this.nextQueryId++}`;
    this.openQueries.add(id);
    return id;
  }

  /** Gives an update to the bot once more, even one that was confirmed: Telegram's own hiccup. */
  redeliver(update: StoredUpdate): void {
    const echo = { ...update };
    this.echoes.add(echo);
    this.queue(echo);
  }

  /** The updates that the bot has not yet confirmed. */
  get unconfirmed(): readonly StoredUpdate[] {
    return this.pending;
  }

  /** The updates that were given to the bot more than once. */
  get repeated(): readonly number[] {
    return [...this.deliveries].filter(([, times]) => times > 1).map(([id]) => id);
  }

  /** True while a poll of the bot's is open. */
  get polled(): boolean {
    return this.poll !== undefined;
  }

  /** The address and secret that the bot set, if any. */
  get webhookSet(): Webhook | undefined {
    return this.webhook;
  }

  /** Sets a webhook that somebody left behind. */
  leaveWebhook(url: string): void {
    this.webhook = { url, secret: "" };
  }

  /** Ends every connection. */
  async close(): Promise<void> {
    this.closed = true;
    if (this.poll) clearTimeout(this.poll.timer);
    for (const response of this.hanging) response.destroy();
    const ended = new Promise((resolve) => this.http.close(resolve));
    this.http.closeAllConnections();
    await ended;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? "").split("?")[0] ?? "";
    const body = await readBody(request);
    const file = /^\/file\/bot([^/]+)\/(.+)$/.exec(path);
    if (file) {
      this.serveFile(file[1] ?? "", file[2] ?? "", response);
      return;
    }
    const call = /^\/bot([^/]+)\/(\w+)$/.exec(path);
    if (!call) refuse(response, refusals.notFound);
    else if (call[1] !== this.token) refuse(response, refusals.unauthorized);
    else this.serveCall(call[2] ?? "", readPayload(body, request.headers["content-type"]), response);
  }

  private serveCall(method: string, payload: Payload, response: ServerResponse): void {
    this.calls.push({ method, payload });
    if (this.meetsFailure(method, response)) return;
    try {
      if (method === "getUpdates") this.openPoll(payload, response);
      else reply(response, this.call(method, payload));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      refuse(response, error.refusal);
    }
  }

  private call(method: string, payload: Payload): unknown {
    switch (method) {
      case "getMe":
        return { id: 424242, is_bot: true, first_name: "Kamar Lindung", username: "contoh_bot" };
      case "sendMessage":
        return this.sendMessage(payload);
      case "sendPhoto":
        return this.sendFile(payload, "photo");
      case "sendDocument":
        return this.sendFile(payload, "document");
      case "sendChatAction":
        this.chat(payload);
        return true;
      case "answerCallbackQuery":
        if (!this.openQueries.delete(String(payload["callback_query_id"]))) throw new Refused(refusals.oldQuery);
        return true;
      case "getFile":
        return this.getFile(String(payload["file_id"]));
      case "setMyCommands":
        return true;
      case "setWebhook":
        this.webhook = { url: String(payload["url"]), secret: String(payload["secret_token"] ?? "") };
        void this.postPending();
        return true;
      case "deleteWebhook":
        this.webhook = undefined;
        return true;
      default:
        throw new Refused(refusals.notFound);
    }
  }

  private meetsFailure(method: string, response: ServerResponse): boolean {
    const failure = this.scripted.get(method)?.shift();
    if (failure === undefined) return false;
    if (failure === "hang") this.hanging.add(response);
    else if (failure === "reset") response.socket?.resetAndDestroy();
    else if (failure === "page") response.writeHead(502, { "content-type": "text/html" }).end("<h1>502</h1>");
    else refuse(response, failure);
    return true;
  }

  /** The person or group that a call is about; refuses as Telegram does. */
  private chat(payload: Payload): TelegramPerson | TelegramGroup {
    const id = Number(payload["chat_id"]);
    const person = this.people.get(id);
    const group = this.groups.get(id);
    if (group?.removedBot) throw new Refused(refusals.kicked);
    if (group) return group;
    if (!person?.started) throw new Refused(refusals.unknownChat);
    if (person.state === "blocked") throw new Refused(refusals.blocked);
    if (person.state === "deactivated") throw new Refused(refusals.deactivated);
    return person;
  }

  private sendMessage(payload: Payload): unknown {
    const text = String(payload["text"] ?? "");
    if (text.trim() === "") throw new Refused(refusals.emptyText);
    if (text.length > 4096) throw new Refused(refusals.longText);
    const markup = (payload["reply_markup"] ?? {}) as Payload;
    checkButtons(markup);
    return this.chat(payload).take(text, markup);
  }

  private sendFile(payload: Payload, kind: "photo" | "document"): unknown {
    const file = takeUpload(payload, kind);
    if ("status" in file) throw new Refused(file);
    const markup = (payload["reply_markup"] ?? {}) as Payload;
    checkButtons(markup);
    return this.chat(payload).take(String(payload["caption"] ?? ""), markup, { kind, ...file });
  }

  private getFile(id: string): unknown {
    const file = this.files.get(id);
    if (!file) throw new Refused(refusals.wrongFile);
    if ((file.size ?? file.bytes.length) > twentyMegabytes) throw new Refused(refusals.bigFile);
    const size = file.size === undefined ? {} : { file_size: file.size };
    return { file_id: id, file_unique_id: `u-${id}`, file_path: `files/${id}`, ...size };
  }

  private serveFile(token: string, path: string, response: ServerResponse): void {
    this.calls.push({ method: "download", payload: { path } });
    if (this.meetsFailure("download", response)) return;
    const file = this.files.get(path.replace(/^files\//, ""));
    if (token !== this.token) refuse(response, refusals.unauthorized);
    else if (!file) refuse(response, refusals.notFound);
    else response.writeHead(200, { "content-type": "application/octet-stream" }).end(file.bytes);
  }

  /** As Telegram does it: a second poll ends the first with 409, and asking from an offset confirms all before it. */
  private openPoll(payload: Payload, response: ServerResponse): void {
    if (this.webhook) throw new Refused(refusals.webhookActive);
    if (this.poll) {
      clearTimeout(this.poll.timer);
      refuse(this.poll.response, refusals.twoPollers);
    }
    const offset = Number(payload["offset"] ?? 0);
    if (offset > 0 && offset < this.confirmedBelow) this.offsetsBehind.push(offset);
    this.confirmedBelow = Math.max(this.confirmedBelow, offset);
    this.pending = this.pending.filter((update) => update.update_id >= offset || this.echoes.has(update));
    const limit = Number(payload["limit"] ?? 100);
    const timer = setTimeout(() => this.endPoll([]), Number(payload["timeout"] ?? 0) * 1000);
    this.poll = { response, offset, limit, timer };
    response.on("close", () => {
      if (this.poll?.response !== response) return;
      clearTimeout(timer);
      this.poll = undefined;
    });
    this.answerPoll();
  }

  private queue(update: StoredUpdate): void {
    this.pending.push(update);
    this.answerPoll();
    void this.postPending();
  }

  private answerPoll(): void {
    if (!this.poll) return;
    const batch = this.pending.slice(0, this.poll.limit);
    if (batch.length > 0) this.endPoll(batch);
  }

  private endPoll(batch: readonly StoredUpdate[]): void {
    const { poll } = this;
    if (!poll) return;
    this.poll = undefined;
    clearTimeout(poll.timer);
    for (const update of batch) {
      this.count(update.update_id);
      this.echoes.delete(update);
    }
    reply(poll.response, batch);
  }

  private count(updateId: number): void {
    this.deliveries.set(updateId, (this.deliveries.get(updateId) ?? 0) + 1);
  }

  /** Posts one update after the other; one that is not taken is posted again. */
  private async postPending(): Promise<void> {
    if (this.posting) return;
    this.posting = true;
    while (this.webhook && this.pending[0] && !this.closed) {
      const [update] = this.pending;
      this.count(update.update_id);
      const status = await post(this.webhook, update);
      this.webhookStatuses.push(status);
      if (status >= 200 && status < 300) this.pending = this.pending.filter((other) => other !== update);
      else await new Promise((resolve) => setTimeout(resolve, 20));
    }
    this.posting = false;
  }
}

function checkButtons(markup: Payload): void {
  const rows = (markup["inline_keyboard"] ?? []) as { text: string; callback_data: string }[][];
  const buttons = rows.flat();
  if (buttons.length > 100 || rows.some((row) => row.length > 8)) throw new Refused(refusals.manyButtons);
  for (const { text, callback_data: data } of buttons) {
    if (text.trim() === "") throw new Refused(refusals.buttonText);
    const bytes = Buffer.byteLength(data);
    if (bytes < 1 || bytes > 64) throw new Refused(refusals.buttonData);
  }
}

async function post(webhook: Webhook, update: StoredUpdate): Promise<number> {
  const headers = { "content-type": "application/json", "x-telegram-bot-api-secret-token": webhook.secret };
  try {
    const response = await fetch(webhook.url, { method: "POST", headers, body: JSON.stringify(update) });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function reply(response: ServerResponse, result: unknown): void {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ ok: true, result }));
}

function refuse(response: ServerResponse, refusal: Refusal): void {
  const { status, description, retryAfter } = refusal;
  const parameters = retryAfter === undefined ? {} : { parameters: { retry_after: retryAfter } };
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify({ ok: false, error_code: status, description, ...parameters }));
}
