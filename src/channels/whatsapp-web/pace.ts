import { setTimeout as sleep } from "node:timers/promises";
import PQueue from "p-queue";

/** What a human pace is made of. Times are in milliseconds. */
export interface PaceOptions {
  readonly gapMs: number;
  readonly now: () => number;
  /** At least 0 and less than 1. */
  readonly random: () => number;
}

/** How long a send may stand in line: the sender holds its entries no longer than a minute. */
const longestLineMs = 15_000;

/** The time from one send to the next: the least gap, and by chance up to as much again. */
export function nextGap({ gapMs, random }: Pick<PaceOptions, "gapMs" | "random">): number {
  return gapMs + Math.floor(gapMs * random());
}

/** Sends one after the other, as somebody who types: accounts that send faster than people do are banned. */
export class Pace {
  readonly #line = new PQueue({ concurrency: 1 });
  #freeAt = 0;

  constructor(private readonly options: PaceOptions) {}

  /** How long to wait before standing in line; 0 where there is room. */
  fullForMs(): number {
    const { gapMs } = this.options;
    const most = Math.max(1, Math.floor(longestLineMs / (gapMs * 1.5)));
    const before = this.#line.size + this.#line.pending;
    return before < most ? 0 : (before - most + 1) * gapMs;
  }

  /** Does a deed when its turn has come. */
  inLine<T>(deed: () => Promise<T>): Promise<T> {
    return this.#line.add(deed);
  }

  /** Waits until the gap after the last send is over; ends early at the signal. For the deed whose turn it is. */
  async gap(signal: AbortSignal): Promise<void> {
    const waitMs = this.#freeAt - this.options.now();
    // A clock that was set back must not hold everything up.
    if (waitMs > 0) await sleep(Math.min(waitMs, this.options.gapMs * 2), undefined, { signal }).catch(() => undefined);
  }

  /** Says that something was sent just now. */
  sent(): void {
    this.#freeAt = this.options.now() + nextGap(this.options);
  }

  /** Resolves when nobody stands in line. */
  idle(): Promise<void> {
    return this.#line.onIdle();
  }
}
