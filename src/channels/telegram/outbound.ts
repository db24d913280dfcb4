import type { InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove } from "grammy/types";
import type { OutgoingFile } from "../../delivery/channel";
import type { OutboundMessage, OutboundOption } from "../../domain/messaging/message";
import { shorten, splitText, visibleLength } from "../split-text";

/** Telegram's limits (https://core.telegram.org/bots/api#sendmessage, #sendphoto, #inlinekeyboardbutton). */
const textLimit = 4096;
const captionLimit = 1024;
const buttonLimit = 100;
const callbackBytes = 64;

/** A phone shows about this much of a button that has a row to itself. */
const labelLimit = 40;
/** The longest label with which that many buttons still fit side by side on a small phone. */
const columnsByLabel = [
  { columns: 3, longest: 8 },
  { columns: 2, longest: 16 },
] as const;

type Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove;

/** One call of sendMessage; with a file one of sendPhoto or sendDocument, whose caption the text is (perhaps none). */
export interface TelegramPart {
  readonly text: string;
  readonly markup?: Markup;
  readonly file?: OutgoingFile;
}

/**
 * Puts a message into parts that Telegram takes; buttons go with the last one. A message without buttons takes away
 * the keyboard that asked for the phone number: nothing needs to be remembered for that, and on a chat that has none
 * it does nothing. A file comes first: with the text where it is short enough to stand under it, else before it.
 */
export function toParts(message: OutboundMessage, file?: OutgoingFile): readonly TelegramPart[] {
  const markup = markupOf(message);
  const text = message.text.trim() === "" ? "" : message.text;
  if (file && text.length <= captionLimit) return [{ text, markup, file }];
  const texts = splitText(text, textLimit);
  const parts = texts.map((part, index) => (index === texts.length - 1 ? { text: part, markup } : { text: part }));
  return file ? [{ text: "", file }, ...parts] : parts;
}

function markupOf(message: OutboundMessage): Markup {
  const options = (message.options ?? []).filter(isButton).slice(0, buttonLimit);
  if (message.requestPhone) return phoneKeyboard(message.requestPhone.label, options);
  return options.length > 0 ? inlineKeyboard(options) : { remove_keyboard: true };
}

/** What Telegram would refuse is no button: the numbered text offers the choice all the same. */
function isButton(option: OutboundOption): boolean {
  const bytes = Buffer.byteLength(option.value);
  return bytes > 0 && bytes <= callbackBytes && option.label.trim() !== "";
}

function inlineKeyboard(options: readonly OutboundOption[]): InlineKeyboardMarkup {
  const buttons = options.map(({ value, label }) => ({
    text: shorten(label.trim(), labelLimit),
    callback_data: value,
  }));
  return { inline_keyboard: inRows(buttons, columnsFor(buttons.map((button) => button.text))) };
}

/** A message carries one keyboard only, so here the options are plain buttons: they send their label as text. */
function phoneKeyboard(label: string, options: readonly OutboundOption[]): ReplyKeyboardMarkup {
  const others = options.map((option) => ({ text: option.label.trim() }));
  return {
    keyboard: [[{ text: label, request_contact: true }], ...others.map((button) => [button])],
    one_time_keyboard: true,
    resize_keyboard: true,
  };
}

function columnsFor(labels: readonly string[]): number {
  const longest = Math.max(...labels.map(visibleLength));
  return columnsByLabel.find((row) => longest <= row.longest)?.columns ?? 1;
}

function inRows<T>(items: readonly T[], columns: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / columns) }, (_, row) =>
    items.slice(row * columns, (row + 1) * columns),
  );
}
