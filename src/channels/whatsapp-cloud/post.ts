import { z } from "zod";

/** What is not there, or has another shape than we read, is passed over: the platform adds and changes fields at will. */
const lenient = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);
const text = lenient(z.string());

const file = z.object({ id: z.string(), mime_type: text, filename: text, caption: text });
const reply = z.object({ id: z.string() });
const captioned = z.object({ caption: text });

const edited = z.object({
  text: lenient(z.object({ body: z.string() })),
  image: lenient(captioned),
  document: lenient(captioned),
  video: lenient(captioned),
});

/** One message within a post, as far as we read it. */
export const messageSchema = z.object({
  id: z.string().min(1),
  /** A phone number; absent, or a business-scoped id, where the person shows a user name instead. */
  from: text,
  from_user_id: text,
  group_id: text,
  /** Seconds, as a text. */
  timestamp: z.coerce.number().positive(),
  type: z.string(),
  text: lenient(z.object({ body: z.string() })),
  image: lenient(file),
  document: lenient(file),
  button: lenient(z.object({ payload: text, text: z.string() })),
  interactive: lenient(z.object({ button_reply: lenient(reply), list_reply: lenient(reply) })),
  location: lenient(z.object({ latitude: z.number(), longitude: z.number() })),
  contacts: lenient(z.array(z.object({ phones: lenient(z.array(z.object({ phone: text, wa_id: text }))) }))),
  /** `contact_request` where the person answered our request for the own number. */
  origin: text,
  /** The message that this one quotes; also of which a button was pressed. A forwarded message has no id here. */
  context: lenient(z.object({ id: text })),
  edit: lenient(z.object({ message: lenient(edited) })),
  unsupported: lenient(z.object({ type: text })),
  system: lenient(z.object({ type: text, wa_id: text, new_wa_id: text, user_id: text, previous_user_id: text })),
});
/** One message within a post. */
export type CloudMessage = z.infer<typeof messageSchema>;

/** What became of a message of ours. */
export const statusSchema = z.object({
  id: z.string().min(1),
  status: z.string(),
  timestamp: z.coerce.number().positive(),
  errors: lenient(z.array(z.object({ code: z.number() }))),
});

/** Who wrote: the number, the business-scoped id, or both. */
const senderSchema = z.object({ wa_id: text, user_id: text });
/** Who wrote: the number, the business-scoped id, or both. */
export type CloudSender = z.infer<typeof senderSchema>;

/** The value of a change of the field `messages`. */
export const valueSchema = z.object({
  metadata: z.object({ phone_number_id: z.string() }),
  contacts: z.array(senderSchema).catch([]).default([]),
  messages: z.array(z.unknown()).catch([]).default([]),
  statuses: z.array(z.unknown()).catch([]).default([]),
});
/** The value of a change of the field `messages`. */
export type CloudValue = z.infer<typeof valueSchema>;

/** What the platform posts to our webhook. */
export const postSchema = z.object({
  object: z.literal("whatsapp_business_account"),
  entry: z.array(
    z.object({
      id: z.string(),
      changes: z.array(z.object({ field: z.string(), value: z.unknown() })),
    }),
  ),
});
