import type { OutboundOption } from "../../domain/messaging/message";
import type { SimulatorBubble } from "../../domain/messaging/simulator-store";
import type { SimulatorContact } from "./contact-name";

/** A bubble as the page gets it. */
export interface BubbleJson {
  /** The contact's opaque id. */
  readonly contact: string;
  readonly position: number;
  readonly from: "person" | "service";
  readonly text: string;
  readonly options: readonly OutboundOption[];
  readonly file?: { readonly url: string; readonly name: string; readonly isPhoto: boolean };
  /** Milliseconds. */
  readonly at: number;
}

/** Maps a kept bubble to what the page shows; the file's reference becomes an address. */
export function bubbleJson(contact: SimulatorContact, bubble: SimulatorBubble): BubbleJson {
  const { position, from, text, options, file, at } = bubble;
  const shown = { contact: contact.id, position, from, text, options: options ?? [], at };
  if (file === undefined) return shown;
  const url = `/simulator/files/${encodeURIComponent(file.ref)}`;
  return { ...shown, file: { url, name: file.name, isPhoto: file.mimeType.startsWith("image/") } };
}
