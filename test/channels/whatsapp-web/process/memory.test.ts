import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { memoryOf } from "../../../../src/channels/whatsapp-web/process/memory";

let proc: string;
beforeEach(() => {
  proc = mkdtempSync(join(tmpdir(), "proc-"));
  mkdirSync(join(proc, "sys"));
});
afterEach(() => rmSync(proc, { recursive: true }));

function process(pid: number, parent: number, files: { pss?: number; rss?: number }, name = "chromium"): void {
  const folder = join(proc, String(pid));
  mkdirSync(folder);
  writeFileSync(join(folder, "stat"), `${pid} (${name}) S ${parent} ${pid} ${pid} 0 -1 4194560`);
  if (files.pss !== undefined)
    writeFileSync(join(folder, "smaps_rollup"), `0-1 ---p\nRss:  999999 kB\nPss:   ${files.pss} kB\nPss_Anon: 1 kB\n`);
  if (files.rss !== undefined) writeFileSync(join(folder, "status"), `Name:\t${name}\nVmRSS:\t   ${files.rss} kB\n`);
}

describe("the memory of a browser", () => {
  it("is that of the process, its children and theirs, and of nobody else", () => {
    process(10, 1, { pss: 100 * 1024 });
    process(11, 10, { pss: 20 * 1024 }, "chromium (zygote) 1");
    process(12, 11, { pss: 3 * 1024 });
    process(13, 1, { pss: 5_000 * 1024 });
    expect(memoryOf(10, proc)).toBe(123);
    expect(memoryOf(11, proc)).toBe(23);
  });

  it("is told by the whole size where the kernel does not tell what is shared", () => {
    process(10, 1, { pss: 10 * 1024, rss: 50 * 1024 });
    process(11, 10, { rss: 30 * 1024 });
    process(12, 10, {});
    expect(memoryOf(10, proc)).toBe(40);
  });

  it("is not known where there is no /proc, or no such process", () => {
    expect(memoryOf(10, join(proc, "none"))).toBeUndefined();
    expect(memoryOf(10, proc)).toBeUndefined();
  });

  it("of this very process is more than nothing on Linux", () => {
    const own = memoryOf(globalThis.process.pid);
    if (globalThis.process.platform === "linux") expect(own).toBeGreaterThan(20);
    else expect(own).toBeUndefined();
  });
});
