import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const listed = join(__dirname, "../peers");
const lock = "package-lock.json";

/**
 * What the benchmarks compare with, in a folder of its own below this one; installed there by the first run and whenever
 * its list changed, without running anything that it brings along. Returns the folder.
 */
export function installPeers(folder: string): string {
  const peers = join(folder, "peers");
  const wanted = readFileSync(join(listed, lock), "utf8");
  const isThere = existsSync(join(peers, "installed")) && readFileSync(join(peers, "installed"), "utf8") === wanted;
  if (isThere) return peers;
  mkdirSync(peers, { recursive: true });
  for (const file of ["package.json", lock]) copyFileSync(join(listed, file), join(peers, file));
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
  execFileSync("npm", args, { cwd: peers, stdio: "ignore" });
  copyFileSync(join(peers, lock), join(peers, "installed"));
  return peers;
}

/** The installed versions of these, for the page. */
export function peerVersions(peers: string, names: readonly string[]): Readonly<Record<string, string>> {
  const versionOf = (name: string): string => {
    const file = join(peers, "node_modules", name, "package.json");
    return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
  };
  return Object.fromEntries(names.map((name) => [name, versionOf(name)]));
}

/** Loads a peer; what it exports is described by whoever asks. */
export function loadPeer<T>(peers: string, name: string): T {
  return createRequire(join(peers, "index.js"))(name) as T;
}
