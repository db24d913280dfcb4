import type { BrowserContextOptions } from "playwright-core";
import { contrastFaults, structureFaults } from "../support/page-checks";
import { hears, PageRig, phone, say, shot } from "../support/simulator-browser";

describe("the simulator's page for every person and screen", () => {
  const rig = PageRig.forSuite();

  it("shows every time in Asia/Jakarta, whatever zone the browser is in", async () => {
    await rig.house.store.append("Warga", "a", {
      from: "service",
      text: "pagi",
      at: Date.parse("2026-11-22T18:05:00Z"),
    });
    const page = await rig.visit({ timezoneId: "America/New_York" });
    expect(await phone(page, "Warga").locator(".time").textContent()).toBe("01.05");
    expect(await phone(page, "Warga").locator(".day").textContent()).toMatch(/23 November 2026|Hari ini|Kemarin/);
  });

  it("is used by keyboard alone: skip link, field, buttons under the message, with a focus that can be seen", async () => {
    const page = await rig.visit();
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
    const page = await rig.visit({ viewport: { width: 360, height: 740 } });
    expect(await page.locator(".phone:visible").count()).toBe(1);
    await page.getByRole("tab", { name: "Pekerja" }).focus();
    await page.keyboard.press("ArrowLeft");
    const tab = page.getByRole("tab", { selected: true });
    expect(await tab.textContent()).toBe("Petugas");
    expect(await phone(page, "Petugas").isVisible()).toBe(true);
    await page.keyboard.press("Home");
    expect(await tab.textContent()).toBe("Pekerja");
    await rig.house.channel.send("Sponsor", { text: "kabar" });
    await page.getByRole("tab", { name: "pesan baru" }).click();
    expect(await tab.textContent()).toBe("Sponsor");
    await say(page, "Sponsor", "halo");
    await hears(page, "Sponsor", "mau apa");
    await shot(page, "narrow");
    expect(rig.troubles).toEqual([]);
  });

  it("reads new messages out politely, and not the history", async () => {
    await rig.house.store.append("Warga", "a", { from: "service", text: "dulu", at: Date.now() });
    const page = await rig.visit();
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
      const page = await rig.visit(context, path);
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
    const page = await rig.visit({ reducedMotion: "reduce" });
    await say(page, "Pekerja", "diam");
    await phone(page, "Pekerja").locator(".dots").waitFor();
    expect(await page.evaluate("document.getAnimations().length")).toBe(0);
  });
});
