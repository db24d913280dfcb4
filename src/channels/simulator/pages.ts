import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { z } from "zod";
import { languages, type WholeLanguage } from "../../domain/messaging/contact";
import type { Translator } from "../../i18n";
import type { Logger } from "../../logger";
import { bubbleJson } from "./bubble-json";
import { parseCursor, streamBubbles } from "./bubble-stream";
import type { SimulatorContact } from "./contact-name";
import { loopbackOnly, pageHeaders, type SimulatorEnv } from "./guard";
import { renderPage } from "./page";
import type { SimulatorChannel, SimulatorContent } from "./simulator-channel";
import { FILE_LIMIT, mimeTypeOf, readUpload } from "./upload";
import { nameOfRole, type Role, roles, type Say, sayIn, shownContact } from "./words";

/** What the simulator's page is given. */
export interface SimulatorOptions {
  readonly translator: Translator;
  readonly logger: Logger;
  /** How long a stream may be silent, in milliseconds; 15 seconds unless told. */
  readonly heartbeatMs?: number;
}

/** A page shows so many added people at most; the others are found again by their name. */
const ADDED_LIMIT = 8;
const TEXT_LIMIT = 65_536;
/** Room for the form around a file. */
const FORM_BYTES = 64 * 1024;

const assetTypes = {
  "page.css": "text/css; charset=utf-8",
  "phone.css": "text/css; charset=utf-8",
  "composer.css": "text/css; charset=utf-8",
  "page.mjs": "text/javascript; charset=utf-8",
  "phone.mjs": "text/javascript; charset=utf-8",
  "bubble.mjs": "text/javascript; charset=utf-8",
  "tabs.mjs": "text/javascript; charset=utf-8",
  "server.mjs": "text/javascript; charset=utf-8",
  "icon.svg": "image/svg+xml",
} as const;

const messageBody = z.discriminatedUnion("type", [
  z.object({ id: z.uuid(), type: z.literal("text"), text: z.string().max(TEXT_LIMIT).regex(/\S/) }),
  z.object({
    id: z.uuid(),
    type: z.literal("choice"),
    value: z.string().min(1).max(64),
    label: z.string().min(1).max(200),
  }),
]);
const nameBody = z.object({ name: z.string().max(1000) });
const fileForm = z.object({ id: z.uuid(), file: z.instanceof(File), caption: z.string().max(TEXT_LIMIT).optional() });

type Refusal = 400 | 403 | 404 | 413 | 415 | 422 | 503;

/**
 * The simulator's page and what its script asks for, as an app that never listens by itself. It answers on `/` and
 * under `/simulator/`, and only to this computer's own browser (see `loopbackOnly`).
 */
export function createSimulatorApp(channel: SimulatorChannel, options: SimulatorOptions): Hono<SimulatorEnv> {
  const app = new Hono<SimulatorEnv>();
  const site = new Site(channel, options);
  for (const path of ["/", "/simulator/*"]) {
    app.use(path, pageHeaders);
    app.use(
      path,
      loopbackOnly((c) => site.turnAway(c)),
    );
  }
  app.get("/", (c) => site.page(c));
  app.get("/simulator/assets/:name", (c) => site.asset(c));
  app.get("/simulator/contacts", (c) => site.contacts(c));
  app.post("/simulator/contacts", site.limit(FORM_BYTES), (c) => site.introduce(c));
  app.post("/simulator/contacts/:id/messages", site.limit(TEXT_LIMIT * 6), (c) => site.message(c));
  app.post("/simulator/contacts/:id/files", site.limit(FILE_LIMIT + FORM_BYTES * 8), (c) => site.file(c));
  app.get("/simulator/contacts/:id/bubbles", (c) => site.bubbles(c));
  app.get("/simulator/stream", (c) => site.stream(c));
  app.get("/simulator/files/:ref", (c) => site.readFile(c));
  return app;
}

/** What the routes do; a person's name is in none of their addresses. */
class Site {
  readonly #roles = new Map<string, Role>();
  readonly #assets = new Map<string, { readonly type: string; readonly body: string }>();
  readonly #say: Record<WholeLanguage, Say>;

  constructor(
    private readonly channel: SimulatorChannel,
    private readonly options: SimulatorOptions,
  ) {
    this.#say = { id: sayIn(options.translator, "id"), en: sayIn(options.translator, "en") };
    for (const role of roles) {
      const contact = channel.introduce(nameOfRole(options.translator, role));
      if (contact.ok) this.#roles.set(contact.value.id, role);
    }
    for (const [name, type] of Object.entries(assetTypes))
      this.#assets.set(name, { type, body: readFileSync(join(__dirname, "assets", name), "utf8") });
  }

  async page(c: Context): Promise<Response> {
    const language = languages.find((known) => known === c.req.query("lang")) ?? "id";
    const say = this.#say[language];
    const all = (await this.channel.contacts()).map((contact) => this.#shown(contact, say));
    const added = all.filter((contact) => contact.role === null);
    c.header("Cache-Control", "no-store");
    return c.html(
      renderPage({
        language,
        say,
        contacts: [...all.filter((contact) => contact.role !== null), ...added.slice(-ADDED_LIMIT)],
        names: added.map((contact) => contact.name),
        added: shownContact({ id: "", name: "" }, null, say),
      }),
    );
  }

  #shown(contact: SimulatorContact, say: Say) {
    return shownContact(contact, this.#roles.get(contact.id) ?? null, say);
  }

  asset(c: Context): Response {
    const asset = this.#assets.get(c.req.param("name") ?? "");
    if (asset === undefined) return this.refuse(c, 404, "simulator.error.not-found");
    return c.body(asset.body, 200, { "Content-Type": asset.type, "Cache-Control": "no-cache" });
  }

  async contacts(c: Context): Promise<Response> {
    const say = this.#say[languageOf(c)];
    return json(c, { contacts: (await this.channel.contacts()).map((contact) => this.#shown(contact, say)) });
  }

  async introduce(c: Context): Promise<Response> {
    const body = await readJson(c, nameBody);
    if (body === "not-json") return this.refuse(c, 415, "simulator.error.unreadable");
    const contact = this.channel.introduce(body?.name ?? "");
    if (!contact.ok) return this.refuse(c, 422, contact.error);
    return json(c, this.#shown(contact.value, this.#say[languageOf(c)]));
  }

  async message(c: Context): Promise<Response> {
    const body = await readJson(c, messageBody);
    if (body === "not-json") return this.refuse(c, 415, "simulator.error.unreadable");
    if (body === null) return this.refuse(c, 422, "simulator.error.message");
    const { id, ...content } = body;
    return this.#post(c, id, content);
  }

  async file(c: Context): Promise<Response> {
    if (!isOfType(c, "multipart/form-data")) return this.refuse(c, 415, "simulator.error.unreadable");
    const form = fileForm.safeParse(await c.req.parseBody().catch(() => null));
    if (!form.success) return this.refuse(c, 422, "simulator.error.file-empty");
    const { id, file, caption } = form.data;
    const upload = readUpload(new Uint8Array(await file.arrayBuffer()), file.name);
    if (!upload.ok) return this.refuse(c, upload.error === "simulator.error.file-large" ? 413 : 422, upload.error);
    return this.#post(c, id, { type: "file", upload: upload.value, ...(caption ? { caption } : {}) });
  }

  async #post(c: Context, id: string, content: SimulatorContent): Promise<Response> {
    const contact = await this.#contactOf(c);
    if (contact === null) return this.refuse(c, 404, "simulator.error.contact");
    const bubble = await this.channel.post(contact.name, content, { id });
    if (!bubble.ok) return this.refuse(c, bubble.error === "simulator.error.stopped" ? 503 : 422, bubble.error);
    return json(c, bubbleJson(contact, bubble.value));
  }

  async bubbles(c: Context): Promise<Response> {
    const contact = await this.#contactOf(c);
    if (contact === null) return this.refuse(c, 404, "simulator.error.contact");
    const after = z.coerce.number().int().min(0).catch(0).parse(c.req.query("after"));
    const bubbles = await this.channel.after(contact.name, after);
    return json(c, { bubbles: bubbles.map((bubble) => bubbleJson(contact, bubble)) });
  }

  /** `Last-Event-ID` wins over `after`: a browser that connects again by itself repeats the old address. */
  async stream(c: Context): Promise<Response> {
    if (this.channel.stopping.aborted) return this.refuse(c, 503, "simulator.error.stopped");
    const cursor = parseCursor(c.req.header("last-event-id") ?? c.req.query("after") ?? "");
    const contacts = (await this.channel.contacts()).filter((contact) => cursor.has(contact.id));
    const { logger, heartbeatMs = 15_000 } = this.options;
    return streamBubbles(c, { channel: this.channel, logger, heartbeatMs }, contacts, cursor);
  }

  /** A file is never run or shown as a page: photos as photos, anything else to be saved. */
  async readFile(c: Context): Promise<Response> {
    const bytes = await this.channel.fetchMedia(c.req.param("ref") ?? "", FILE_LIMIT);
    if (!bytes.ok) return this.refuse(c, 404, "simulator.error.not-found");
    const type = mimeTypeOf(bytes.value);
    const isPhoto = type?.startsWith("image/") ?? false;
    return c.body(new Uint8Array(bytes.value), 200, {
      "Content-Type": type ?? "application/octet-stream",
      "Content-Disposition": isPhoto ? "inline" : "attachment",
      "Cache-Control": "private, no-store",
    });
  }

  async #contactOf(c: Context): Promise<SimulatorContact | null> {
    return this.channel.contactOf(c.req.param("id") ?? "");
  }

  limit(maxSize: number) {
    return bodyLimit({ maxSize, onError: (c) => this.refuse(c, 413, "simulator.error.file-large") });
  }

  /** Who followed a link from another site to the page reads plain words: it opens when its address is typed. */
  turnAway(c: Context): Response {
    if (c.req.path === "/") return c.text(this.#say[languageOf(c)]("simulator.error.elsewhere"), 403);
    return this.refuse(c, 403, "simulator.error.elsewhere");
  }

  /** Every refusal says what to do instead, in the page's language. */
  refuse(c: Context, status: Refusal, key: string): Response {
    const code = key.slice(key.lastIndexOf(".") + 1);
    return c.json({ error: { code, message: this.#say[languageOf(c)](key) } }, status, { "Cache-Control": "no-store" });
  }
}

function json(c: Context, body: object): Response {
  return c.json(body, 200, { "Cache-Control": "no-store" });
}

/** The language that the page's script asks in. */
function languageOf(c: Context): WholeLanguage {
  const asked = c.req.header("accept-language")?.slice(0, 2).toLowerCase();
  return languages.find((known) => known === asked) ?? "id";
}

/** A page of another origin can send a plain form or text unasked, but never this type. */
async function readJson<T>(c: Context, schema: z.ZodType<T>): Promise<T | null | "not-json"> {
  if (!isOfType(c, "application/json")) return "not-json";
  const read = schema.safeParse(await c.req.json().catch(() => null));
  return read.success ? read.data : null;
}

function isOfType(c: Context, type: string): boolean {
  return c.req.header("content-type")?.split(";")[0]?.trim().toLowerCase() === type;
}
