import { randomBytes } from "node:crypto";
import type { Connection, QueryFilter } from "mongoose";
import { longestRetryMs, mostSendAttempts } from "../../delivery/failures";
import {
  type DeliveredEntry,
  type Delivery,
  type HoldReason,
  type Outbox,
  type OutboxEntry,
  type OutboxKind,
  type OutboxStatus,
  priorityOf,
  type Unfinished,
} from "../../delivery/outbox";
import type { ChannelName } from "../../domain/messaging/contact";
import { groupBy } from "../../domain/shared/group";
import { MissingKey, type Vault } from "../vault";
import { compact, contextOf, inDays } from "./collection-plan";
import { Documents, type End, MOST_WAITING } from "./documents";
import { type OutboxDocument, type OutboxSecrets, outboxPlan } from "./outbox-document";
import { goesBefore, inOrder, type Place } from "./outbox-order";
import { dueAndFree, dueOrWithoutRoom, isFree, OutboxQueue } from "./outbox-queue";
import { lastAutomatic, ruleUnder } from "./outbox-rules";

/**
 * What was sent to whom, and by which rule (never the words), stays for 400 days: a year of reminders and the months of a
 * dispute about a lapse (F2.13). The id with it keeps the same cause from sending twice.
 */
const DAYS_KEPT = 400;

/** How often it is tried to be as fast as other senders of the same queue. */
const TRIES = 3;
/** As many reminders as go out in one message, and more. */
const MOST_TOGETHER = 100;
/** What is told of a message in any order: the highest stays. A failure of one part is a failure. */
const rankOf = { sent: 1, delivered: 2, read: 3, failed: 4 } as const;

/** A key that is missing may come back with the next start: about two days pass before such an entry is given up. */
const UNREADABLE_WAIT_MS = 15 * 60_000;

const noLease = { leaseOwner: 1, leaseToken: 1, leaseUntil: 1 } as const;
const deliveredFields = ["_id", "contactId", "endpointId", "kind"] as const;

interface LeaseTerms {
  readonly owner: string;
  readonly now: number;
  readonly leaseMs: number;
  readonly inHand?: readonly string[];
}

/** The outbox: leases are taken document by document, so any number of senders may run. */
export class MongoOutbox implements Outbox {
  private readonly entries: Documents<OutboxDocument>;
  private readonly queue: OutboxQueue;
  private readonly unfinishedOf: (contactId: string) => Promise<readonly Place[]>;
  private readonly endOne: (end: End) => Promise<undefined>;

  constructor(
    connection: Connection,
    private readonly vault: Vault,
    /** Told before an entry that cannot be unsealed is given up, so that an officer hears of it; the same may come again. */
    private readonly onUnreadable: (
      entry: { key: string; contactId: string },
      now: number,
    ) => Promise<void> = async () => undefined,
  ) {
    this.entries = new Documents(connection, outboxPlan);
    this.queue = new OutboxQueue(this.entries);
    this.endOne = this.entries.endingTogether({ state: { $ne: "sent" } }, (at) => ending("sent", at));
    this.unfinishedOf = this.entries.gathering(async (contactIds: readonly string[]) => {
      const unfinished = groupBy(await this.queue.unfinished(contactIds), ({ contactId }) => contactId);
      return contactIds.map((contactId) => unfinished.get(contactId) ?? []);
    });
  }

  async add(entries: readonly Omit<OutboxEntry, "sentParts" | "attempts">[]): Promise<number> {
    const documents = entries.map((entry, place) => this.toDocument(entry, place));
    const [only, ...others] = documents;
    if (only === undefined || others.length > 0) return this.entries.insertMissing(documents);
    return (await this.entries.insert(only)) ? 1 : 0;
  }

  async addLeased(
    entry: Omit<OutboxEntry, "sentParts" | "attempts">,
    { owner, now, leaseMs, unfinished }: LeaseTerms & { readonly unfinished?: Unfinished | undefined },
  ): Promise<OutboxEntry | null> {
    const document = this.toDocument(entry, 0);
    const others = unfinished ?? (await this.unfinished(entry.contactId));
    const isFree = !others.goesBefore(entry, now);
    const lease = { leaseOwner: owner, leaseUntil: now + leaseMs };
    const isNew = await this.entries.insert(isFree ? { ...document, ...lease } : document);
    return isNew && isFree ? { ...entry, sentParts: 0, attempts: 0 } : null;
  }

  async unfinished(contactId: string): Promise<Unfinished> {
    const places = await this.unfinishedOf(contactId);
    return {
      goesBefore: (entry, now) => {
        const candidate = { ...entry, _id: this.keyOf(entry.id), priority: priorityOf[entry.kind], place: 0 };
        return places.some((place) => goesBefore(place, candidate, now));
      },
    };
  }

  async lease(request: LeaseTerms & { channel: ChannelName; limit: number }): Promise<readonly OutboxEntry[]> {
    const { channel, now, limit, inHand = [] } = request;
    const except = new Set(inHand.map((id) => this.keyOf(id)));
    for (let tries = 0; tries < TRIES; tries += 1) {
      const { ids, alone } = await this.queue.next({ channel, now, limit, except });
      const leased = await this.leaseIds(ids, request);
      // What others were faster at shows that the queue is no longer as it was seen.
      if (leased.length < ids.length) this.queue.forget(channel);
      if (leased.length > 0 || ids.length === 0)
        return leased.map((entry) => (alone.has(entry.contactId) ? { ...entry, isAlone: true } : entry));
    }
    return [];
  }

  async leaseRemindersOf(
    request: LeaseTerms & { contactId: string; channel: ChannelName; limit: number },
  ): Promise<readonly OutboxEntry[]> {
    const { contactId, channel, now, limit, inHand = [] } = request;
    const others = (await this.unfinishedOf(contactId)).filter(
      (one) => one.channel === channel && one.kind === "reminder" && isFree(one, now),
    );
    if (others.length === 0) return [];
    const keysInHand = new Set(inHand.map((id) => this.keyOf(id)));
    const ids = others
      .filter(({ _id }) => !keysInHand.has(_id))
      .sort(inOrder)
      .map(({ _id }) => _id);
    return this.leaseIds(ids.slice(0, limit), request, dueOrWithoutRoom(now));
  }

  async partSent(
    id: string,
    sentParts: number,
    providerMessageIds: readonly string[],
    leaseUntil?: number,
  ): Promise<void> {
    const forward = compact<{ sentParts: number; leaseUntil?: number }>({ sentParts, leaseUntil });
    await this.entries.change(
      { _id: this.keyOf(id), state: "queued" },
      { $max: forward, ...this.knownBy(providerMessageIds) },
    );
  }

  /** The first end counts, except that what was sent was sent, also where it had been dropped meanwhile. */
  async finish(
    id: string,
    result:
      | { status: "sent"; providerMessageIds: readonly string[]; at: number; isReminder?: boolean }
      | { status: "dropped" | "failed"; reason: string; at: number; mayComeAgain?: boolean },
  ): Promise<void> {
    const _id = this.keyOf(id);
    if (result.status === "sent" && !result.isReminder && result.providerMessageIds.length === 0) {
      // The platform tells nothing of it later: it ends as all others do that were sent at this moment.
      await this.endOne({ _id, at: result.at });
    } else if (result.status === "sent") {
      const { $set, $unset } = ending("sent", result.at);
      const end = { $set, $unset: result.isReminder ? noLease : $unset, ...this.knownBy(result.providerMessageIds) };
      const unsent = { _id, state: { $ne: "sent" } } as const;
      // Reminders go by the thousand, one every few milliseconds: their ends go together, up to a tenth of a second later. What
      // a kill finds in that time goes out twice, as does what a platform was still taking.
      await (result.isReminder ? this.entries.changeSoon(unsent, end) : this.entries.change(unsent, end));
    } else if (result.mayComeAgain) {
      await this.entries.remove({ _id, state: "queued" });
    } else {
      await this.entries.change({ _id, state: "queued" }, ending(result.status, result.at, { reason: result.reason }));
    }
  }

  async noteDelivery(providerMessageId: string, delivery: Delivery): Promise<readonly DeliveredEntry[]> {
    const [providerHashes = ""] = this.hashesOf([providerMessageId]);
    const known = await this.entries.pick({ providerHashes }, deliveredFields, { _id: 1 }, MOST_TOGETHER);
    if (known.length === 0) return [];
    const deliveryRank = rankOf[delivery.status];
    const isNews = { $or: [{ deliveryRank: { $exists: false } }, { deliveryRank: { $lt: deliveryRank } }] };
    await this.entries.updateMany({ providerHashes, ...isNews }, { $set: { delivery, deliveryRank } });
    const reminders = delivery.status === "failed" ? await this.sentReminders(known.map(({ _id }) => _id)) : new Map();
    return known.map(({ _id, contactId, endpointId, kind }) =>
      compact<DeliveredEntry>({ contactId, endpointId, kind, reminder: reminders.get(_id) }),
    );
  }

  /** The reminders among these, by key; one that cannot be unsealed any more is left out. */
  private async sentReminders(keys: readonly string[]): Promise<Map<string, OutboxEntry>> {
    const found = new Map<string, OutboxEntry>();
    const sent = { _id: { $in: [...keys] }, state: "sent", content: { $exists: true } } as const;
    for (const document of await this.entries.find(sent, { _id: 1 })) {
      try {
        for (const entry of this.toEntry(document)) found.set(document._id, entry);
      } catch {
        found.delete(document._id);
      }
    }
    return found;
  }

  async deliveryOf(id: string): Promise<Delivery | null> {
    const [entry] = await this.entries.pick({ _id: this.keyOf(id) }, ["delivery"], { _id: 1 }, 1);
    return entry?.delivery ?? null;
  }

  async release(id: string, change: { notBefore: number; failed: boolean; isDefect?: boolean }): Promise<void> {
    await this.entries.change(
      { _id: this.keyOf(id), state: "queued" },
      {
        $set: { notBefore: change.notBefore },
        $unset: noLease,
        $inc: { attempts: change.failed ? 1 : 0, ...(change.isDefect ? { defects: 1 } : {}) },
      },
    );
  }

  async hold(id: string, change: { until: number; reason: HoldReason }): Promise<void> {
    await this.entries.change(
      { _id: this.keyOf(id), state: "queued" },
      { $set: { notBefore: change.until, heldFor: change.reason }, $unset: noLease },
    );
  }

  async freeHeld(contactId: string, channel: ChannelName, now: number): Promise<number> {
    const held = { contactId, channel, state: "queued", heldFor: { $exists: true } } as const;
    // Nearly nobody has anything held, and a look costs less than a change that finds nothing.
    if ((await this.entries.pick(held, ["_id"], {}, 1)).length === 0) return 0;
    return this.entries.updateMany(held, { $set: { notBefore: now }, $unset: { heldFor: 1 } });
  }

  async hasNews(contactId: string, channel: ChannelName, exceptId: string): Promise<boolean> {
    const priority = { $lte: priorityOf.notice };
    const news = { contactId, channel, state: "queued", priority, _id: { $ne: this.keyOf(exceptId) } } as const;
    return (await this.entries.pick(news, ["_id"], {}, 1)).length > 0;
  }

  async dropQueued(contactId: string, kinds: readonly OutboxKind[], reason: string, now: number): Promise<number> {
    const queued = { contactId, state: "queued", kind: { $in: [...kinds] } } as const;
    return this.entries.updateMany(queued, ending("dropped", now, { reason }));
  }

  async lastAutomatic(contactId: string): Promise<{ rule: string; isNewest: boolean } | null> {
    return lastAutomatic(this.entries, contactId);
  }

  async ruleOf(contactId: string, providerMessageId: string): Promise<string | null> {
    const [hash = ""] = this.hashesOf([providerMessageId]);
    return ruleUnder(this.entries, contactId, hash);
  }

  /**
   * What was tried again too early is looked at by the gate and by the platform as always, and waits anew by the clock as it is.
   * A reminder that was not tried yet is due on its day and hour, and what is set aside waits for something else than time.
   */
  async shortenWaits({ channel, now, leaseMs }: { channel: ChannelName; now: number; leaseMs: number }): Promise<void> {
    const queued = { channel, state: "queued" } as const;
    const [leaseUntil, notBefore] = [now + leaseMs, now + longestRetryMs];
    await this.entries.updateMany({ ...queued, leaseUntil: { $gt: leaseUntil } }, { $set: { leaseUntil } });
    const triedAgain = { heldFor: { $exists: false }, $or: [{ kind: { $ne: "reminder" } }, { attempts: { $gt: 0 } }] };
    await this.entries.updateMany(
      { ...queued, notBefore: { $gt: notBefore }, ...triedAgain } as QueryFilter<OutboxDocument>,
      { $set: { notBefore } },
    );
    const fromAhead = { notBefore: { $gt: now }, createdAt: { $gt: now }, kind: { $ne: "reminder" }, attempts: 0 };
    await this.entries.updateMany(
      { ...queued, ...fromAhead, heldFor: { $exists: false } } as QueryFilter<OutboxDocument>,
      { $set: { notBefore: now } },
    );
    this.queue.forget(channel);
  }

  async counts(): Promise<{ queued: number; failed: number; oldestDueAt?: number }> {
    const [queued, failed, [oldest]] = await Promise.all([
      this.entries.count({ state: "queued" }, MOST_WAITING),
      this.entries.count({ state: "failed" }, MOST_WAITING),
      this.entries.pick({ state: "queued" }, ["notBefore"], { notBefore: 1 }, 1),
    ]);
    return { queued, failed, ...(oldest === undefined ? {} : { oldestDueAt: oldest.notBefore }) };
  }

  /** Two senders may want the same entries: each document goes to one of them, and each reads back its own. */
  private async leaseIds(
    ids: readonly string[],
    terms: LeaseTerms,
    free: QueryFilter<OutboxDocument> = dueAndFree(terms.now),
  ): Promise<readonly OutboxEntry[]> {
    if (ids.length === 0) return [];
    const leaseToken = newToken();
    const wanted = { ...free, _id: { $in: [...ids] } };
    const lease = { leaseOwner: terms.owner, leaseToken, leaseUntil: terms.now + terms.leaseMs };
    if ((await this.entries.updateMany(wanted, { $set: lease })) === 0) return [];
    const leased = (await this.entries.findAll(ids)).filter(
      (one) => one.leaseToken === leaseToken && one.state === "queued",
    );
    const readable: OutboxEntry[] = [];
    for (const document of leased.sort(inOrder)) {
      try {
        readable.push(...this.toEntry(document));
      } catch (error) {
        await this.setAside(document, terms.now, error instanceof MissingKey);
      }
    }
    return readable;
  }

  /**
   * What cannot be unsealed harms no other: it counts as failed and an officer hears of it, at once, or in the end where a key is
   * missing that may come back. A reply would keep its person silent meanwhile.
   */
  private async setAside(
    { _id, attempts, contactId }: OutboxDocument,
    now: number,
    mayComeBack: boolean,
  ): Promise<void> {
    const later = { $set: { notBefore: now + UNREADABLE_WAIT_MS }, $inc: { attempts: 1 } } as const;
    const isOver = !mayComeBack || attempts + 1 >= mostSendAttempts;
    if (isOver) await this.onUnreadable({ key: _id, contactId }, now);
    await this.entries.update(
      { _id, state: "queued" },
      isOver ? ending("failed", now, { reason: "unreadable" }) : { ...later, $unset: noLease },
    );
  }

  private toDocument(entry: Omit<OutboxEntry, "sentParts" | "attempts">, place: number): OutboxDocument {
    const { id, contactId, endpointId, channel, kind, content, rule, notBefore, createdAt } = entry;
    const _id = this.keyOf(id);
    const secrets: OutboxSecrets = { id, content };
    return compact<OutboxDocument>({
      _id,
      contactId,
      endpointId,
      channel,
      kind,
      priority: priorityOf[kind],
      state: "queued",
      content: this.vault.seal(secrets, contextOf(outboxPlan, _id)),
      rule,
      notBefore,
      createdAt,
      place,
      sentParts: 0,
      attempts: 0,
    });
  }

  private toEntry(document: OutboxDocument): OutboxEntry[] {
    if (document.content === undefined) return [];
    const { id, content } = this.vault.open<OutboxSecrets>(document.content, contextOf(outboxPlan, document._id));
    const { contactId, endpointId, channel, kind, rule, notBefore, heldFor, createdAt } = document;
    const { sentParts, attempts, defects } = document;
    return [
      compact<OutboxEntry>({
        id,
        contactId,
        endpointId,
        channel,
        kind,
        content,
        rule,
        notBefore,
        createdAt,
        sentParts,
        attempts,
        defects,
        heldFor,
      }),
    ];
  }

  private knownBy(providerMessageIds: readonly string[]) {
    const $each = this.hashesOf(providerMessageIds);
    return $each.length === 0 ? {} : { $addToSet: { providerHashes: { $each } } };
  }

  private hashesOf(providerMessageIds: readonly string[]): string[] {
    return providerMessageIds.map((id) => this.vault.hash(id, "outbox-provider"));
  }

  private keyOf(id: string): string {
    return this.vault.hash(id, "outbox");
  }
}

function newToken(): string {
  return randomBytes(12).toString("base64url");
}

function ending(state: OutboxStatus, at: number, said: { reason?: string } = {}) {
  return {
    $set: { state, endedAt: at, expiresAt: inDays(DAYS_KEPT), ...said },
    $unset: { content: 1, leaseOwner: 1, leaseToken: 1, leaseUntil: 1 },
  } as const;
}
