import type { QueryFilter } from "mongoose";
import { priorityOf } from "../../delivery/outbox";
import type { ChannelName } from "../../domain/messaging/contact";
import { groupBy } from "../../domain/shared/group";
import type { Documents } from "./documents";
import type { OutboxDocument } from "./outbox-document";
import { goesBefore, inOrder, type Place, placeFields } from "./outbox-order";

/** How far a look goes, and how long what it saw is gone by. */
interface Reach {
  /** So many candidates are looked at together. */
  readonly most: number;
  /** What was seen longer ago is not gone by: meanwhile older entries may have become due. Milliseconds. */
  readonly knownForMs: number;
}

/**
 * Engines that do not keep an index in order find the first few of a long queue by reading all of it, and the rest of such a
 * look is worth keeping.
 */
const usualReach: Reach = { most: 500, knownForMs: 10_000 };
/** Of a queue of which such a look takes long: an hour's work and more, where a minute's delay in the order is nothing. */
const farReach: Reach = { most: 5_000, knownForMs: 120_000 };
/** So long takes a look that is worth reaching far. Milliseconds. */
const SLOW_MS = 250;
/** How often further ones are looked at when older entries of their contacts hold the first ones up. */
const LOOKS = 4;
/** So many candidates more than are wanted are tried together, because some are held up. */
const FEW_HELD_UP = 20;
/** Fewer than these are not worth knowing: looking at a short queue is cheap, and shows it as it is. */
const WORTH_KNOWING = 60;

const oldestFirst = { priority: 1, createdAt: 1, place: 1, _id: 1 } as const;

/** Candidates that a look has found, in the order of sending, and when. */
interface Known {
  readonly places: readonly Place[];
  readonly seenAt: number;
}

/** What is wanted of a channel's queue. `now` in milliseconds. */
export interface Wanted {
  readonly channel: ChannelName;
  readonly now: number;
  readonly limit: number;
  /** Keys of entries that are not wanted, whatever is stored of them. */
  readonly except: ReadonlySet<string>;
}

/** Entries that may go, best first. */
export interface Next {
  readonly ids: readonly string[];
  /** The contacts among theirs that have nothing else queued. */
  readonly alone: ReadonlySet<string>;
}

/** What is tried in one search, and what came of it. */
interface Search {
  readonly free: Place[];
  /** Those that something of their contact's goes before. */
  readonly behind: Place[];
  /** Their contacts. */
  readonly heldUp: Set<string>;
  readonly alone: Set<string>;
}

/**
 * The order in which queued entries go. Of a long queue more is looked at than is wanted, and the rest is remembered for the
 * next time, when only what is urgent is looked for anew; each entry is still leased by what is stored of it then.
 */
export class OutboxQueue {
  private readonly known = new Map<ChannelName, Known>();
  private readonly reach = new Map<ChannelName, Reach>();

  /** `stopwatch` tells how long looks take. Milliseconds. */
  constructor(
    private readonly entries: Documents<OutboxDocument>,
    private readonly stopwatch = () => performance.now(),
  ) {}

  /** The next entries of a channel that are due, that nobody's hands are on, and that nothing of their contact's goes before. */
  async next(wanted: Wanted): Promise<Next> {
    const { channel, now, limit } = wanted;
    const search: Search = { free: [], behind: [], heldUp: new Set(), alone: new Set() };
    const known = await this.knownOf(wanted);
    let rest = await this.try([...(known?.places ?? [])], wanted, search);
    let seenAt = known?.seenAt ?? now;
    if (search.free.length < limit && (known !== undefined || (await this.hasDue(channel, now)))) {
      seenAt = now;
      // What was remembered lacks whatever came since, and among it may be what holds the others up.
      search.behind.splice(0);
      search.heldUp.clear();
      rest = await this.lookAndTry(wanted, search);
    }
    const left = [...search.free.splice(limit), ...search.behind, ...rest].sort(inOrder);
    if (left.length < WORTH_KNOWING) this.known.delete(channel);
    else this.known.set(channel, { places: left, seenAt });
    return { ids: search.free.map(({ _id }) => _id), alone: search.alone };
  }

  /** The next look at a channel's queue is at all of it. */
  forget(channel: ChannelName): void {
    this.known.delete(channel);
  }

  /** The queued entries of these contacts. */
  unfinished(contactIds: readonly string[]): Promise<readonly Place[]> {
    return this.entries.pick({ contactId: { $in: [...new Set(contactIds)] }, state: "queued" }, placeFields);
  }

  /** What was seen lately, behind what has become urgent since. */
  private async knownOf(wanted: Wanted): Promise<Known | undefined> {
    const known = this.known.get(wanted.channel);
    const age = wanted.now - (known?.seenAt ?? Number.NEGATIVE_INFINITY);
    if (known === undefined || age < 0 || age >= this.reachOf(wanted.channel).knownForMs) return undefined;
    const urgent = await this.look(wanted, { priority: { $lte: priorityOf.notice } }, wanted.limit + FEW_HELD_UP);
    const places = [...new Map([...urgent, ...known.places].map((place) => [place._id, place])).values()];
    return { places, seenAt: known.seenAt };
  }

  /** Looks at the queue until enough is found; returns what it saw and did not try. */
  private async lookAndTry(wanted: Wanted, search: Search): Promise<Place[]> {
    let after: Place | undefined;
    for (let looks = 0; looks < LOOKS && search.free.length < wanted.limit; looks += 1) {
      const { most } = this.reachOf(wanted.channel);
      const seen = await this.timedLook(wanted, {
        ...(after && { $and: [comesAfter(after)] }),
        ...(search.heldUp.size > 0 && { contactId: { $nin: [...search.heldUp] } }),
      });
      const known = new Set(search.free.map(({ _id }) => _id));
      const rest = await this.try(
        seen.filter(({ _id }) => !known.has(_id)),
        wanted,
        search,
      );
      if (seen.length < most || rest.length > 0) return rest;
      after = seen.at(-1);
    }
    return [];
  }

  /** Tries candidates, a piece at a time, until enough are free; returns those that were not tried. */
  private async try(candidates: Place[], { now, limit, except }: Wanted, search: Search): Promise<Place[]> {
    const left = candidates.filter(({ _id }) => !except.has(_id));
    while (left.length > 0 && search.free.length < limit) {
      const piece = left.splice(0, limit - search.free.length + FEW_HELD_UP);
      const isBehind = ({ contactId }: Place): boolean => search.heldUp.has(contactId);
      search.behind.push(...piece.filter(isBehind));
      await this.sort(
        piece.filter((one) => !isBehind(one)),
        search,
        now,
      );
    }
    return left;
  }

  /** Tells those that an older unfinished entry of their contact goes before from the free, and contacts with one entry alone. */
  private async sort(
    candidates: readonly Place[],
    { free, behind, heldUp, alone }: Search,
    now: number,
  ): Promise<void> {
    const unfinished =
      candidates.length === 0 ? [] : await this.unfinished(candidates.map(({ contactId }) => contactId));
    const byContact = groupBy(unfinished, ({ contactId }) => contactId);
    for (const candidate of candidates) {
      const others = byContact.get(candidate.contactId) ?? [];
      if (others.some((other) => goesBefore(other, candidate, now))) {
        heldUp.add(candidate.contactId);
        behind.push(candidate);
      }
      // What was seen a while ago may be gone by now, or in somebody's hands.
      else if (others.some((other) => other._id === candidate._id && isDue(other, now))) free.push(candidate);
      if (others.length === 1) alone.add(candidate.contactId);
    }
  }

  private reachOf(channel: ChannelName): Reach {
    return this.reach.get(channel) ?? usualReach;
  }

  /** Looks as far as is worth it, and learns from it how far that is. */
  private async timedLook(wanted: Wanted, more: QueryFilter<OutboxDocument>): Promise<Place[]> {
    const { most } = this.reachOf(wanted.channel);
    const started = this.stopwatch();
    const seen = await this.look(wanted, more, most);
    const tookMs = this.stopwatch() - started;
    this.reach.set(wanted.channel, seen.length === most && tookMs >= SLOW_MS ? farReach : usualReach);
    return seen;
  }

  private look({ channel, now }: Wanted, more: QueryFilter<OutboxDocument>, most: number): Promise<Place[]> {
    return this.entries.pick({ ...dueAndFree(now), channel, ...more }, placeFields, oldestFirst, most);
  }

  /** Looked at first, because most polls find nothing and an index of moments knows it at once. */
  private async hasDue(channel: ChannelName, now: number): Promise<boolean> {
    const due = { channel, state: "queued", notBefore: { $lte: now } } as const;
    return (await this.entries.pick(due, ["_id"], {}, 1)).length > 0;
  }
}

/** What comes after a place in the order of sending. */
function comesAfter({ priority, createdAt, place, _id }: Place): QueryFilter<OutboxDocument> {
  return {
    $or: [
      { priority: { $gt: priority } },
      { priority, createdAt: { $gt: createdAt } },
      { priority, createdAt, place: { $gt: place } },
      { priority, createdAt, place, _id: { $gt: _id } },
    ],
  };
}

/** The moment stands inside the choice so that an engine walks along the order of sending, not along the moments. */
export function dueAndFree(now: number): QueryFilter<OutboxDocument> {
  const notBefore = { $lte: now };
  return {
    state: "queued",
    $or: [
      { notBefore, leaseUntil: { $exists: false } },
      { notBefore, leaseUntil: { $lte: now } },
    ],
  };
}

function isDue({ notBefore, leaseUntil = 0 }: Place, now: number): boolean {
  return leaseUntil <= now && notBefore <= now;
}

/** Whether nobody's hands are on it and it is due, or would be if there were room; {@link dueOrWithoutRoom} asks the same. */
export function isFree({ notBefore, heldFor, leaseUntil = 0 }: Place, now: number): boolean {
  return leaseUntil <= now && (notBefore <= now || heldFor === "room");
}

/** What nobody's hands are on and is due, or would be if there were room. */
export function dueOrWithoutRoom(now: number): QueryFilter<OutboxDocument> {
  const isFree = [{ leaseUntil: { $exists: false } }, { leaseUntil: { $lte: now } }];
  return { state: "queued", $and: [{ $or: [{ notBefore: { $lte: now } }, { heldFor: "room" }] }, { $or: isFree }] };
}
