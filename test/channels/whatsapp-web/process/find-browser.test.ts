import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  browserArguments,
  findBrowser,
  type Surroundings,
} from "../../../../src/channels/whatsapp-web/process/find-browser";
import { isProgram } from "../../../../src/channels/whatsapp-web/process/processes";

const around = (platform: NodeJS.Platform, ...programs: string[]): Surroundings => ({
  platform,
  env: {
    PATH: "/usr/bin:/home/tini/bin",
    HOME: "/Users/tini",
    PROGRAMFILES: "C:\\Program Files",
    LOCALAPPDATA: "C:\\Local",
  },
  isProgram: (path) => programs.includes(path),
});

describe("finding the browser", () => {
  it.each<[string, NodeJS.Platform, string]>([
    ["Debian's Chromium", "linux", "/usr/bin/chromium"],
    ["Ubuntu's Chromium, a snap", "linux", "/snap/bin/chromium"],
    ["an older Ubuntu's Chromium", "linux", "/usr/bin/chromium-browser"],
    ["Google Chrome on Linux", "linux", "/usr/bin/google-chrome-stable"],
    ["one on the PATH", "linux", "/home/tini/bin/chromium"],
    ["Chrome on a Mac", "darwin", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"],
    ["Chromium of one's own on a Mac", "darwin", "/Users/tini/Applications/Chromium.app/Contents/MacOS/Chromium"],
    ["Chrome on Windows", "win32", "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe"],
    ["Chrome of one's own on Windows", "win32", "C:\\Local\\Google\\Chrome\\Application\\chrome.exe"],
  ])("finds %s", (_, platform, path) => {
    expect(findBrowser(undefined, around(platform, path))).toEqual({ ok: true, value: path });
  });

  it("takes the one that an operator names, before all others", () => {
    const both = around("linux", "/usr/bin/chromium", "/opt/mine/chrome");
    expect(findBrowser("/opt/mine/chrome", both)).toEqual({ ok: true, value: "/opt/mine/chrome" });
  });

  it("says that a named one is not there, rather than take another", () => {
    const found = findBrowser("/opt/gone", around("linux", "/usr/bin/chromium"));
    expect(found).toEqual({ ok: false, error: expect.stringContaining("WHATSAPP_WEB_BROWSER") });
  });

  it.each<[NodeJS.Platform, string]>([
    ["linux", "sudo apt install chromium"],
    ["darwin", "brew install"],
    ["win32", "winget install"],
    ["freebsd", "install it, or set WHATSAPP_WEB_BROWSER"],
  ])("on %s says in one sentence what to install", (platform, command) => {
    const found = findBrowser(undefined, around(platform));
    expect(found).toEqual({ ok: false, error: expect.stringContaining(command) });
    expect(found.ok ? "" : found.error).toMatch(/^[^\n]*[^.]\.$/u);
  });

  it("runs without its sandbox for root only", () => {
    expect(browserArguments({ isRoot: false }).join(" ")).not.toContain("sandbox");
    expect(browserArguments({ isRoot: true })).toContain("--no-sandbox");
  });

  it("counts as a program what may be run, and no folder", () => {
    const folder = mkdtempSync(join(tmpdir(), "programs-"));
    const path = join(folder, "chromium");
    writeFileSync(path, "");
    chmodSync(path, 0o755);
    mkdirSync(join(folder, "chrome"));
    expect([path, join(folder, "chrome"), join(folder, "none")].map(isProgram)).toEqual([true, false, false]);
    rmSync(folder, { recursive: true });
  });
});
