import PQueue from "p-queue";
import type { ChannelName, Contact } from "../domain/messaging/contact";
import type { Logger } from "../logger";
import type { Outbox, OutboxEntry } from "./outbox";

/** What became of an attempt: it is over, or the allowance was full and asks for a wait (milliseconds). */
export type Attempted = { type: "gone" } | { type: "later"; waitMs: number };
/** An attempt that is over. */
export const gone: Attempted = { type: "gone" };

/** Which entries a process is at, so that a lease that runs out in a slow send brings none of them back to it. */
export interface InHand {
  readonly ids: readonly string[];
  /** Since when the entry that is being attempted is leased. Milliseconds. */
  readonly leasedAt: number;
  /** Goes out together with the entry that is being attempted. */
  add(id: string): void;
}

/** The sends under way on one channel. */
export interface Hands {
  /**
   * Leases more as soon as half are free, or any where `evenFew`: slow sends then hold up no others. How many entries there
   * were, and how many sends ended meanwhile: nothing is left only where it is none.
   */
  leaseMore(evenFew: boolean): Promise<number>;
  /**
   * Sends an entry that is leased already beside whatever else is under way; what became of it. `recipient`, where whoever
   * hands it over has just looked.
   */
  take(entry: OutboxEntry, recipient?: Contact): Promise<Attempted>;
  readonly areFree: boolean;
  /** The least wait that a full allowance asked for where nothing could go since the hands were last free. */
  heldUpMs(): number | undefined;
  /** Resolves when any of them is done, when all are. */
  any(): Promise<unknown>;
  all(): Promise<unknown>;
}

/** What the hands of a sender are given. */
export interface HandsOptions {
  readonly channel: ChannelName;
  readonly outbox: Pick<Outbox, "lease">;
  /** Sends one entry; a defect in it is the entry's own, and caught there. */
  readonly attempt: (entry: OutboxEntry, inHand: InHand, recipient?: Contact) => Promise<Attempted>;
  readonly logger: Logger;
  readonly clock: () => number;
  readonly owner: string;
  readonly leaseMs: number;
  readonly concurrency: number;
}

/** Makes them: so many entries are sent at once. */
export function createHands(options: HandsOptions): Hands {
  const { outbox, channel, logger, clock, owner, leaseMs, concurrency } = options;
  const queue = new PQueue({ concurrency });
  // What somebody waits for in a talk is not behind a bulk of leased entries.
  const direct = new PQueue({ concurrency });
  const inHand = new Map<Promise<void>, Set<string>>();
  let tried: Attempted[] = [];
  let ended = 0;
  const idsInHand = (): string[] => [...inHand.values()].flatMap((ids) => [...ids]);
  const take = (entry: OutboxEntry, lane = queue, recipient?: Contact): Promise<Attempted> => {
    const ids = new Set([entry.id]);
    const withOthers: InHand = {
      get ids() {
        return idsInHand();
      },
      leasedAt: clock(),
      add: (id) => ids.add(id),
    };
    const attempted = lane
      .add(() => options.attempt(entry, withOthers, recipient))
      .catch((error) => {
        logger.error({ err: error, channel }, "a message's end cannot be stored; it is tried again");
        return gone;
      });
    const sending = attempted.then((one) => {
      tried.push(one);
      ended += 1;
      inHand.delete(sending);
    });
    inHand.set(sending, ids);
    return attempted;
  };
  return {
    leaseMore: async (evenFew) => {
      const limit = concurrency - queue.size - queue.pending;
      // Many are leased together, because a look costs far more than one more entry in it.
      if (limit < (evenFew ? 1 : concurrency / 2)) return 0;
      const before = ended;
      const entries = await outbox.lease({ channel, owner, now: clock(), leaseMs, limit, inHand: idsInHand() });
      for (const entry of entries) void take(entry);
      // What ended during the look was passed over by it, and so was what waited behind it.
      return entries.length + ended - before;
    },
    take: (entry, recipient) => take(entry, direct, recipient),
    get areFree() {
      return inHand.size === 0;
    },
    heldUpMs: () => {
      const waits = tried.flatMap((one) => (one.type === "later" ? [one.waitMs] : []));
      // One person's full allowance holds up nobody else: the entry comes back by itself when its time has come.
      const isHeldUp = waits.length > 0 && waits.length === tried.length;
      tried = [];
      return isHeldUp ? Math.min(...waits) : undefined;
    },
    any: () => Promise.race(inHand.keys()),
    all: () => Promise.all(inHand.keys()),
  };
}
