import { randomBytes } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { Connection, QueryFilter } from "mongoose";
import {
  freshState,
  type HandledMessage,
  holdsAnswers,
  type LeftTalk,
  mostAttempts,
  type Session,
  type SessionState,
  type SessionStore,
} from "../../conversation/session";
import { groupBy } from "../../domain/shared/group";
import { MissingKey, type Sealed, type Vault } from "../vault";
import {
  type CollectionPlan,
  contextOf,
  expiry,
  inDays,
  moment,
  number,
  type StoredDocument,
  sealed,
  text,
} from "./collection-plan";
import { isDuplicateKey } from "./conflicts";
import { Documents } from "./documents";
import { Outcome } from "./gather";
import type { OnUnreadable } from "./inbox";
import { latestEnd } from "./leases";

interface SessionDocument extends StoredDocument {
  revision: number;
  state?: Sealed;
  handled?: Sealed;
  leaseOwner?: string;
  leaseUntil?: number;
  /** Names the commit that was last. */
  commitToken?: string;
  attempts?: number;
  touchedAt?: number;
  /** When unfinished answers were last touched; absent where there are none, or once the nudge was sent. */
  unfinishedSince?: number;
  expiresAt: Date;
}

const plan: CollectionPlan = {
  name: "sessions",
  fields: {
    revision: number,
    state: sealed,
    handled: sealed,
    leaseOwner: text,
    leaseUntil: number,
    commitToken: text,
    attempts: number,
    touchedAt: number,
    unfinishedSince: number,
    expiresAt: moment,
  },
  indexes: [[{ unfinishedSince: 1 }, { sparse: true }], expiry],
};

/** What a talk that begins anew has not: all that was said in it, and what was counted for it. */
const noTalk = { state: 1, handled: 1, commitToken: 1, unfinishedSince: 1 } as const;
const noLease = { leaseOwner: 1, leaseUntil: 1 } as const;
const committedFields = ["_id", "commitToken"] as const;
type Lease = Parameters<SessionStore["take"]>[0];

/** One compare-and-set, and the name that stands where it succeeded. */
interface Commit {
  readonly contactId: string;
  readonly commitToken: string;
  readonly filter: QueryFilter<SessionDocument>;
  readonly change: SessionChange;
}

interface SessionChange {
  readonly $set: Partial<SessionDocument>;
  readonly $unset: Readonly<Record<string, 1>>;
}

/** Partial answers live for 30 days; a session that nobody has touched for longer holds nothing that may still be kept. */
const DAYS_KEPT = 31;

/** So many talks are remembered at most, each for so long (milliseconds): longer than most people think about an answer. */
const RECALLED = { max: 1_000, ttl: 5 * 60_000 };

/** Sessions with their leases: one document per contact, so that taking and committing are each one atomic step. */
export class MongoSessionStore implements SessionStore {
  private readonly sessions: Documents<SessionDocument>;
  private readonly recalled = new LRUCache<string, { readonly owner: string; readonly session: Session }>(RECALLED);
  private readonly takeOne: (lease: Lease) => Promise<Session | null>;
  private readonly commitOne: (commit: Commit) => Promise<boolean>;

  constructor(
    connection: Connection,
    private readonly vault: Vault,
    /** Told before a talk that cannot be unsealed begins anew, so that an officer hears of it; the same may come again. */
    private readonly onUnreadable: OnUnreadable = async () => "unreadable",
  ) {
    this.sessions = new Documents(connection, plan);
    this.takeOne = this.sessions.gathering((leases: readonly Lease[]) => this.takeEach(leases));
    this.commitOne = this.sessions.gathering((commits: readonly Commit[]) => this.commitEach(commits));
  }

  recall(contactId: string, owner: string): Session | null {
    const known = this.recalled.get(contactId);
    if (known?.owner !== owner) return null;
    // A commit remembers it anew; what ends otherwise is looked at under the lease.
    this.recalled.delete(contactId);
    return known.session;
  }

  async take(lease: Lease): Promise<Session | null> {
    const { contactId } = lease;
    try {
      return await this.takeOne(lease);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
    // It exists: leased to somebody else, or made this very moment, perhaps by ourselves.
    const taken = await this.sessions.updateAndFind({ _id: contactId, ...freeFor(lease) }, leasing(lease));
    if (!taken) await this.shorten(lease);
    lease.onTaken?.();
    const opened = taken && (await this.opened(taken, lease));
    if (opened instanceof Outcome) throw opened.error;
    return opened;
  }

  /** The leases that are taken at this moment in a few commands; then each is whose the stored name says. */
  private async takeEach(leases: readonly Lease[]): Promise<readonly (Session | null | Outcome<Session | null>)[]> {
    const [only, ...others] = leases;
    if (only && others.length === 0) {
      const { filter, update } = takeOrMake(only);
      const taken = await this.sessions.updateAndFind(filter, update, true);
      only.onTaken?.();
      return [taken && (await this.opened(taken, only))];
    }
    const stored = await this.takeStored(leases);
    const unknown = leases.filter(({ contactId }) => !stored.has(contactId));
    let refused: ReadonlyMap<number, unknown> = new Map();
    if (unknown.length > 0) {
      refused = await this.sessions.changeAll(unknown.map(takeOrMake));
      for (const { onTaken } of unknown) onTaken?.();
      for (const [id, made] of await this.storedOf(unknown)) stored.set(id, made);
    }
    const each = leases.map(async (lease) => {
      const place = unknown.indexOf(lease);
      if (refused.has(place)) return Outcome.failed(refused.get(place));
      const document = stored.get(lease.contactId);
      if (document?.leaseOwner === lease.owner) return this.opened(document, lease);
      if (document && (document.leaseUntil ?? 0) > latestEnd(lease)) await this.shorten(lease);
      return null;
    });
    return Promise.all(each);
  }

  /** Somebody else's lease that was taken by a clock which has been set back since ends when one would that begins now. */
  private async shorten({ contactId, now, until }: Lease): Promise<void> {
    const tooLong = { _id: contactId, leaseUntil: { $gt: latestEnd({ now, until }) } };
    await this.sessions.change(tooLong, { $set: { leaseUntil: until } });
  }

  /** The session of a lease that stands. One that cannot be unsealed is this lease's failure alone, and lets go of it. */
  private async opened(document: SessionDocument, lease: Lease): Promise<Session | null | Outcome<Session | null>> {
    try {
      return this.toSession(document);
    } catch (error) {
      return this.unreadable(document, lease, error).catch((other: unknown) => Outcome.failed(other));
    }
  }

  /** Nobody can read what was said in it: after the usual attempts the person is answered as if it had never been. */
  private async unreadable(
    { _id, revision, attempts = 0 }: SessionDocument,
    { owner, now, toAnswer }: Lease,
    error: unknown,
  ): Promise<Session | null | Outcome<Session | null>> {
    if (!toAnswer || attempts < mostAttempts || error instanceof MissingKey) {
      await this.release(_id, owner);
      return Outcome.failed(error);
    }
    await this.onUnreadable({ key: `${_id}:${revision}`, contactId: _id, error }, now);
    const same = { _id, revision, leaseOwner: owner };
    const fresh = await this.sessions.updateAndFind(same, { $set: { attempts: 1 }, $unset: noTalk });
    return fresh && this.toSession(fresh);
  }

  /** Takes those that are there already: one change of all that are taken alike costs far less than one of each. */
  private async takeStored(leases: readonly Lease[]): Promise<Map<string, SessionDocument>> {
    for (const alike of groupBy(leases, ({ owner, toAnswer }) => `${toAnswer}:${owner}`).values()) {
      const [first] = alike;
      if (!first) continue;
      // What is free is free by the clocks of all of them, and is held for as long as the last of them wants.
      const now = Math.min(...alike.map((lease) => lease.now));
      const until = Math.max(...alike.map((lease) => lease.until));
      const filter = { _id: { $in: alike.map(({ contactId }) => contactId) }, ...freeFor({ ...first, now }) };
      await this.sessions.updateMany(filter, leasing({ ...first, until }));
      for (const { onTaken } of alike) onTaken?.();
    }
    return this.storedOf(leases);
  }

  private async storedOf(leases: readonly Lease[]): Promise<Map<string, SessionDocument>> {
    const found = await this.sessions.findAll(leases.map(({ contactId }) => contactId));
    return new Map(found.map((document) => [document._id, document]));
  }

  /**
   * `session.revision` is the revision that was read; the stored one becomes one higher. Several commits go in one command,
   * which does not tell who succeeded: whose token stands afterwards has.
   */
  async commit(session: Session, owner: string, touchedAt: number, isLast = false): Promise<boolean> {
    const { contactId, revision, state, handled, commitToken: before, isRecalled } = session;
    const commitToken = randomBytes(12).toString("base64url");
    // A session that was removed and made anew may have come to the same revision, also where a lease had run out meanwhile.
    const unchanged = before === undefined ? { revision } : { revision, commitToken: before };
    const filter = { _id: contactId, ...unchanged, leaseOwner: isRecalled ? { $in: [owner, null] } : owner };
    const { $set, $unset } = this.changeOf(session, touchedAt, isLast);
    const change = { $set: { ...$set, commitToken }, $unset };
    if (!(await this.commitOne({ contactId, commitToken, filter, change }))) return false;
    if (state.position) {
      const next = { contactId, revision: revision + 1, state, commitToken, isRecalled: true } as const;
      this.recalled.set(contactId, { owner, session: handled === undefined ? next : { ...next, handled } });
    }
    return true;
  }

  private async commitEach(commits: readonly Commit[]): Promise<readonly (boolean | Outcome<boolean>)[]> {
    const [only] = commits;
    if (only && commits.length === 1) return [await this.sessions.update(only.filter, only.change)];
    const { refused, matched } = await this.sessions.changeAllCounted(
      commits.map(({ filter, change }) => ({ filter, update: change })),
    );
    if (matched === commits.length) return commits.map(() => true);
    const ids = commits.map(({ contactId }) => contactId);
    const stored = new Map((await this.sessions.pickAll(ids, committedFields)).map((one) => [one._id, one]));
    return commits.map(({ contactId, commitToken }, place) => {
      if (refused.has(place)) return Outcome.failed(refused.get(place));
      return stored.get(contactId)?.commitToken === commitToken;
    });
  }

  private changeOf(
    { contactId, revision, state, handled }: Session,
    touchedAt: number,
    isLast: boolean,
  ): SessionChange {
    const since = unfinishedSince(state);
    const set = {
      revision: revision + 1,
      state: this.vault.seal(state, contextOf(plan, contactId, "state")),
      touchedAt,
      expiresAt: inDays(DAYS_KEPT),
      ...(handled === undefined ? {} : { handled: this.vault.seal(handled, contextOf(plan, contactId, "handled")) }),
      ...(since === undefined ? {} : { unfinishedSince: since }),
    };
    const unset: Record<string, 1> = {
      attempts: 1,
      ...(isLast ? noLease : {}),
      ...(handled === undefined ? { handled: 1 } : {}),
      ...(since === undefined ? { unfinishedSince: 1 } : {}),
    };
    return { $set: set, $unset: unset };
  }

  async release(contactId: string, owner: string, isDone = false): Promise<void> {
    const unset = isDone ? { ...noLease, attempts: 1 } : noLease;
    await this.sessions.change({ _id: contactId, leaseOwner: owner }, { $unset: unset });
  }

  async unfinished(
    { from, to }: { readonly from: number; readonly to: number },
    limit: number,
    after?: LeftTalk,
  ): Promise<readonly LeftTalk[]> {
    const later = after && [
      { unfinishedSince: { $gt: after.touchedAt } },
      { unfinishedSince: after.touchedAt, _id: { $gt: after.contactId } },
    ];
    const left = { unfinishedSince: { $gte: after?.touchedAt ?? from, $lte: to }, ...(later && { $or: later }) };
    const found = await this.sessions.pick(left, ["_id", "unfinishedSince"], { unfinishedSince: 1, _id: 1 }, limit);
    return found.map(({ _id: contactId, unfinishedSince: touchedAt = 0 }) => ({ contactId, touchedAt }));
  }

  async read(contactId: string): Promise<Session | null> {
    const document = await this.sessions.findById(contactId);
    return document && this.toSession(document);
  }

  async remove(contactId: string): Promise<void> {
    await this.sessions.remove({ _id: contactId });
    this.recalled.delete(contactId);
  }

  private toSession(document: SessionDocument): Session {
    const { _id: contactId, revision, state, handled, attempts, commitToken } = document;
    return {
      contactId,
      revision,
      state: state ? this.vault.open<SessionState>(state, contextOf(plan, contactId, "state")) : freshState,
      ...(attempts === undefined ? {} : { attempts }),
      ...(commitToken === undefined ? {} : { commitToken }),
      ...(handled && { handled: this.vault.open<HandledMessage>(handled, contextOf(plan, contactId, "handled")) }),
    };
  }
}

/** What a lease is taken from: nobody, somebody whose time is over, or the same owner, who renews it. */
function freeFor({ owner, now }: Lease): QueryFilter<SessionDocument> {
  return { $or: [{ leaseUntil: { $exists: false } }, { leaseUntil: { $lte: now } }, { leaseOwner: owner }] };
}

/** Taking a session that may not be there yet. */
function takeOrMake(lease: Lease) {
  const update = { ...leasing(lease), $setOnInsert: { revision: 0, expiresAt: inDays(DAYS_KEPT) } };
  return { filter: { _id: lease.contactId, ...freeFor(lease) }, update, upsert: true };
}

function leasing({ owner, until, toAnswer }: Lease) {
  return { $set: { leaseOwner: owner, leaseUntil: until }, ...(toAnswer ? { $inc: { attempts: 1 } } : {}) };
}

/** The last touch of the answers that somebody began and may be reminded of. */
function unfinishedSince(state: SessionState): number | undefined {
  if (state.nudgedAt !== undefined) return undefined;
  const begun = [...state.aside, ...(state.position ? [state.position] : [])];
  const touched = begun.filter(holdsAnswers).map(({ touchedAt }) => touchedAt);
  return touched.length === 0 ? undefined : Math.max(...touched);
}
