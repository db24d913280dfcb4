import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const project = join(__dirname, "../..");
const cruiser = join(project, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

/** Which rules the sources of `folder` break, by file. */
function violationsIn(folder: string): Record<string, string[]> {
  const args = ["--config", join(project, ".dependency-cruiser.cjs"), "--output-type", "json", "src"];
  const { stdout, stderr } = spawnSync(process.execPath, [cruiser, ...args], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (!stdout.startsWith("{")) throw new Error(`dependency-cruiser did not answer: ${stderr}`);
  const { summary } = JSON.parse(stdout) as { summary: { violations: readonly Violation[]; totalCruised: number } };
  if (summary.totalCruised === 0) throw new Error("dependency-cruiser found no file");
  const byFile: Record<string, string[]> = {};
  for (const { from, rule } of summary.violations) byFile[from] = [...(byFile[from] ?? []), rule.name].sort();
  return byFile;
}

/** One line of source in each file of a small house, and the rules that it must break. */
const house: Readonly<Record<string, readonly [line: string, ...rules: string[]]>> = {
  "domain/rule.ts": ["export const rule = 1;"],
  "domain/counts.ts": ['import { DateTime } from "luxon"; export const counts = DateTime;'],
  "domain/reads.ts": [
    'import { readFileSync } from "node:fs"; export const reads = readFileSync;',
    "domain-imports-domain-only",
  ],
  "domain/remembers.ts": [
    'import type { Model } from "mongoose"; export type Remembers = Model<object>;',
    "domain-imports-domain-only",
    "mongoose-lives-in-storage",
  ],
  "domain/logs.ts": [
    'import type { Logger } from "../logger"; export type Logs = Logger;',
    "domain-imports-domain-only",
  ],
  "domain/acts.ts": ['import { act } from "../operations/act"; export const acts = act;', "domain-imports-domain-only"],
  "operations/act.ts": ['import { rule } from "../domain/rule"; export const act = rule;'],
  "operations/talks.ts": [
    'import { talk } from "../conversation/talk"; export const talks = talk;',
    "operations-import-domain-only",
  ],
  "conversation/talk.ts": [
    'import { act } from "../operations/act"; import { queue } from "../delivery/queue"; export const talk = [act, queue];',
  ],
  "conversation/stores.ts": [
    'import { store } from "../storage/store"; export const stores = store;',
    "inner-imports-no-outer",
  ],
  "knowledge/serves.ts": ['import { Hono } from "hono"; export const serves = Hono;', "inner-stands-without-server"],
  "reminders/names-a-channel.ts": [
    'import type { Chat } from "../channels/chat"; export type Names = Chat;',
    "inner-imports-no-outer",
  ],
  "delivery/queue.ts": ['import type { Logger } from "../logger"; export const queue = (logger: Logger) => logger;'],
  "delivery/logs-alone.ts": [
    'import { createLogger } from "../logger"; export const alone = createLogger;',
    "lent-as-types-only",
  ],
  "channels/chat.ts": ['import { talk } from "../conversation/talk"; export type Chat = typeof talk;'],
  "channels/keeps.ts": [
    'import { store } from "../storage/store"; export const keeps = store;',
    "channels-stays-apart",
  ],
  "storage/store.ts": ['import mongoose from "mongoose"; export const store = mongoose;'],
  "storage/rings.ts": ['import { bell } from "../jobs/bell"; export const rings = bell;', "storage-stays-apart"],
  "jobs/bell.ts": ["export const bell = 1;"],
  "jobs/serves.ts": ['import { page } from "../web/page"; export const serves = page;', "jobs-stays-apart"],
  "web/page.ts": ["export const page = 1;"],
  "web/chats.ts": ['import type { Chat } from "../channels/chat"; export type Chats = Chat;', "web-stays-apart"],
  "web/configures.ts": [
    'import type { Config } from "../config"; export type Configures = Config;',
    "rooms-import-no-root",
  ],
  "web/loses.ts": ['import { lost } from "./lost"; export const loses = lost;', "resolvable"],
  "jobs/first.ts": ['import { second } from "./second"; export const first = () => second;', "no-circle"],
  "jobs/second.ts": ['import { first } from "./first"; export const second = () => first;'], // a circle is named once
  "logger.ts": ["export interface Logger {} export const createLogger = 1;"],
  "config.ts": ["export interface Config {}"],
  "service.ts": [
    'import { chat } from "./channels/wired"; import { store } from "./storage/store"; export const all = [chat, store];',
  ],
  "channels/wired.ts": ["export const chat = 1;"],
};

describe("the direction of imports", () => {
  it("is kept by every file", () => {
    expect(violationsIn(project)).toEqual({});
  });

  it("is refused by name wherever a file turns against it, and nowhere else", () => {
    const folder = mkdtempSync(join(tmpdir(), "house-"));
    try {
      for (const [path, [line]] of Object.entries(house)) {
        mkdirSync(join(folder, "src", dirname(path)), { recursive: true });
        writeFileSync(join(folder, "src", path), `${line}\n`);
      }
      writeFileSync(join(folder, "tsconfig.json"), '{ "compilerOptions": { "moduleResolution": "bundler" } }');
      writeFileSync(join(folder, "package.json"), "{}");
      symlinkSync(join(project, "node_modules"), join(folder, "node_modules"));
      const expected = Object.entries(house).flatMap(([path, [, ...rules]]) =>
        rules.length === 0 ? [] : [[`src/${path}`, rules] as const],
      );
      expect(violationsIn(folder)).toEqual(Object.fromEntries(expected));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
