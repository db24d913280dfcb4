import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { DateTime } from "luxon";
import type { Language } from "../../domain/messaging/contact";
import type { SimulatorBubble } from "../../domain/messaging/simulator-store";
import { ZONE } from "../../domain/shared/zone";
import type { Translator } from "../../i18n";
import type { SimulatorChannel, SimulatorContent } from "./simulator-channel";
import { readUpload } from "./upload";
import { type Say, sayIn } from "./words";

/** What a terminal session is made of. */
export interface TerminalParts {
  readonly channel: SimulatorChannel;
  /** The name of the person who speaks first. */
  readonly contact: string;
  readonly input: Readable;
  readonly output: Writable;
  /** Resolves once everything that was posted is answered: inbox and outbox are idle. */
  settled(): Promise<void>;
  /** True at a terminal: a greeting, and a prompt before every line. False for a pipe: replies only. */
  readonly prompt: boolean;
  /** Gets the whole conversation: what was typed after `> `, and the replies. */
  readonly saveTo?: Writable;
  /** Sets the clock (milliseconds) for `/waktu`; without it the command says that it cannot be done here. */
  readonly setClock?: (atMs: number) => void;
  /**
   * Names messages by their place in the chat rather than by chance, so that the same lines in a new store give the same
   * replies: a registration number hangs on the message's id. Not for two terminals that speak as one person.
   */
  readonly repeatable?: boolean;
  readonly translator: Translator;
  /** The language of the terminal's own words; Indonesian unless told. */
  readonly language?: Language;
}

/** What became of a session: how many lines were taken as messages, and how many could not be. */
export interface TerminalSummary {
  readonly posted: number;
  readonly refused: number;
}

/**
 * Holds a conversation in lines of text until the input ends. A reply begins with `< `, its further lines with two
 * spaces; the terminal's own words begin with `! `. `/foto PATH [caption]` sends a file, `/sebagai NAME` speaks as somebody else
 * (whose unread replies are printed then), `/waktu ISO` sets the clock (Asia/Jakarta where no zone is given). Any
 * other line is a message, `/start` too. Empty lines are skipped.
 */
export async function runTerminal(parts: TerminalParts): Promise<TerminalSummary> {
  const session = new TerminalSession(parts);
  await session.begin();
  const lines = createInterface({ input: parts.input, crlfDelay: Number.POSITIVE_INFINITY, terminal: false });
  session.prompt();
  for await (const line of lines) {
    if (line.trim() !== "") await session.take(line);
    session.prompt();
  }
  return session.summary();
}

class TerminalSession {
  readonly #say: Say;
  /** The last bubble of each chat that was printed. */
  readonly #printed = new Map<string, number>();
  readonly #commands: Record<string, (argument: string) => Promise<void>>;
  #speaker: string;
  #posted = 0;
  #refused = 0;

  constructor(private readonly parts: TerminalParts) {
    this.#say = sayIn(parts.translator, parts.language ?? "id");
    this.#speaker = parts.contact;
    this.#commands = {
      "/foto": (path) => this.#sendFile(path),
      "/sebagai": (name) => this.#speakAs(name),
      "/waktu": async (iso) => this.#setClock(iso),
    };
  }

  /** What was said before this session is not repeated. */
  async begin(): Promise<void> {
    const speaker = this.parts.channel.introduce(this.#speaker);
    if (!speaker.ok) throw new Error(this.#say(speaker.error));
    this.#speaker = speaker.value.name;
    for (const { name } of await this.parts.channel.contacts())
      this.#printed.set(name, (await this.#unread(name)).at(-1)?.position ?? 0);
    if (this.parts.prompt) this.#note(this.#say("simulator.terminal.welcome", { name: this.#speaker }));
  }

  prompt(): void {
    if (this.parts.prompt) this.parts.output.write(`${this.#speaker}> `);
  }

  summary(): TerminalSummary {
    return { posted: this.#posted, refused: this.#refused };
  }

  async take(line: string): Promise<void> {
    this.parts.saveTo?.write(`> ${line}\n`);
    const [, word = "", argument = ""] = /^(\S+)\s*(.*)$/u.exec(line.trim()) ?? [];
    const command = Object.hasOwn(this.#commands, word) ? this.#commands[word] : undefined;
    if (command !== undefined) await command(argument);
    else await this.#post({ type: "text", text: line });
  }

  async #post(content: SimulatorContent): Promise<void> {
    const place = this.parts.repeatable ? (await this.#unread(this.#speaker)).at(-1)?.position : undefined;
    const id = `line-${place ?? this.#printed.get(this.#speaker) ?? 0}`;
    const bubble = await this.parts.channel.post(this.#speaker, content, this.parts.repeatable ? { id } : {});
    if (!bubble.ok) return this.#refuse(bubble.error);
    this.#posted += 1;
    await this.parts.settled();
    await this.#printNew();
  }

  /** The path may stand in quotes; what follows it is the caption. */
  async #sendFile(argument: string): Promise<void> {
    const [, quoted, plain, caption = ""] = /^(?:"([^"]+)"|(\S+))\s*(.*)$/u.exec(argument) ?? [];
    const path = quoted ?? plain ?? "";
    const bytes = await readFile(path).catch(() => null);
    if (bytes === null) return this.#refuse("simulator.terminal.no-file");
    const upload = readUpload(new Uint8Array(bytes), basename(path));
    if (!upload.ok) return this.#refuse(upload.error);
    await this.#post({ type: "file", upload: upload.value, ...(caption ? { caption } : {}) });
  }

  async #speakAs(typed: string): Promise<void> {
    const speaker = this.parts.channel.introduce(typed);
    if (!speaker.ok) return this.#refuse(speaker.error);
    this.#speaker = speaker.value.name;
    if (this.parts.prompt) this.#note(this.#say("simulator.terminal.speaker", { name: this.#speaker }));
    await this.#printNew();
  }

  async #setClock(iso: string): Promise<void> {
    const at = DateTime.fromISO(iso.trim(), { zone: ZONE });
    if (this.parts.setClock === undefined) return this.#refuse("simulator.terminal.no-clock");
    if (!at.isValid) return this.#refuse("simulator.terminal.bad-clock");
    this.parts.setClock(at.toMillis());
    await this.parts.settled();
    const moment = { day: at.toISODate(), moment: at.toMillis() };
    if (this.parts.prompt) this.#note(this.#say("simulator.terminal.clock", moment));
    await this.#printNew();
  }

  async #printNew(): Promise<void> {
    const bubbles = await this.#unread(this.#speaker);
    const last = bubbles.at(-1);
    if (last !== undefined) this.#printed.set(this.#speaker, last.position);
    for (const bubble of bubbles) if (bubble.from === "service") this.#print(asLines(this.#wordsOf(bubble)));
  }

  /** A file is named above the words that came with it. */
  #wordsOf({ text, file }: SimulatorBubble): string {
    if (file === undefined) return text;
    const kind = file.mimeType.startsWith("image/") ? "photo" : "document";
    const shown = this.#say(`simulator.terminal.${kind}`, { name: file.name });
    return text === "" ? shown : `${shown}\n${text}`;
  }

  async #unread(name: string): Promise<readonly SimulatorBubble[]> {
    const all: SimulatorBubble[] = [];
    for (;;) {
      const position = all.at(-1)?.position ?? this.#printed.get(name) ?? 0;
      const bubbles = await this.parts.channel.after(name, position);
      if (bubbles.length === 0) return all;
      all.push(...bubbles);
    }
  }

  #refuse(key: string): void {
    this.#refused += 1;
    this.#note(this.#say(key));
  }

  #note(text: string): void {
    this.#print(`! ${text}\n`);
  }

  #print(text: string): void {
    this.parts.output.write(text);
    this.parts.saveTo?.write(text);
  }
}

/** A reply as a transcript shows it; a line without words stays without blanks at its end. */
function asLines(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line, index) => `${index === 0 ? "< " : "  "}${line}`.trimEnd())
    .map((line) => `${line}\n`)
    .join("");
}
