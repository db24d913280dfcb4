import type { Connection } from "mongoose";
import { countedMs, type FirstWrite, type FirstWrites } from "../../delivery/first-writes";
import type { ChannelName } from "../../domain/messaging/contact";
import { type CollectionPlan, expiry, inDays, moment, number, type StoredDocument, text } from "./collection-plan";
import { Documents, MOST_COUNTED } from "./documents";

interface FirstWriteDocument extends StoredDocument {
  channel: ChannelName;
  at: number;
  expiresAt: Date;
}

const plan: CollectionPlan = {
  name: "first_writes",
  fields: { channel: text, at: number, expiresAt: moment },
  indexes: [[{ channel: 1, at: 1 }], expiry],
};
/** Longer than the platform counts, for clocks differ. */
const DAYS_KEPT = 2;

/** Whom we have written to first: one document a person and channel, with the last moment. */
export class MongoFirstWrites implements FirstWrites {
  private readonly people: Documents<FirstWriteDocument>;

  constructor(connection: Connection) {
    this.people = new Documents(connection, plan);
  }

  async renew({ channel, contactIds, now }: FirstWrite): Promise<ReadonlySet<string>> {
    const byKey = new Map(contactIds.map((contactId) => [keyOf(channel, contactId), contactId]));
    const at = { $gt: now - countedMs };
    const counted = await this.people.pick({ _id: { $in: [...byKey.keys()] }, at }, ["_id"]);
    if (counted.length === 0) return new Set();
    const change = { $max: { at: now }, $set: { expiresAt: inDays(DAYS_KEPT) } };
    await this.people.updateMany({ _id: { $in: counted.map(({ _id }) => _id) }, at }, change);
    return new Set(counted.flatMap(({ _id }) => byKey.get(_id) ?? []));
  }

  /** Written down first and counted afterwards, so that two processes see each other; those too many are taken back. */
  async claim({ channel, contactIds, now, most }: FirstWrite & { most: number }): Promise<ReadonlySet<string>> {
    const wanted = contactIds.slice(0, Math.max(0, most - (await this.count(channel, now, most))));
    if (wanted.length === 0) return new Set();
    const longAgo = { _id: { $in: wanted.map((id) => keyOf(channel, id)) }, at: { $lte: now - countedMs } };
    if ((await this.people.pick(longAgo, ["_id"], {}, 1)).length > 0) await this.people.remove(longAgo);
    const isOurs = await Promise.all(wanted.map((contactId) => this.writeDown(channel, contactId, now)));
    // Whoever was there already is being written to by another process, which has counted them.
    const ours = wanted.filter((_, place) => isOurs[place]);
    const surplus = Math.max(0, (await this.count(channel, now, most + ours.length)) - most);
    const tooMany = new Set(ours.slice(Math.max(0, ours.length - surplus)));
    if (surplus > 0) await this.people.remove({ _id: { $in: [...tooMany].map((id) => keyOf(channel, id)) }, at: now });
    return new Set(wanted.filter((contactId) => surplus === 0 || !tooMany.has(contactId)));
  }

  private writeDown(channel: ChannelName, contactId: string, now: number): Promise<boolean> {
    return this.people.insert({ _id: keyOf(channel, contactId), channel, at: now, expiresAt: inDays(DAYS_KEPT) });
  }

  async moments(channel: ChannelName, now: number): Promise<readonly number[]> {
    const counted = { channel, at: { $gt: now - countedMs } };
    return (await this.people.pick(counted, ["at"], { at: 1 })).map(({ at }) => at);
  }

  private count(channel: ChannelName, now: number, most: number): Promise<number> {
    return this.people.count({ channel, at: { $gt: now - countedMs } }, Math.min(most, MOST_COUNTED));
  }
}

function keyOf(channel: ChannelName, contactId: string): string {
  return `${channel}:${contactId}`;
}
