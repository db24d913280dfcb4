import type { Change, GraphFile, GraphServer, Payload, Post } from "./graph-server";
import { waitFor } from "./wait-for";

/** What WhatsApp calls somebody: a number, a business-scoped id, or both. */
export interface PersonNames {
  readonly waId?: string;
  readonly userId?: string;
}

/** A message of ours as a person sees it. */
export interface SeenMessage {
  readonly id: string;
  readonly type: string;
  readonly text: string;
  /** What can be pressed: the titles of buttons, or of a list's rows. */
  readonly choices: readonly { readonly id: string; readonly title: string; readonly description?: string }[];
  readonly isList: boolean;
  readonly file?: GraphFile;
  readonly template?: Payload;
}

/** What somebody may say of a file when sending it. */
export interface FileWords {
  readonly caption?: string;
  readonly mimeType?: string;
  readonly fileName?: string;
}

/** One person's chat with our number. */
export class GraphPerson {
  /** False where the platform cannot deliver to this person. */
  isThere = true;
  private readonly seen: SeenMessage[] = [];
  private readonly calledSoFar = new Set<string>();
  private heard = 0;

  constructor(
    private readonly server: GraphServer,
    private current: PersonNames,
  ) {
    this.names = current;
  }

  /** What posts call the person from now on; what the person was called before still leads here. */
  get names(): PersonNames {
    return this.current;
  }

  set names(names: PersonNames) {
    this.current = names;
    for (const name of [names.waId, names.userId]) if (name !== undefined) this.calledSoFar.add(name);
  }

  /** Every message of ours so far. */
  get messages(): readonly SeenMessage[] {
    return this.seen;
  }

  isCalled(name: string): boolean {
    return this.calledSoFar.has(name);
  }

  /** Writes a text. Returns the post, so that a test may deliver it twice. */
  sends(text: string, at = this.server.seconds()): Post {
    return this.message({ type: "text", text: { body: text } }, at);
  }

  /** Sends a message of any content, in the platform's own fields. */
  message(content: Payload, at = this.server.seconds()): Post {
    return this.server.push(this.change([{ content, at }]));
  }

  /** Several messages that come in one post. */
  change(messages: readonly { readonly content: Payload; readonly at: number }[]): Change {
    const { waId, userId } = this.names;
    const named = { ...(waId ? { wa_id: waId } : {}), ...(userId ? { user_id: userId } : {}) };
    const from = { ...(waId ? { from: waId } : {}), ...(userId ? { from_user_id: userId } : {}) };
    const all = messages.map(({ content, at }) => ({
      ...from,
      id: this.server.newId("wamid."),
      timestamp: String(at),
      ...content,
    }));
    const contacts = [{ profile: { name: "Contoh" }, ...named }];
    return { field: "messages", value: this.server.valueOf({ contacts, messages: all }) };
  }

  /** Presses the newest button or row with this title, or whose second line says so. */
  presses(title: string): Post {
    const pressable = this.seen.findLast((one) => one.choices.some((choice) => isNamed(choice, title)));
    const choice = pressable?.choices.find((one) => isNamed(one, title));
    if (!pressable || !choice) throw new Error(`nothing says "${title}"`);
    const type = pressable.isList ? "list_reply" : "button_reply";
    const context = { from: "622460000000", id: pressable.id };
    return this.message({ type: "interactive", context, interactive: { type, [type]: choice } });
  }

  /** Sends a photo. */
  sendsPhoto(bytes: Uint8Array, words: FileWords = {}): Post {
    const mimeType = words.mimeType ?? "image/jpeg";
    const caption = words.caption === undefined ? {} : { caption: words.caption };
    const image = { id: this.server.store({ bytes, mimeType }), mime_type: mimeType, sha256: "00", ...caption };
    return this.message({ type: "image", image });
  }

  /** Sends a file as it is. */
  sendsDocument(bytes: Uint8Array, words: FileWords = {}): Post {
    const mimeType = words.mimeType ?? "application/pdf";
    const id = this.server.store({ bytes, mimeType });
    const document = { id, mime_type: mimeType, sha256: "00", filename: words.fileName ?? "bukti.pdf" };
    return this.message({ type: "document", document });
  }

  /** The texts that came since the last call; waits until there are at least `count`. */
  async hears(count = 1): Promise<readonly string[]> {
    await waitFor(`${count} message(s)`, () => this.seen.length >= this.heard + count);
    const texts = this.seen.slice(this.heard).map(({ text }) => text);
    this.heard = this.seen.length;
    return texts;
  }

  /** Takes a message of ours; the server calls it. */
  take(id: string, payload: Payload): void {
    const type = String(payload["type"]);
    const content = payload[type] as Payload;
    const header = content["header"] as Payload | undefined;
    const action = content["action"] as Payload | undefined;
    const held = (type === "interactive" ? (header?.["image"] ?? header?.["document"]) : content) as
      | Payload
      | undefined;
    const file = held?.["id"] === undefined ? undefined : this.server.files.get(String(held["id"]));
    this.seen.push({
      ...{ id, type, isList: content["type"] === "list" },
      text: textOf(type, content),
      choices: choicesOf(action),
      ...(file ? { file } : {}),
      ...(type === "template" ? { template: content } : {}),
    });
  }
}

function isNamed(choice: SeenMessage["choices"][number], title: string): boolean {
  return choice.title === title || choice.description === title;
}

function textOf(type: string, content: Payload): string {
  if (type === "interactive") return String((content["body"] as Payload)["text"]);
  return String(content["body"] ?? content["caption"] ?? "");
}

function choicesOf(action: Payload | undefined): SeenMessage["choices"] {
  const buttons = (action?.["buttons"] ?? []) as { reply: SeenMessage["choices"][number] }[];
  const sections = (action?.["sections"] ?? []) as { rows: SeenMessage["choices"] }[];
  return [...buttons.map(({ reply }) => reply), ...sections.flatMap(({ rows }) => rows)];
}
