import { mkdirSync } from "node:fs";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { createSimulatorApp } from "../../src/channels/simulator/pages";
import { createSimulatorChannel, type SimulatorChannel } from "../../src/channels/simulator/simulator-channel";
import type { InboundMessage } from "../../src/domain/messaging/message";
import { createI18n } from "../../src/i18n";
import { createLogger } from "../../src/logger";
import { createWebApp, type Listening, listen } from "../../src/web/server";
import { browserPatienceMs, openChromium } from "./chromium";
import { createMemorySimulatorStore } from "./memory-simulator-store";

/** What the house says to "halo", above its buttons. */
export const menu = "Bapak/Ibu mau apa hari ini?\n\n1. Daftar sebagai pekerja\n2. Jadi sponsor\n3. Tanya manfaat";
/** The buttons of the menu. */
export const options = [
  { value: "daftar", label: "Daftar pekerja" },
  { value: "sponsor", label: "Jadi sponsor" },
  { value: "tanya", label: "Tanya manfaat" },
];

/** A service that answers by a table; the store outlives it, as storage does. */
class House {
  readonly store = createMemorySimulatorStore();
  readonly received: InboundMessage[] = [];
  /** To whom it said that an answer is coming. */
  readonly toldOfAnswer: string[] = [];
  channel!: SimulatorChannel;
  server!: Listening;
  port = 0;

  async open(): Promise<void> {
    this.channel = createSimulatorChannel({ store: this.store, now: Date.now });
    const logger = createLogger("silent");
    const app = createSimulatorApp(this.channel, { translator: createI18n(), logger });
    const counts = { inbox: { waiting: 0, parked: 0 }, outbox: { queued: 0, failed: 0 } };
    const health = async () => ({ status: "ok", version: "0", storage: "embedded", channels: {}, ...counts }) as const;
    const web = createWebApp({ health, logger, words: (key) => key, mount: (root) => void root.route("/", app) });
    await this.channel.start(async (message) => {
      this.received.push(message);
      setTimeout(() => void this.#answer(message), 30);
    });
    this.server = await listen(web, { host: "127.0.0.1", port: this.port });
    this.port = this.server.port;
  }

  async close(): Promise<void> {
    await this.channel.stop();
    await this.server.close(500);
  }

  async #answer({ address, content }: InboundMessage): Promise<void> {
    await this.channel.showTyping(address);
    this.toldOfAnswer.push(address);
    if (content.type === "text" && /^halo/i.test(content.text)) return this.#say(address, menu, true);
    if (content.type === "choice") return this.#say(address, `Dipilih: ${content.value}`);
    if (content.type === "media") return this.#say(address, `Terima kasih, ${content.kind} diterima.`);
    if (content.type === "text" && content.text !== "diam") return this.#say(address, `Membaca: ${content.text}`);
  }

  async #say(address: string, text: string, withOptions = false): Promise<void> {
    await this.channel.send(address, { text, ...(withOptions ? { options } : {}) });
  }
}

/** One person's phone on the page. */
export const phone = (page: Page, name: string): Locator => page.locator(`.phone[data-name="${name}"]`);

/** Types into somebody's phone and sends it. */
export async function say(page: Page, name: string, text: string): Promise<void> {
  await phone(page, name).locator("textarea").fill(text);
  await phone(page, name).locator("textarea").press("Enter");
}

/** Waits until the service has said the text on somebody's phone. */
export const hears = (page: Page, name: string, text: string): Promise<void> =>
  phone(page, name).locator(".from-service", { hasText: text }).last().waitFor();

/** The words on somebody's phone, oldest first. */
export const bubbles = (page: Page, name: string): Promise<string[]> =>
  phone(page, name).locator(".bubble .words").allTextContents();

/** With `SHOTS=<folder>`, keeps a picture of the page there for somebody to look at. */
export async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env["SHOTS"];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.waitForTimeout(250);
  await page.screenshot({ path: `${folder}/${name}.png` });
}

/** One browser for a suite of tests, and a house for each of them. */
export class PageRig {
  house = new House();
  /** What the browser complained about on any page of the test. */
  readonly troubles: string[] = [];
  private browser: Browser | undefined;
  private readonly closing: (() => Promise<void>)[] = [];

  /** Opens and closes everything around the tests of the suite that calls it. */
  static forSuite(): PageRig {
    const rig = new PageRig();
    beforeAll(async () => {
      rig.browser = await openChromium();
    });
    afterAll(() => rig.browser?.close());
    beforeEach(async () => {
      rig.troubles.length = 0;
      rig.house = new House();
      await rig.house.open();
    });
    afterEach(async () => {
      for (const close of rig.closing.splice(0)) await close();
      await rig.house.close();
    });
    return rig;
  }

  /** Opens the page in a context of its own, and waits until it is ready. */
  async visit(context: BrowserContextOptions = {}, path = "/"): Promise<Page> {
    if (this.browser === undefined) throw new Error("the browser is opened by the suite; call forSuite first");
    const opened = await this.browser.newContext({ viewport: { width: 1440, height: 900 }, ...context });
    this.closing.push(() => opened.close());
    const page = await opened.newPage();
    page.setDefaultTimeout(browserPatienceMs);
    page.on("console", (message) => void this.troubles.push(message.text()));
    page.on("pageerror", (error) => void this.troubles.push(error.message));
    await page.goto(this.house.server.url + path);
    await page.waitForSelector("body.is-ready");
    return page;
  }
}
