import type { ChatOutline, Contact } from "./contact";

/**
 * The person, seen through one of the person's chats: what was agreed and wished (consent, STOP, pause, language) is the
 * principal's, and where and whether a message arrives is the chat's. Through the principal's own chat that is the
 * principal itself.
 */
export function seenThrough(principal: Contact, chat: Contact): Contact {
  if (chat.id === principal.id) return principal;
  const { id, language, consent, optedOutAt, pausedUntil, forgetAt } = principal;
  const { consent: _consent, optedOutAt: _out, pausedUntil: _paused, forgetAt: _forget, ...own } = chat;
  return {
    ...own,
    id,
    endpointId: chat.id,
    language,
    ...(consent === undefined ? {} : { consent }),
    ...(optedOutAt === undefined ? {} : { optedOutAt }),
    ...(pausedUntil === undefined ? {} : { pausedUntil }),
    ...(forgetAt === undefined ? {} : { forgetAt }),
  };
}

/** The id of the chat itself, whichever person it belongs to. */
export const chatIdOf = ({ id, endpointId }: Pick<Contact, "id" | "endpointId">): string => endpointId ?? id;

/** Whether a message can be expected to arrive there. */
export const works = ({ blockedAt, undeliverableAt }: Pick<Contact, "blockedAt" | "undeliverableAt">): boolean =>
  blockedAt === undefined && undeliverableAt === undefined;

/** Where a message that nobody asked for is tried first: among the chats that work, the one that was used last. */
export function inOrderOfUse<C extends ChatOutline>(chats: readonly C[]): readonly C[] {
  return chats.toSorted(
    (one, other) => Number(works(other)) - Number(works(one)) || (other.lastInboundAt ?? 0) - (one.lastInboundAt ?? 0),
  );
}
