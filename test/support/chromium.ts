import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const usualPlaces = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
];
const quiet = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The Chromium of this machine: `CHROMIUM_PATH`, or where it usually lies. */
export function chromiumPath(): string {
  const path = [process.env["CHROMIUM_PATH"], ...usualPlaces].find((one) => one && existsSync(one));
  if (!path) throw new Error("no Chromium was found: install one, or set CHROMIUM_PATH to where it is");
  return path;
}

/** How long a page is waited for: far longer than a machine takes that is ten times as slow. Milliseconds. */
export const browserPatienceMs = 120_000;

/** Starts the Chromium of this machine without a window. */
export async function openChromium(): Promise<Browser> {
  const own = { executablePath: chromiumPath(), headless: true, args: quiet };
  return chromium.launch({ ...own, timeout: browserPatienceMs });
}
