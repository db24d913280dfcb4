import type { OutgoingFile } from "../../delivery/channel";
import type { OutboundMessage, OutboundOption, OutboundTemplate } from "../../domain/messaging/message";
import { shorten, splitText } from "../split-text";

/** The platform's limits (https://developers.facebook.com/documentation/business-messaging/whatsapp/messages). */
const textLimit = 4096;
const bodyLimit = 1024;
const buttonLimits = { count: 3, title: 20, id: 256 } as const;
const rowLimits = { count: 10, title: 24, id: 200, description: 72 } as const;

type Json = Readonly<Record<string, unknown>>;

/** One call that sends something, but for whom it goes to. */
export interface CloudPart {
  readonly body: Json;
  /** Said instead where the platform refuses the form of `body`: the same words without decoration. */
  readonly plain?: Json;
}

/** A file that the platform already holds. */
export interface HeldFile {
  readonly mediaId: string;
  readonly name: string;
  readonly mimeType: OutgoingFile["mimeType"];
}

/**
 * Puts a message into parts that the platform takes. Buttons or a list stand under the last words; the numbered text is
 * complete without them, so where they do not fit it goes alone. A file stands above the words.
 */
export function toParts(message: OutboundMessage, listButton: string, file?: HeldFile): readonly CloudPart[] {
  if (message.template) return [{ body: templateBody(message.template) }];
  const text = message.text.trim() === "" ? "" : message.text;
  const options = message.options ?? [];
  const head = file ? headOf(file) : undefined;
  const decorated = text === "" ? undefined : decoratedParts(text, options, listButton, head);
  if (decorated) return decorated;
  if (!file) return splitText(text, textLimit).map((part) => ({ body: textBody(part) }));
  return plainWithFile(text, file).map((body) => ({ body }));
}

function plainWithFile(text: string, file: HeldFile): readonly Json[] {
  if (text.length <= bodyLimit) return [fileBody(file, text)];
  return [fileBody(file, ""), ...splitText(text, textLimit).map(textBody)];
}

/** Words with buttons or a list under their last part; `undefined` where neither fits. A list takes no file above it. */
function decoratedParts(
  text: string,
  options: readonly OutboundOption[],
  listButton: string,
  head: FileHead | undefined,
): readonly CloudPart[] | undefined {
  const action = buttonsOf(options) ?? listOf(options, listButton);
  if (!action) return undefined;
  const words = text.trimEnd();
  const last = splitText(words, bodyLimit).at(-1) ?? "";
  const before = splitText(words.slice(0, words.length - last.length).trimEnd(), textLimit);
  const isOnTop = head !== undefined && action.type === "button" && before.length === 0;
  const first: Json[] = head && !isOnTop ? [fileBody(head.file, "")] : [];
  const header = head && isOnTop ? { header: head.header } : {};
  const body = { type: "interactive", interactive: { ...action, ...header, body: { text: last } } };
  const plain = head && isOnTop ? fileBody(head.file, last) : textBody(last);
  return [...[...first, ...before.map(textBody)].map((one) => ({ body: one })), { body, plain }];
}

interface FileHead {
  readonly file: HeldFile;
  readonly header: Json;
}

function headOf(file: HeldFile): FileHead {
  const type = kindOf(file);
  return { file, header: { type, [type]: mediaOf(file) } };
}

const kindOf = ({ mimeType }: HeldFile): "image" | "document" => (mimeType.startsWith("image/") ? "image" : "document");

function mediaOf(file: HeldFile): Json {
  return { id: file.mediaId, ...(kindOf(file) === "document" ? { filename: file.name } : {}) };
}

function fileBody(file: HeldFile, caption: string): Json {
  const type = kindOf(file);
  return { type, [type]: { ...mediaOf(file), ...(caption === "" ? {} : { caption }) } };
}

function textBody(text: string): Json {
  return { type: "text", text: { preview_url: false, body: text } };
}

interface Action {
  readonly type: "button" | "list";
  readonly action: Json;
}

function buttonsOf(options: readonly OutboundOption[]): Action | undefined {
  const titles = options.map(({ label }) => label.trim());
  const fit =
    options.length > 0 &&
    options.length <= buttonLimits.count &&
    titles.every((title) => title !== "" && title.length <= buttonLimits.title) &&
    new Set(titles).size === titles.length &&
    haveIds(options, buttonLimits.id);
  if (!fit) return undefined;
  const buttons = options.map(({ value }, index) => ({ type: "reply", reply: { id: value, title: titles[index] } }));
  return { type: "button", action: { buttons } };
}

/** A label that is too long for a row's title stands whole in its second line. */
function listOf(options: readonly OutboundOption[], listButton: string): Action | undefined {
  const labels = options.map(({ label }) => label.trim());
  const fit =
    options.length > 0 &&
    options.length <= rowLimits.count &&
    labels.every((label) => label !== "" && label.length <= rowLimits.description) &&
    haveIds(options, rowLimits.id);
  if (!fit) return undefined;
  const rows = options.map(({ value }, index) => ({ id: value, ...rowWords(labels[index] ?? "") }));
  return { type: "list", action: { button: shorten(listButton, buttonLimits.title), sections: [{ rows }] } };
}

function rowWords(label: string): Json {
  if (label.length <= rowLimits.title) return { title: label };
  // An emoji counts as several of the platform's characters, so a shortened label may still be too long.
  const shortened = shorten(label, rowLimits.title);
  return { title: shortened.length <= rowLimits.title ? shortened : shorten(label, 8), description: label };
}

function haveIds(options: readonly OutboundOption[], longest: number): boolean {
  const ids = options.map(({ value }) => value);
  return ids.every((id) => id.trim() !== "" && id.length <= longest) && new Set(ids).size === ids.length;
}

function templateBody({ name, language, params, buttons = [] }: OutboundTemplate): Json {
  const filled = params.map((text) => ({ type: "text", text: oneLine(text) }));
  const components = [
    ...(filled.length > 0 ? [{ type: "body", parameters: filled }] : []),
    ...buttons.map((payload, index) => ({
      ...{ type: "button", sub_type: "quick_reply", index: String(index) },
      parameters: [{ type: "payload", payload }],
    })),
  ];
  return { type: "template", template: { name, language: { code: language }, components } };
}

/** The platform takes no line end, tab or run of blanks in a gap. */
const oneLine = (text: string): string => text.replace(/\s+/gu, " ").trim() || "-";
