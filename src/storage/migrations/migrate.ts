import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Connection } from "mongoose";
import type { Logger } from "../../logger";
import { type CollectionPlan, number, type StoredDocument, text } from "../mongo/collection-plan";
import { Documents } from "../mongo/documents";
import type { Vault } from "../vault";
import type { Migration } from "./index";

interface MigrationDocument extends StoredDocument {
  version?: number;
  name?: string;
  at?: number;
  owner?: string;
  until?: number;
}

const plan: CollectionPlan = {
  name: "migrations",
  fields: { version: number, name: text, at: number, owner: text, until: number },
  indexes: [],
};

const LOCK = "lock";
const LOCK_MS = 300_000;
const WAIT_MS = 100;

/**
 * Brings the database to the newest of the migrations, each done once and recorded, by one process at a time. A database
 * written by a newer version is refused with the remedy.
 */
export async function migrate(context: {
  readonly connection: Connection;
  readonly vault: Vault;
  readonly migrations: readonly Migration[];
  readonly logger: Logger;
}): Promise<void> {
  const records = new Documents<MigrationDocument>(context.connection, plan);
  const newest = context.migrations.at(-1)?.version ?? 0;
  if ((await versionOf(records, newest)) === newest) return;
  const owner = randomUUID();
  await lock(records, owner);
  try {
    const version = await versionOf(records, newest);
    for (const migration of context.migrations.filter((one) => one.version > version)) {
      await records.update({ _id: LOCK, owner }, { $set: { until: Date.now() + LOCK_MS } });
      await migration.up(context);
      await records.insert({
        _id: String(migration.version),
        version: migration.version,
        name: migration.name,
        at: Date.now(),
      });
      context.logger.info({ version: migration.version, migration: migration.name }, "migrated the database");
    }
  } finally {
    await records.remove({ _id: LOCK, owner });
  }
}

async function versionOf(records: Documents<MigrationDocument>, newest: number): Promise<number> {
  const last = await records.findOne({ version: { $exists: true } }, { version: -1 });
  const version = last?.version ?? 0;
  if (version > newest)
    throw new Error(
      `the database has schema version ${version}, and this program knows versions up to ${newest}: ` +
        "start the newer program, or restore the backup that was made before the upgrade",
    );
  return version;
}

/** Waits while another process migrates; a lock whose time has run out belonged to one that died. */
async function lock(records: Documents<MigrationDocument>, owner: string): Promise<void> {
  for (;;) {
    const until = Date.now() + LOCK_MS;
    if (await records.insert({ _id: LOCK, owner, until })) return;
    if (await records.update({ _id: LOCK, until: { $lte: Date.now() } }, { $set: { owner, until } })) return;
    // A lock of a clock that has been set back since holds no longer than one that begins now.
    await records.update({ _id: LOCK, until: { $gt: until } }, { $set: { until } });
    await sleep(WAIT_MS);
  }
}
