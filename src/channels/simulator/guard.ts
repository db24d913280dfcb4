import type { HttpBindings } from "@hono/node-server";
import type { Context, MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";

/** What the simulator's handlers know of a request: the Node.js connection that it came by. */
export interface SimulatorEnv {
  Bindings: Partial<Pick<HttpBindings, "incoming">>;
}

/** Headers that only a proxy adds: behind one, "from this computer" would no longer mean what it says. */
const proxyHeaders = ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip"];
const loopbackAddresses = new Set(["127.0.0.1", "::1", "::ffff:127.0.0.1"]);
const loopbackNames = ["127.0.0.1", "localhost", "[::1]"];

/** Lets through only what this very computer asks (see `isAskedHere`). */
export function loopbackOnly(refuse: (c: Context<SimulatorEnv>) => Response): MiddlewareHandler<SimulatorEnv> {
  return async (c, next) => {
    if (!isAskedHere(c)) return refuse(c);
    await next();
    return undefined;
  };
}

/**
 * Whether this very computer asks, by a loopback name and our own port, from our own page or typed by hand: no other
 * machine, no other web origin (reads and streams included), no name that was rebound to us, no proxy. Where it cannot be
 * told, it is not. It relies on a proxy to add a header of its own or to pass on the name by which it was asked: one that
 * does neither (nginx with a bare `proxy_pass http://127.0.0.1:3000`) looks like this computer. So it guards only what is
 * off in production, and nothing secret where the world may reach us (`isOpenToTheWorld` of the configuration).
 */
export function isAskedHere(c: Context<SimulatorEnv>): boolean {
  return isFromHere(c) && isOwnHost(c) && isOwnOrigin(c);
}

function isFromHere(c: Context<SimulatorEnv>): boolean {
  const address = c.env?.incoming?.socket.remoteAddress;
  const proxied = proxyHeaders.some((name) => c.req.header(name) !== undefined);
  return address !== undefined && loopbackAddresses.has(address) && !proxied;
}

/** Against DNS rebinding: a foreign name that resolves to 127.0.0.1 still stands in the Host header. */
function isOwnHost(c: Context<SimulatorEnv>): boolean {
  const port = c.env?.incoming?.socket.localPort;
  const host = c.req.header("host")?.toLowerCase();
  if (port === undefined || host === undefined) return false;
  return loopbackNames.some((name) => host === `${name}:${port}` || (port === 80 && host === name));
}

/** Browsers name the origin that asks; a caller that is no browser names none, and can read no more than the person can. */
function isOwnOrigin(c: Context<SimulatorEnv>): boolean {
  const origin = c.req.header("origin");
  const site = c.req.header("sec-fetch-site");
  if (origin !== undefined && origin.toLowerCase() !== `http://${c.req.header("host")?.toLowerCase()}`) return false;
  return site === undefined || site === "same-origin" || site === "none";
}

/** The headers of every answer: only our own files run, nobody frames us, nothing of ours is read elsewhere. */
export const pageHeaders: MiddlewareHandler = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'"],
    connectSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
  xFrameOptions: "DENY",
  referrerPolicy: "no-referrer",
  crossOriginResourcePolicy: "same-origin",
  crossOriginOpenerPolicy: "same-origin",
  strictTransportSecurity: false,
  permissionsPolicy: { camera: [], geolocation: [], microphone: [] },
});
