import { randomBytes } from "node:crypto";
import { chmod, link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fail, ok, type Result } from "../domain/shared/result";
import { KEY_BYTES, type VaultKey } from "./vault";

const REMEDY =
  "ENCRYPTION_KEYS lists `id:base64` pairs separated by commas, the current key first and the oldest last; " +
  `make one with: node -e 'console.log("k1:" + require("node:crypto").randomBytes(${KEY_BYTES}).toString("base64"))'`;

/**
 * The keys of the vault, the current one first: from `encryptionKeys` (`id:base64,id2:base64`); in development, where that
 * is not set, from the file `<dataFolder>/keys`, made once and readable by its owner only. The error is a sentence that
 * names the remedy and repeats no secret.
 */
export async function loadVaultKeys(from: {
  readonly encryptionKeys?: string;
  readonly dataFolder: string;
  readonly production: boolean;
}): Promise<Result<readonly VaultKey[], string>> {
  if (from.encryptionKeys !== undefined && from.encryptionKeys.trim() !== "") return readKeys(from.encryptionKeys);
  if (from.production) return fail(`ENCRYPTION_KEYS is required in production. ${REMEDY}`);
  return readKeys(await developmentKeys(from.dataFolder));
}

/** Reads `id:base64,id2:base64`; each key has 32 bytes and an id of its own. */
function readKeys(text: string): Result<readonly VaultKey[], string> {
  const keys: VaultKey[] = [];
  for (const [index, part] of text.trim().split(",").entries()) {
    const match = /^\s*([\w-]{1,32}):([A-Za-z0-9+/_-]+={0,2})\s*$/.exec(part);
    const key = Buffer.from(match?.[2] ?? "", "base64");
    const id = match?.[1];
    if (id === undefined || key.length !== KEY_BYTES)
      return fail(`ENCRYPTION_KEYS: key ${index + 1} is not an id and ${KEY_BYTES} bytes in base64. ${REMEDY}`);
    if (keys.some((known) => known.id === id))
      return fail(`ENCRYPTION_KEYS: the id of key ${index + 1} is used twice.`);
    keys.push({ id, key });
  }
  return ok(keys);
}

/** A link either appears whole or fails, so two processes that start at once agree on one key. */
async function developmentKeys(dataFolder: string): Promise<string> {
  const path = join(dataFolder, "keys");
  await mkdir(dataFolder, { recursive: true });
  const known = await readIfThere(path);
  if (known !== null) {
    await chmod(path, 0o600);
    return known;
  }
  const made = `${path}.${randomBytes(6).toString("hex")}`;
  await writeFile(made, `k1:${randomBytes(KEY_BYTES).toString("base64")}\n`, { mode: 0o600, flag: "wx" });
  try {
    await link(made, path);
  } catch (error) {
    if (!hasCode(error, "EEXIST")) throw error;
  } finally {
    await rm(made);
  }
  return readFile(path, "utf8");
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT")) return null;
    throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === code;
}
