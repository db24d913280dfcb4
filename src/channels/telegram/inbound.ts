import type { Identifier } from "../../domain/messaging/contact";
import type { InboundContent, InboundMessage } from "../../domain/messaging/message";
import type { TelegramChat, TelegramMessage, TelegramUpdate } from "./update";

type UnreadableKind = Extract<InboundContent, { type: "unreadable" }>["kind"];
type Part = Pick<InboundMessage, "providerMessageId" | "sentAt" | "content" | "quotedMessageId">;

const unreadableFields: readonly (readonly [string, UnreadableKind])[] = [
  ["sticker", "sticker"],
  ["voice", "voice"],
  ["audio", "voice"],
  ["video", "video"],
  ["video_note", "video"],
  ["animation", "video"],
  ["poll", "poll"],
];

/** What Telegram itself says in a private chat. Nobody wrote it, so nobody waits for an answer to it. */
const serviceFields = [
  "pinned_message",
  "message_auto_delete_timer_changed",
  "write_access_allowed",
  "chat_background_set",
  "boost_added",
  "connected_website",
  "proximity_alert_triggered",
  "users_shared",
  "chat_shared",
  "new_chat_title",
  "new_chat_photo",
  "delete_chat_photo",
] as const;

/** Telegram counts seconds. */
const millis = (seconds: number): number => seconds * 1000;

/**
 * Translates an update into what a person sent, or `undefined` where nobody we answer sent anything (another bot, a
 * service message, our removal from a group). The same update gives the same message, but for a pressed button's time,
 * of which Telegram tells nothing: `arrivedAt` stands in, in milliseconds.
 */
export function toInbound(update: TelegramUpdate, arrivedAt: number): InboundMessage | undefined {
  const { message, edited_message: edited, callback_query: pressed, my_chat_member: membership } = update;
  const sequence = update.update_id;
  if (message) return fromPerson(message, sequence, () => newMessage(message));
  if (edited) return fromPerson(edited, sequence, () => editedMessage(edited, sequence));
  if (pressed) {
    const chat = pressed.message?.chat ?? { id: pressed.from.id, type: "private" };
    return envelope(chat, pressed.from.id, sequence, () => pressedButton(pressed.id, pressed.data, arrivedAt));
  }
  if (membership) return fromMembership(membership, sequence);
  return undefined;
}

/**
 * The times at which a batch's pressed buttons count as pressed: not after anything that stands behind them in the
 * batch, or a choice that waited at Telegram while we were down would overtake the text that followed it.
 */
export function arrivalTimes(batch: readonly TelegramUpdate[], now: number): readonly number[] {
  let latest = Math.floor(now / 1000) * 1000;
  const times = batch.toReversed().map((update) => {
    const date = update.edited_message?.edit_date ?? update.message?.date ?? update.my_chat_member?.date;
    if (date !== undefined) latest = Math.min(latest, millis(date));
    return latest;
  });
  return times.toReversed();
}

function fromPerson(
  message: TelegramMessage,
  sequence: number,
  read: () => Part | undefined,
): InboundMessage | undefined {
  if (message.from?.is_bot) return undefined;
  if (message.chat.type !== "private") return groupMessage(message.chat, sequence, millis(message.date));
  return envelope(message.chat, message.from?.id, sequence, read);
}

function envelope(
  chat: TelegramChat,
  userId: number | undefined,
  sequence: number,
  read: () => Part | undefined,
): InboundMessage | undefined {
  const part = chat.type === "private" ? read() : undefined;
  if (!part) return undefined;
  const address = String(chat.id);
  const user: Identifier[] = userId === undefined ? [] : [{ kind: "telegram-user", value: String(userId) }];
  return {
    channel: "telegram",
    address,
    identifiers: [...user, { kind: "telegram-chat", value: address }],
    sequence,
    ...part,
  };
}

/**
 * One id per group, so that the inbox lets the first message through and no other: a group is answered once. Its
 * writers are not named: their own contacts must not move to the group's address.
 */
function groupMessage(chat: TelegramChat, sequence: number, sentAt: number): InboundMessage {
  const address = String(chat.id);
  return {
    channel: "telegram",
    providerMessageId: `group:${address}`,
    address,
    identifiers: [{ kind: "telegram-chat", value: address }],
    sentAt,
    sequence,
    content: { type: "group" },
  };
}

function newMessage(message: TelegramMessage): Part | undefined {
  const content = readContent(message);
  if (!content) return undefined;
  const { chat, message_id: id, reply_to_message: quoted } = message;
  return {
    ...{ providerMessageId: messageIdOf(chat.id, id), sentAt: millis(message.date), content },
    ...(quoted === undefined ? {} : { quotedMessageId: messageIdOf(chat.id, quoted.message_id) }),
  };
}

/** Telegram counts the messages of each chat. */
export function messageIdOf(chatId: number, messageId: number): string {
  return `${chatId}:${messageId}`;
}

/** Named by the update, since two edits may share a second. A live location that moves says nothing to answer. */
function editedMessage(message: TelegramMessage, updateId: number): Part | undefined {
  const text = message.text ?? message.caption;
  if (text === undefined) return undefined;
  return {
    providerMessageId: `${message.chat.id}:${message.message_id}:edit:${updateId}`,
    sentAt: millis(message.edit_date ?? message.date),
    content: { type: "edited", text },
  };
}

/** The time is cut to the second, as Telegram's own are: within one, `sequence` decides. */
function pressedButton(id: string, data: string | undefined, arrivedAt: number): Part | undefined {
  if (data === undefined) return undefined;
  const sentAt = Math.floor(arrivedAt / 1000) * 1000;
  return { providerMessageId: `cb:${id}`, sentAt, content: { type: "choice", value: data } };
}

function fromMembership(
  change: NonNullable<TelegramUpdate["my_chat_member"]>,
  sequence: number,
): InboundMessage | undefined {
  const gone = ["kicked", "left"].includes(change.new_chat_member.status);
  if (change.chat.type !== "private")
    return gone ? undefined : groupMessage(change.chat, sequence, millis(change.date));
  return envelope(change.chat, change.from.id, sequence, () => ({
    providerMessageId: `member:${change.chat.id}:${sequence}`,
    sentAt: millis(change.date),
    content: { type: "membership", status: gone ? "blocked" : "unblocked" },
  }));
}

function readContent(message: TelegramMessage): InboundContent | undefined {
  if (message.text !== undefined) return { type: "text", text: message.text };
  return readPhoto(message) ?? readDocument(message) ?? readCard(message) ?? readPlace(message) ?? readRest(message);
}

function readPhoto(message: TelegramMessage): InboundContent | undefined {
  const largest = message.photo?.reduce((one, other) =>
    other.width * other.height > one.width * one.height ? other : one,
  );
  if (!largest) return undefined;
  // Telegram makes every photo a JPEG, and says no type.
  return { type: "media", kind: "photo", mimeType: "image/jpeg", ...fileOf(largest), ...captionOf(message) };
}

function readDocument(message: TelegramMessage): InboundContent | undefined {
  const { document } = message;
  // A moving picture comes as a document too, for clients of old.
  if (!document || "animation" in message) return undefined;
  return {
    type: "media",
    kind: "document",
    ...fileOf(document),
    ...(document.mime_type === undefined ? {} : { mimeType: document.mime_type }),
    ...(document.file_name === undefined ? {} : { fileName: document.file_name }),
    ...captionOf(message),
  };
}

function fileOf(file: { file_id: string; file_size?: number | undefined }): { ref: string; sizeBytes?: number } {
  return { ref: file.file_id, ...(file.file_size === undefined ? {} : { sizeBytes: file.file_size }) };
}

function captionOf(message: TelegramMessage): { caption?: string } {
  return message.caption === undefined ? {} : { caption: message.caption };
}

/** The card is the sender's own where its user is the sender: Telegram fills in `user_id`, a person cannot. */
function readCard({ contact, from }: TelegramMessage): InboundContent | undefined {
  if (!contact) return undefined;
  const own = contact.user_id !== undefined && contact.user_id === from?.id;
  return { type: "phone-card", phone: contact.phone_number, own };
}

function readPlace({ location }: TelegramMessage): InboundContent | undefined {
  return location && { type: "location", latitude: location.latitude, longitude: location.longitude };
}

function readRest(message: TelegramMessage): InboundContent | undefined {
  const known = unreadableFields.find(([field]) => field in message);
  if (known) return { type: "unreadable", kind: known[1] };
  if (serviceFields.some((field) => field in message)) return undefined;
  return { type: "unreadable", kind: "other" };
}
