import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";
import type { Channel } from "../../src/delivery/channel";
import type { ChannelName } from "../../src/domain/messaging/contact";
import type { InboundMessage, OutboundMessage } from "../../src/domain/messaging/message";
import { ok } from "../../src/domain/shared/result";

/** A message as it went out. */
export interface SentMessage {
  readonly address: string;
  readonly text: string;
}

/** A channel of a test that hands over what it is told to and keeps what is sent. */
export interface RecordingChannel extends Channel {
  /** Hands a message over, and resolves when a platform would be told that it has arrived. */
  deliver(message: InboundMessage): Promise<void>;
}

/**
 * A channel, under the simulator's name where none is given. Every message sent is given to `record`, which may take its time, before the
 * platform's answer comes.
 */
export function recordingChannel(
  record: (sent: SentMessage) => void | Promise<void>,
  name: ChannelName = "simulator",
): RecordingChannel {
  let receive: ((message: InboundMessage) => Promise<void>) | undefined;
  let count = 0;
  return {
    name,
    start: async (given) => {
      receive = given;
    },
    deliver: async (message) => {
      if (!receive) throw new Error("the channel has not been started");
      await receive(message);
    },
    send: async (address: string, { text }: OutboundMessage) => {
      await record({ address, text });
      count += 1;
      return ok({ messageId: `sent-${count}` });
    },
    fetchMedia: async (ref) => ok(Buffer.from(`%PDF-1.4\n${ref}\n%%EOF\n`)),
    showTyping: async () => undefined,
    stop: async () => {
      receive = undefined;
    },
  };
}

/** Appends a message to a file, so that it is there though the process is killed the next moment. */
export function appendDurably(file: string, sent: SentMessage): void {
  const descriptor = openSync(file, "a");
  writeSync(descriptor, `${JSON.stringify(sent)}\n`);
  fsyncSync(descriptor);
  closeSync(descriptor);
}

/** What was appended to the file. */
export function readAppended(file: string): readonly SentMessage[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n").filter(Boolean);
  return lines.map((line) => JSON.parse(line) as SentMessage);
}

/** A text as somebody of that name writes it; `sequence` is its place among the messages of that person. */
export function textFrom(name: string, text: string, sequence: number, sentAt: number): InboundMessage {
  return {
    channel: "simulator",
    providerMessageId: `${name}-${sequence}`,
    address: name,
    identifiers: [{ kind: "simulator-name", value: name }],
    sentAt,
    sequence,
    content: { type: "text", text },
  };
}
