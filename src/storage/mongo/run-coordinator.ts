import { randomUUID } from "node:crypto";
import type { Connection } from "mongoose";
import { type CollectionPlan, expiry, moment, type StoredDocument, text } from "./collection-plan";
import { Documents } from "./documents";

/** What node-cron asks before a distributed job runs: whether this process is the one. */
export interface RunCoordinator {
  /**
   * The key names the job and its scheduled moment. Who was told yes is told yes again: the answer may have been lost with
   * the connection, after it was stored.
   */
  shouldRun(key: string, ttlMs: number): Promise<boolean>;
}

interface RunDocument extends StoredDocument {
  /** Which coordinator runs it; none in what was stored before this was kept. */
  owner?: string;
  expiresAt: Date;
}

const plan: CollectionPlan = { name: "job_runs", fields: { owner: text, expiresAt: moment }, indexes: [expiry] };

/** Clocks of processes may differ, so a run is remembered for at least a day. */
const REMEMBERED_MS = 86_400_000;

/**
 * A run coordinator for any number of processes on one database: the first to insert the run's key runs it. A process
 * that dies in the middle leaves its run undone until the next bell, so a job catches up on what the last one missed.
 */
export function createRunCoordinator(connection: Connection): RunCoordinator {
  const runs = new Documents<RunDocument>(connection, plan);
  const owner = randomUUID();
  return {
    shouldRun: async (key, ttlMs) => {
      const expiresAt = new Date(Date.now() + Math.max(ttlMs, REMEMBERED_MS));
      if (await runs.insert({ _id: key, owner, expiresAt })) return true;
      return (await runs.findById(key))?.owner === owner;
    },
  };
}
