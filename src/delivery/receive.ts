import type { Arriving } from "../conversation/fresh";
import type { InboundMessage } from "../domain/messaging/message";
import type { Inbox } from "./inbox";
import type { OwnerOf } from "./owners";

/** What receiving is handed. */
export interface ReceivePorts {
  readonly inbox: Pick<Inbox, "add">;
  readonly ownerOf: OwnerOf;
  /** Wakes whoever answers, with the message that is being stored. */
  readonly notify: (contactId: string, arriving: Arriving) => void;
  /** Milliseconds. */
  readonly clock: () => number;
}

/**
 * Takes a message in: durable first, then the channel may acknowledge it. Whoever answers is woken at once and may think
 * meanwhile, but records and does nothing before the message is stored. A message that came before has no effect. It
 * goes to the principal, whichever of the person's chats it came from: one session and one order cover them all.
 * Returned is what every channel is given as its `receive`.
 */
export function createReceive(ports: ReceivePorts): (message: InboundMessage) => Promise<void> {
  return async (message) => {
    const now = ports.clock();
    const owner = await ports.ownerOf(message);
    const id = `${message.channel}:${message.providerMessageId}`;
    const entry = { id, ...owner, message, receivedAt: now };
    const stored = ports.inbox.add(entry);
    // A repeated delivery wakes too: the first may have been stored by a process that died before answering.
    ports.notify(owner.contactId, { entry, stored });
    await stored;
  };
}
