import { dayOf } from "./domain/shared/calendar";
import { careJob } from "./jobs/care";
import { factJob } from "./jobs/facts";
import type { Job } from "./jobs/job";
import { createKnowledge, type Knowledge, type KnowledgeReply } from "./knowledge";
import { type FactBook, openFactBook } from "./knowledge/fact-book";
import { createFactDesk } from "./knowledge/fact-desk";
import { type Facts, loadFacts } from "./knowledge/facts";
import type { Logger } from "./logger";
import type { Deps } from "./operations/deps";
import type { FactDesk } from "./operations/fact-desk";
import { alarmOfWithheld } from "./operations/fact-work";
import type { Storage } from "./storage/open-storage";

/** What the living facts are wired from. */
export interface LiveFactsParts {
  readonly storage: Pick<Storage, "factMarks">;
  /** Asked for once everything is wired. */
  readonly deps: () => Deps;
  readonly logger: Logger;
  /** Milliseconds. */
  readonly clock: () => number;
  /** How often the marks of other processes are read. Milliseconds; a minute where nothing is said. */
  readonly refreshMs?: number;
}

/** The facts as officers leave them, and whatever lives on them. */
export interface LiveFacts {
  /** Answers from the facts of the moment; that one was withheld because a fact has ended is told to the admins. */
  readonly knowledge: Knowledge;
  readonly desk: FactDesk;
  readonly jobs: readonly Job[];
  /** Reads the marks, and again by and by. Before that the answers are those of the release. */
  start(): Promise<void>;
  /** Waits for the alarms that are being raised. */
  stop(): Promise<void>;
}

const minute = 60_000;

/** Wires the facts with the storage. Nothing is read before `start`. */
export function wireFacts(parts: LiveFactsParts): LiveFacts {
  const { storage, deps, logger, clock, refreshMs = minute } = parts;
  const released = loadFacts();
  let book: FactBook | undefined;
  let timer: NodeJS.Timeout | undefined;
  const current = (): Facts => book?.current() ?? released;
  const opened = async (): Promise<FactBook> => {
    book ??= await openFactBook(storage.factMarks, () => dayOf(clock()));
    return book;
  };
  const refresh = (): void => {
    book?.refresh().catch((error) => logger.error({ err: error }, "the officers' marks of facts could not be read"));
  };
  const alarms = withheldAlarms(parts, current);
  return {
    knowledge: listened(createKnowledge({ facts: current }), alarms.note),
    desk: createFactDesk({ current, mark: async (mark) => (await opened()).mark(mark) }),
    jobs: [factJob({ deps, facts: current }), careJob({ deps, facts: current })],
    start: async () => {
      await opened();
      timer = setInterval(refresh, refreshMs).unref();
    },
    stop: async () => {
      clearInterval(timer);
      await alarms.idle();
    },
  };
}

/** The same knowledge, whose replies are seen by `note` as well. `at` is milliseconds. */
function listened(knowledge: Knowledge, note: (reply: KnowledgeReply, at: number) => void): Knowledge {
  const noted = (reply: KnowledgeReply, at: number): KnowledgeReply => {
    note(reply, at);
    return reply;
  };
  return {
    ...knowledge,
    ask: (question, at, about) => noted(knowledge.ask(question, at, about), at),
    answerTopic: (topic, at, about) => noted(knowledge.answerTopic(topic, at, about), at),
  };
}

/** Raises an alarm for what is withheld: a turn is taken several times, so what was raised today is remembered. */
function withheldAlarms({ deps, logger, clock }: LiveFactsParts, facts: () => Facts) {
  const raised = new Set<string>();
  const running = new Set<Promise<void>>();
  const raise = (factId: string, until: string, day: string): void => {
    const key = `${day} ${factId}`;
    if (raised.has(key)) return;
    raised.add(key);
    const run = alarmOfWithheld(deps(), { factId, until }, clock())
      .then(() => undefined)
      .catch((error) => {
        raised.delete(key);
        logger.error({ err: error, factId }, "the admins could not be told of a withheld answer");
      })
      .finally(() => running.delete(run));
    running.add(run);
  };
  return {
    note: (reply: KnowledgeReply, at: number): void => {
      if (reply.reaction !== "withheld") return;
      const day = dayOf(at);
      for (const { id, validUntil } of reply.facts.map((factId) => facts().byId(factId)))
        if (validUntil !== undefined && validUntil < day) raise(id, validUntil, day);
    },
    idle: async (): Promise<void> => {
      await Promise.all(running);
    },
  };
}
