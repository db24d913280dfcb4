import type { Connection } from "mongoose";
import { countedMs, type FirstWrites } from "../../delivery/first-writes";
import type { ChannelName } from "../../domain/messaging/contact";
import { type CollectionPlan, Documents, expiry, inDays, moment, number, type StoredDocument, text } from "./documents";

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

  async renew(person: { channel: ChannelName; contactId: string; now: number }): Promise<boolean> {
    const { now } = person;
    const change = { $max: { at: now }, $set: { expiresAt: inDays(DAYS_KEPT) } };
    return this.people.update({ _id: keyOf(person), at: { $gt: now - countedMs } }, change);
  }

  /** Written down first and counted afterwards, so that two processes see each other; the one too many takes itself back. */
  async claim(person: { channel: ChannelName; contactId: string; now: number; most: number }): Promise<boolean> {
    const { channel, now, most } = person;
    if ((await this.count(channel, now)) >= most) return false;
    const _id = keyOf(person);
    await this.people.remove({ _id, at: { $lte: now - countedMs } });
    // Taken meanwhile: another process is writing to the same person, and has counted them.
    if (!(await this.people.insert({ _id, channel, at: now, expiresAt: inDays(DAYS_KEPT) }))) return true;
    if ((await this.count(channel, now)) <= most) return true;
    await this.people.remove({ _id, at: now });
    return false;
  }

  async moments(channel: ChannelName, now: number): Promise<readonly number[]> {
    const counted = { channel, at: { $gt: now - countedMs } };
    return (await this.people.pick(counted, ["at"], { at: 1 })).map(({ at }) => at);
  }

  private count(channel: ChannelName, now: number): Promise<number> {
    return this.people.count({ channel, at: { $gt: now - countedMs } });
  }
}

function keyOf({ channel, contactId }: { channel: ChannelName; contactId: string }): string {
  return `${channel}:${contactId}`;
}
