import type { OutboundOption } from "./message";

/** One bubble of a simulated chat, kept so that the page shows the same after a restart. */
export interface SimulatorBubble {
  /** Counts up within one contact; a page asks for what came after the last one it has. */
  readonly position: number;
  readonly from: "person" | "service";
  readonly text: string;
  readonly options?: readonly OutboundOption[];
  /** A photo or PDF that was sent with this bubble. */
  readonly file?: { readonly ref: string; readonly name: string; readonly mimeType: string };
  /** Milliseconds. */
  readonly at: number;
}

/** Where the simulator keeps its chats; texts are encrypted at rest like every other message. */
export interface SimulatorStore {
  /** Everybody who has chatted here, in the order of their first bubble. */
  contacts(): Promise<readonly string[]>;
  /** Adds a bubble; the same `id` added twice is one bubble. Returns it with its position. */
  append(contact: string, id: string, bubble: Omit<SimulatorBubble, "position">): Promise<SimulatorBubble>;
  /** The bubbles after `position`, oldest first, at most 500. */
  after(contact: string, position: number): Promise<readonly SimulatorBubble[]>;
  saveFile(ref: string, bytes: Uint8Array): Promise<void>;
  readFile(ref: string): Promise<Uint8Array | null>;
}
