import type { Connection } from "mongoose";
import { type CollectionPlan, type StoredDocument, text } from "./mongo/collection-plan";
import { Documents } from "./mongo/documents";
import type { Vault } from "./vault";

interface KeyCheckDocument extends StoredDocument {
  hash: string;
}

const plan: CollectionPlan = { name: "key_check", fields: { hash: text }, indexes: [] };

/**
 * Throws where this database was written with other keys: with a wrong oldest key nobody would be found again, and
 * everybody would be registered twice. The first start on a database records its keys' fingerprint.
 */
export async function checkKeys(connection: Connection, vault: Vault): Promise<void> {
  const checks = new Documents<KeyCheckDocument>(connection, plan);
  const hash = vault.hash("the oldest key", "key-check");
  if (await checks.insert({ _id: "oldest", hash })) return;
  const known = await checks.findOne({ _id: "oldest" });
  if (known?.hash !== hash)
    throw new Error(
      "this database was written with other encryption keys: put the key that it began with last in ENCRYPTION_KEYS " +
        "(in development: the file `keys` of its data folder)",
    );
}
