import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { addDays, dayOf, startOfDay } from "../../domain/shared/calendar";
import type { Logger } from "../../logger";

const pageSchema = z.object({
  day: z.string(),
  sent: z.number().int().min(0),
  /** The linked account, as a digest. */
  account: z.string().optional(),
  /** When it became ours, and until when all that people wrote was handed over. Milliseconds. */
  linkedSince: z.number().optional(),
  heardUntil: z.number().optional(),
  handed: z.array(z.string()),
  /** Sends whose end is not known, by a digest of address and words, with when they began. Milliseconds. */
  begun: z.record(z.string(), z.number()).default({}),
});

/** How many messages handed over are remembered: more than come within the margin of a sweep. */
const mostRemembered = 500;
/** After this a send that was never heard of again is forgotten. Milliseconds. */
const begunForMs = 3 * 86_400_000;
/** A clock that differs from WhatsApp's loses nobody's first message. Milliseconds. */
const clockMarginMs = 120_000;
/** How long what was only heard waits to be written down; what is lost by that, the inbox knows. Milliseconds. */
const writeAfterMs = 500;

/**
 * What must outlive the process, kept beside the session: how many messages went out today, until when people were heard,
 * and which messages were handed over (as digests: the file names nobody).
 */
export class Ledger {
  readonly #path: string;
  #page: z.output<typeof pageSchema>;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly folder: string,
    private readonly now: () => number,
    private readonly logger: Logger,
  ) {
    this.#path = join(folder, "ledger.json");
    const read = this.#read();
    this.#page = read ?? this.#spoilt();
    if (!read) this.flush();
  }

  /** How many messages went out since midnight in Asia/Jakarta. */
  sentToday(): number {
    return this.#page.day === dayOf(this.now()) ? this.#page.sent : 0;
  }

  /** Counts one message, at once and for good: a crash must not reset the day's count. */
  countSent(): void {
    this.#page = {
      ...this.#page,
      day: dayOf(this.now()),
      sent: Math.min(this.sentToday() + 1, Number.MAX_SAFE_INTEGER),
    };
    this.flush();
  }

  /** How long it is until the count begins anew. Milliseconds. */
  untilTomorrow(): number {
    const now = this.now();
    return startOfDay(addDays(dayOf(now), 1)) - now;
  }

  /**
   * From when on people's messages are to be looked through: `marginMs` before the last that was handed over, for what came
   * late, but not before the account was ours. Milliseconds.
   */
  sweepFrom(marginMs: number): number {
    const { heardUntil = this.now(), linkedSince = heardUntil } = this.#page;
    return Math.max(heardUntil - marginMs, linkedSince);
  }

  /** Notes that everything up to this moment was handed over. Goes forward only. */
  noteHeardUntil(at: number): void {
    this.#page = { ...this.#page, heardUntil: Math.max(at, this.#page.heardUntil ?? 0) };
    this.#writeSoon();
  }

  /**
   * Says which account is linked. Whoever wrote to another account, or to this one before it was ours at `since`
   * (milliseconds), did not write to us; a new pairing of the same account goes on where the last one ended.
   */
  belongsTo(account: string, since: number): void {
    const mark = digest(account);
    if (this.#page.account === mark && this.#page.heardUntil !== undefined) return;
    this.#page = { ...this.#page, account: mark, linkedSince: since, heardUntil: since, handed: [] };
    this.flush();
  }

  /** Whether a message of this moment (milliseconds) was written to us, not to the phone before it was linked. */
  isOurs(at: number): boolean {
    return at >= (this.#page.linkedSince ?? 0) - clockMarginMs;
  }

  /** Notes, before anything goes out, that a send begins; for good, so that not even a crash sends twice. */
  noteBegun(key: string): void {
    const now = this.now();
    const recent = Object.entries(this.#page.begun).filter(([, at]) => now - at < begunForMs);
    this.#page = { ...this.#page, begun: { ...Object.fromEntries(recent), [key]: now } };
    this.flush();
  }

  /** Notes that the end of a send is known. */
  noteEnded(key: string): void {
    const { [key]: _ended, ...begun } = this.#page.begun;
    this.#page = { ...this.#page, begun };
    this.flush();
  }

  /** When a send began whose end is not known; none where there is no such send. Milliseconds. */
  begunAt(key: string): number | undefined {
    return this.#page.begun[key];
  }

  wasHanded(id: string): boolean {
    return this.#page.handed.includes(digest(id));
  }

  noteHanded(id: string): void {
    this.#page = { ...this.#page, handed: [...this.#page.handed, digest(id)].slice(-mostRemembered) };
    this.#writeSoon();
  }

  /** Writes what is not written yet; a crash in the middle leaves the file as it was. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    mkdirSync(this.folder, { recursive: true });
    writeFileSync(`${this.#path}.new`, JSON.stringify(this.#page), { mode: 0o600 });
    renameSync(`${this.#path}.new`, this.#path);
  }

  #writeSoon(): void {
    this.#timer ??= setTimeout(() => this.flush(), writeAfterMs);
  }

  /** Nothing where the file is spoilt. */
  #read(): z.output<typeof pageSchema> | undefined {
    if (!existsSync(this.#path)) return emptyPage;
    try {
      return pageSchema.parse(JSON.parse(readFileSync(this.#path, "utf8")));
    } catch {
      return undefined;
    }
  }

  /**
   * Nobody knows how many went out today: the day counts as used up, because one too many can cost the number. Nor is it known
   * from when on people wrote to us: nothing is swept in from before, because it may have been written to the phone's owner.
   */
  #spoilt(): z.output<typeof pageSchema> {
    this.logger.error(
      "whatsapp-web: ledger.json is spoilt and was copied to ledger.json.spoilt; nothing is sent until midnight, and what " +
        "came while the service was off stays unread: look at the chats on the phone",
    );
    copyFileSync(this.#path, `${this.#path}.spoilt`);
    return { ...emptyPage, day: dayOf(this.now()), sent: Number.MAX_SAFE_INTEGER };
  }
}

const emptyPage: z.output<typeof pageSchema> = { day: "", sent: 0, handed: [], begun: {} };

const digest = (id: string): string => createHash("sha256").update(id).digest("base64url").slice(0, 16);
