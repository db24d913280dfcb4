import { spawnSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { callListCsv } from "../../scripts/call-list/csv";
import { callListPage } from "../../scripts/call-list/page";
import type { Words } from "../../scripts/call-list/words";
import type { Period } from "../../src/domain/shared/period";
import type { PhoneNumber } from "../../src/domain/shared/phone";
import { createI18n } from "../../src/i18n";
import type { CallCase } from "../../src/operations/catalog-views";

const translator = createI18n();
const words: Words = (key, params = {}) => translator.render({ key, params }, "id");
const at = Date.parse("2026-11-23T09:00:00+07:00");
const call = (fields: Partial<CallCase>): CallCase => ({
  id: "1",
  who: "worker",
  number: "KL-QKFK-3C8",
  name: "Sumarni Lestari",
  phone: "+6281234567890" as PhoneNumber,
  districtCode: "33.22.01",
  villageId: "33.22.01-kopeng",
  reason: "blocked",
  since: at,
  dues: [
    { period: "2026-11" as Period, amount: 10_400 },
    { period: "2026-12" as Period, amount: 8_400 },
  ],
  ...fields,
});

describe("the printed call list", () => {
  const page = (calls: readonly CallCase[]) => callListPage(calls, { words, language: "id", at });

  it("has a table for each village, with whom to call, why, and what is due", () => {
    const html = page([
      call({}),
      call({ id: "2" }),
      call({ id: "3", villageId: "33.22.02-karangduren", districtCode: "33.22.02" }),
    ]);
    expect(html.match(/<table>/gu)).toHaveLength(2);
    expect(html.match(/class="tick"><span>/gu)).toHaveLength(3);
    for (const part of ["size: A4", "Kecamatan Getasan, Kopeng", "0812 3456 7890", "diblokir", "18.800", "Jumlah: 3"])
      expect(html).toContain(part);
  });

  it("takes what somebody typed for words only", () => {
    expect(page([call({ name: '<script>"&' })])).toContain("&lt;script&gt;&quot;&amp;");
    const csv = callListCsv([call({ name: '=HYPERLINK("x")', dues: [] })], words);
    expect(csv).toContain('"\'=HYPERLINK(""x"")"');
    expect(csv.split("\r\n")).toHaveLength(3);
  });

  it("says so where there is nobody, or no number", () => {
    expect(page([])).toContain("Tidak ada yang perlu ditelepon");
    const { phone: _phone, ...without } = call({ who: "sponsor" });
    expect(page([without])).toMatch(/sponsor dari[\s\S]*–/u);
  });
});

describe("npm run call-list", () => {
  it("writes a file that only its owner can read, also over one that others could, and refuses an unknown area", async () => {
    const folder = await mkdtemp(join(tmpdir(), "calls-"));
    const out = join(folder, "list.html");
    writeFileSync(out, "old");
    chmodSync(out, 0o644);
    const run = (...args: string[]) =>
      spawnSync(process.execPath, ["--import", "tsx", "scripts/call-list.ts", ...args, "--data", folder], {
        cwd: join(__dirname, "../.."),
        encoding: "utf8",
        env: { ...process.env, MONGODB_URI: "" },
      });
    try {
      expect(run("--out", out, "--area", "Getasan")).toMatchObject({ status: 0, stdout: "" });
      expect(await readFile(out, "utf8")).toContain("Daftar telepon");
      expect((await stat(out)).mode & 0o777).toBe(0o600);
      expect(run("--area", "Atlantis")).toMatchObject({ status: 1, stderr: expect.stringContaining("kecamatan") });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
