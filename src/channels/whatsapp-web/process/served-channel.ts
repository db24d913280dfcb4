import type { Channel } from "../../../delivery/channel";
import { fail } from "../../../domain/shared/result";
import type { WhatsAppWebChannel } from "../contract";

/** The channel as the service sees it, and when a message last went or came through it (milliseconds). */
export interface ServedChannel {
  readonly channel: Channel;
  lastTrafficAt(): number;
}

/** How long sending rests where the phone is not linked. Milliseconds. */
const unlinkedRestMs = 15_000;

/**
 * What the service is given of the channel. While the phone is not linked nothing is tried, because a try that fails counts:
 * what waits is sent once it is linked again, however long that takes, and no officer is told of each message. `stop` leaves the browser open, because the service stops its channels before
 * the last replies have gone; the process closes it afterwards. A message that comes meanwhile is kept in the inbox.
 */
export function createServedChannel(channel: WhatsAppWebChannel, now: () => number): ServedChannel {
  let lastTrafficAt = now();
  const noted = <T>(doing: Promise<T>): Promise<T> => {
    lastTrafficAt = now();
    return doing.finally(() => {
      lastTrafficAt = now();
    });
  };
  return {
    lastTrafficAt: () => lastTrafficAt,
    channel: {
      name: channel.name,
      start: (receive) => channel.start((message) => noted(receive(message))),
      send: async (address, message, file) => {
        if (channel.linkState().type !== "ready") return fail({ reason: "throttled", retryAfterMs: unlinkedRestMs });
        return noted(channel.send(address, message, file));
      },
      fetchMedia: (ref, maxBytes) => noted(channel.fetchMedia(ref, maxBytes)),
      showTyping: (address) => channel.showTyping(address),
      stop: async () => undefined,
    },
  };
}
