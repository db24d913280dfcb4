import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { HttpBindings } from "@hono/node-server";
import { type Context, Hono, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { getCookie, setCookie } from "hono/cookie";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { type ChannelStates, toldState } from "../../operations/channel-states";
import type { LinkAlarm } from "../../operations/link-alarm";
import type { PagePasses } from "../../operations/page-passes";
import { isOwnForm } from "../own-form";
import {
  type CodeOutcome,
  renderCodePage,
  renderPairingPage,
  renderPanel,
  type SayIn,
  type ShownLink,
} from "./pairing-page";

/** What the pairing page is made of. */
export interface PairingParts {
  readonly states: Pick<ChannelStates, "find">;
  readonly passes: Pick<PagePasses, "redeem" | "isOpen">;
  readonly sendCodes: LinkAlarm["sendCodes"];
  /** Whether the page opens without a code; never where the world may reach it. */
  readonly isFree: (c: Context) => boolean;
  /** The public origin of the page, where there is one: a web server in front may pass on another Host. */
  readonly publicUrl?: string;
  /** Sets the headers of every answer. */
  readonly headers: MiddlewareHandler;
  readonly say: SayIn;
  /** Milliseconds. */
  readonly clock: () => number;
}

/** What is known of a request: the Node.js connection that it came by. */
interface PairingEnv {
  Bindings: Partial<Pick<HttpBindings, "incoming">>;
}

const path = "/whatsapp-web/pairing";
const cookieName = "pairing-visit";
const visitSeconds = 30 * 60;
const formBytes = 2_048;
/** Beyond these a wrong code is told to wait. A right one always opens, so that no stranger can shut the officers out. */
const wrongTries = { points: 10, duration: 60 };
/** Three an hour in all, whoever asks, and evenly: a stranger's three at once would leave the officers none for an hour. */
const newCodes = { points: 1, duration: 20 * 60 };
const assetTypes = {
  "pairing.css": "text/css; charset=utf-8",
  "pairing.mjs": "text/javascript; charset=utf-8",
} as const;

/**
 * The page on which the phone is linked, as an app that never listens by itself. It shows what links the phone only to
 * whoever typed a code and, on a computer that the world cannot reach, to its own browser; anybody else is asked for a code.
 */
export function createPairingApp(parts: PairingParts): Hono<PairingEnv> {
  const app = new Hono<PairingEnv>();
  const site = new PairingSite(parts);
  app.use("/whatsapp-web/*", async (c, next) => {
    c.header("Cache-Control", "no-store");
    await next();
    // Without any referrer, browsers hide the origin of a form too, by which ours is told from another site's.
    c.header("Referrer-Policy", "same-origin");
  });
  app.use("/whatsapp-web/*", parts.headers);
  const small = bodyLimit({ maxSize: formBytes, onError: (c) => c.text("", 413) });
  app.get(path, (c) => site.page(c));
  app.post(path, small, (c) => site.typeCode(c));
  app.post(`${path}/code`, small, (c) => site.askForCode(c));
  app.get(`${path}/panel`, (c) => site.panel(c));
  app.get("/whatsapp-web/assets/:name", (c) => site.asset(c));
  return app;
}

class PairingSite {
  readonly #wrongTries = new RateLimiterMemory(wrongTries);
  readonly #newCodes = new RateLimiterMemory(newCodes);
  readonly #assets: ReadonlyMap<string, { readonly type: string; readonly body: string }>;

  constructor(private readonly parts: PairingParts) {
    const read = (name: string): string => readFileSync(join(__dirname, "assets", name), "utf8");
    this.#assets = new Map(Object.entries(assetTypes).map(([name, type]) => [name, { type, body: read(name) }]));
  }

  async page(c: Context): Promise<Response> {
    if (!(await this.#mayLook(c))) return this.#codePage(c, "none");
    return c.html(await renderPairingPage(await this.#link(), this.parts.say));
  }

  /** The part that changes, for the page's script. */
  async panel(c: Context): Promise<Response> {
    if (!(await this.#mayLook(c))) return c.text("", 403);
    return c.html(await renderPanel(await this.#link(), this.parts.say));
  }

  async typeCode(c: Context<PairingEnv>): Promise<Response> {
    if (!isOwnForm(c, this.parts.publicUrl)) return this.#codePage(c, "none");
    const typed = (await c.req.parseBody())["code"];
    const secret = typeof typed === "string" ? await this.parts.passes.redeem(typed) : null;
    if (secret === null) return this.#codePage(c, (await isWithin(this.#wrongTries, c)) ? "wrong" : "slow");
    const secure = c.req.header("origin")?.startsWith("https:") === true;
    setCookie(c, cookieName, secret, {
      httpOnly: true,
      sameSite: "Strict",
      path: "/whatsapp-web",
      maxAge: visitSeconds,
      secure,
    });
    return c.redirect(path, 303);
  }

  /** The answer is the same whether there was anything to send: a stranger learns nothing of the link. */
  async askForCode(c: Context): Promise<Response> {
    if (!isOwnForm(c, this.parts.publicUrl)) return this.#codePage(c, "none");
    const { state } = await this.#link();
    if (state === "pairing-needed" && (await isWithin(this.#newCodes))) await this.parts.sendCodes();
    return this.#codePage(c, "sent");
  }

  asset(c: Context): Response {
    const asset = this.#assets.get(c.req.param("name") ?? "");
    return asset
      ? c.body(asset.body, 200, { "Content-Type": asset.type, "Cache-Control": "no-cache" })
      : c.text("", 404);
  }

  #codePage(c: Context, outcome: CodeOutcome): Response | Promise<Response> {
    return c.html(renderCodePage(outcome, this.parts.say), outcome === "slow" ? 429 : 403);
  }

  async #mayLook(c: Context): Promise<boolean> {
    if (this.parts.isFree(c)) return true;
    const secret = getCookie(c, cookieName);
    return secret !== undefined && (await this.parts.passes.isOpen(secret));
  }

  async #link(): Promise<ShownLink> {
    const now = this.parts.clock();
    const standing = await this.parts.states.find("whatsapp-web");
    const state = toldState(standing, now);
    const pairing = standing?.pairing;
    return state === "pairing-needed" && pairing && pairing.expiresAt > now ? { state, pairing } : { state };
  }
}

/** For each address that asks, or for all together. */
async function isWithin(limiter: RateLimiterMemory, c?: Context<PairingEnv>): Promise<boolean> {
  return limiter.consume(c?.env?.incoming?.socket.remoteAddress ?? "all").then(
    () => true,
    () => false,
  );
}
