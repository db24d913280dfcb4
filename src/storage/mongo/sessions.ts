import type { Connection } from "mongoose";
import {
  freshState,
  type HandledMessage,
  type Session,
  type SessionState,
  type SessionStore,
} from "../../conversation/session";
import type { Sealed, Vault } from "../vault";
import { isDuplicateKey } from "./conflicts";
import {
  type CollectionPlan,
  contextOf,
  Documents,
  expiry,
  inDays,
  moment,
  number,
  type StoredDocument,
  sealed,
  text,
} from "./documents";

interface SessionDocument extends StoredDocument {
  revision: number;
  state?: Sealed;
  handled?: Sealed;
  leaseOwner?: string;
  leaseUntil?: number;
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
    touchedAt: number,
    unfinishedSince: number,
    expiresAt: moment,
  },
  indexes: [[{ unfinishedSince: 1 }, { sparse: true }], expiry],
};

/** Partial answers live for 30 days; a session that nobody has touched for longer holds nothing that may still be kept. */
const DAYS_KEPT = 31;

/** Sessions with their leases: one document per contact, so that taking and committing are each one atomic step. */
export class MongoSessionStore implements SessionStore {
  private readonly sessions: Documents<SessionDocument>;

  constructor(
    connection: Connection,
    private readonly vault: Vault,
  ) {
    this.sessions = new Documents(connection, plan);
  }

  async take(lease: { contactId: string; owner: string; now: number; until: number }): Promise<Session | null> {
    const { contactId, owner, now, until } = lease;
    const free = {
      _id: contactId,
      $or: [{ leaseUntil: { $exists: false } }, { leaseUntil: { $lte: now } }, { leaseOwner: owner }],
    };
    const change = { $set: { leaseOwner: owner, leaseUntil: until } };
    const made = { $setOnInsert: { revision: 0, expiresAt: inDays(DAYS_KEPT) } };
    try {
      const taken = await this.sessions.updateAndFind(free, { ...change, ...made }, true);
      return taken && this.toSession(taken);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
    // It exists: leased to somebody else, or made this very moment, perhaps by ourselves.
    const taken = await this.sessions.updateAndFind(free, change);
    return taken && this.toSession(taken);
  }

  /** `session.revision` is the revision that was read; the stored one becomes one higher. */
  async commit(session: Session, owner: string, touchedAt: number): Promise<boolean> {
    const { contactId, revision, state, handled } = session;
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
      ...(handled === undefined ? { handled: 1 } : {}),
      ...(since === undefined ? { unfinishedSince: 1 } : {}),
    };
    const change = Object.keys(unset).length === 0 ? { $set: set } : { $set: set, $unset: unset };
    return this.sessions.update({ _id: contactId, revision, leaseOwner: owner }, change);
  }

  async release(contactId: string, owner: string): Promise<void> {
    await this.sessions.update({ _id: contactId, leaseOwner: owner }, { $unset: { leaseOwner: 1, leaseUntil: 1 } });
  }

  async unfinished(touchedAfter: number, touchedBefore: number, limit: number): Promise<readonly string[]> {
    const between = { unfinishedSince: { $gte: touchedAfter, $lte: touchedBefore } };
    const found = await this.sessions.pick(between, ["_id"], { unfinishedSince: 1, _id: 1 }, limit);
    return found.map(({ _id }) => _id);
  }

  async read(contactId: string): Promise<Session | null> {
    const document = await this.sessions.findOne({ _id: contactId });
    return document && this.toSession(document);
  }

  async remove(contactId: string): Promise<void> {
    await this.sessions.remove({ _id: contactId });
  }

  private toSession(document: SessionDocument): Session {
    const { _id: contactId, revision, state, handled } = document;
    return {
      contactId,
      revision,
      state: state ? this.vault.open<SessionState>(state, contextOf(plan, contactId, "state")) : freshState,
      ...(handled && { handled: this.vault.open<HandledMessage>(handled, contextOf(plan, contactId, "handled")) }),
    };
  }
}

/** The last touch of the answers that somebody began and may be reminded of. */
function unfinishedSince(state: SessionState): number | undefined {
  if (state.nudgedAt !== undefined) return undefined;
  const begun = [...state.aside, ...(state.position ? [state.position] : [])];
  const touched = begun.filter(({ answers }) => Object.keys(answers).length > 0).map(({ touchedAt }) => touchedAt);
  return touched.length === 0 ? undefined : Math.max(...touched);
}
