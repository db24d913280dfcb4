import type { Identifier } from "../../domain/messaging/contact";
import type { InboundContent, InboundMessage } from "../../domain/messaging/message";
import type { CloudMessage, CloudSender } from "./post";

type UnreadableKind = Extract<InboundContent, { type: "unreadable" }>["kind"];

const unreadableTypes: Readonly<Record<string, UnreadableKind>> = {
  sticker: "sticker",
  audio: "voice",
  voice: "voice",
  video: "video",
};

/** Nobody waits for an answer to these: a reaction, a deletion, what WhatsApp itself says. */
const silentTypes = new Set(["reaction", "revoke", "system", "request_welcome"]);

/** The platform counts seconds. */
const millis = (seconds: number): number => Math.floor(seconds) * 1_000;

/** Before a group's id, so that an address tells where it leads. */
export const groupPrefix = "group:";

/** The names of a person: `whatsapp-business-user` and `whatsapp-phone`, and where an answer goes. */
interface Named {
  readonly address: string;
  readonly identifiers: readonly Identifier[];
}

/**
 * Translates a message into what a person sent, or `undefined` where there is nothing to answer or nobody to answer to.
 * `sequence` orders messages of the same second. The same message gives the same but for it.
 */
export function toInbound(
  message: CloudMessage,
  senders: readonly CloudSender[],
  sequence: number,
): InboundMessage | undefined {
  const sentAt = millis(message.timestamp);
  if (message.group_id !== undefined) return groupMessage(message.group_id, sequence, sentAt);
  const named = namesOf(message, senders);
  const content = named && readContent(message, named);
  if (!content) return undefined;
  const quotedMessageId = message.context?.id;
  const quoted = quotedMessageId === undefined ? {} : { quotedMessageId };
  return { channel: "whatsapp-cloud", providerMessageId: message.id, ...named, sentAt, sequence, content, ...quoted };
}

/**
 * One id per group, so that the inbox lets the first message through and no other: a group is answered once. Its writers
 * are not named: their own contacts must not move to the group's address.
 */
function groupMessage(groupId: string, sequence: number, sentAt: number): InboundMessage {
  const address = `${groupPrefix}${groupId}`;
  return {
    channel: "whatsapp-cloud",
    providerMessageId: address,
    address,
    identifiers: [{ kind: "whatsapp-business-user", value: address }],
    sentAt,
    sequence,
    content: { type: "group" },
  };
}

const isPhone = (text: string | undefined): text is string => text !== undefined && /^\d{5,20}$/u.test(text);
const isUserId = (text: string | undefined): text is string =>
  text !== undefined && /^[A-Z]{2}\.\S{1,160}$/u.test(text);

/** The names in a list of what the platform calls somebody, each once; the business-scoped id is the surer one. */
function identifiersIn(names: readonly (string | undefined)[]): readonly Identifier[] {
  const unique = [...new Set(names)];
  return [
    ...unique.filter(isUserId).map((value) => ({ kind: "whatsapp-business-user", value }) as const),
    ...unique.filter(isPhone).map((value) => ({ kind: "whatsapp-phone", value }) as const),
  ];
}

/** An answer goes to the number where it is shown: the platform takes it for everything, the id for most. */
function addressIn(identifiers: readonly Identifier[]): string | undefined {
  return (identifiers.find(({ kind }) => kind === "whatsapp-phone") ?? identifiers[0])?.value;
}

function namesOf(message: CloudMessage, senders: readonly CloudSender[]): Named | undefined {
  const { from, from_user_id: userId } = message;
  const own = senders.find(
    (one) => (one.wa_id !== undefined && one.wa_id === from) || (one.user_id !== undefined && one.user_id === userId),
  );
  const sender = own ?? (senders.length === 1 ? senders[0] : undefined);
  const identifiers = identifiersIn([userId, sender?.user_id, sender?.wa_id, from]);
  const address = addressIn(identifiers);
  return address === undefined ? undefined : { address, identifiers };
}

/** Somebody's number or id was changed: who it was, and who it is now. */
export interface NameChange {
  readonly before: readonly Identifier[];
  readonly after: readonly Identifier[];
  /** Where messages go from now on. */
  readonly address: string;
}

/** Reads the system message that tells of a new number or id; `undefined` for every other message. */
export function toNameChange({ type, from, from_user_id: userId, system }: CloudMessage): NameChange | undefined {
  if (type !== "system" || !system) return undefined;
  const before = identifiersIn([system.previous_user_id, from]);
  const isNewId = system.user_id ?? (userId === system.previous_user_id ? undefined : userId);
  const after = identifiersIn([isNewId, system.wa_id, system.new_wa_id]);
  const address = addressIn(after);
  return before.length === 0 || address === undefined ? undefined : { before, after, address };
}

function readContent(message: CloudMessage, named: Named): InboundContent | undefined {
  const { type } = message;
  if (silentTypes.has(type)) return undefined;
  const unreadable = unreadableTypes[type];
  if (unreadable) return { type: "unreadable", kind: unreadable };
  return readWords(message) ?? readFile(message) ?? readCard(message, named) ?? readRest(message);
}

function readWords({ text, button, interactive, edit, type }: CloudMessage): InboundContent | undefined {
  if (type === "text" && text) return { type: "text", text: text.body };
  const pressed = interactive?.button_reply ?? interactive?.list_reply;
  if (pressed) return { type: "choice", value: pressed.id };
  if (button?.payload !== undefined && button.payload !== "") return { type: "choice", value: button.payload };
  if (button) return { type: "text", text: button.text };
  const changed = edit?.message;
  const words = changed?.text?.body ?? (changed?.image ?? changed?.document ?? changed?.video)?.caption;
  return words === undefined ? undefined : { type: "edited", text: words };
}

function readFile({ image, document }: CloudMessage): InboundContent | undefined {
  const file = image ?? document;
  if (!file) return undefined;
  return {
    type: "media",
    kind: image ? "photo" : "document",
    ref: file.id,
    ...(file.mime_type === undefined ? {} : { mimeType: file.mime_type }),
    ...(file.filename === undefined ? {} : { fileName: file.filename }),
    ...(file.caption === undefined ? {} : { caption: file.caption }),
  };
}

/** A card is the sender's own where it holds the number that the platform names, or answers our request for it. */
function readCard({ contacts, origin }: CloudMessage, { identifiers }: Named): InboundContent | undefined {
  const phone = contacts?.[0]?.phones?.[0];
  const digits = phone?.wa_id ?? phone?.phone?.replace(/[^\d+]/gu, "");
  if (!digits) return undefined;
  const isOwn = identifiers.some(({ kind, value }) => kind === "whatsapp-phone" && value === phone?.wa_id);
  const own = contacts?.length === 1 && (isOwn || origin === "contact_request");
  return { type: "phone-card", phone: phone?.wa_id === undefined ? digits : `+${digits}`, own };
}

function readRest({ location, type, unsupported }: CloudMessage): InboundContent {
  if (location) return { type: "location", latitude: location.latitude, longitude: location.longitude };
  const isPoll = type === "poll" || unsupported?.type?.startsWith("poll") === true;
  return { type: "unreadable", kind: isPoll ? "poll" : "other" };
}
