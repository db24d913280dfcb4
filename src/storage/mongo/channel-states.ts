import type { Connection } from "mongoose";
import type { ChannelName } from "../../domain/messaging/contact";
import type {
  ChannelLease,
  ChannelReport,
  ChannelStanding,
  ChannelState,
  ChannelStates,
  MessageCount,
  Pairing,
} from "../../operations/channel-states";
import type { Sealed, Vault } from "../vault";
import { anything, type CollectionPlan, compact, number, type StoredDocument, sealed, text } from "./collection-plan";
import { isDuplicateKey } from "./conflicts";
import { Documents } from "./documents";
import { latestEnd } from "./leases";

interface StateDocument extends StoredDocument {
  owner?: string;
  leaseUntil?: number;
  state?: ChannelState;
  since?: number;
  notReadySince?: number;
  heartbeatAt?: number;
  pairing?: Sealed;
  alarm?: string;
  counts?: readonly MessageCount[];
}

const plan: CollectionPlan = {
  name: "channel_states",
  fields: {
    owner: text,
    leaseUntil: number,
    state: text,
    since: number,
    notReadySince: number,
    heartbeatAt: number,
    pairing: sealed,
    alarm: text,
    counts: anything,
  },
  indexes: [],
};

/** The standing of channels: one document each, under the channel's name. */
export class MongoChannelStates implements ChannelStates {
  private readonly states: Documents<StateDocument>;

  constructor(
    connection: Connection,
    private readonly vault: Vault,
  ) {
    this.states = new Documents(connection, plan);
  }

  async claim({ channel, owner, now, until }: ChannelLease, from?: string): Promise<string> {
    const free = {
      _id: channel,
      $or: [
        { owner: { $exists: false } },
        { leaseUntil: { $lte: now } },
        { owner: { $in: from === undefined ? [owner] : [owner, from] } },
      ],
    };
    try {
      await this.states.updateAndFind(free, { $set: { owner, leaseUntil: until } }, true);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
    const held = await this.states.findOne({ _id: channel });
    // Of a clock that has been set back since: it ends when a lease would that begins now.
    const tooLong = { _id: channel, owner: { $ne: owner }, leaseUntil: { $gt: latestEnd({ now, until }) } };
    if (held?.owner !== owner) await this.states.update(tooLong, { $set: { leaseUntil: until } });
    return held?.owner ?? this.claim({ channel, owner, now, until }, from);
  }

  async report(
    { channel, owner, now, until }: ChannelLease,
    { state, pairing, counts }: ChannelReport,
  ): Promise<boolean> {
    const own = { _id: channel, owner };
    const told = {
      heartbeatAt: now,
      leaseUntil: until,
      ...(counts && { counts }),
      ...(pairing && { pairing: this.vault.seal(pairing, contextOf(channel)) }),
    };
    if (!(await this.states.update(own, pairing ? { $set: told } : { $set: told, $unset: { pairing: 1 } })))
      return false;
    await this.states.update({ ...own, state: { $ne: state } }, { $set: { state, since: now } });
    if (state === "ready") await this.states.update(own, { $unset: { notReadySince: 1 } });
    else await this.states.update({ ...own, notReadySince: { $exists: false } }, { $set: { notReadySince: now } });
    return true;
  }

  async release({ channel, owner, now }: Pick<ChannelLease, "channel" | "owner" | "now">): Promise<void> {
    const own = { _id: channel, owner };
    await this.states.update({ ...own, notReadySince: { $exists: false } }, { $set: { notReadySince: now } });
    await this.states.update(own, {
      $set: { state: "stopped", since: now, heartbeatAt: now },
      $unset: { owner: 1, leaseUntil: 1, pairing: 1 },
    });
  }

  async find(channel: ChannelName): Promise<ChannelStanding | null> {
    const document = await this.states.findOne({ _id: channel });
    if (document?.state === undefined) return null;
    const { state, since = 0, heartbeatAt = 0, notReadySince, pairing, alarm, counts } = document;
    return compact<ChannelStanding>({
      state,
      since,
      heartbeatAt,
      notReadySince,
      alarm,
      counts,
      pairing: pairing && this.vault.open<Pairing>(pairing, contextOf(channel)),
    });
  }

  async noteAlarm(channel: ChannelName, alarm: string | null): Promise<void> {
    await this.states.update({ _id: channel }, alarm === null ? { $unset: { alarm: 1 } } : { $set: { alarm } });
  }
}

function contextOf(channel: ChannelName): string {
  return `channel-states:${channel}:pairing`;
}
