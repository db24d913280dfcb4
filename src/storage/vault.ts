import { createCipheriv, createDecipheriv, createHmac, type Hmac, hkdfSync, randomBytes } from "node:crypto";

/** One encryption key: 32 bytes under the short name that is stored beside what it sealed. */
export interface VaultKey {
  readonly id: string;
  readonly key: Buffer;
}

/** What was sealed: the id of its key, and nonce, tag and ciphertext in one piece. */
export interface Sealed {
  readonly k: string;
  readonly b: Uint8Array;
}

/** Encrypts what could name a person, and finds it again through keyed hashes. */
export interface Vault {
  /**
   * Seals a JSON value or bytes under the current key. The context (such as `persons:<id>`) is bound to it, so that what
   * was sealed for one document cannot be passed off as another's.
   */
  seal(value: unknown, context: string): Sealed;
  /** What was sealed. Throws where it was changed, belongs to another context, or its key is not known. */
  open<T>(sealed: Sealed, context: string): T;
  /** Whether an older key sealed it, so that it is to be sealed again. */
  needsRotation(sealed: Sealed): boolean;
  /** A keyed hash (43 URL-safe characters) by which sealed text can be found. The purpose keeps hashes apart. */
  hash(text: string, purpose: string): string;
  /** An id of 22 URL-safe characters for something that an effect makes: the same effect and purpose make the same id. */
  derive(effectId: string, purpose: string): string;
}

/** Something is sealed under a key that this process was not given: for the operator to mend, and readable once it is. */
export class MissingKey extends Error {
  constructor(id: string) {
    super(`data is sealed under the key "${id}", which is not configured: add it to ENCRYPTION_KEYS`);
  }
}

/** The length of a key, in bytes. */
export const KEY_BYTES = 32;
const CIPHER = "aes-256-gcm";
const NONCE_BYTES = 12;
const NONCES_AT_ONCE = 128;
const TAG_BYTES = 16;
const JSON_KIND = 0;
const BYTES_KIND = 1;

/**
 * A vault over keys, the current one first. Hashes and derived ids must outlive every rotation, so they hang on a key of
 * their own: `hashKey`, or else one drawn from the OLDEST key, the last of the list. That key therefore stays the last of
 * the list for good, also when nothing is sealed under it any more. AES-GCM with random nonces is safe for 2^32 seals a
 * key, far more than a regency will write.
 */
export function createVault(from: { readonly keys: readonly VaultKey[]; readonly hashKey?: Buffer }): Vault {
  const [current] = from.keys;
  const oldest = from.keys.at(-1);
  if (current === undefined || oldest === undefined) throw new Error("a vault needs at least one key");
  for (const { id, key } of from.keys)
    if (key.length !== KEY_BYTES) throw new Error(`the key "${id}" must have ${KEY_BYTES} bytes`);
  const byId = new Map(from.keys.map(({ id, key }) => [id, key]));
  const root = from.hashKey ?? oldest.key;
  const hashKey = subkey(root, "kamar-lindung hash");
  const deriveKey = subkey(root, "kamar-lindung derive");
  return {
    seal: (value, context) => ({ k: current.id, b: encrypt(current.key, encode(value), context) }),
    open: <T>(sealed: Sealed, context: string) => {
      const key = byId.get(sealed.k);
      if (key === undefined) throw new MissingKey(sealed.k);
      return decode(decrypt(key, sealed.b, context)) as T;
    },
    needsRotation: (sealed) => sealed.k !== current.id,
    hash: (text, purpose) => keyedHash(hashKey, purpose, text).digest("base64url"),
    derive: (effectId, purpose) =>
      keyedHash(deriveKey, purpose, effectId).digest().subarray(0, 16).toString("base64url"),
  };
}

function subkey(root: Buffer, info: string): Buffer {
  return Buffer.from(hkdfSync("sha256", root, "", info, KEY_BYTES));
}

/** The purpose's length stands first, so that no purpose and text run into another pair's. */
function keyedHash(key: Buffer, purpose: string, text: string): Hmac {
  return createHmac("sha256", key).update(`${purpose.length}:${purpose}:${text}`, "utf8");
}

function encode(value: unknown): Buffer {
  if (value instanceof Uint8Array) return Buffer.concat([Buffer.of(BYTES_KIND), value]);
  const json = JSON.stringify(value);
  if (json === undefined) throw new Error("only JSON values and bytes can be sealed");
  return Buffer.concat([Buffer.of(JSON_KIND), Buffer.from(json, "utf8")]);
}

function decode(plain: Buffer): unknown {
  const body = plain.subarray(1);
  return plain[0] === BYTES_KIND ? new Uint8Array(body) : (JSON.parse(body.toString("utf8")) as unknown);
}

let random = Buffer.alloc(0);

/** Random bytes that nobody had before; the system is asked for many at once, because a question costs more than the bytes. */
function newNonce(): Buffer {
  if (random.length < NONCE_BYTES) random = randomBytes(NONCE_BYTES * NONCES_AT_ONCE);
  const nonce = random.subarray(0, NONCE_BYTES);
  random = random.subarray(NONCE_BYTES);
  return nonce;
}

function encrypt(key: Buffer, plain: Buffer, context: string): Buffer {
  const nonce = newNonce();
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(context, "utf8"));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

function decrypt(key: Buffer, sealed: Uint8Array, context: string): Buffer {
  const nonce = sealed.subarray(0, NONCE_BYTES);
  const tag = sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  if (tag.length !== TAG_BYTES) throw new Error("sealed data is too short to be whole");
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(context, "utf8"))
    .setAuthTag(tag);
  return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
}
