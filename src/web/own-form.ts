import type { Context } from "hono";

/**
 * Whether a form comes from a page of ours: one of another web site does not. The scheme may differ behind a proxy that speaks
 * https. `publicUrl` is our public origin, where there is one.
 */
export function isOwnForm(c: Context, publicUrl: string | undefined): boolean {
  const origin = c.req.header("origin");
  if (origin === undefined || origin === publicUrl) return true;
  return URL.canParse(origin) && new URL(origin).host === c.req.header("host");
}
