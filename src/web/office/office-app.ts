import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { HttpBindings } from "@hono/node-server";
import { type Context, Hono, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { getCookie, setCookie } from "hono/cookie";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { spreadsheetKind } from "../../domain/payment/proof";
import type { OfficePages } from "../../operations/office-page";
import { isOwnForm } from "../own-form";
import { type CodeOutcome, renderCodePage, renderOffice, type Words, wishOf } from "./office-view";

/** What the page of an office is made of. */
export interface OfficeParts {
  readonly pages: OfficePages;
  /** The public origin of the page, where there is one: a web server in front may pass on another Host. */
  readonly publicUrl?: string;
  /** Sets the headers of every answer. */
  readonly headers: MiddlewareHandler;
  readonly words: Words;
}

interface OfficeEnv {
  Bindings: Partial<Pick<HttpBindings, "incoming">>;
}

const officePath = "/kantor";
const cookieName = "office-visit";
const visitSeconds = 30 * 60;
const formBytes = 2_048;
/**
 * Beyond these wrong codes of an address in a minute one is told to wait. A right one always opens, so that no stranger can shut
 * the coordinators out: of about 8 * 10^10 codes one holds for 10 minutes.
 */
const tries = { points: 10, duration: 60 };
const assetTypes = {
  "office.css": "text/css; charset=utf-8",
  "office.mjs": "text/javascript; charset=utf-8",
} as const;

/**
 * The page of an office, as an app that never listens by itself. It shows the board to whoever typed a code from the chat; a
 * link's code is typed by the page itself, but never sent before a person presses the button: what looks at links to draw a
 * picture of them uses up no code.
 */
export function createOfficeApp(parts: OfficeParts): Hono<OfficeEnv> {
  const app = new Hono<OfficeEnv>();
  const site = new OfficeSite(parts);
  app.use(`${officePath}/*`, async (c, next) => {
    c.header("Cache-Control", "no-store");
    await next();
    c.header("Referrer-Policy", "same-origin");
  });
  app.use(`${officePath}/*`, parts.headers);
  app.get(officePath, (c) => site.page(c));
  app.post(officePath, bodyLimit({ maxSize: formBytes, onError: (c) => c.text("", 413) }), (c) => site.typeCode(c));
  app.get(`${officePath}/daftar`, (c) => site.list(c));
  app.get(`${officePath}/assets/:name`, (c) => site.asset(c));
  return app;
}

class OfficeSite {
  readonly #tries = new RateLimiterMemory(tries);
  readonly #assets: ReadonlyMap<string, { readonly type: string; readonly body: string }>;

  constructor(private readonly parts: OfficeParts) {
    const read = (name: string): string => readFileSync(join(__dirname, "assets", name), "utf8");
    this.#assets = new Map(Object.entries(assetTypes).map(([name, type]) => [name, { type, body: read(name) }]));
  }

  async page(c: Context<OfficeEnv>): Promise<Response> {
    const secret = getCookie(c, cookieName);
    const board = secret === undefined ? null : await this.parts.pages.look(secret);
    if (board === null) return this.#codePage(c, secret === undefined ? "none" : "over");
    return c.html(renderOffice(board, wishOf(c.req.query()), this.parts.words));
  }

  async typeCode(c: Context<OfficeEnv>): Promise<Response> {
    if (!isOwnForm(c, this.parts.publicUrl)) return this.#codePage(c, "none");
    const typed = (await c.req.parseBody())["code"];
    const secret = typeof typed === "string" ? await this.parts.pages.redeem(typed.slice(0, 20)) : null;
    if (secret === null) return this.#codePage(c, (await this.#mayTry(c)) ? "wrong" : "slow");
    const secure = c.req.header("origin")?.startsWith("https:") === true;
    setCookie(c, cookieName, secret, {
      ...{ httpOnly: true, sameSite: "Strict", path: officePath, maxAge: visitSeconds, secure },
    });
    return c.redirect(officePath, 303);
  }

  /** The month's list, with what only the coordinator may see. */
  async list(c: Context<OfficeEnv>): Promise<Response> {
    const secret = getCookie(c, cookieName);
    const file = secret === undefined ? null : await this.parts.pages.list(secret);
    if (file === null) return this.#codePage(c, "over");
    return c.body(Uint8Array.from(file.bytes), 200, {
      "Content-Type": spreadsheetKind,
      "Content-Disposition": `attachment; filename="${file.name}"`,
    });
  }

  asset(c: Context<OfficeEnv>): Response {
    const asset = this.#assets.get(c.req.param("name") ?? "");
    return asset
      ? c.body(asset.body, 200, { "Content-Type": asset.type, "Cache-Control": "no-cache" })
      : c.text("", 404);
  }

  #codePage(c: Context<OfficeEnv>, outcome: CodeOutcome): Response | Promise<Response> {
    return c.html(renderCodePage(outcome, this.parts.words), outcome === "slow" ? 429 : 403);
  }

  #mayTry(c: Context<OfficeEnv>): Promise<boolean> {
    return this.#tries.consume(c.env?.incoming?.socket.remoteAddress ?? "all").then(
      () => true,
      () => false,
    );
  }
}
