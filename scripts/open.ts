import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Config, loadConfig, readEnvironment } from "../src/config";
import { createLogger, type Logger } from "../src/logger";
import { openStorage, type Storage } from "../src/storage/open-storage";
import { createVault } from "../src/storage/vault";
import { loadVaultKeys } from "../src/storage/vault-keys";

/** What a script of ours works with. */
export interface Opened {
  readonly config: Config;
  readonly logger: Logger;
  readonly storage: Storage;
}

/**
 * Opens the storage that the service uses, for a script: the server of MONGODB_URI, or the embedded engine in the data
 * folder, through the running service where it is that. With `repeatable`, a new data folder gets a known key. Throws with
 * a sentence that names the remedy.
 */
export async function open(
  overrides: { dataFolder?: string; logLevel?: string; repeatable?: boolean } = {},
): Promise<Opened> {
  const read = loadConfig(readEnvironment(process.env));
  if (!read.ok) throw new Error(read.error);
  const { mongodbUri, ...rest } = read.value;
  // A folder that was named on the command line means the engine in it, whatever else is configured.
  const config = overrides.dataFolder ? { ...rest, dataFolder: overrides.dataFolder } : read.value;
  const logger = createLogger(overrides.logLevel ?? "warn");
  if (overrides.repeatable && !config.production && config.encryptionKeys === undefined)
    await startWithKnownKey(config.dataFolder);
  const keys = await loadVaultKeys(config);
  if (!keys.ok) throw new Error(keys.error);
  const storage = await openStorage({ ...config, vault: createVault({ keys: keys.value }), logger });
  return { config, logger, storage };
}

/**
 * Gives a data folder that does not exist yet a key that everybody knows, because registration numbers hang on the key and a
 * transcript is to give the same ones every time. Never in production, where ENCRYPTION_KEYS is demanded.
 */
async function startWithKnownKey(dataFolder: string): Promise<void> {
  if (existsSync(dataFolder) && readdirSync(dataFolder).length > 0) return;
  mkdirSync(dataFolder, { recursive: true });
  const known = createHash("sha256").update("transcripts of invented people").digest("base64");
  writeFileSync(join(dataFolder, "keys"), `known:${known}\n`, { mode: 0o600 });
}

/**
 * A moment given on the command line, in Asia/Jakarta where no zone is given, and of a bare day at this `hour`; throws with an
 * example.
 */
export function readMoment(text: string, hour = "09:00"): number {
  const hasZone = /(?:Z|[+-]\d\d:?\d\d)$/u.test(text);
  const withTime = /^\d{4}-\d\d-\d\d$/u.test(text) ? `${text}T${hour}` : text;
  const at = Date.parse(hasZone ? withTime : `${withTime}+07:00`);
  if (Number.isNaN(at)) throw new Error("Write the moment like 2026-11-23T09:00 or 2026-11-23.");
  return at;
}
