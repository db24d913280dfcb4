import { z } from "zod";

const whole = z.number().int();
const user = z.object({ id: whole, is_bot: z.boolean().optional() });
const chat = z.object({ id: whole, type: z.string() });
const file = z.object({ file_id: z.string(), file_size: whole.optional() });

/** Loose: which unread fields a message carries tells a sticker from a service message. */
const message = z.looseObject({
  message_id: whole,
  date: whole,
  edit_date: whole.optional(),
  chat,
  from: user.optional(),
  text: z.string().optional(),
  caption: z.string().optional(),
  photo: z.array(file.extend({ width: whole, height: whole })).optional(),
  document: file.extend({ mime_type: z.string().optional(), file_name: z.string().optional() }).optional(),
  contact: z.object({ phone_number: z.string(), user_id: whole.optional() }).optional(),
  location: z.object({ latitude: z.number(), longitude: z.number() }).optional(),
  reply_to_message: z.object({ message_id: whole }).optional().catch(undefined),
});

const callbackQuery = z.object({
  id: z.string(),
  from: user,
  /** An old message comes as an "inaccessible" one: its chat is all that is left, and all that we need. */
  message: z.object({ chat }).optional(),
  data: z.string().optional(),
});

const membershipChange = z.object({
  chat,
  from: user,
  date: whole,
  new_chat_member: z.object({ status: z.string() }),
});

/** The fields of a Bot API `Update` that we read (https://core.telegram.org/bots/api#update). */
export const updateSchema = z.object({
  update_id: whole,
  message: message.optional(),
  edited_message: message.optional(),
  callback_query: callbackQuery.optional(),
  my_chat_member: membershipChange.optional(),
});

/** One update, checked at the edge. */
export type TelegramUpdate = z.infer<typeof updateSchema>;
/** A message within an update. */
export type TelegramMessage = z.infer<typeof message>;
/** A conversation: private, a group, a supergroup or a channel. */
export type TelegramChat = z.infer<typeof chat>;

/** The kinds of update that we ask for; Telegram keeps the others to itself. */
export const allowedUpdates = ["message", "edited_message", "callback_query", "my_chat_member"] as const;
