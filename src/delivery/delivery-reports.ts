import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "../logger";
import type { DeliveredEntry, Delivery, Outbox } from "./outbox";
import type { OtherChats } from "./pass-on";

/** What a platform says of a message, under its own id for it. */
export interface DeliveryReport extends Delivery {
  readonly messageId: string;
}

/** What taking reports is handed. */
export interface DeliveryReportsOptions {
  readonly outbox: Pick<Outbox, "noteDelivery">;
  /** Told when a message that was taken did not arrive, so that an officer hears of it; the same report may come again. */
  readonly reportUndeliverable: (entry: DeliveredEntry, messageId: string) => Promise<void>;
  /** Told what a failed delivery says about the chat itself. */
  readonly noteChat: (chatId: string, found: "out-of-reach" | "window-closed", at: number) => Promise<void>;
  /**
   * Sends a reminder to another chat of the person, or once more to this one, whose window we now know to be closed; false
   * where that cannot be. The same may come again.
   */
  readonly passOn: OtherChats["passOn"];
  readonly repeat: OtherChats["passOn"];
  readonly logger: Logger;
  /** How long a report waits for its message to be known, one wait after the other. Milliseconds. */
  readonly waitsMs?: readonly number[];
}

/** Takes what a platform says of messages that it has taken. */
export interface DeliveryReports {
  /** Records a report. One that overtakes the record of its own message is tried again in the background. */
  take(report: DeliveryReport): Promise<void>;
  /**
   * Tries what still waits once more, and resolves when nothing is in hand. To be called when nothing more is being sent: what
   * a report waits for is stored until then.
   */
  stop(): Promise<void>;
}

/** The last is for a message whose record failed, and is stored when its lease has run out. Milliseconds. */
const usualWaitsMs = [300, 1_000, 4_000, 15_000, 90_000];

/** Makes it. */
export function createDeliveryReports(options: DeliveryReportsOptions): DeliveryReports {
  const { logger, waitsMs = usualWaitsMs } = options;
  const stopping = new AbortController();
  const waiting = new Set<Promise<void>>();
  const failed = (error: unknown): boolean => {
    logger.error({ err: error }, "a delivery could not be stored");
    return false;
  };
  const later = async (report: DeliveryReport): Promise<void> => {
    for (const waitMs of waitsMs) {
      await sleep(waitMs, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
      // Seen before the try: one that was under way at the stop may have missed what was stored meanwhile.
      const isLast = stopping.signal.aborted;
      if (await record(options, report).catch(failed)) return;
      if (isLast) break;
    }
    // What an operator wrote by other means, or was sent before this storage began.
    logger.debug({ status: report.status }, "a delivery of a message that we do not know");
  };
  return {
    take: async (report) => {
      if (await record(options, report)) return;
      const work = later(report).then(() => void waiting.delete(work));
      waiting.add(work);
    },
    stop: async () => {
      stopping.abort();
      await Promise.all(waiting);
    },
  };
}

async function record(options: DeliveryReportsOptions, report: DeliveryReport): Promise<boolean> {
  const { messageId, ...delivery } = report;
  const entries = await options.outbox.noteDelivery(messageId, delivery);
  if (entries.length > 0 && delivery.status === "failed") {
    options.logger.warn({ ...delivery.failure }, "a message that the platform had taken was not delivered");
    await followFailure(options, entries, report);
  }
  return entries.length > 0;
}

/** What the platform found about a chat is noted first: only then is the chat passed over, or written to by a template. */
async function followFailure(
  options: DeliveryReportsOptions,
  entries: readonly DeliveredEntry[],
  report: DeliveryReport,
): Promise<void> {
  const found = aboutChat(report);
  const lost = new Map<string, DeliveredEntry>();
  for (const entry of entries) {
    if (found) await options.noteChat(entry.endpointId ?? entry.contactId, found, report.at);
    if (!(await goesAnotherWay(options, entry, found))) lost.set(entry.contactId, entry);
  }
  for (const entry of lost.values()) await options.reportUndeliverable(entry, report.messageId);
}

async function goesAnotherWay(
  { passOn, repeat }: DeliveryReportsOptions,
  { reminder }: DeliveredEntry,
  found: ReturnType<typeof aboutChat>,
): Promise<boolean> {
  if (!reminder || !found) return false;
  return found === "out-of-reach" ? passOn(reminder) : repeat(reminder);
}

function aboutChat({ failure }: Delivery): "out-of-reach" | "window-closed" | undefined {
  if (failure?.ofChat) return "out-of-reach";
  return failure?.reason === "window-closed" ? "window-closed" : undefined;
}
