import type { OutboundMessage } from "../domain/messaging/message";
import type { Result } from "../domain/shared/result";
import type { Channel, OutgoingFile, SendFailure, SentMessage } from "./channel";

/**
 * Sends a message; where its template is not sent just now, because it waits for approval or was paused, the one that goes in
 * its place: a new template must silence nobody.
 */
export async function sendOrInstead(
  channel: Pick<Channel, "send">,
  address: string,
  message: OutboundMessage,
  file?: OutgoingFile,
): Promise<Result<SentMessage, SendFailure>> {
  const sent = await channel.send(address, message, file);
  const instead = message.template?.instead;
  if (sent.ok || instead === undefined) return sent;
  return sent.error.reason === "throttled" && sent.error.ofTemplate ? channel.send(address, instead) : sent;
}
