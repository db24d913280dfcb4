import { dayOf, startOfDay } from "../../../domain/shared/calendar";
import type { Logger } from "../../../logger";
import type { WhatsAppWebChannel, WhatsAppWebState } from "../contract";
import { decide, isFault, type RestartReason, usualLimits, type WatchLimits, type WatchView } from "./decide";

/** What the watch over the browser is handed. */
export interface WatchParts {
  readonly channel: Pick<WhatsAppWebChannel, "linkState" | "onState" | "browserPid" | "restart" | "isAlive">;
  /** MiB; undefined where nobody can tell. */
  readonly memoryOf: (pid: number) => number | undefined;
  readonly memoryMb: number;
  /** When a message last went or came. Milliseconds. */
  readonly lastTrafficAt: () => number;
  /** Ends a browser that would not be started anew, at once. */
  readonly kill: (pid: number) => void;
  readonly logger: Logger;
  readonly now: () => number;
  readonly random: () => number;
  readonly limits?: WatchLimits;
  readonly everyMs?: number;
  readonly probeEveryMs?: number;
}

/** Watches over the browser, and starts it anew where that is needed or wise. */
export interface Watch {
  start(): void;
  /** Looks once. Never rejects. */
  look(): Promise<void>;
  /** Whether the page has stopped answering, whatever the state is. */
  isSilent(): boolean;
  /** Begins no further restart; waits for none. */
  stop(): void;
}

const hourMs = 3_600_000;
/** So much more memory than allowed waits for no quiet moment. */
const farOver = 1.5;
/** Ready for so long, the restarts before count as having helped. Milliseconds. */
const stableMs = 10 * 60_000;
/** A browser that takes longer to close and start is ended. Milliseconds. */
const longestRestartMs = 90_000;

/** Makes the watch; `start` sets it going. */
export function createWatch(parts: WatchParts): Watch {
  return new BrowserWatch(parts);
}

class BrowserWatch implements Watch {
  readonly #parts: WatchParts;
  readonly #limits: WatchLimits;
  #type: WhatsAppWebState["type"];
  #stateSince: number;
  #pid: number | undefined;
  #browserSince: number;
  #silences = 0;
  #probedAt: number;
  #overSince: number | undefined;
  #memory: number | undefined;
  #failures = 0;
  #lastRestartAt = 0;
  #chance = 0;
  #timer: NodeJS.Timeout | undefined;
  #isBusy = false;
  #isStopped = false;
  #endListening: () => void = () => undefined;

  constructor(parts: WatchParts) {
    this.#parts = parts;
    this.#limits = parts.limits ?? usualLimits;
    const now = parts.now();
    this.#type = parts.channel.linkState().type;
    this.#stateSince = now;
    this.#browserSince = now;
    this.#probedAt = now;
  }

  start(): void {
    this.#endListening = this.#parts.channel.onState(() => this.#noteState());
    this.#timer = setInterval(() => void this.look(), this.#parts.everyMs ?? 10_000);
  }

  stop(): void {
    this.#isStopped = true;
    this.#endListening();
    clearInterval(this.#timer);
  }

  isSilent(): boolean {
    return this.#silences >= this.#limits.mostSilences;
  }

  async look(): Promise<void> {
    if (this.#isBusy || this.#isStopped) return;
    this.#isBusy = true;
    try {
      this.#noteState();
      await this.#probe();
      this.#weigh();
      const reason = this.#isStopped ? null : decide(this.#view(), this.#limits);
      if (reason !== null) await this.#restart(reason);
    } catch (error) {
      this.#parts.logger.error({ err: error }, "the browser cannot be watched; it is tried again");
    } finally {
      this.#isBusy = false;
    }
  }

  #noteState(): void {
    const { type } = this.#parts.channel.linkState();
    const now = this.#parts.now();
    if (type !== this.#type) {
      this.#type = type;
      this.#stateSince = now;
    }
    if (type === "ready" && now - this.#stateSince > stableMs && !this.isSilent()) this.#failures = 0;
    const pid = this.#parts.channel.browserPid();
    if (pid !== undefined && pid !== this.#pid) {
      this.#browserSince = now;
      this.#silences = 0;
      this.#overSince = undefined;
    }
    this.#pid = pid;
  }

  async #probe(): Promise<void> {
    const { channel, now, probeEveryMs = 60_000 } = this.#parts;
    if (this.#type === "starting" || this.#pid === undefined || now() - this.#probedAt < probeEveryMs) return;
    this.#probedAt = now();
    this.#silences = (await channel.isAlive()) ? 0 : this.#silences + 1;
  }

  #weigh(): void {
    const { memoryOf, memoryMb, now } = this.#parts;
    this.#memory = this.#pid === undefined ? undefined : memoryOf(this.#pid);
    const isOver = this.#memory !== undefined && this.#memory > memoryMb;
    this.#overSince = isOver ? (this.#overSince ?? now()) : undefined;
  }

  #view(): WatchView {
    const { now, memoryMb, lastTrafficAt } = this.#parts;
    const at = now();
    return {
      now: at,
      state: this.#type,
      stateSince: this.#stateSince,
      hasBrowser: this.#pid !== undefined,
      browserSince: this.#browserSince,
      silences: this.#silences,
      lastTrafficAt: lastTrafficAt(),
      ...(this.#overSince === undefined ? {} : { overSince: this.#overSince }),
      isFarOver: (this.#memory ?? 0) > memoryMb * farOver,
      hour: Math.floor((at - startOfDay(dayOf(at))) / hourMs),
      failures: this.#failures,
      lastRestartAt: this.#lastRestartAt,
      chance: this.#chance,
    };
  }

  async #restart(reason: RestartReason): Promise<void> {
    const { channel, kill, logger, now, random } = this.#parts;
    const details = { reason, memoryMb: this.#memory, failures: this.#failures };
    logger[isFault(reason) ? "warn" : "info"](details, "the browser is started anew");
    if (isFault(reason)) this.#failures += 1;
    this.#chance = random();
    const pid = this.#pid;
    const stuck = setTimeout(() => pid !== undefined && kill(pid), longestRestartMs);
    try {
      await channel.restart();
    } finally {
      clearTimeout(stuck);
      this.#lastRestartAt = now();
      this.#silences = 0;
      this.#probedAt = now();
      this.#overSince = undefined;
      this.#stateSince = now();
    }
  }
}
