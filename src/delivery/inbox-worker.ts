import PQueue from "p-queue";
import type { Arriving, Fresh } from "../conversation/fresh";
import type { ChannelName } from "../domain/messaging/contact";
import type { Logger } from "../logger";
import type { Inbox } from "./inbox";
import { createSpan, type Span } from "./span";

/** What became of one contact's waiting messages. */
export type ServeResult = "done" | "busy" | "failed";

/** What the worker is handed. */
export interface InboxWorkerOptions {
  readonly inbox: Pick<Inbox, "contactsWaiting">;
  /** The channels that this process has, whose messages it answers; all where nothing is said. */
  readonly channels?: readonly ChannelName[];
  /**
   * Answers all that waits for one contact, as the only one who does; begins no further turn once `isStopping`. `fresh`: what
   * is known of it without a look.
   */
  readonly serve: (contactId: string, isStopping: () => boolean, fresh: Fresh) => Promise<ServeResult>;
  readonly logger: Logger;
  /** How many contacts are answered at once; where nothing is said, twice as many as one command is given (`storage/mongo/gather.ts`). */
  readonly concurrency?: number;
  /** How often the store is asked for what a notice missed: messages of a process that died, failed ones. Milliseconds. */
  readonly pollMs?: number;
  /** How long a contact whose message failed once, twice and so on is left alone; the last goes on. Milliseconds. */
  readonly retryWaitsMs?: readonly number[];
  /** The clock by which those waits are reckoned. Milliseconds. */
  readonly clock?: () => number;
}

/** Three attempts (see `serveContact`) are spread over more than a minute: a short outage sets no good message aside. */
const usualWaitsMs = [5_000, 60_000] as const;

/** So many people are answered at once. */
export const peopleAtOnce = 128;

/** Answers waiting messages: many contacts at once, each contact's messages one by one. */
export interface InboxWorker {
  start(): void;
  /** Says that a contact has a message waiting, and which, where it is the one that is being stored. */
  notify(contactId: string, arriving?: Arriving): void;
  /** Resolves when nothing that this process was told of is left to answer. */
  idle(): Promise<void>;
  /** Finishes the turns in hand and begins no other. */
  stop(): Promise<void>;
}

/** Makes the worker; `start` sets it going. */
export function createInboxWorker(options: InboxWorkerOptions): InboxWorker {
  const { inbox, channels, serve, logger, concurrency = peopleAtOnce, pollMs = 2_000 } = options;
  const waits = createWaits(options.retryWaitsMs ?? usualWaitsMs, options.clock ?? (() => performance.now()));
  const queue = new PQueue({ concurrency });
  const inHand = new Map<string, News>();
  /** Of whom something may wait that was not told of since they were answered last. */
  const unsure = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  const run = async (contactId: string, news: News): Promise<void> => {
    try {
      do {
        if (unsure.has(contactId)) news.add();
        unsure.add(contactId);
        // What failed is left for later: new messages of the same person would otherwise use up its attempts at once.
        const result = await serve(contactId, () => isStopped, news.take());
        if (result === "failed") return waits.begin(contactId);
        await news.orClosed(isStopped);
        waits.forget(contactId);
        if (result === "done") unsure.delete(contactId);
      } while (news.hasCome && !isStopped);
    } catch (error) {
      waits.begin(contactId);
      logger.error({ err: error }, "answering a contact failed; it is tried again");
    } finally {
      inHand.delete(contactId);
    }
  };
  const notify = (contactId: string, arriving?: Arriving): void => {
    // What failed to be stored as far as we know may be there all the same.
    arriving?.stored.catch(() => unsure.add(contactId));
    const known = inHand.get(contactId);
    if (known) return known.add(arriving);
    if (isStopped) return;
    if (waits.isWaiting(contactId)) {
      // A look before it is stored would not find it.
      void arriving?.stored.then(
        () => notify(contactId),
        () => undefined,
      );
      return;
    }
    const news = createNews();
    news.add(arriving);
    inHand.set(contactId, news);
    void queue.add(async () => {
      if (isStopped) inHand.delete(contactId);
      else await run(contactId, news);
    });
  };
  const poll = async (): Promise<void> => {
    try {
      for (const contactId of await inbox.contactsWaiting(200, channels)) if (!inHand.has(contactId)) notify(contactId);
    } catch (error) {
      logger.error({ err: error }, "the inbox cannot be read; it is tried again");
    }
    if (!isStopped) timer = setTimeout(() => void poll(), pollMs);
  };
  return {
    start: () => void poll(),
    notify,
    idle: () => queue.onIdle(),
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await queue.onIdle();
    },
  };
}

/** What comes for a contact while it is being answered, and what of its last answer is still being stored. */
interface News {
  readonly hasCome: boolean;
  /** A message that is being stored; without one, that something waits. */
  add(arriving?: Arriving): void;
  /** Takes what has come, with what the next turn is to wait for. */
  take(): Fresh;
  /** Resolves when something has come, unless `isStopping`, or all is closed; rejects where that failed. */
  orClosed(isStopping: boolean): Promise<void>;
}

function createNews(): News {
  let arriving: Arriving[] = [];
  let isAll = true;
  let hasCome = false;
  let closed: Promise<void> = Promise.resolve();
  let call = (): void => undefined;
  return {
    get hasCome() {
      return hasCome;
    },
    add: (one) => {
      if (one) arriving.push(one);
      else isAll = false;
      hasCome = true;
      call();
    },
    take: () => {
      const fresh: Fresh = {
        ...{ arriving, isAll, closed },
        later: () => arriving,
        take: (id) => {
          arriving = arriving.filter(({ entry }) => entry.id !== id);
        },
        behind: (closing) => {
          closed = closing;
          // Where something comes first, the turn after hears of a failure.
          closing.catch(() => undefined);
        },
      };
      [arriving, isAll, hasCome, closed] = [[], true, false, Promise.resolve()];
      return fresh;
    },
    orClosed: async (isStopping) => {
      if (hasCome && !isStopping) return;
      const called = new Promise<void>((resolve) => {
        call = resolve;
      });
      await (isStopping ? closed : Promise.race([closed, called]));
    },
  };
}

/** Which contacts are left alone for a while after a failure; the waits grow with the failures in a row. */
function createWaits(waitsMs: readonly number[], clock: () => number) {
  const failed = new Map<string, { readonly failures: number; readonly wait: Span }>();
  return {
    begin: (contactId: string): void => {
      const failures = (failed.get(contactId)?.failures ?? 0) + 1;
      const waitMs = waitsMs[Math.min(failures, waitsMs.length) - 1] ?? 0;
      const wait = createSpan(clock);
      wait.begin(waitMs, clock());
      failed.set(contactId, { failures, wait });
    },
    isWaiting: (contactId: string): boolean => (failed.get(contactId)?.wait.leftMs() ?? 0) > 0,
    forget: (contactId: string): void => void failed.delete(contactId),
  };
}
