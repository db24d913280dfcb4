import { Hono } from "hono";
import type { Browser, Page } from "playwright-core";
import { isAskedHere, pageHeaders } from "../../src/channels/simulator/guard";
import { createI18n } from "../../src/i18n";
import type { ChannelStanding } from "../../src/operations/channel-states";
import { createPairingApp } from "../../src/web/pairing/pairing-app";
import { pairingWords } from "../../src/web/pairing/texts";
import { type Listening, listen } from "../../src/web/server";
import { browserPatienceMs, openChromium } from "../support/chromium";
import { structureFaults } from "../support/page-checks";
import { waitFor } from "../support/wait-for";

let browser: Browser;
let web: Listening;
let page: Page;
const own = { isHere: true, standing: null as ChannelStanding | null };
const stands = (state: ChannelStanding["state"], pairing?: { qr?: string; code?: string }): void => {
  const now = Date.now();
  const shown = pairing && { pairing: { ...pairing, expiresAt: now + 3_600_000 } };
  own.standing = { state, since: now, heartbeatAt: now, ...shown };
};

beforeAll(async () => {
  browser = await openChromium();
  const app = createPairingApp({
    states: { find: async () => own.standing },
    passes: {
      redeem: async (typed) => (typed === "GOOD" ? "visit" : null),
      isOpen: async (secret) => secret === "visit",
    },
    sendCodes: async () => true,
    isFree: (c) => own.isHere && isAskedHere(c),
    headers: pageHeaders,
    say: pairingWords(createI18n()),
    clock: Date.now,
  });
  web = await listen(new Hono().route("/", app), { host: "127.0.0.1", port: 0 });
});
afterAll(async () => {
  await browser.close();
  await web.close();
});
beforeEach(async () => {
  own.isHere = true;
  page = await browser.newPage({ viewport: { width: 360, height: 740 } });
  page.setDefaultTimeout(browserPatienceMs);
});
afterEach(() => page.close());

describe("the pairing page in a browser", () => {
  it("changes by itself from the picture to the next one and to the good end, and runs no foreign script", async () => {
    stands("pairing-needed", { qr: "2@first" });
    await page.goto(`${web.url}/whatsapp-web/pairing`);
    const first = await page.locator(".picture svg").innerHTML();
    expect(await structureFaults(page)).toEqual([]);
    stands("pairing-needed", { qr: "2@second" });
    await waitFor("the next picture", async () => (await page.locator(".picture svg").innerHTML()) !== first);
    stands("pairing-needed", { code: "ABCD1234" });
    await page.waitForSelector(".code");
    stands("ready");
    await page.waitForSelector('[data-state="ready"]');
    expect(await page.locator("main").textContent()).toContain("Sudah tersambung");
  });

  it("asks an officer elsewhere for the code, refuses a wrong one, and opens for the right one", async () => {
    own.isHere = false;
    stands("pairing-needed", { qr: "2@first" });
    await page.goto(`${web.url}/whatsapp-web/pairing`);
    expect(await page.locator("svg").count()).toBe(0);
    expect(await structureFaults(page)).toEqual([]);
    await page.getByLabel("Kode").fill("WRONG");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".outcome");
    expect(await page.locator(".outcome").textContent()).toContain("Kode tidak cocok");
    await page.getByLabel("Kode").fill("GOOD");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".picture svg");
    stands("ready");
    await page.waitForSelector('[data-state="ready"]');
  });
});
