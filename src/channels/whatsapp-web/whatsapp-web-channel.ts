import type { WhatsAppWebChannel, WhatsAppWebOptions } from "./contract";

/** Builds the channel over a linked phone; no browser runs before `start`. */
export function createWhatsAppWebChannel(options: WhatsAppWebOptions): WhatsAppWebChannel {
  throw new Error(`the channel of ${options.sessionFolder} is still being built`);
}
