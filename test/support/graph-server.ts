import { createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { spreadsheetKind } from "../../src/domain/payment/proof";
import { bodyFault } from "./graph-checks";
import { GraphPerson, type PersonNames } from "./graph-people";
import { type GraphRefusal, graphRefusals } from "./graph-refusals";

/** The fields of a call or an event. */
export type Payload = Readonly<Record<string, unknown>>;

/** What a call may meet instead of its answer; "page" is a proxy's HTML in place of JSON. */
export type GraphFailure = GraphRefusal | "hang" | "reset" | "page";

/** A file at the platform. */
export interface GraphFile {
  readonly bytes: Uint8Array;
  readonly mimeType: string;
  readonly name?: string;
  /** The address that is told for it, where it is not the stand-in's own. */
  readonly url?: string;
  /** True where the platform does not tell its size. */
  readonly isSizeHidden?: boolean;
}

/** One change as a post carries it. */
export interface Change {
  readonly field: string;
  readonly value: Payload;
}

/** A post that the webhook is to take. */
export interface Post {
  readonly id: number;
  readonly body: string;
}

/** What the platform says became of a message. */
export interface ToldStatus {
  readonly status: "sent" | "delivered" | "read" | "failed";
  readonly code?: number;
  /** Seconds; now where it is not said. */
  readonly at?: number;
}

/**
 * A Graph API on loopback, as far as the channel uses one: real HTTP, real checks of what is sent, real refusals, a store of
 * files, and people who chat. It posts to the webhook, signed, until it is answered with 200. Failures can be scripted per
 * call: "send", "receipt", "upload", "media" or "download".
 */
export class GraphServer {
  readonly accessToken = "EAAG-test-token-that-must-stay-secret";
  readonly appSecret = "0123456789abcdef0123456789abcdef";
  readonly verifyToken = "a-word-of-our-own-that-is-long";
  readonly phoneNumberId = "106540352242922";
  readonly accountId = "102290129340398";
  readonly apiVersion = "v24.0";
  /** Every message that was asked to be sent with the right token, in order. */
  readonly sends: Payload[] = [];
  /** The ids that were shown as read. */
  readonly receipts: string[] = [];
  /** The tokens with which downloads were asked for. */
  readonly downloads: string[] = [];
  readonly files = new Map<string, GraphFile>();
  /** The statuses with which the webhook answered. */
  readonly webhookStatuses: number[] = [];
  apiRoot = "";
  /** False as soon as the token is of no use any more. */
  isTokenValid = true;
  /** The id of the last message that was taken. */
  lastSentId = "";
  /** How many calls came, with whatever token. */
  calls = 0;
  /** Where posts go; none are sent without it. */
  webhookUrl: string | undefined;

  /** The platform's clock, in milliseconds. */
  clock: () => number = Date.now;

  private readonly people = new Map<string, GraphPerson>();
  private readonly scripted = new Map<string, (GraphFailure | "pass")[]>();
  private readonly failingLater: number[] = [];
  private readonly hanging = new Set<ServerResponse>();
  private pending: Post[] = [];
  private posting = false;
  private closed = false;
  private nextId = 1;

  private constructor(private readonly http: Server) {}

  /** Starts one on a free port. */
  static async start(): Promise<GraphServer> {
    const http = createServer();
    const server = new GraphServer(http);
    http.on("request", (request, response) => void server.serve(request, response));
    await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
    server.apiRoot = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
    return server;
  }

  /** Somebody with WhatsApp, by number, by business-scoped id, or by both. */
  person(names: PersonNames): GraphPerson {
    const key = names.waId ?? names.userId ?? "";
    const person = this.people.get(key) ?? new GraphPerson(this, names);
    this.people.set(key, person);
    return person;
  }

  /** Lets the next `times` calls of a kind fail. */
  failNext(kind: string, failure: GraphFailure, times = 1): void {
    this.scripted.set(kind, [...(this.scripted.get(kind) ?? []), ...Array<GraphFailure>(times).fill(failure)]);
  }

  /** Lets the next `times` calls of a kind pass, before what is scripted after it. */
  passNext(kind: string, times = 1): void {
    this.scripted.set(kind, [...(this.scripted.get(kind) ?? []), ...Array<"pass">(times).fill("pass")]);
  }

  /** Lets the next `times` messages be taken, and tells afterwards that they failed with this code. */
  failLater(code: number, times = 1): void {
    this.failingLater.push(...Array<number>(times).fill(code));
  }

  /** The platform tells whole seconds. */
  seconds(): number {
    return Math.floor(this.clock() / 1_000);
  }

  /** A new id, as the platform makes them: unlike one another, and not to be guessed. */
  newId(prefix: string): string {
    this.nextId += 1;
    return `${prefix}${Buffer.from(`${this.apiRoot}/${this.nextId}`).toString("base64url")}`;
  }

  /** Keeps a file, and returns its id. */
  store(file: GraphFile): string {
    const id = this.newId("").replace(/\W/gu, "");
    this.files.set(id, file);
    return id;
  }

  /** The value of a change of our number's messages. */
  valueOf(fields: Payload): Payload {
    const metadata = { display_phone_number: "622460000000", phone_number_id: this.phoneNumberId };
    return { messaging_product: "whatsapp", metadata, ...fields };
  }

  /** Queues a post of these changes for the webhook. */
  push(...changes: readonly Change[]): Post {
    const entry = [{ id: this.accountId, changes }];
    return this.repeat({ id: 0, body: JSON.stringify({ object: "whatsapp_business_account", entry }) });
  }

  /** Queues the same bytes again, as the platform does for up to 7 days. */
  repeat({ body }: Post): Post {
    this.nextId += 1;
    const post = { id: this.nextId, body };
    this.pending.push(post);
    void this.postPending();
    return post;
  }

  /** Tells what became of a message. */
  tells(messageId: string, { status, code, at = this.seconds() }: ToldStatus): Post {
    const errors = code === undefined ? {} : { errors: [{ code, title: "Some title", href: "https://example.org" }] };
    const told = { id: messageId, status, timestamp: String(at), recipient_id: "6281200000501", ...errors };
    return this.push({ field: "messages", value: this.valueOf({ statuses: [told] }) });
  }

  /** Whether the webhook still has to take a post. */
  isPending(post: Post): boolean {
    return this.pending.some(({ id }) => id === post.id);
  }

  /** What the platform says over these bytes. */
  sign(body: string | Uint8Array): string {
    return `sha256=${createHmac("sha256", this.appSecret).update(body).digest("hex")}`;
  }

  /** Begins to post where a webhook was named. */
  deliver(url: string | undefined): void {
    this.webhookUrl = url;
    void this.postPending();
  }

  /** Ends every connection. */
  async close(): Promise<void> {
    this.closed = true;
    for (const response of this.hanging) response.destroy();
    const ended = new Promise((resolve) => this.http.close(resolve));
    this.http.closeAllConnections();
    await ended;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    this.calls += 1;
    const token = (request.headers.authorization ?? "").replace(/^Bearer /u, "");
    const path = (request.url ?? "").split("?")[0] ?? "";
    const call = this.callOf(request.method ?? "", path, body);
    if (call === "download") this.downloads.push(token);
    if (token !== this.accessToken || !this.isTokenValid) return refuse(response, graphRefusals.expired);
    if (call === "send") this.sends.push(JSON.parse(body.toString("utf8")) as Payload);
    if (this.meetsFailure(call, response)) return;
    if (call === "send") this.answerSend(JSON.parse(body.toString("utf8")) as Payload, response);
    else if (call === "receipt") this.answerReceipt(JSON.parse(body.toString("utf8")) as Payload, response);
    else if (call === "upload") await this.answerUpload(body, request.headers["content-type"] ?? "", response);
    else if (call === "media") this.answerMedia(path.split("/").at(-1) ?? "", response);
    else if (call === "download") this.answerDownload(path.split("/").at(-1) ?? "", response);
    else refuse(response, graphRefusals.unknown);
  }

  private callOf(method: string, path: string, body: Buffer): string {
    const own = `/${this.apiVersion}/${this.phoneNumberId}`;
    if (method === "POST" && path === `${own}/messages`) return body.includes('"status":"read"') ? "receipt" : "send";
    if (method === "POST" && path === `${own}/media`) return "upload";
    if (method === "GET" && path.startsWith("/files/")) return "download";
    return method === "GET" && path.startsWith(`/${this.apiVersion}/`) ? "media" : "unknown";
  }

  private meetsFailure(call: string, response: ServerResponse): boolean {
    const failure = this.scripted.get(call)?.shift();
    if (failure === undefined || failure === "pass") return false;
    if (failure === "hang") this.hanging.add(response);
    else if (failure === "reset") response.socket?.resetAndDestroy();
    else if (failure === "page") response.writeHead(502, { "content-type": "text/html" }).end("<h1>502</h1>");
    else refuse(response, failure);
    return true;
  }

  private answerSend(payload: Payload, response: ServerResponse): void {
    const fault = bodyFault(payload, this.files);
    const name = String(payload["recipient"] ?? payload["to"] ?? "");
    const person = [...this.people.values()].find((one) => one.isCalled(name));
    if (fault) return refuse(response, { ...graphRefusals.parameter, details: fault });
    if (payload["recipient_type"] !== "group" && !person?.isThere) return refuse(response, graphRefusals.recipient);
    const id = this.newId("wamid.");
    this.lastSentId = id;
    const code = this.failingLater.shift();
    if (code === undefined) person?.take(id, payload);
    const contacts = [{ input: name, wa_id: person?.names.waId ?? name }];
    reply(response, { messaging_product: "whatsapp", contacts, messages: [{ id, message_status: "accepted" }] });
    if (code !== undefined) this.tells(id, { status: "failed", code });
  }

  private answerReceipt(payload: Payload, response: ServerResponse): void {
    this.receipts.push(String(payload["message_id"]));
    reply(response, { success: true });
  }

  private async answerUpload(body: Buffer, contentType: string, response: ServerResponse): Promise<void> {
    const form = await new Response(Uint8Array.from(body), { headers: { "content-type": contentType } }).formData();
    const file = form.get("file");
    const takes = ["image/jpeg", "image/png", "application/pdf", spreadsheetKind].includes(String(form.get("type")));
    if (!(file instanceof File) || !takes || form.get("messaging_product") !== "whatsapp")
      return refuse(response, graphRefusals.media);
    const bytes = new Uint8Array(await file.arrayBuffer());
    reply(response, { id: this.store({ bytes, mimeType: file.type, name: file.name }) });
  }

  private answerMedia(id: string, response: ServerResponse): void {
    const file = this.files.get(id);
    if (!file) return refuse(response, graphRefusals.unknown);
    const size = file.isSizeHidden ? {} : { file_size: file.bytes.length };
    const url = file.url ?? `${this.apiRoot}/files/${id}`;
    reply(response, { messaging_product: "whatsapp", url, mime_type: file.mimeType, sha256: "00", id, ...size });
  }

  private answerDownload(id: string, response: ServerResponse): void {
    const file = this.files.get(id);
    if (file) response.writeHead(200, { "content-type": file.mimeType }).end(file.bytes);
    else response.writeHead(404).end();
  }

  /** Posts one after the other; one that is not taken is posted again. */
  private async postPending(): Promise<void> {
    if (this.posting) return;
    this.posting = true;
    while (this.webhookUrl !== undefined && this.pending[0] && !this.closed) {
      const [first] = this.pending;
      const status = await this.post(this.webhookUrl, first);
      this.webhookStatuses.push(status);
      if (status === 200) this.pending = this.pending.filter((other) => other !== first);
      else await new Promise((resolve) => setTimeout(resolve, 20));
    }
    this.posting = false;
  }

  private async post(url: string, { body }: Post): Promise<number> {
    const headers = { "content-type": "application/json", "x-hub-signature-256": this.sign(body) };
    try {
      const response = await fetch(url, { method: "POST", headers, body });
      await response.arrayBuffer();
      return response.status;
    } catch {
      return 0;
    }
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function reply(response: ServerResponse, result: unknown): void {
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(result));
}

function refuse(response: ServerResponse, { status, code, title, details }: GraphRefusal): void {
  const data = details === undefined ? {} : { error_data: { messaging_product: "whatsapp", details } };
  const error = { message: `(#${code}) ${title}`, type: "OAuthException", code, ...data, fbtrace_id: "A1" };
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify({ error }));
}
