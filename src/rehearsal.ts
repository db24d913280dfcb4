import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Config } from "./config";
import type { Channel } from "./delivery/channel";
import type { Outbox, OutboxEntry } from "./delivery/outbox";
import { type ChannelName, channelNames } from "./domain/messaging/contact";
import type { OutboundMessage } from "./domain/messaging/message";
import { fail, ok } from "./domain/shared/result";
import { jobMoments, stepHours } from "./job-moments";
import { runJob } from "./jobs/schedule";
import type { Logger } from "./logger";
import { createService } from "./service";
import { openStorage, type Storage } from "./storage/open-storage";

/** A message that would be sent. */
export interface Rehearsed {
  /** Milliseconds. */
  readonly at: number;
  readonly channel: ChannelName;
  readonly address: string;
  readonly text: string;
  /** True where only a template may go, because the person has not written within the window. */
  readonly isTemplate: boolean;
  /** What goes out with it: one entry, or the reminders of one payer. */
  readonly entries: readonly OutboxEntry[];
}

/** What is rehearsed, from when until when (milliseconds). */
export interface RehearsalParts {
  readonly storage: Storage;
  readonly config: Config;
  readonly logger: Logger;
  readonly from: number;
  readonly until: number;
}

/** A platform's pace plays no part: a rehearsal asks on which day, not in which second. */
const noPace = { perSecond: 1_000_000, perPerson: 1_000_000, personSeconds: 1 };

/**
 * What would be sent if nobody wrote and nobody paid meanwhile: the real service on a copy of everything that is stored,
 * with channels that take everything and a clock that goes from one ring of the bell to the next. `see` is told of each
 * message in its order, and is handed the copy as it stands then. The copy lies in a folder of its own and is removed.
 */
export async function rehearse(
  parts: RehearsalParts,
  see: (message: Rehearsed, copy: Storage) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "rehearsal-"));
  const { vault } = parts.storage;
  try {
    await parts.storage.copyTo(folder);
    const copy = await openStorage({ dataFolder: folder, vault, logger: parts.logger });
    try {
      await play(parts, copy, see);
    } finally {
      await copy.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function play(
  { config, logger, from, until }: RehearsalParts,
  copy: Storage,
  see: (message: Rehearsed, copy: Storage) => Promise<void>,
): Promise<void> {
  let now = from;
  const stage = createStage(copy.outbox, () => now);
  const { telegram: _telegram, whatsAppCloud, ...rest } = config;
  const service = createService({
    config: { ...rest, simulator: false },
    storage: { ...copy, outbox: stage.outbox },
    logger,
    clock: () => now,
    channels: channelNames.map(stage.channel),
    allowances: allowancesWith(whatsAppCloud?.dailyPeople),
  });
  await service.start({ bell: false });
  try {
    const moments = jobMoments(service.jobs, { from, until }, stepHours(config.reminderHour));
    for (const { at, jobs } of [{ at: from, jobs: service.jobs }, ...moments]) {
      now = at;
      for (const job of jobs) await runJob(job, now, logger);
      const { oldestDueAt = Number.POSITIVE_INFINITY } = await copy.outbox.counts();
      if (oldestDueAt > now && at !== from) continue;
      await service.settled();
      for (const message of stage.taken()) await see(message, copy);
    }
  } finally {
    await service.stop();
  }
}

function allowancesWith(dailyPeople: number | undefined) {
  const cloud = dailyPeople === undefined ? noPace : { ...noPace, dailyPeople };
  return { simulator: noPace, telegram: noPace, "whatsapp-web": noPace, "whatsapp-cloud": cloud };
}

interface Stage {
  readonly outbox: Outbox;
  channel(name: ChannelName): Channel;
  /** What was sent since the last look, in its order. */
  taken(): readonly Rehearsed[];
}

interface Sent extends Omit<Rehearsed, "entries"> {
  readonly messageId: string;
}

/** The outbox as it is, and channels that take everything; each message is joined with the entries that it was sent for. */
function createStage(outbox: Outbox, clock: () => number): Stage {
  const leased = new Map<string, OutboxEntry>();
  const entriesOf = new Map<string, OutboxEntry[]>();
  let sent: Sent[] = [];
  let count = 0;
  const remember = (entries: readonly OutboxEntry[]): readonly OutboxEntry[] => {
    for (const entry of entries) leased.set(entry.id, entry);
    return entries;
  };
  const join = (id: string, messageIds: readonly string[]): void => {
    const entry = leased.get(id);
    for (const messageId of messageIds)
      if (entry && !entriesOf.get(messageId)?.includes(entry))
        entriesOf.set(messageId, [...(entriesOf.get(messageId) ?? []), entry]);
  };
  return {
    outbox: watched(outbox, remember, join),
    channel: (name) =>
      standIn(name, (address, { text, template }) => {
        count += 1;
        const messageId = `rehearsed-${count}`;
        sent.push({ at: clock(), channel: name, address, text, isTemplate: template !== undefined, messageId });
        return messageId;
      }),
    taken: () => {
      const messages = sent.map(({ messageId, ...one }) => ({ ...one, entries: entriesOf.get(messageId) ?? [] }));
      sent = [];
      leased.clear();
      entriesOf.clear();
      return messages;
    },
  };
}

function watched(
  outbox: Outbox,
  remember: (entries: readonly OutboxEntry[]) => readonly OutboxEntry[],
  join: (id: string, messageIds: readonly string[]) => void,
): Outbox {
  const own: Pick<Outbox, "lease" | "leaseRemindersOf" | "partSent" | "finish"> = {
    lease: async (request) => remember(await outbox.lease(request)),
    leaseRemindersOf: async (request) => remember(await outbox.leaseRemindersOf(request)),
    partSent: async (id, parts, messageIds, leaseUntil) => {
      join(id, messageIds);
      await outbox.partSent(id, parts, messageIds, leaseUntil);
    },
    finish: async (id, result) => {
      if (result.status === "sent") join(id, result.providerMessageIds);
      await outbox.finish(id, result);
    },
  };
  return new Proxy(outbox, {
    get: (target, key) => {
      const member: unknown = Reflect.get(key in own ? own : target, key);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
}

function standIn(name: ChannelName, take: (address: string, message: OutboundMessage) => string): Channel {
  return {
    name,
    // So that each message is told apart when it ends.
    tellsDelivery: true,
    start: async () => undefined,
    send: async (address, message) => ok({ messageId: take(address, message) }),
    fetchMedia: async () => fail({ reason: "gone" }),
    showTyping: async () => undefined,
    stop: async () => undefined,
  };
}
