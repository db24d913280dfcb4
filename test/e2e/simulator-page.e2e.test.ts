import { mkdirSync } from "node:fs";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { createSimulatorApp } from "../../src/channels/simulator/pages";
import { createSimulatorChannel, type SimulatorChannel } from "../../src/channels/simulator/simulator-channel";
import type { InboundMessage } from "../../src/domain/messaging/message";
import { createI18n } from "../../src/i18n";
import { createLogger } from "../../src/logger";
import { createWebApp, type Listening, listen } from "../../src/web/server";
import { openChromium } from "../support/chromium";
import { createMemorySimulatorStore } from "../support/memory-simulator-store";
import { contrastFaults, structureFaults } from "../support/page-checks";
import { tinyPdf, tinyPng } from "../support/simulator-rig";

const menu = "Bapak/Ibu mau apa hari ini?\n\n1. Daftar sebagai pekerja\n2. Jadi sponsor\n3. Tanya manfaat";
const options = [
  { value: "daftar", label: "Daftar pekerja" },
  { value: "sponsor", label: "Jadi sponsor" },
  { value: "tanya", label: "Tanya manfaat" },
];
const shots = process.env["SHOTS"];

/** What the tests ask of an element in the page; the browser's own types are not among ours. */
interface Shown {
  scrollTop: number;
  readonly scrollHeight: number;
  readonly clientHeight: number;
  readonly naturalWidth: number;
  decode(): Promise<void>;
}

/** A service that answers by a table; the store outlives it, as storage does. */
class House {
  readonly store = createMemorySimulatorStore();
  readonly received: InboundMessage[] = [];
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
    if (content.type === "text" && /^halo/i.test(content.text)) return this.#say(address, menu, true);
    if (content.type === "choice") return this.#say(address, `Dipilih: ${content.value}`);
    if (content.type === "media") return this.#say(address, `Terima kasih, ${content.kind} diterima.`);
    if (content.type === "text" && content.text !== "diam") return this.#say(address, `Membaca: ${content.text}`);
  }

  async #say(address: string, text: string, withOptions = false): Promise<void> {
    await this.channel.send(address, { text, ...(withOptions ? { options } : {}) });
  }
}

describe("the simulator's page in a browser", () => {
  let browser: Browser;
  let house: House;
  let troubles: string[];
  const closing: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    browser = await openChromium();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    troubles = [];
    house = new House();
    await house.open();
  });
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
    await house.close();
  });

  async function visit(context: BrowserContextOptions = {}, path = "/"): Promise<Page> {
    const opened = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...context });
    closing.push(() => opened.close());
    const page = await opened.newPage();
    page.setDefaultTimeout(10_000);
    page.on("console", (message) => void troubles.push(message.text()));
    page.on("pageerror", (error) => void troubles.push(error.message));
    await page.goto(house.server.url + path);
    await page.waitForSelector("body.is-ready");
    return page;
  }
  const phone = (page: Page, name: string) => page.locator(`.phone[data-name="${name}"]`);
  async function say(page: Page, name: string, text: string): Promise<void> {
    await phone(page, name).locator("textarea").fill(text);
    await phone(page, name).locator("textarea").press("Enter");
  }
  const hears = (page: Page, name: string, text: string) =>
    phone(page, name).locator(".from-service", { hasText: text }).last().waitFor();
  const bubbles = (page: Page, name: string) => phone(page, name).locator(".bubble .words").allTextContents();
  async function shot(page: Page, name: string): Promise<void> {
    if (!shots) return;
    mkdirSync(shots, { recursive: true });
    await page.waitForTimeout(250);
    await page.screenshot({ path: `${shots}/${name}.png` });
  }

  it("answers what is typed, offers buttons, and shows the label of the pressed one", async () => {
    const page = await visit();
    await say(page, "Pekerja", "halo");
    await hears(page, "Pekerja", "mau apa");
    await shot(page, "wide");
    await phone(page, "Pekerja").getByRole("button", { name: "Daftar pekerja" }).click();
    await hears(page, "Pekerja", "Dipilih: daftar");
    expect(await bubbles(page, "Pekerja")).toEqual(["halo", menu, "Daftar pekerja", "Dipilih: daftar"]);
    expect(await phone(page, "Pekerja").locator(".options button").count()).toBe(0);
    expect(await bubbles(page, "Sponsor")).toEqual([]);
    expect(troubles).toEqual([]);
  });

  it("shows every time in Asia/Jakarta, whatever zone the browser is in", async () => {
    await house.store.append("Warga", "a", { from: "service", text: "pagi", at: Date.parse("2026-11-22T18:05:00Z") });
    const page = await visit({ timezoneId: "America/New_York" });
    expect(await phone(page, "Warga").locator(".time").textContent()).toBe("01.05");
    expect(await phone(page, "Warga").locator(".day").textContent()).toMatch(/23 November 2026|Hari ini|Kemarin/);
  });

  it("has everything again after a reload and after a restart of the service, a half-written text too", async () => {
    const page = await visit();
    await say(page, "Pekerja", "halo");
    await hears(page, "Pekerja", "mau apa");
    await phone(page, "Warga").locator("textarea").fill("belum selesai");
    await page.reload();
    await page.waitForSelector("body.is-ready");
    expect(await bubbles(page, "Pekerja")).toEqual(["halo", menu]);
    expect(await phone(page, "Pekerja").locator(".options button").count()).toBe(3);
    expect(await phone(page, "Warga").locator("textarea").inputValue()).toBe("belum selesai");
    await house.close();
    await house.open();
    await page.reload();
    await page.waitForSelector("body.is-ready");
    expect(await bubbles(page, "Pekerja")).toEqual(["halo", menu]);
    expect(troubles).toEqual([]);
  });

  it("says that the connection is lost, keeps what was typed, and goes on by itself when the service is back", async () => {
    const page = await visit();
    await house.close();
    await page.locator("#connection.is-lost").waitFor();
    await shot(page, "lost");
    await say(page, "Warga", "pesan penting");
    await phone(page, "Warga").locator(".error").waitFor();
    expect(await phone(page, "Warga").locator("textarea").inputValue()).toBe("pesan penting");
    await house.open();
    await house.channel.send("Petugas", { text: "sementara itu" });
    await page.getByText("Tersambung lagi").waitFor();
    await hears(page, "Petugas", "sementara itu");
    await phone(page, "Warga").locator("textarea").press("Enter");
    await hears(page, "Warga", "Membaca: pesan penting");
    expect(await bubbles(page, "Warga")).toEqual(["pesan penting", "Membaca: pesan penting"]);
  });

  it("sends a message once, though its answer was lost and it was sent again", async () => {
    const page = await visit();
    let isFirst = true;
    await page.route("**/messages", async (route) => {
      if (!isFirst) return route.continue();
      isFirst = false;
      await route.fetch();
      return route.abort();
    });
    await say(page, "Pekerja", "sekali saja");
    await phone(page, "Pekerja").locator(".error").waitFor();
    await phone(page, "Pekerja").locator("textarea").press("Enter");
    await page.waitForFunction("document.querySelector('.phone textarea').value === ''");
    await page.waitForTimeout(200);
    expect((await bubbles(page, "Pekerja")).filter((text) => text === "sekali saja")).toHaveLength(1);
    expect(new Set(house.received.map((message) => message.providerMessageId)).size).toBe(1);
  });

  it("takes quick lines in their order, and Shift+Enter as a new line", async () => {
    const page = await visit();
    const field = phone(page, "Sponsor").locator("textarea");
    for (const text of ["satu", "dua", "tiga"]) {
      await field.pressSequentially(text);
      await field.press("Enter");
    }
    await field.pressSequentially("empat");
    await field.press("Shift+Enter");
    await field.pressSequentially("lima");
    await field.press("Enter");
    await hears(page, "Sponsor", "empat");
    const own = await phone(page, "Sponsor").locator(".from-person .words").allTextContents();
    expect(own).toEqual(["satu", "dua", "tiga", "empat\nlima"]);
  });

  it("shows that an answer is coming, and no longer once it is there", async () => {
    const page = await visit();
    await say(page, "Pekerja", "diam");
    await phone(page, "Pekerja").locator(".dots").waitFor();
    expect(await phone(page, "Pekerja").locator(".state").textContent()).toBe("sedang mengetik…");
    await house.channel.send("Pekerja", { text: "ini dia" });
    await hears(page, "Pekerja", "ini dia");
    expect(await phone(page, "Pekerja").locator(".dots").isHidden()).toBe(true);
  });

  it("sends a photo with its words and a PDF, and refuses another kind kindly", async () => {
    const page = await visit();
    const pekerja = phone(page, "Pekerja");
    await pekerja.locator(".file").setInputFiles({ name: "bukti.png", mimeType: "image/png", buffer: tinyPng });
    await say(page, "Pekerja", "iuran Desember");
    await hears(page, "Pekerja", "photo diterima");
    const photo = pekerja.locator(".photo img");
    expect(await photo.getAttribute("alt")).toBe("Foto: bukti.png");
    expect(
      await photo.evaluate(async (image: Shown) => {
        await image.decode();
        return image.naturalWidth;
      }),
    ).toBe(1);
    await pekerja.locator(".file").setInputFiles({ name: "bukti.pdf", mimeType: "application/pdf", buffer: tinyPdf });
    await pekerja.getByRole("button", { name: "Kirim" }).click();
    await hears(page, "Pekerja", "document diterima");
    const wrong = { name: "foto.png", mimeType: "image/png", buffer: Buffer.from("bukan foto") };
    await pekerja.locator(".file").setInputFiles(wrong);
    await pekerja.getByRole("button", { name: "Kirim" }).click();
    await pekerja.getByText("hanya foto").waitFor();
    expect(await pekerja.locator(".chosen-name").textContent()).toBe("foto.png");
  });

  it("shows a photo and a PDF that the service sends, above their words and buttons", async () => {
    const page = await visit();
    const petugas = phone(page, "Petugas");
    const photo = { bytes: new Uint8Array(tinyPng), mimeType: "image/png", name: "bukti.png" } as const;
    await house.channel.send("Petugas", { text: "Cocok?\n\n1. Daftar pekerja", options }, photo);
    await hears(page, "Petugas", "Cocok?");
    const image = petugas.locator(".from-service .photo img");
    expect(await image.getAttribute("alt")).toBe("Foto: bukti.png");
    expect(await image.evaluate(async (shown: Shown) => shown.decode().then(() => shown.naturalWidth))).toBe(1);
    expect(await petugas.locator(".options button").count()).toBe(3);
    const paper = { bytes: new Uint8Array(tinyPdf), mimeType: "application/pdf", name: "bukti.pdf" } as const;
    await house.channel.send("Petugas", { text: "Yang ini?" }, paper);
    await hears(page, "Petugas", "Yang ini?");
    const link = petugas.getByRole("link", { name: "Berkas: bukti.pdf" });
    expect(await link.getAttribute("download")).toBe("bukti.pdf");
    expect([await structureFaults(page), await contrastFaults(page), troubles]).toEqual([[], [], []]);
  });

  it("stays at the end of a chat, and leaves somebody who reads above where they are", async () => {
    const page = await visit();
    for (let index = 0; index < 40; index++) await house.channel.send("Warga", { text: `Baris ${index}` });
    await hears(page, "Warga", "Baris 39");
    const scroller = phone(page, "Warga").locator(".scroller");
    const fromEnd = () => scroller.evaluate((all: Shown) => all.scrollHeight - all.scrollTop - all.clientHeight);
    expect(await fromEnd()).toBeLessThan(5);
    await scroller.evaluate((all: Shown) => {
      all.scrollTop = 100;
    });
    await page.waitForTimeout(50);
    await house.channel.send("Warga", { text: "baru di bawah" });
    await hears(page, "Warga", "baru di bawah");
    expect(await scroller.evaluate((all: Shown) => all.scrollTop)).toBe(100);
    await phone(page, "Warga").getByRole("button", { name: "Pesan baru" }).click();
    expect(await fromEnd()).toBeLessThan(5);
    expect(await phone(page, "Warga").locator(".newer").isHidden()).toBe(true);
  });

  it("never makes markup of what anybody wrote", async () => {
    const page = await visit();
    const text = '<img src=x onerror="document.title=1"><b>tebal</b>';
    await say(page, "Pekerja", text);
    await hears(page, "Pekerja", "Membaca");
    expect(await bubbles(page, "Pekerja")).toEqual([text, `Membaca: ${text}`]);
    expect(troubles).toEqual([]);
  });

  it("adds somebody else by name, who is there again after a reload once they have written", async () => {
    const page = await visit();
    await page.getByRole("button", { name: "orang lain" }).click();
    await shot(page, "dialog");
    await page.getByLabel("Namanya siapa?").fill("Bu Siti");
    await page.keyboard.press("Enter");
    await phone(page, "Bu Siti").waitFor();
    await page.waitForFunction("document.activeElement.tagName === 'TEXTAREA'");
    await page.keyboard.type("halo");
    await page.keyboard.press("Enter");
    await hears(page, "Bu Siti", "mau apa");
    await page.reload();
    await page.waitForSelector("body.is-ready");
    expect(await bubbles(page, "Bu Siti")).toEqual(["halo", menu]);
    expect(page.url()).not.toMatch(/siti/i);
    expect(troubles).toEqual([]);
  });

  it("goes on for an added person who had not written when the service was restarted", async () => {
    const page = await visit();
    await page.getByRole("button", { name: "orang lain" }).click();
    await page.getByLabel("Namanya siapa?").fill("Pak Budi");
    await page.keyboard.press("Enter");
    await phone(page, "Pak Budi").waitFor();
    await house.close();
    await page.locator("#connection.is-lost").waitFor();
    await house.open();
    await page.getByText("Tersambung lagi").waitFor();
    await say(page, "Pak Budi", "halo");
    await hears(page, "Pak Budi", "mau apa");
  });

  it("is used by keyboard alone: skip link, field, buttons under the message, with a focus that can be seen", async () => {
    const page = await visit();
    const focused = () => page.evaluate<string>("document.activeElement.textContent.trim().slice(0, 40)");
    await page.keyboard.press("Tab");
    expect(await focused()).toBe("Langsung ke percakapan");
    await page.keyboard.press("Enter");
    const isInField = () => page.evaluate<boolean>("document.activeElement.matches('.phone textarea')");
    for (let presses = 0; presses < 8 && !(await isInField()); presses++) await page.keyboard.press("Tab");
    await page.keyboard.type("halo");
    await page.keyboard.press("Enter");
    await hears(page, "Pekerja", "mau apa");
    for (let presses = 0; presses < 8 && !(await focused()).startsWith("Jadi sponsor"); presses++)
      await page.keyboard.press("Shift+Tab");
    const outline = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle");
    expect([await focused(), outline]).toEqual(["Jadi sponsor", "solid"]);
    await page.keyboard.press("Enter");
    await hears(page, "Pekerja", "Dipilih: sponsor");
    expect(await page.evaluate("document.activeElement.closest('.phone').dataset.name")).toBe("Pekerja");
  });

  it("shows one phone at a time on a narrow screen, with tabs for arrow keys and a mark for news elsewhere", async () => {
    const page = await visit({ viewport: { width: 360, height: 740 } });
    expect(await page.locator(".phone:visible").count()).toBe(1);
    await page.getByRole("tab", { name: "Pekerja" }).focus();
    await page.keyboard.press("ArrowLeft");
    const tab = page.getByRole("tab", { selected: true });
    expect(await tab.textContent()).toBe("Petugas");
    expect(await phone(page, "Petugas").isVisible()).toBe(true);
    await page.keyboard.press("Home");
    expect(await tab.textContent()).toBe("Pekerja");
    await house.channel.send("Sponsor", { text: "kabar" });
    await page.getByRole("tab", { name: "pesan baru" }).click();
    expect(await tab.textContent()).toBe("Sponsor");
    await say(page, "Sponsor", "halo");
    await hears(page, "Sponsor", "mau apa");
    await shot(page, "narrow");
    expect(troubles).toEqual([]);
  });

  it("reads new messages out politely, and not the history", async () => {
    await house.store.append("Warga", "a", { from: "service", text: "dulu", at: Date.now() });
    const page = await visit();
    const log = phone(page, "Warga").getByRole("log");
    await page.waitForFunction("document.querySelector('.log').getAttribute('aria-live') === 'polite'");
    expect(await log.locator(".bubble").textContent()).toMatch(/^Kamar Lindung: dulu/);
    expect(await phone(page, "Warga").locator("[role=alert]").count()).toBe(1);
  });

  const looks: readonly (readonly [string, BrowserContextOptions])[] = [
    ["wide", {}],
    ["wide-dark", { colorScheme: "dark" }],
    ["narrow", { viewport: { width: 360, height: 740 } }],
    ["320", { viewport: { width: 320, height: 568 } }],
    ["320-dark", { viewport: { width: 320, height: 568 }, colorScheme: "dark" }],
    ["tablet", { viewport: { width: 820, height: 1180 } }],
  ];
  it.each(looks)("has names, headings, contrast and no sideways scrolling: %s", async (name, context) => {
    for (const path of ["/", "/?lang=en"]) {
      const page = await visit(context, path);
      await say(page, "Pekerja", `halo ${"panjang".repeat(30)}`);
      await hears(page, "Pekerja", "mau apa");
      const wrong = {
        name: "kuitansi-pembayaran-iuran-bulan-desember.png",
        mimeType: "image/png",
        buffer: Buffer.from("x"),
      };
      await phone(page, "Pekerja").locator(".file").setInputFiles(wrong);
      await phone(page, "Pekerja").locator(".send").click();
      await phone(page, "Pekerja").locator(".error").waitFor();
      await page.evaluate("document.getAnimations().forEach((animation) => animation.finish())").catch(() => undefined);
      expect(await structureFaults(page)).toEqual([]);
      expect(await contrastFaults(page)).toEqual([]);
      await shot(page, `look-${name}${path === "/" ? "" : "-en"}`);
      await page.locator("#add").click();
      expect(await structureFaults(page)).toEqual([]);
    }
  });

  it("keeps still for those who asked for less motion", async () => {
    const page = await visit({ reducedMotion: "reduce" });
    await say(page, "Pekerja", "diam");
    await phone(page, "Pekerja").locator(".dots").waitFor();
    expect(await page.evaluate("document.getAnimations().length")).toBe(0);
  });
});
