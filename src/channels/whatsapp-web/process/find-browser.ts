import { join } from "node:path/posix";
import { join as joinWindows } from "node:path/win32";
import { fail, ok, type Result } from "../../../domain/shared/result";

/** What looking for a browser is handed. */
export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether a program that may be run lies at this path. */
  readonly isProgram: (path: string) => boolean;
}

/** The names under which Debian, Ubuntu, Fedora, Arch and the makers install it; Ubuntu's `chromium` is a snap. */
const linuxNames = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"];
const linuxFolders = ["/usr/bin", "/usr/local/bin", "/snap/bin", "/opt/google/chrome", "/usr/lib/chromium"];
const macPrograms = ["Google Chrome.app/Contents/MacOS/Google Chrome", "Chromium.app/Contents/MacOS/Chromium"];
const windowsPrograms = ["Google\\Chrome\\Application\\chrome.exe", "Chromium\\Application\\chrome.exe"];
const windowsRoots = ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"];

const installWith: Partial<Record<NodeJS.Platform, string>> = {
  linux: "sudo apt install chromium",
  darwin: "brew install --cask chromium",
  win32: "winget install Google.Chrome",
};

/**
 * The browser's program: what `named` says, or a Chromium or Chrome of the system. Nothing is ever downloaded. The error
 * is one sentence that says what to install or to mend.
 */
export function findBrowser(named: string | undefined, around: Surroundings): Result<string, string> {
  if (named !== undefined)
    return around.isProgram(named)
      ? ok(named)
      : fail("WHATSAPP_WEB_BROWSER names no program that can be run: write the whole path of Chromium or Chrome.");
  const found = usualPlaces(around).find(around.isProgram);
  if (found !== undefined) return ok(found);
  const command = installWith[around.platform];
  const how = command === undefined ? "install it" : `install it (${command})`;
  return fail(
    `WhatsApp on a linked phone needs Chromium or Chrome: ${how}, or set WHATSAPP_WEB_BROWSER to its program.`,
  );
}

function usualPlaces({ platform, env }: Surroundings): readonly string[] {
  if (platform === "darwin")
    return ["/Applications", ...(env["HOME"] ? [join(env["HOME"], "Applications")] : [])].flatMap((folder) =>
      macPrograms.map((program) => join(folder, program)),
    );
  if (platform === "win32")
    return windowsRoots.flatMap((name) =>
      env[name] === undefined ? [] : windowsPrograms.map((program) => joinWindows(env[name] ?? "", program)),
    );
  const folders = [...new Set([...linuxFolders, ...(env["PATH"] ?? "").split(":").filter((folder) => folder !== "")])];
  return linuxNames.flatMap((name) => folders.map((folder) => join(folder, name)));
}

/**
 * Arguments that keep the browser small and quiet on a server. Its own sandbox stays on, except for root, for whom
 * Chromium refuses to start with it.
 */
export function browserArguments({ isRoot }: { readonly isRoot: boolean }): readonly string[] {
  return [
    ...(isRoot ? ["--no-sandbox", "--disable-setuid-sandbox"] : []),
    // Containers give /dev/shm 64 MB, in which a page dies.
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-extensions",
    "--disable-sync",
    "--disable-component-update",
    "--disable-background-networking",
    "--mute-audio",
    "--disk-cache-size=52428800",
  ];
}
