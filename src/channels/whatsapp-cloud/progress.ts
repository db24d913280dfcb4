import { createHash } from "node:crypto";

/** How long it is remembered what went of a message, and of how many messages at most. Milliseconds. */
const rememberedMs = 60 * 60_000;
const mostRemembered = 1_000;

/**
 * Remembers which parts of a message went before one failed, so that a retry goes on where it stopped instead of saying the
 * first words again. In this process only: after a restart the whole is said again, which is better than half of it.
 */
export class Progress {
  /** Oldest first. Neither a number nor a word is kept. */
  private readonly byMessage = new Map<string, { readonly ids: readonly string[]; readonly at: number }>();

  constructor(private readonly now: () => number) {}

  /** The ids of the parts that have gone of what is said to an address; they are forgotten with this. */
  take(address: string, said: unknown): readonly string[] {
    const key = keyOf(address, said);
    const kept = this.byMessage.get(key);
    this.byMessage.delete(key);
    return kept && this.now() - kept.at < rememberedMs ? kept.ids : [];
  }

  /** Keeps the ids of the parts that went before one failed. */
  keep(address: string, said: unknown, ids: readonly string[]): void {
    if (ids.length === 0) return;
    this.byMessage.set(keyOf(address, said), { ids, at: this.now() });
    const [oldest] = this.byMessage.keys();
    if (this.byMessage.size > mostRemembered && oldest !== undefined) this.byMessage.delete(oldest);
  }
}

function keyOf(address: string, said: unknown): string {
  return createHash("sha256")
    .update(JSON.stringify([address, said]))
    .digest("base64url");
}
