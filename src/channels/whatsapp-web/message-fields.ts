import { z } from "zod";

/** An address comes as text or as an object, with the version of WhatsApp Web. */
const address = z
  .union([z.string(), z.object({ _serialized: z.string() })])
  .transform((value) => (typeof value === "string" ? value : value._serialized));

const text = z.string().nullish();
const number = z.number().nullish();

/** The fields of a message of WhatsApp Web that we read, as the page's own model holds them. */
const fieldsSchema = z.object({
  id: z.object({ _serialized: z.string(), fromMe: z.boolean(), remote: address }),
  type: z.string(),
  subtype: text,
  /** Seconds. */
  t: z.number(),
  author: address.nullish(),
  isStatusV3: z.boolean().nullish(),
  body: text,
  caption: text,
  isViewOnce: z.boolean().nullish(),
  directPath: text,
  mimetype: text,
  size: number,
  filename: text,
  lat: number,
  lng: number,
  vcardList: z.array(z.object({ vcard: z.string() })).nullish(),
  selectedButtonId: text,
  latestEditSenderTimestampMs: number,
  /** The bare id of the message that this one quotes, without the chat. */
  quotedStanzaID: text.catch(undefined),
});

/** One message of WhatsApp Web, checked at the edge. */
export type MessageFields = z.output<typeof fieldsSchema>;

/** Reads a message as the page holds it; nothing where it has another shape, with the names of the fields that have. */
export function readFields(raw: unknown): { fields: MessageFields } | { faults: readonly string[] } {
  const read = fieldsSchema.safeParse(raw);
  return read.success ? { fields: read.data } : { faults: read.error.issues.map(({ path }) => path.join(".")) };
}

/**
 * The id by which a message is quoted: of `true_<chat>_<id>`, and perhaps `_<writer>`. A chat has two names, of which the message
 * that quotes may bear the other.
 */
export function bareId(serialized: string): string {
  return serialized.split("_")[2] ?? serialized;
}
