import { readFile } from "node:fs/promises";
import type { Browser, BrowserContext } from "playwright-core";
import { type Listening, listen } from "../../src/web/server";
import { browserPatienceMs, openChromium } from "../support/chromium";
import { officeWeb } from "../support/office-web";
import { structureFaults } from "../support/page-checks";

let browser: Browser;
let web: Listening;
let house: Awaited<ReturnType<typeof officeWeb>>;
let context: BrowserContext;

beforeAll(async () => {
  browser = await openChromium();
  house = await officeWeb();
  web = await listen(house.app, { host: "127.0.0.1", port: 0 });
});
afterAll(async () => {
  await browser.close();
  await web.close();
});
afterEach(() => context.close());

const sizes = [
  ["a phone", { width: 360, height: 740 }],
  ["a desktop", { width: 1280, height: 800 }],
] as const;

describe("the page of an office in a browser", () => {
  it.each(sizes)("opens by the link of the chat on %s, and gives the month's list", async (name, viewport) => {
    context = await browser.newContext({ viewport });
    const page = await context.newPage();
    page.setDefaultTimeout(browserPatienceMs);
    await page.goto(`${web.url}/kantor#${await house.code()}`);
    await page.waitForFunction("!location.href.includes('#')");
    expect(await structureFaults(page)).toEqual([]);
    await shoot(`${name} code`, () => page.screenshot());
    await page.click("button");
    await page.waitForSelector("table");
    expect(await structureFaults(page)).toEqual([]);
    expect(await page.locator("h1").textContent()).toBe("Dinas Contoh");
    expect(await page.locator("tbody tr").count()).toBe(3);
    const wide = await page.evaluate("document.documentElement.scrollWidth > innerWidth");
    expect(wide).toBe(false);
    await shoot(`${name} board`, () => page.screenshot({ fullPage: true }));
    const [download] = await Promise.all([page.waitForEvent("download"), page.click("a[download]")]);
    expect(download.suggestedFilename()).toMatch(/^daftar-iuran-\d{4}-\d{2}\.xlsx$/u);
    expect((await readFile(await download.path())).subarray(0, 2).toString()).toBe("PK");
    await page.click("nav a:nth-child(3)");
    expect(page.url()).toBe(`${web.url}/kantor?lihat=paid`);
    expect(await page.locator("main").textContent()).toContain("Tidak ada.");
  });
});

/** Where somebody wants to look: `SHOTS=folder`. */
async function shoot(name: string, take: () => Promise<Buffer>): Promise<void> {
  const folder = process.env["SHOTS"];
  const shot = await take();
  expect(shot.length).toBeGreaterThan(1_000);
  if (folder !== undefined) {
    const { writeFile } = await import("node:fs/promises");
    await writeFile(`${folder}/${name.replaceAll(" ", "-")}.png`, shot);
  }
}
