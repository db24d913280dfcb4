import readXlsxFile from "read-excel-file/node";
import { reportOf } from "../support/office-town";
import { officeWeb } from "../support/office-web";
import { DAY, type Town } from "../support/town";

let web: Awaited<ReturnType<typeof officeWeb>>;
let town: Town;
beforeEach(async () => {
  web = await officeWeb();
  ({ town } = web);
});

const typed = (code: string, headers: Record<string, string> = {}) =>
  web.app.request("/kantor", { method: "POST", body: new URLSearchParams({ code }), headers });
const cookieOf = (response: Response): string => response.headers.get("set-cookie")?.split(";")[0] ?? "";
const visit = async (): Promise<string> => cookieOf(await typed(await web.code()));
const seen = (cookie: string, path = "/kantor") => web.app.request(path, { headers: { cookie } });

describe("the page of an office", () => {
  it("opens by a code of the chat, once, and shows how the month stands", async () => {
    const code = await web.code();
    const opened = await typed(code);
    expect(opened.status).toBe(303);
    expect(opened.headers.get("location")).toBe("/kantor");
    expect(opened.headers.get("set-cookie")).toMatch(/HttpOnly; SameSite=Strict/u);
    const page = await (await seen(cookieOf(opened))).text();
    for (const part of ["Dinas Contoh", "Siti", "Budi", "Ani", "belum dibayar", "<strong>3</strong>"])
      expect(page).toContain(part);
    expect(page).not.toMatch(/\d{16}/u);
    const again = await typed(code);
    expect(again.status).toBe(403);
    expect(await again.text()).toContain("sudah dipakai");
    expect((await web.app.request("/kantor")).status).toBe(403);
  });

  it("gives a link whose code no server sees, and whose use before the button uses up nothing", async () => {
    const { link = "", code = "" } = await town.does("Retno", "open-office-page", {});
    expect(new URL(link)).toMatchObject({ pathname: "/kantor", search: "", hash: `#${code}` });
    expect((await web.app.request(link)).status).toBe(403);
    expect((await typed(code)).status).toBe(303);
    expect(await town.does("Worker1", "open-office-page", {})).toEqual({});
  });

  it("shows each state by itself, and no address names anybody", async () => {
    const cookie = await visit();
    const bill = (await town.sees("Retno", "office-board", {}))?.sums.unpaid.amount ?? 0;
    await town.does("Retno", "report-bill", reportOf(bill));
    const unpaid = await (await seen(cookie, "/kantor?lihat=unpaid")).text();
    expect(unpaid).toContain("Tidak ada.");
    const reported = await (await seen(cookie, "/kantor?lihat=reported&hal=99")).text();
    expect(reported.match(/scope="row"/gu)).toHaveLength(3);
    const addresses = [...reported.matchAll(/href="([^"]*)"/gu)].map(([, address]) => address);
    expect(addresses.join(" ")).not.toMatch(/Siti|Budi|Ani|\d{8}/u);
  });

  it("shows apart what a proof that did not hold was for", async () => {
    const { unpaid } = (await town.sees("Retno", "office-board", {}))?.sums ?? {};
    await town.does("Retno", "report-bill", reportOf(unpaid?.amount ?? 0), { effectId: "bill" });
    const proofId = town.deps.ids.derive("bill", "proof");
    const cookie = await visit();
    expect(await (await seen(cookie, "/kantor")).text()).not.toContain("Bukti belum cocok");
    await town.does("Officer", "reject-proof", { proofId, reason: "unreadable" });
    expect(await (await seen(cookie, "/kantor?lihat=unpaid")).text()).toContain("Tidak ada.");
    const refused = await (await seen(cookie, "/kantor?lihat=refused")).text();
    expect(refused.match(/bukti belum cocok, tanya dulu/gu)).toHaveLength(3);
  });

  it("gives the month's list to download, and writes down who took it", async () => {
    const cookie = await visit();
    const response = await seen(cookie, "/kantor/daftar");
    expect(response.headers.get("content-disposition")).toBe('attachment; filename="daftar-iuran-2026-11.xlsx"');
    expect(response.headers.get("cache-control")).toBe("no-store");
    const [sheet] = await readXlsxFile(Buffer.from(await response.arrayBuffer()));
    expect(sheet?.data.flat()).toEqual(expect.arrayContaining(["Siti", "Budi", "Ani"]));
    const { id } = await town.contact("Retno");
    expect(await town.repositories.audit.countByAction(id, 0)).toMatchObject({ "office-page-list": 1 });
    expect((await web.app.request("/kantor/daftar")).status).toBe(403);
  });

  it("closes after half an hour, with the role, and to a code that is too old", async () => {
    const cookie = await visit();
    const late = await web.code();
    const begun = await town.does("Retno", "hand-over-office", {});
    const code = begun.status === "code" ? begun.code : "";
    expect((await seen(cookie)).status).toBe(200);
    await town.does("Joko", "take-over-office", { code, name: "Joko" });
    for (const path of ["/kantor", "/kantor/daftar"]) expect((await seen(cookie, path)).status).toBe(403);
    expect((await typed(late)).status).toBe(403);
    const { code: next = "" } = await town.does("Joko", "open-office-page", {});
    town.now += DAY / 100;
    expect((await typed(next)).status).toBe(403);
    const { code: other = "" } = await town.does("Joko", "open-office-page", {});
    const joko = cookieOf(await typed(other));
    expect((await seen(joko)).status).toBe(200);
    town.now += DAY / 24;
    expect((await seen(joko)).status).toBe(403);
  });

  it("takes no form of another web site, no join code, and few guesses", async () => {
    const code = await web.code();
    expect((await typed(code, { origin: "https://elsewhere.example" })).status).toBe(403);
    const { code: joinCode = "" } = await town.does("Retno", "office-code", {});
    expect((await typed(joinCode)).status).toBe(403);
    const statuses: number[] = [];
    for (let guess = 0; guess < 12; guess += 1) statuses.push((await typed("2222-2222")).status);
    expect(statuses.at(-1)).toBe(429);
  });
});
