import type { Logger } from "../../../logger";
import type { ChannelReport, ChannelState, ChannelStates, MessageCount } from "../../../operations/channel-states";
import type { WhatsAppWebState } from "../contract";

/** What holding the channel is handed. */
export interface HoldParts {
  readonly states: ChannelStates;
  /** The channel's state now, and whether its page has fallen silent. */
  readonly state: () => WhatsAppWebState;
  readonly isSilent: () => boolean;
  /** What this process has counted of messages, told with the state. */
  readonly counts: () => Promise<readonly MessageCount[]>;
  readonly host: string;
  readonly pid: number;
  /** Tells this run of the process from an earlier one. */
  readonly run: string;
  readonly isLive: (pid: number) => boolean;
  /** Called once where the channel has passed to another process: this one must stop at once. */
  readonly onLost: () => void;
  readonly logger: Logger;
  readonly now: () => number;
  readonly everyMs?: number;
}

/** The right of this process to the channel. */
export interface Hold {
  /** Takes the channel; false where another live process has it. */
  take(): Promise<boolean>;
  /** Begins to tell the state, and to prolong the right. */
  start(): void;
  /** Tells the state now. Never rejects. */
  tell(): Promise<void>;
  /** Lets go of the channel. */
  release(): Promise<void>;
}

const channel = "whatsapp-web";
const everyMs = 15_000;
/** Long enough to outlast a stall of the database. Milliseconds. */
const leaseMs = 60_000;
/** A picture or code counts so long after it was last told; WhatsApp itself changes it within a minute. Milliseconds. */
const pairingMs = 60_000;

/** Makes the right of this process to the channel; only one process at a time has it. */
export function createHold(parts: HoldParts): Hold {
  const { states, host, pid, run, logger, now } = parts;
  const owner = `${host}:${pid}:${run}`;
  const lease = () => ({ channel, owner, now: now(), until: now() + leaseMs }) as const;
  let timer: NodeJS.Timeout | undefined;
  let telling: Promise<void> = Promise.resolve();
  let isOver = false;

  const tellOnce = async (): Promise<void> => {
    if (isOver) return;
    try {
      const counts = await parts.counts();
      if (await states.report(lease(), { ...told(parts.state(), parts.isSilent(), now()), counts })) return;
      isOver = true;
      parts.onLost();
    } catch (error) {
      logger.error({ err: error }, "the state of the channel cannot be told; it is tried again");
    }
  };
  const tell = (): Promise<void> => {
    telling = telling.then(tellOnce);
    return telling;
  };
  return {
    take: async () => {
      const holder = await states.claim(lease());
      if (holder === owner) return true;
      return isDead(holder, parts) && (await states.claim(lease(), holder)) === owner;
    },
    start: () => {
      void tell();
      timer = setInterval(() => void tell(), parts.everyMs ?? everyMs);
    },
    tell,
    release: async () => {
      isOver = true;
      clearInterval(timer);
      await telling;
      await states.release({ channel, owner, now: now() });
    },
  };
}

/** Only of a process on this computer it can be told; another with our own number was our predecessor in a container. */
function isDead(holder: string, { host, pid, isLive }: HoldParts): boolean {
  const [, heldOn, heldBy] = /^(.*):(\d+):[^:]*$/u.exec(holder) ?? [];
  if (heldOn !== host) return false;
  return Number(heldBy) === pid || !isLive(Number(heldBy));
}

const nameOf: Readonly<Record<WhatsAppWebState["type"], ChannelState>> = {
  starting: "starting",
  pairing: "pairing-needed",
  ready: "ready",
  disconnected: "disconnected",
  "logged-out": "pairing-needed",
};

function told(state: WhatsAppWebState, isSilent: boolean, now: number): ChannelReport {
  const name = state.type === "ready" && isSilent ? "disconnected" : nameOf[state.type];
  if (state.type !== "pairing" || (state.qr === undefined && state.code === undefined)) return { state: name };
  const { qr, code } = state;
  return {
    state: name,
    pairing: {
      ...(qr === undefined ? {} : { qr }),
      ...(code === undefined ? {} : { code }),
      expiresAt: now + pairingMs,
    },
  };
}
