import type { Connection } from "mongoose";
import type { PassKind, PassStore } from "../../operations/page-passes";
import { type CollectionPlan, expiry, moment, number, type StoredDocument } from "./collection-plan";
import { Documents } from "./documents";

interface PassDocument extends StoredDocument {
  until: number;
  expiresAt: Date;
}

const plan: CollectionPlan = {
  name: "page_passes",
  fields: { until: number, expiresAt: moment },
  indexes: [expiry],
};

/** Passes for pages, under their keyed hash; the engine removes those whose time is over. */
export class MongoPassStore implements PassStore {
  private readonly passes: Documents<PassDocument>;

  constructor(connection: Connection) {
    this.passes = new Documents(connection, plan);
  }

  async add({ kind, hash, until }: { kind: PassKind; hash: string; until: number }): Promise<void> {
    await this.passes.insert({ _id: keyOf(kind, hash), until, expiresAt: new Date(until) });
  }

  async take(kind: PassKind, hash: string, now: number): Promise<boolean> {
    return (await this.passes.remove({ _id: keyOf(kind, hash), until: { $gt: now } })) > 0;
  }

  async has(kind: PassKind, hash: string, now: number): Promise<boolean> {
    return (await this.passes.count({ _id: keyOf(kind, hash), until: { $gt: now } }, 1)) > 0;
  }
}

function keyOf(kind: PassKind, hash: string): string {
  return `${kind}:${hash}`;
}
