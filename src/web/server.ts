import { randomUUID } from "node:crypto";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { ContentfulStatusCode, StatusCode } from "hono/utils/http-status";
import type { Logger } from "../logger";
import { oneLook } from "./one-look";

/** How the service is, as `GET /healthz` tells it: counts and states, nothing about a person. */
export interface Health {
  readonly status: "ok" | "degraded";
  /** Said where something else than the database is the matter: what works goes on, so the answer is not 503. */
  readonly serves?: true;
  readonly version: string;
  readonly storage: "embedded" | "mongodb";
  /** Channel name to its state, in a word. */
  readonly channels: Readonly<Record<string, string>>;
  readonly inbox: { readonly waiting: number; readonly parked: number };
  readonly outbox: { readonly queued: number; readonly failed: number };
  /** Anything else worth knowing, by name. */
  readonly [more: string]: unknown;
}

/** Where Telegram delivers, when it is told to call us. */
export interface TelegramWebhook {
  /** The path to which Telegram posts, `/telegram/webhook` by custom. */
  readonly path: string;
  /**
   * Takes one update with the secret that came along in `X-Telegram-Bot-Api-Secret-Token`, and says with which HTTP
   * status it is answered: anything but 2xx makes Telegram deliver it again.
   */
  receive(post: {
    readonly secretToken: string | undefined;
    readonly body: unknown;
  }): Promise<{ readonly status: number }>;
}

/** Where the WhatsApp Cloud API delivers. */
export interface WhatsAppWebhook {
  /** The path that the platform asks and posts to, `/whatsapp/webhook` by custom. */
  readonly path: string;
  /** Answers the question that comes when the webhook is set up: the query of a GET. */
  verify(question: {
    readonly mode: string | undefined;
    readonly verifyToken: string | undefined;
    readonly challenge: string | undefined;
  }): { readonly status: number; readonly text: string };
  /**
   * Takes one post with its header `X-Hub-Signature-256`, over these very bytes, and says with which HTTP status it is
   * answered: anything but 200 makes the platform deliver it again.
   */
  receive(post: {
    readonly signature: string | undefined;
    readonly body: Uint8Array;
  }): Promise<{ readonly status: number }>;
}

/** What the web app is made of. */
export interface WebParts {
  /** Asked once for all who ask at the same time; so are the `metrics`. */
  health(): Promise<Health>;
  /** What `GET /metrics` tells, as Prometheus text: counts and ages, nothing about a person. */
  metrics?(): Promise<{ readonly contentType: string; readonly text: string }>;
  readonly telegramWebhook?: TelegramWebhook;
  readonly whatsAppWebhook?: WhatsAppWebhook;
  /** Adds what belongs to another room, such as the simulator's page, after our own routes. */
  readonly mount?: (app: Hono) => void;
  readonly logger: Logger;
  /** A text for whoever stands before a page that is not there or has failed. */
  readonly words: (key: "web.not-found" | "web.internal", params?: Readonly<Record<string, string>>) => string;
  /** How long `health` and `metrics` may take, in milliseconds; 3 seconds unless told. */
  readonly healthTimeoutMs?: number;
}

const UPDATE_BYTES = 1024 * 1024;
/** The platform gathers messages into posts of up to 3 MB. */
const WHATSAPP_POST_BYTES = 3.5 * 1024 * 1024;

/** The service's web app: health, Telegram's webhook, and what main mounts. It does not listen by itself. */
export function createWebApp(parts: WebParts): Hono {
  const app = new Hono();
  const health = oneLook(() => parts.health());
  app.get("/healthz", (c) => answerHealth(c, parts, health));
  if (parts.metrics !== undefined) addMetrics(app, parts, oneLook(parts.metrics));
  if (parts.telegramWebhook !== undefined) addWebhook(app, parts.telegramWebhook);
  if (parts.whatsAppWebhook !== undefined) addWhatsAppWebhook(app, parts.whatsAppWebhook);
  parts.mount?.(app);
  app.notFound((c) => c.json({ error: { code: "not-found", message: parts.words("web.not-found") } }, 404));
  app.onError((error, c) => {
    const id = randomUUID();
    parts.logger.error({ err: error, errorId: id, method: c.req.method }, "a request failed by a defect of ours");
    return c.json({ error: { code: "internal", id, message: parts.words("web.internal", { id }) } }, 500);
  });
  return app;
}

async function answerHealth(c: Context, parts: WebParts, look: WebParts["health"]): Promise<Response> {
  c.header("Cache-Control", "no-store");
  try {
    const health = await inTime(look(), parts);
    return c.json(health, health.status === "ok" || health.serves ? 200 : 503);
  } catch (error) {
    parts.logger.error({ err: error }, "the health could not be told");
    return c.json({ status: "degraded" }, 503);
  }
}

function addMetrics(app: Hono, parts: WebParts, metrics: NonNullable<WebParts["metrics"]>): void {
  app.get("/metrics", async (c) => {
    c.header("Cache-Control", "no-store");
    try {
      const { contentType, text } = await inTime(metrics(), parts);
      return c.body(text, 200, { "Content-Type": contentType });
    } catch (error) {
      parts.logger.error({ err: error }, "the metrics could not be told");
      return c.body("", 503);
    }
  });
}

async function inTime<T>(told: Promise<T>, { healthTimeoutMs = 3000 }: WebParts): Promise<T> {
  const timeout = new AbortController();
  try {
    return await Promise.race([told, rejectAfter(healthTimeoutMs, timeout.signal)]);
  } finally {
    timeout.abort();
  }
}

function rejectAfter(ms: number, cancelled: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const timer = setTimeout(() => reject(new Error(`the answer took longer than ${ms} ms`)), ms);
    cancelled.addEventListener("abort", () => clearTimeout(timer));
  });
}

function addWebhook(app: Hono, webhook: TelegramWebhook): void {
  const tooLarge = (c: Context): Response => c.json({ error: { code: "too-large" } }, 413);
  app.post(webhook.path, bodyLimit({ maxSize: UPDATE_BYTES, onError: tooLarge }), async (c) => {
    const body: unknown = await c.req.json().catch(() => undefined);
    if (body === undefined) return c.json({ error: { code: "unreadable" } }, 400);
    const { status } = await webhook.receive({ secretToken: c.req.header("x-telegram-bot-api-secret-token"), body });
    return c.body(null, status as StatusCode);
  });
}

function addWhatsAppWebhook(app: Hono, webhook: WhatsAppWebhook): void {
  const tooLarge = (c: Context): Response => c.json({ error: { code: "too-large" } }, 413);
  app.get(webhook.path, (c) => {
    const [mode, verifyToken, challenge] = ["hub.mode", "hub.verify_token", "hub.challenge"].map((name) =>
      c.req.query(name),
    );
    const { status, text } = webhook.verify({ mode, verifyToken, challenge });
    return c.text(text, status as ContentfulStatusCode);
  });
  app.post(webhook.path, bodyLimit({ maxSize: WHATSAPP_POST_BYTES, onError: tooLarge }), async (c) => {
    const body = new Uint8Array(await c.req.arrayBuffer());
    const { status } = await webhook.receive({ signature: c.req.header("x-hub-signature-256"), body });
    return c.body(null, status as StatusCode);
  });
}

/** A server that listens. */
export interface Listening {
  /** Where it answers, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** Takes no more, lets go of idle connections and streams, and gives requests in hand `graceMs` (2 seconds) to end. */
  close(graceMs?: number): Promise<void>;
}

/** Serves an app. A port of 0 takes any free one. Rejects with the remedy where the port cannot be had. */
export async function listen(
  app: { readonly fetch: Hono["fetch"] },
  at: { readonly host: string; readonly port: number },
): Promise<Listening> {
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(listenError(error, at)));
    server.listen(at.port, at.host, () => resolve());
  });
  const { port, family, address } = server.address() as AddressInfo;
  const url = `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
  return { url, port, close: (graceMs = 2000) => close(server, graceMs) };
}

function listenError(error: NodeJS.ErrnoException, { host, port }: { host: string; port: number }): Error {
  if (error.code === "EADDRINUSE")
    return new Error(`Port ${port} on ${host} is already in use. Stop the other program, or set PORT to a free port.`);
  if (error.code === "EACCES")
    return new Error(`Port ${port} on ${host} may not be used by this user. Set PORT to a free port above 1023.`);
  return new Error(`Cannot listen on ${host} port ${port} (${error.code ?? "unknown"}). Check HOST and PORT.`);
}

async function close(server: Server, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(timer);
}
