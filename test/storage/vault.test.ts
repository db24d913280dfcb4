import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createVault, type VaultKey } from "../../src/storage/vault";
import { loadVaultKeys } from "../../src/storage/vault-keys";
import fc from "../support/property";

const key = (id: string): VaultKey => ({ id, key: randomBytes(32) });

describe("the vault", () => {
  const old = key("old");
  const vault = createVault({ keys: [old] });

  it("opens what it sealed: any JSON value, and bytes", () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: "binary" }), fc.uint8Array(), (value, bytes) => {
        const json: unknown = JSON.parse(JSON.stringify(value));
        expect(vault.open(vault.seal(value, "here"), "here")).toEqual(json);
        expect(vault.open(vault.seal(bytes, "here"), "here")).toEqual(bytes);
      }),
    );
  });

  it("seals the same value differently every time, so that equal values do not show", () => {
    const [one, other] = [vault.seal("Siti", "here"), vault.seal("Siti", "here")];
    expect(Buffer.compare(one.b, other.b)).not.toBe(0);
  });

  it("takes a new nonce for every seal", () => {
    const nonces = Array.from({ length: 1_000 }, () => Buffer.from(vault.seal("Siti", "here").b.subarray(0, 12)));
    expect(new Set(nonces.map((nonce) => nonce.toString("hex"))).size).toBe(1_000);
  });

  it("refuses what was changed in any byte", () => {
    const sealed = vault.seal({ name: "Siti" }, "persons:1");
    for (let at = 0; at < sealed.b.length; at++) {
      const b = Uint8Array.from(sealed.b);
      b[at] = (b[at] ?? 0) ^ 1;
      expect(() => vault.open({ k: sealed.k, b }, "persons:1")).toThrow();
    }
    expect(() => vault.open({ k: sealed.k, b: sealed.b.subarray(0, 20) }, "persons:1")).toThrow("too short");
  });

  it("refuses what belongs to another document", () => {
    expect(() => vault.open(vault.seal("Siti", "persons:1"), "persons:2")).toThrow();
  });

  it("names the missing key, and no secret, where it has none for what was sealed", () => {
    const sealed = createVault({ keys: [key("gone")] }).seal("Siti", "here");
    expect(() => vault.open(sealed, "here")).toThrow(/"gone".*ENCRYPTION_KEYS/);
  });

  it("opens with older keys after a rotation, seals with the new one, and knows what to seal again", () => {
    const rotated = createVault({ keys: [key("new"), old] });
    const sealed = vault.seal("Siti", "here");
    expect(rotated.open(sealed, "here")).toBe("Siti");
    expect(rotated.needsRotation(sealed)).toBe(true);
    const again = rotated.seal("Siti", "here");
    expect(again.k).toBe("new");
    expect(rotated.needsRotation(again)).toBe(false);
    expect(() => vault.open(again, "here")).toThrow();
  });

  it("keeps hashes and derived ids through a rotation", () => {
    const rotated = createVault({ keys: [key("new"), old] });
    expect(rotated.hash("3322014101900001", "nik")).toBe(vault.hash("3322014101900001", "nik"));
    expect(rotated.derive("effect", "worker")).toBe(vault.derive("effect", "worker"));
  });

  it("keeps hashes of other purposes, other texts and other keys apart", () => {
    const hashes = [
      vault.hash("a", "nik"),
      vault.hash("b", "nik"),
      vault.hash("a", "code"),
      vault.hash("k:a", "ni"),
      createVault({ keys: [key("old")] }).hash("a", "nik"),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it("derives ids of 22 URL-safe characters", () => {
    fc.assert(fc.property(fc.string(), (effect) => expect(vault.derive(effect, "x")).toMatch(/^[\w-]{22}$/)));
  });

  it("refuses to begin without a key, or with a short one", () => {
    expect(() => createVault({ keys: [] })).toThrow("at least one key");
    expect(() => createVault({ keys: [{ id: "a", key: randomBytes(16) }] })).toThrow("32 bytes");
  });
});

describe("the keys of the vault", () => {
  let dataFolder: string;
  beforeEach(async () => {
    dataFolder = await mkdtemp(join(tmpdir(), "keys-"));
  });
  afterEach(() => rm(dataFolder, { recursive: true, force: true }));
  const base64 = (fill: number): string => Buffer.alloc(32, fill).toString("base64");

  it("come from the environment, the current one first", async () => {
    const encryptionKeys = ` new:${base64(1)} , old:${base64(2)}\n`;
    const read = await loadVaultKeys({ encryptionKeys, dataFolder, production: true });
    expect(read).toEqual({
      ok: true,
      value: [
        { id: "new", key: Buffer.alloc(32, 1) },
        { id: "old", key: Buffer.alloc(32, 2) },
      ],
    });
  });

  it("are required in production, with the remedy", async () => {
    const read = await loadVaultKeys({ dataFolder, production: true });
    expect(read).toEqual({ ok: false, error: expect.stringMatching(/ENCRYPTION_KEYS.*make one with/s) });
  });

  it.each([
    ["no id", base64(1)],
    ["too short", "k1:c2hvcnQ="],
    ["not base64", `k1:${base64(1).replace("A", "!")}`],
    ["an empty part", `k1:${base64(1)},`],
    ["the same id twice", `k1:${base64(1)},k1:${base64(2)}`],
  ])("are refused without printing them: %s", async (_, encryptionKeys) => {
    const read = await loadVaultKeys({ encryptionKeys, dataFolder, production: false });
    expect(read.ok).toBe(false);
    expect(JSON.stringify(read)).not.toContain(encryptionKeys.slice(3, 20));
  });

  it("are made once in development and kept in a file that only its owner reads", async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => loadVaultKeys({ dataFolder, production: false })));
    expect(new Set(all.map((read) => JSON.stringify(read))).size).toBe(1);
    expect(all[0]).toMatchObject({ ok: true });
    expect((await stat(join(dataFolder, "keys"))).mode & 0o777).toBe(0o600);
    expect(await loadVaultKeys({ dataFolder, production: false })).toEqual(all[0]);
  });

  it("close a key file that others could read", async () => {
    const path = join(dataFolder, "keys");
    await writeFile(path, `k1:${base64(3)}\n`);
    await chmod(path, 0o644);
    expect(await loadVaultKeys({ dataFolder, production: false })).toMatchObject({ ok: true, value: [{ id: "k1" }] });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readFile(path, "utf8")).toBe(`k1:${base64(3)}\n`);
  });
});
