import type { Payload, StoredUpdate, TelegramServer } from "./telegram-server";
import type { UploadedFile } from "./telegram-uploads";
import { waitFor } from "./wait-for";

/** A message of the bot's as a person sees it. */
export interface SeenMessage {
  readonly messageId: number;
  readonly text: string;
  /** The labels on its buttons, row by row. */
  readonly buttons: readonly (readonly string[])[];
  /** What stands above the text, if anything. */
  readonly file?: UploadedFile & { readonly kind: "photo" | "document" };
}

interface Button {
  readonly text: string;
  readonly callback_data?: string;
  readonly request_contact?: boolean;
}

interface Sent extends SeenMessage {
  readonly inline: readonly Button[];
}

/** What somebody may say of a file when sending it. */
export interface FileWords {
  readonly caption?: string;
  readonly mimeType?: string;
  readonly fileName?: string;
  /** What Telegram tells as its size; by default the true one, and none where "hidden". */
  readonly size?: number | "hidden";
}

/** Telegram's clock, in seconds; one for all chats, so that messages have an order. */
const seconds = (): number => Math.floor(Date.now() / 1000);

/** One person's private chat with the bot. */
export class TelegramPerson {
  /** What Telegram does with messages to this person. */
  state: "reachable" | "blocked" | "deactivated" = "reachable";
  /** True once the person has written to the bot, which only then may write back. */
  started = false;
  /** The reply keyboard that stands below the chat, if any. */
  keyboard: readonly (readonly Button[])[] | undefined;

  private readonly sent: Sent[] = [];
  private heard = 0;
  private nextMessageId = 1;
  private nextFile = 1;

  constructor(
    private readonly server: TelegramServer,
    readonly id: number,
  ) {}

  /** Every message of the bot's so far. */
  get messages(): readonly SeenMessage[] {
    return this.sent;
  }

  /** Writes a text. Returns the update, so that a test may deliver it twice. */
  sends(text: string): StoredUpdate {
    return this.message({ text });
  }

  /** Sends a message with any content, in the Bot API's own fields. */
  message(content: Payload, from: Payload = {}): StoredUpdate {
    this.started = true;
    const message = { message_id: this.nextMessageId++, date: seconds(), ...this.origin(from), ...content };
    return this.push({ message });
  }

  /** Changes an earlier message. */
  edits(update: StoredUpdate, content: Payload): StoredUpdate {
    const message = update["message"] as Payload;
    return this.push({ edited_message: { ...message, edit_date: seconds(), ...content } });
  }

  /** Presses the newest button with this label: inline, or on the keyboard below the chat. */
  presses(label: string): StoredUpdate {
    const message = this.sent.findLast((one) => one.inline.some((button) => button.text === label));
    const button = message?.inline.find((one) => one.text === label);
    if (button?.callback_data !== undefined) return this.pressesForged(button.callback_data, message?.messageId);
    const key = this.keyboard?.flat().find((one) => one.text === label);
    if (!key) throw new Error(`no button says "${label}"`);
    return key.request_contact ? this.sharesContact("6281200000001") : this.sends(label);
  }

  /** Presses a button with any data, offered or not. */
  pressesForged(data: string, messageId = 1): StoredUpdate {
    const id = this.server.openQuery();
    const message = { message_id: messageId, date: 0, chat: this.chat };
    return this.push({ callback_query: { id, from: this.from, message, chat_instance: "1", data } });
  }

  /** Sends a photo, in two sizes as Telegram makes them. */
  sendsPhoto(bytes: Uint8Array, words: FileWords = {}): StoredUpdate {
    const large = this.store(bytes, words);
    const small = this.store(bytes.slice(0, 10), {});
    const photo = [
      { ...small, width: 90, height: 120 },
      { ...large, width: 960, height: 1280 },
    ];
    return this.message({ photo, ...(words.caption === undefined ? {} : { caption: words.caption }) });
  }

  /** Sends a file as it is. */
  sendsDocument(bytes: Uint8Array, words: FileWords = {}): StoredUpdate {
    const named = { mime_type: words.mimeType, file_name: words.fileName };
    const document = { ...this.store(bytes, words), ...named };
    return this.message({ document, ...(words.caption === undefined ? {} : { caption: words.caption }) });
  }

  /** Shares a phone card: the person's own, or that of the user given; `null` is a card without a Telegram user. */
  sharesContact(phone: string, ofUser: number | null = this.id): StoredUpdate {
    const owner = ofUser === null ? {} : { user_id: ofUser };
    return this.message({ contact: { phone_number: phone, first_name: "Contoh", ...owner } });
  }

  /** Blocks the bot. */
  blocks(): StoredUpdate {
    this.state = "blocked";
    return this.changesMembership("kicked", "member");
  }

  /** Takes the bot back. */
  unblocks(): StoredUpdate {
    this.state = "reachable";
    return this.changesMembership("member", "kicked");
  }

  /** The texts that came since the last call; waits until there are at least `count`. */
  async hears(count = 1): Promise<readonly string[]> {
    await waitFor(`${count} message(s) to ${this.id}`, () => this.sent.length >= this.heard + count);
    const texts = this.sent.slice(this.heard).map((message) => message.text);
    this.heard = this.sent.length;
    return texts;
  }

  /** Takes a message of the bot's; the server calls it. */
  take(text: string, markup: Payload, file?: SeenMessage["file"]): Payload {
    const inline = (markup["inline_keyboard"] ?? []) as Button[][];
    const labels = inline.map((row) => row.map((button) => button.text));
    if (markup["keyboard"]) this.keyboard = markup["keyboard"] as Button[][];
    if (markup["remove_keyboard"]) this.keyboard = undefined;
    const messageId = this.nextMessageId++;
    this.sent.push({ messageId, text, buttons: labels, inline: inline.flat(), ...(file ? { file } : {}) });
    return { message_id: messageId, date: seconds(), chat: this.chat, text };
  }

  private get chat(): Payload {
    return { id: this.id, type: "private", first_name: "Contoh" };
  }

  private get from(): Payload {
    return { id: this.id, is_bot: false, first_name: "Contoh", language_code: "id" };
  }

  private origin(from: Payload): Payload {
    return { chat: this.chat, from: { ...this.from, ...from } };
  }

  private changesMembership(to: string, before: string): StoredUpdate {
    const user = { id: 424242, is_bot: true, first_name: "Kamar Lindung" };
    const change = { old_chat_member: { user, status: before }, new_chat_member: { user, status: to } };
    return this.push({ my_chat_member: { ...this.origin({}), date: seconds(), ...change } });
  }

  private store(bytes: Uint8Array, words: FileWords): Payload {
    const id = `file-${this.id}-${this.nextFile++}`;
    const size = words.size === "hidden" ? undefined : (words.size ?? bytes.length);
    this.server.files.set(id, { bytes, size });
    return { file_id: id, file_unique_id: `u-${id}`, ...(size === undefined ? {} : { file_size: size }) };
  }

  private push(update: Payload): StoredUpdate {
    return { ...update, update_id: this.server.push(update) };
  }
}

/** A group, supergroup or channel that the bot may be in. */
export class TelegramGroup {
  /** True once the bot was thrown out. */
  removedBot = false;
  /** What the bot said in it. */
  readonly messages: string[] = [];
  private nextMessageId = 1;

  constructor(
    private readonly server: TelegramServer,
    readonly id: number,
    readonly type: string,
  ) {}

  /** Somebody writes in the group. */
  says(userId: number, text: string): number {
    const from = { id: userId, is_bot: false, first_name: "Contoh" };
    const message = { message_id: this.nextMessageId++, date: seconds(), chat: this.chat, from, text };
    return this.server.push({ message });
  }

  /** Somebody adds the bot, or throws it out. */
  changesBot(userId: number, status: "member" | "administrator" | "left" | "kicked"): number {
    this.removedBot = ["left", "kicked"].includes(status);
    const user = { id: 424242, is_bot: true, first_name: "Kamar Lindung" };
    const members = { old_chat_member: { user, status: "left" }, new_chat_member: { user, status } };
    const from = { id: userId, is_bot: false, first_name: "Contoh" };
    return this.server.push({ my_chat_member: { chat: this.chat, from, date: seconds(), ...members } });
  }

  /** Takes a message of the bot's; the server calls it. */
  take(text: string): Payload {
    this.messages.push(text);
    return { message_id: this.nextMessageId++, date: seconds(), chat: this.chat, text };
  }

  private get chat(): Payload {
    return { id: this.id, type: this.type, title: "Paguyuban Contoh" };
  }
}
