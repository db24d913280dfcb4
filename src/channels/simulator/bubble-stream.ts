import type { Context } from "hono";
import { type SSEStreamingApi, streamSSE } from "hono/streaming";
import type { Logger } from "../../logger";
import { bubbleJson } from "./bubble-json";
import type { SimulatorContact } from "./contact-name";
import type { SimulatorChannel } from "./simulator-channel";

/** How far a reader has come in each chat: contact id to the last position it has. */
export type Cursor = ReadonlyMap<string, number>;

const CONTACTS_LIMIT = 200;

/** Reads `id.position,id.position`; what is no such pair is left out. */
export function parseCursor(text: string): Cursor {
  const pairs = text.split(",", CONTACTS_LIMIT).flatMap((part) => {
    const [, id, position] = /^([0-9a-f]{20})\.(\d{1,9})$/.exec(part) ?? [];
    return id === undefined ? [] : [[id, Number(position)] as const];
  });
  return new Map(pairs);
}

/** Writes a cursor as {@link parseCursor} reads it. */
export function formatCursor(cursor: Cursor): string {
  return [...cursor].map(([id, position]) => `${id}.${position}`).join(",");
}

/** What a stream needs. */
export interface StreamParts {
  readonly channel: SimulatorChannel;
  readonly logger: Logger;
  /** After this many quiet milliseconds the store is looked at anyway, for what another process has written. */
  readonly heartbeatMs: number;
}

/**
 * Streams the new bubbles of all chats of one page. One stream for all, because a browser opens no more than six
 * connections to an address. Every event's id is the whole cursor, so a page that lost the connection goes on exactly
 * where it stood, with nothing missing and nothing twice.
 */
export function streamBubbles(c: Context, parts: StreamParts, contacts: readonly SimulatorContact[], from: Cursor) {
  return streamSSE(c, async (stream) => {
    const reader = new Reader(stream, parts, contacts, new Map(from));
    try {
      await reader.run();
    } catch (error) {
      parts.logger.error({ err: error }, "a simulator stream broke off; its page connects again by itself");
    }
  });
}

/** One page's stream: sleeps until something happened, then reads on from its cursor. */
class Reader {
  readonly #due = new Set<SimulatorContact>();
  readonly #typing = new Set<SimulatorContact>();
  #wake: () => void = () => undefined;

  constructor(
    private readonly stream: SSEStreamingApi,
    private readonly parts: StreamParts,
    private readonly contacts: readonly SimulatorContact[],
    private readonly cursor: Map<string, number>,
  ) {}

  async run(): Promise<void> {
    const { stopping } = this.parts.channel;
    const leave = this.#subscribe();
    stopping.addEventListener("abort", this.#rouse);
    this.stream.onAbort(this.#rouse);
    try {
      await this.#write("ready", {}, 2000);
      this.#everythingIsDue();
      while (!this.stream.aborted && !stopping.aborted) await this.#round();
    } finally {
      stopping.removeEventListener("abort", this.#rouse);
      leave();
    }
  }

  readonly #rouse = (): void => this.#wake();

  #subscribe(): () => void {
    const ends = this.contacts.map((contact) =>
      this.parts.channel.subscribe(contact.name, (event) => {
        (event.type === "typing" ? this.#typing : this.#due).add(contact);
        this.#wake();
      }),
    );
    return () => {
      for (const end of ends) end();
    };
  }

  #everythingIsDue(): void {
    for (const contact of this.contacts) this.#due.add(contact);
  }

  async #round(): Promise<void> {
    for (const contact of take(this.#typing)) await this.#write("typing", { contact: contact.id });
    for (const contact of take(this.#due)) await this.#readOn(contact);
    if (this.#due.size === 0 && this.#typing.size === 0) await this.#sleep();
  }

  async #readOn(contact: SimulatorContact): Promise<void> {
    const position = this.cursor.get(contact.id) ?? 0;
    const bubbles = await this.parts.channel.after(contact.name, position);
    for (const bubble of bubbles) {
      this.cursor.set(contact.id, bubble.position);
      await this.#write("bubble", bubbleJson(contact, bubble));
      // That it was coming is no news any more.
      if (bubble.from === "service") this.#typing.delete(contact);
    }
    if (bubbles.length > 0) this.#due.add(contact);
  }

  async #sleep(): Promise<void> {
    if (this.stream.aborted || this.parts.channel.stopping.aborted) return;
    const woken = await new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => resolve(false), this.parts.heartbeatMs);
      this.#wake = () => {
        clearTimeout(timer);
        resolve(true);
      };
    });
    if (woken) return;
    await this.stream.write(": still here\n\n");
    this.#everythingIsDue();
  }

  async #write(event: string, data: object, retry?: number): Promise<void> {
    const id = formatCursor(this.cursor);
    await this.stream.writeSSE({ event, id, data: JSON.stringify(data), ...(retry === undefined ? {} : { retry }) });
  }
}

function take<T>(set: Set<T>): readonly T[] {
  const all = [...set];
  set.clear();
  return all;
}
