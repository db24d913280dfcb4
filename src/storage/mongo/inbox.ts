import type { Connection } from "mongoose";
import type { Inbox, InboxEntry } from "../../delivery/inbox";
import type { ChannelName } from "../../domain/messaging/contact";
import type { InboundMessage } from "../../domain/messaging/message";
import { MissingKey, type Sealed, type Vault } from "../vault";
import {
  type CollectionPlan,
  contextOf,
  expiry,
  inDays,
  inOrder,
  moment,
  number,
  type StoredDocument,
  sealed,
  text,
  whileIn,
} from "./collection-plan";
import { Documents, type End, MOST_WAITING } from "./documents";

interface InboxDocument extends StoredDocument {
  contactId: string;
  endpointId?: string;
  /** Absent on what an earlier version stored: whoever comes first answers that. */
  channel?: ChannelName;
  state: "waiting" | "parked" | "closed";
  /** Present until the entry is closed. */
  content?: Sealed;
  sentAt: number;
  sequence: number;
  receivedAt: number;
  endedAt?: number;
  errorId?: string;
  expiresAt?: Date;
}

interface InboxSecrets {
  readonly id: string;
  readonly message: InboundMessage;
}

const plan: CollectionPlan = {
  name: "inbox",
  fields: {
    contactId: text,
    endpointId: text,
    channel: text,
    state: text,
    content: sealed,
    sentAt: number,
    sequence: number,
    receivedAt: number,
    endedAt: number,
    errorId: text,
    expiresAt: moment,
  },
  indexes: [
    [{ contactId: 1, state: 1, channel: 1, sentAt: 1, sequence: 1 }, whileIn("waiting")],
    [{ state: 1, receivedAt: 1 }, whileIn("waiting")],
    [{ state: 1, channel: 1, receivedAt: 1 }, whileIn("waiting")],
    [{ state: 1 }, whileIn("parked")],
    expiry,
  ],
};

const platformOrder = { sentAt: 1, sequence: 1, receivedAt: 1, _id: 1 } as const;

/** Whose waiting messages somebody asks for. */
interface Asked {
  readonly contactId: string;
  readonly limit: number;
  readonly channels: readonly ChannelName[] | undefined;
}

/** A platform repeats a webhook for up to 7 days; the bare id of a closed entry is remembered for longer than that. */
const DAYS_KEPT_CLOSED = 30;
/** A parked message that no officer has looked at for so long is forgotten with its content. */
const DAYS_KEPT_PARKED = 90;
/** How many waiting messages are looked at to find whose turn it is. */
const LOOKED_AT = 2_000;

/** Somebody's stored document that cannot be unsealed, by a key that tells nothing of what it held; at a moment in milliseconds. */
export type OnUnreadable = (
  unreadable: { readonly key: string; readonly contactId: string; readonly error: unknown },
  at: number,
) => Promise<string>;

/**
 * The inbox. An entry's own id is kept as a keyed hash, because a platform's message id may hold a phone number; the
 * lease of a contact's messages is the lease of the contact's session.
 */
export class MongoInbox implements Inbox {
  private readonly entries: Documents<InboxDocument>;
  private readonly waitingOf: (asked: Asked) => Promise<readonly InboxDocument[]>;
  private readonly closeOne: (end: End) => Promise<undefined>;

  constructor(
    connection: Connection,
    private readonly vault: Vault,
    /**
     * Told before a message that cannot be unsealed is parked, so that an officer hears of it; the same may come again. Returns
     * the id under which it is logged.
     */
    private readonly onUnreadable: OnUnreadable = async () => "unreadable",
  ) {
    this.entries = new Documents(connection, plan);
    this.waitingOf = this.entries.gathering((asked: readonly Asked[]) => this.waitingEach(asked));
    this.closeOne = this.entries.endingTogether({ state: { $in: ["waiting", "parked"] } }, closed);
  }

  async add(entry: InboxEntry): Promise<boolean> {
    const _id = this.keyOf(entry.id);
    const secrets: InboxSecrets = { id: entry.id, message: entry.message };
    return this.entries.insert({
      _id,
      contactId: entry.contactId,
      ...(entry.endpointId === undefined ? {} : { endpointId: entry.endpointId }),
      channel: entry.message.channel,
      state: "waiting",
      content: this.vault.seal(secrets, contextOf(plan, _id)),
      sentAt: entry.message.sentAt,
      sequence: entry.message.sequence,
      receivedAt: entry.receivedAt,
    });
  }

  async contactsWaiting(limit: number, channels?: readonly ChannelName[]): Promise<readonly string[]> {
    const order = { receivedAt: 1, _id: 1 } as const;
    const oldest = await this.entries.pick({ state: "waiting", ...among(channels) }, ["contactId"], order, LOOKED_AT);
    return [...new Set(oldest.map(({ contactId }) => contactId))].slice(0, limit);
  }

  async waiting(contactId: string, limit: number, channels?: readonly ChannelName[]): Promise<readonly InboxEntry[]> {
    const readable: InboxEntry[] = [];
    for (const document of await this.waitingOf({ contactId, limit, channels })) {
      try {
        readable.push(...this.toEntry(document));
      } catch (error) {
        // With the key it will be readable, perhaps by another process already.
        if (error instanceof MissingKey) throw error;
        await this.setAside(document, error);
      }
    }
    return readable;
  }

  /**
   * What cannot be unsealed holds up no other. It is parked at once, with its content: this process would find the same at every
   * look, and many that are looked at again and again would stand before everybody else. It counts from when it came.
   */
  private async setAside({ _id, contactId, receivedAt }: InboxDocument, error: unknown): Promise<void> {
    const errorId = await this.onUnreadable({ key: _id, contactId, error }, receivedAt);
    await this.parkKey(_id, errorId, receivedAt);
  }

  /** What waits for several contacts, in one look unless one of them has a great deal. */
  private async waitingEach(asked: readonly Asked[]): Promise<readonly (readonly InboxDocument[])[]> {
    const [first] = asked;
    const filter = { state: "waiting", ...among(first?.channels) } as const;
    const ids = [...new Set(asked.map(({ contactId }) => contactId))];
    const isAlike = asked.every(({ channels }) => String(channels) === String(first?.channels));
    const most = asked.reduce((sum, { limit }) => sum + limit, 0);
    const found = isAlike ? await this.entries.find({ ...filter, contactId: { $in: ids } }, {}, most) : [];
    const isWhole = isAlike && found.length < most;
    // Put in order here: an engine would order everybody's together.
    found.sort(inOrder(platformOrder));
    return Promise.all(
      asked.map(({ contactId, limit, channels }) =>
        isWhole
          ? found.filter((one) => one.contactId === contactId).slice(0, limit)
          : this.entries.find({ contactId, state: "waiting", ...among(channels) }, platformOrder, limit),
      ),
    );
  }

  async readdress(id: string, { contactId, endpointId }: Pick<InboxEntry, "contactId" | "endpointId">): Promise<void> {
    const change =
      endpointId === undefined
        ? { $set: { contactId }, $unset: { endpointId: 1 as const } }
        : { $set: { contactId, endpointId } };
    await this.entries.update({ _id: this.keyOf(id), state: "waiting" }, change);
  }

  close(id: string, now: number): Promise<void> {
    return this.closeOne({ _id: this.keyOf(id), at: now });
  }

  park(id: string, errorId: string, now: number): Promise<void> {
    return this.parkKey(this.keyOf(id), errorId, now);
  }

  private async parkKey(_id: string, errorId: string, now: number): Promise<void> {
    const parked = { state: "parked", errorId, endedAt: now, expiresAt: inDays(DAYS_KEPT_PARKED) } as const;
    await this.entries.update({ _id, state: "waiting" }, { $set: parked });
  }

  async counts(): Promise<{ waiting: number; parked: number; oldestWaitingAt?: number }> {
    const [waiting, parked, [oldest]] = await Promise.all([
      this.entries.count({ state: "waiting" }, MOST_WAITING),
      this.entries.count({ state: "parked" }, MOST_WAITING),
      this.entries.pick({ state: "waiting" }, ["receivedAt"], { receivedAt: 1 }, 1),
    ]);
    return { waiting, parked, ...(oldest === undefined ? {} : { oldestWaitingAt: oldest.receivedAt }) };
  }

  private toEntry(document: InboxDocument): InboxEntry[] {
    if (document.content === undefined) return [];
    const { id, message } = this.vault.open<InboxSecrets>(document.content, contextOf(plan, document._id));
    const { contactId, endpointId, receivedAt } = document;
    return [{ id, contactId, ...(endpointId === undefined ? {} : { endpointId }), message, receivedAt }];
  }

  private keyOf(id: string): string {
    return this.vault.hash(id, "inbox");
  }
}

/** Closed, without its content. */
function closed(at: number) {
  const $set = { state: "closed", endedAt: at, expiresAt: inDays(DAYS_KEPT_CLOSED) } as const;
  return { $set, $unset: { content: 1 } } as const;
}

/** `null` also finds the entries that have no channel yet. */
function among(channels: readonly ChannelName[] | undefined) {
  return channels === undefined ? {} : { channel: { $in: [...channels, null] } };
}
