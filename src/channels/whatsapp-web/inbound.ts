import { createHash } from "node:crypto";
import type { Identifier } from "../../domain/messaging/contact";
import type { InboundContent, InboundMessage } from "../../domain/messaging/message";
import type { MessageFields } from "./message-fields";

type UnreadableKind = Extract<InboundContent, { type: "unreadable" }>["kind"];

/** Under which names a person is known. Numbers without what stands behind the `@`. */
export interface Names {
  readonly phone?: string;
  readonly lid?: string;
}

/** What a message needs besides its own fields. */
export interface Arrival {
  readonly names: Names;
  readonly sequence: number;
}

/** A text, or a choice on a button of somebody else's that says the same. */
const textTypes = new Set([
  "chat",
  "buttons_response",
  "list_response",
  "template_button_reply",
  "interactive_response",
]);

const unreadableTypes: Readonly<Record<string, UnreadableKind>> = {
  sticker: "sticker",
  "sticker-pack": "sticker",
  ptt: "voice",
  audio: "voice",
  video: "video",
  ptv: "video",
  gif: "video",
  poll_creation: "poll",
};

/** What WhatsApp itself says in a chat, or what changes a message that was there. Nobody waits for an answer to it. */
const silentTypes = new Set([
  "notification",
  "notification_template",
  "e2e_notification",
  "gp2",
  "group_notification",
  "broadcast_notification",
  "newsletter_notification",
  "protocol",
  "ciphertext",
  "revoked",
  "reaction",
  "reaction_enc",
  "poll_update",
  "poll_vote",
  "poll_result",
  "pin_message",
  "pinned_message",
  "keep_in_chat",
  "call_log",
  "debug",
  "biz-cover-photo",
  // Only the frame: each of its photos comes as a message of its own.
  "album",
]);

/** Sent to a phone only: a linked device is told that there was one. */
const withheld = /_unavailable_fanout$/;

const personal = /@(c\.us|lid)$/;
const group = /@g\.us$/;
const millis = (seconds: number): number => seconds * 1_000;

/** Where an answer to a message goes: the id under which the person, or the group, wrote it. */
export function addressOf(fields: MessageFields): string {
  return fields.id.remote;
}

/** Whether a message may be for us: not our own, not a status, not a channel's or a broadcast's. */
export function isForUs({ id, isStatusV3 }: MessageFields): boolean {
  return !id.fromMe && !isStatusV3 && (personal.test(id.remote) || group.test(id.remote));
}

/** Translates a message into what a person sent, or `undefined` where nobody waits for an answer. */
export function toInbound(fields: MessageFields, arrival: Arrival): InboundMessage | undefined {
  if (!isForUs(fields)) return undefined;
  if (group.test(fields.id.remote)) return groupMessage(fields, arrival);
  const content = readContent(fields);
  const quoted = fields.quotedStanzaID ? { quotedMessageId: fields.quotedStanzaID } : {};
  return content && envelope(fields, arrival, { providerMessageId: fields.id._serialized, content, ...quoted });
}

/**
 * Translates a change of a message's words from `before`. The same change told twice gives the same message. Words that were
 * not there before, or a new preview of a picture, are no change by the person. `now` in milliseconds.
 */
export function toEdited(
  fields: MessageFields,
  change: { readonly before: string | undefined; readonly now: number },
  arrival: Arrival,
): InboundMessage | undefined {
  const { latestEditSenderTimestampMs: editedAt, id, directPath, caption, body } = fields;
  const text = directPath ? caption : body;
  const isChange = Boolean(editedAt) || (Boolean(change.before) && !directPath);
  if (!isForUs(fields) || !personal.test(id.remote) || !text || !isChange) return undefined;
  const mark = createHash("sha256").update(text).digest("base64url").slice(0, 12);
  const providerMessageId = `${id._serialized}:edit:${mark}`;
  const edited = envelope(fields, arrival, { providerMessageId, content: { type: "edited", text } });
  return { ...edited, sentAt: editedAt ?? change.now };
}

/** Translates a message that could not be deciphered, or is kept from linked devices: there was one, and no more is known. */
export function toUnread(fields: MessageFields, arrival: Arrival): InboundMessage | undefined {
  if (!isForUs(fields) || !personal.test(fields.id.remote)) return undefined;
  const content = { type: "unreadable", kind: "other" } as const;
  return envelope(fields, arrival, { providerMessageId: fields.id._serialized, content });
}

/** Whether a person's message is not deciphered yet, and may be by and by. */
export function isSealed(fields: MessageFields): boolean {
  return fields.type === "ciphertext" && !isWithheld(fields) && isForUs(fields) && personal.test(fields.id.remote);
}

/** Whether a message that is not deciphered yet never will be, because the phone keeps it to itself (seen once). */
export function isWithheld({ type, subtype }: MessageFields): boolean {
  return type === "ciphertext" && withheld.test(subtype ?? "");
}

function envelope(
  fields: MessageFields,
  { names, sequence }: Arrival,
  part: Pick<InboundMessage, "providerMessageId" | "content" | "quotedMessageId">,
): InboundMessage {
  const identifiers: Identifier[] = [];
  if (names.phone) identifiers.push({ kind: "whatsapp-phone", value: names.phone });
  if (names.lid) identifiers.push({ kind: "whatsapp-lid", value: names.lid });
  return {
    ...{ channel: "whatsapp-web", address: addressOf(fields), identifiers },
    ...{ sentAt: millis(fields.t), sequence, ...part },
  };
}

/**
 * One id per group, so that the inbox lets the first message through and no other: a group is answered once. Its writers are
 * not named: their own contacts must not move to the group's address. No person's name holds an `@`.
 */
function groupMessage(fields: MessageFields, { sequence }: Arrival): InboundMessage | undefined {
  if (silentTypes.has(fields.type)) return undefined;
  const address = addressOf(fields);
  return {
    ...{ channel: "whatsapp-web", providerMessageId: `group:${address}`, address },
    ...{ identifiers: [{ kind: "whatsapp-lid", value: address }], sentAt: millis(fields.t), sequence },
    content: { type: "group" },
  };
}

function readContent(fields: MessageFields): InboundContent | undefined {
  const { type } = fields;
  if (isWithheld(fields)) return { type: "unreadable", kind: "other" };
  if (silentTypes.has(type)) return undefined;
  if (textTypes.has(type) && fields.body?.trim()) return { type: "text", text: fields.body };
  if (fields.isViewOnce) return { type: "unreadable", kind: "other" };
  return readFile(fields) ?? readCard(fields) ?? readPlace(fields) ?? readRest(type);
}

/** A file whose place is not told cannot be fetched. */
function readFile(fields: MessageFields): InboundContent | undefined {
  const { id, type, mimetype, size, filename, caption, directPath } = fields;
  if (!directPath || !["image", "document"].includes(type)) return undefined;
  return {
    ...{ type: "media", kind: type === "image" ? "photo" : "document", ref: id._serialized },
    ...(mimetype ? { mimeType: mimetype } : {}),
    ...(size ? { sizeBytes: size } : {}),
    ...(filename && type === "document" ? { fileName: filename } : {}),
    // A document without words carries its name in their place.
    ...(caption && caption !== filename ? { caption } : {}),
  };
}

/** Of several cards the first with a number counts. A card is never vouched for: anybody can send anybody's. */
function readCard({ type, body, vcardList }: MessageFields): InboundContent | undefined {
  if (type !== "vcard" && type !== "multi_vcard") return undefined;
  const cards = type === "vcard" ? [body ?? ""] : (vcardList ?? []).map(({ vcard }) => vcard);
  const phone = cards.map(phoneOf).find((found) => found !== undefined);
  return phone === undefined ? { type: "unreadable", kind: "other" } : { type: "phone-card", phone, own: false };
}

/** The number of a vCard: WhatsApp's own (`waid=`) where it says one, else as it is written. */
function phoneOf(vcard: string): string | undefined {
  const line = /^(?:item\d+\.)?TEL([^:\r\n]*):(.+)$/im.exec(vcard);
  const own = /waid=(\d+)/i.exec(line?.[1] ?? "")?.[1];
  return own ? `+${own}` : line?.[2]?.trim();
}

function readPlace({ type, lat, lng }: MessageFields): InboundContent | undefined {
  if (!["location", "live_location"].includes(type) || typeof lat !== "number" || typeof lng !== "number")
    return undefined;
  return { type: "location", latitude: lat, longitude: lng };
}

const readRest = (type: string): InboundContent => ({ type: "unreadable", kind: unreadableTypes[type] ?? "other" });
