import { contrastFaults, structureFaults } from "../support/page-checks";
import { bubbles, hears, menu, options, PageRig, phone, say, shot } from "../support/simulator-browser";
import { tinyPdf, tinyPng } from "../support/simulator-rig";
import { waitFor } from "../support/wait-for";

/** What the tests ask of an element in the page; the browser's own types are not among ours. */
interface Shown {
  scrollTop: number;
  readonly scrollHeight: number;
  readonly clientHeight: number;
  readonly naturalWidth: number;
  decode(): Promise<void>;
}

describe("the simulator's page in a browser", () => {
  const rig = PageRig.forSuite();

  it("answers what is typed, offers buttons, and shows the label of the pressed one", async () => {
    const page = await rig.visit();
    await say(page, "Pekerja", "halo");
    await hears(page, "Pekerja", "mau apa");
    await shot(page, "wide");
    await phone(page, "Pekerja").getByRole("button", { name: "Daftar pekerja" }).click();
    await hears(page, "Pekerja", "Dipilih: daftar");
    expect(await bubbles(page, "Pekerja")).toEqual(["halo", menu, "Daftar pekerja", "Dipilih: daftar"]);
    expect(await phone(page, "Pekerja").locator(".options button").count()).toBe(0);
    expect(await bubbles(page, "Sponsor")).toEqual([]);
    expect(rig.troubles).toEqual([]);
  });

  it("has everything again after a reload and after a restart of the service, a half-written text too", async () => {
    const page = await rig.visit();
    await say(page, "Pekerja", "halo");
    await hears(page, "Pekerja", "mau apa");
    await phone(page, "Warga").locator("textarea").fill("belum selesai");
    await page.reload();
    await page.waitForSelector("body.is-ready");
    expect(await bubbles(page, "Pekerja")).toEqual(["halo", menu]);
    expect(await phone(page, "Pekerja").locator(".options button").count()).toBe(3);
    expect(await phone(page, "Warga").locator("textarea").inputValue()).toBe("belum selesai");
    await rig.house.close();
    await rig.house.open();
    await page.reload();
    await page.waitForSelector("body.is-ready");
    expect(await bubbles(page, "Pekerja")).toEqual(["halo", menu]);
    expect(rig.troubles).toEqual([]);
  });

  it("says that the connection is lost, keeps what was typed, and goes on by itself when the service is back", async () => {
    const page = await rig.visit();
    await rig.house.close();
    await page.locator("#connection.is-lost").waitFor();
    await shot(page, "lost");
    await say(page, "Warga", "pesan penting");
    await phone(page, "Warga").locator(".error").waitFor();
    expect(await phone(page, "Warga").locator("textarea").inputValue()).toBe("pesan penting");
    await rig.house.open();
    await rig.house.channel.send("Petugas", { text: "sementara itu" });
    await page.getByText("Tersambung lagi").waitFor();
    await hears(page, "Petugas", "sementara itu");
    await phone(page, "Warga").locator("textarea").press("Enter");
    await hears(page, "Warga", "Membaca: pesan penting");
    expect(await bubbles(page, "Warga")).toEqual(["pesan penting", "Membaca: pesan penting"]);
  });

  it("sends a message once, though its answer was lost and it was sent again", async () => {
    const page = await rig.visit();
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
    expect(new Set(rig.house.received.map((message) => message.providerMessageId)).size).toBe(1);
  });

  it("takes quick lines in their order, and Shift+Enter as a new line", async () => {
    const page = await rig.visit();
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
    const page = await rig.visit();
    await say(page, "Pekerja", "diam");
    await phone(page, "Pekerja").locator(".dots").waitFor();
    expect(await phone(page, "Pekerja").locator(".state").textContent()).toBe("sedang mengetik…");
    // The page says so by itself at once, the service a moment later: it answers after that.
    await waitFor("the word that an answer comes", () => rig.house.toldOfAnswer.length > 0);
    await rig.house.channel.send("Pekerja", { text: "ini dia" });
    await hears(page, "Pekerja", "ini dia");
    expect(await phone(page, "Pekerja").locator(".dots").isHidden()).toBe(true);
  });

  it("sends a photo with its words and a PDF, and refuses another kind kindly", async () => {
    const page = await rig.visit();
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
    const page = await rig.visit();
    const petugas = phone(page, "Petugas");
    const photo = { bytes: new Uint8Array(tinyPng), mimeType: "image/png", name: "bukti.png" } as const;
    await rig.house.channel.send("Petugas", { text: "Cocok?\n\n1. Daftar pekerja", options }, photo);
    await hears(page, "Petugas", "Cocok?");
    const image = petugas.locator(".from-service .photo img");
    expect(await image.getAttribute("alt")).toBe("Foto: bukti.png");
    expect(await image.evaluate(async (shown: Shown) => shown.decode().then(() => shown.naturalWidth))).toBe(1);
    expect(await petugas.locator(".options button").count()).toBe(3);
    const paper = { bytes: new Uint8Array(tinyPdf), mimeType: "application/pdf", name: "bukti.pdf" } as const;
    await rig.house.channel.send("Petugas", { text: "Yang ini?" }, paper);
    await hears(page, "Petugas", "Yang ini?");
    const link = petugas.getByRole("link", { name: "Berkas: bukti.pdf" });
    expect(await link.getAttribute("download")).toBe("bukti.pdf");
    expect([await structureFaults(page), await contrastFaults(page), rig.troubles]).toEqual([[], [], []]);
  });

  it("stays at the end of a chat, and leaves somebody who reads above where they are", async () => {
    const page = await rig.visit();
    for (let index = 0; index < 40; index++) await rig.house.channel.send("Warga", { text: `Baris ${index}` });
    await hears(page, "Warga", "Baris 39");
    const scroller = phone(page, "Warga").locator(".scroller");
    const fromEnd = () => scroller.evaluate((all: Shown) => all.scrollHeight - all.scrollTop - all.clientHeight);
    const isAtEnd = async (): Promise<boolean> => (await fromEnd()) < 5;
    await waitFor("the end of the chat", isAtEnd);
    await scroller.evaluate((all: Shown) => {
      all.scrollTop = 100;
    });
    // The page hears of it with its next picture.
    await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
    await rig.house.channel.send("Warga", { text: "baru di bawah" });
    await hears(page, "Warga", "baru di bawah");
    expect(await scroller.evaluate((all: Shown) => all.scrollTop)).toBe(100);
    await phone(page, "Warga").getByRole("button", { name: "Pesan baru" }).click();
    await waitFor("the end of the chat again", isAtEnd);
    expect(await phone(page, "Warga").locator(".newer").isHidden()).toBe(true);
  });

  it("never makes markup of what anybody wrote", async () => {
    const page = await rig.visit();
    const text = '<img src=x onerror="document.title=1"><b>tebal</b>';
    await say(page, "Pekerja", text);
    await hears(page, "Pekerja", "Membaca");
    expect(await bubbles(page, "Pekerja")).toEqual([text, `Membaca: ${text}`]);
    expect(rig.troubles).toEqual([]);
  });

  it("adds somebody else by name, who is there again after a reload once they have written", async () => {
    const page = await rig.visit();
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
    expect(rig.troubles).toEqual([]);
  });

  it("goes on for an added person who had not written when the service was restarted", async () => {
    const page = await rig.visit();
    await page.getByRole("button", { name: "orang lain" }).click();
    await page.getByLabel("Namanya siapa?").fill("Pak Budi");
    await page.keyboard.press("Enter");
    await phone(page, "Pak Budi").waitFor();
    await rig.house.close();
    await page.locator("#connection.is-lost").waitFor();
    await rig.house.open();
    await page.getByText("Tersambung lagi").waitFor();
    await say(page, "Pak Budi", "halo");
    await hears(page, "Pak Budi", "mau apa");
  });
});
