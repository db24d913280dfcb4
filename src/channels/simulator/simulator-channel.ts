import { createHash, randomUUID } from "node:crypto";
import type { Channel, MediaFailure, OutgoingFile, SendFailure } from "../../delivery/channel";
import { createOneByOne } from "../../delivery/one-by-one";
import type { InboundContent, InboundMessage, OutboundMessage } from "../../domain/messaging/message";
import type { SimulatorBubble, SimulatorStore } from "../../domain/messaging/simulator-store";
import { fail, ok, type Result } from "../../domain/shared/result";
import { contactIdOf, parseContactName, type SimulatorContact } from "./contact-name";
import type { Upload } from "./upload";

/** What a simulated person can send. */
export type SimulatorContent =
  | { readonly type: "text"; readonly text: string }
  /** A pressed button: the service gets its value, the person sees its label. */
  | { readonly type: "choice"; readonly value: string; readonly label: string }
  | { readonly type: "file"; readonly upload: Upload; readonly caption?: string };

/** What happens in a chat while somebody looks at it. */
export type SimulatorEvent =
  | { readonly type: "bubble"; readonly bubble: SimulatorBubble }
  | { readonly type: "typing" };

/** Why a message was not taken: the name cannot be one (a locale key), or the service is not running. */
export type PostFailure = "simulator.error.name" | "simulator.error.stopped";

/** The simulator as a channel, with what its page and its terminal need besides. */
export interface SimulatorChannel extends Channel {
  readonly name: "simulator";
  /** Lets somebody be found who has not written yet; kept until the process ends. */
  introduce(name: string): Result<SimulatorContact, "simulator.error.name">;
  /** Those introduced, then everybody who has chatted before, in the order of their first bubble. */
  contacts(): Promise<readonly SimulatorContact[]>;
  /** Whom an id stands for. */
  contactOf(id: string): Promise<SimulatorContact | null>;
  /**
   * Sends as that person: first the bubble is kept, then the message is handed over. The same `id` (of the sender's
   * own choosing) posted again is the same message, so a sender who got no answer simply posts again.
   */
  post(
    contactName: string,
    content: SimulatorContent,
    options?: { readonly id?: string },
  ): Promise<Result<SimulatorBubble, PostFailure>>;
  /** The bubbles of a chat after a position, oldest first, at most 500. */
  after(contactName: string, position: number): Promise<readonly SimulatorBubble[]>;
  /** Tells of every new bubble of this process until the returned function is called. */
  subscribe(contactName: string, listener: (event: SimulatorEvent) => void): () => void;
  /** Aborted when the channel stops: whoever holds a stream open lets it go. */
  readonly stopping: AbortSignal;
}

/** A simulator on the given store and clock (milliseconds). */
export function createSimulatorChannel(parts: { store: SimulatorStore; now: () => number }): SimulatorChannel {
  return new StoredSimulator(parts.store, parts.now);
}

type Receive = (message: InboundMessage) => Promise<void>;
type Listener = (event: SimulatorEvent) => void;

class StoredSimulator implements SimulatorChannel {
  readonly name = "simulator";
  readonly #introduced = new Map<string, SimulatorContact>();
  readonly #listeners = new Map<string, Set<Listener>>();
  /** One post at a time per person, so that messages are handed over in the order of their bubbles. */
  readonly #posts = createOneByOne();
  /** One bubble at a time per chat, so that whoever reads on from a position misses none. */
  readonly #appends = createOneByOne();
  readonly #stop = new AbortController();
  #receive: Receive | undefined;

  constructor(
    private readonly store: SimulatorStore,
    private readonly now: () => number,
  ) {}

  get stopping(): AbortSignal {
    return this.#stop.signal;
  }

  async start(receive: Receive): Promise<void> {
    this.#receive = receive;
  }

  async stop(): Promise<void> {
    this.#receive = undefined;
    this.#stop.abort();
    await Promise.all([this.#posts.idle(), this.#appends.idle()]);
  }

  introduce(typed: string): Result<SimulatorContact, "simulator.error.name"> {
    const name = parseContactName(typed);
    if (!name.ok) return name;
    const contact = { id: contactIdOf(name.value), name: name.value };
    this.#introduced.set(contact.id, contact);
    return ok(contact);
  }

  async contacts(): Promise<readonly SimulatorContact[]> {
    const kept = (await this.store.contacts()).map((name) => ({ id: contactIdOf(name), name }));
    return [...this.#introduced.values(), ...kept.filter((contact) => !this.#introduced.has(contact.id))];
  }

  async contactOf(id: string): Promise<SimulatorContact | null> {
    return this.#introduced.get(id) ?? (await this.contacts()).find((contact) => contact.id === id) ?? null;
  }

  async post(
    contactName: string,
    content: SimulatorContent,
    options: { readonly id?: string } = {},
  ): Promise<Result<SimulatorBubble, PostFailure>> {
    const contact = this.introduce(contactName);
    if (!contact.ok) return contact;
    if (this.#receive === undefined) return fail("simulator.error.stopped");
    const id = `${contact.value.id}.${options.id ?? randomUUID()}`;
    return this.#posts.run(contact.value.name, () => this.#handOver(contact.value.name, id, content));
  }

  /** `id` names the message, its bubble and its file alike, so that a repeated post changes nothing. */
  async #handOver(name: string, id: string, content: SimulatorContent): Promise<Result<SimulatorBubble, PostFailure>> {
    const receive = this.#receive;
    if (receive === undefined) return fail("simulator.error.stopped");
    if (content.type === "file") await this.store.saveFile(id, content.upload.bytes);
    const bubble = await this.#append(name, `in.${id}`, personBubble(id, content, this.now()));
    await receive({
      channel: "simulator",
      providerMessageId: id,
      address: name,
      identifiers: [{ kind: "simulator-name", value: name }],
      sentAt: bubble.at,
      sequence: bubble.position,
      content: inboundContent(id, content),
    });
    return ok(bubble);
  }

  async send(
    address: string,
    message: OutboundMessage,
    file?: OutgoingFile,
  ): Promise<Result<{ messageId: string }, SendFailure>> {
    const name = parseContactName(address);
    if (!name.ok) return fail({ reason: "rejected", detail: "the address is no name of 1-40 characters" });
    const messageId = randomUUID();
    await this.#append(name.value, `out.${messageId}`, {
      from: "service",
      text: message.text,
      ...(message.options === undefined ? {} : { options: message.options }),
      ...(file === undefined ? {} : { file: await this.#keep(file) }),
      at: this.now(),
    });
    return ok({ messageId });
  }

  /** The same bytes are kept once, however often and to whomever they are shown. */
  async #keep({ bytes, name, mimeType }: OutgoingFile): Promise<NonNullable<SimulatorBubble["file"]>> {
    const ref = `out.${createHash("sha256").update(bytes).digest("hex")}`;
    await this.store.saveFile(ref, bytes);
    return { ref, name, mimeType };
  }

  async #append(name: string, id: string, bubble: Omit<SimulatorBubble, "position">): Promise<SimulatorBubble> {
    const kept = await this.#appends.run(name, () => this.store.append(name, id, bubble));
    this.#tell(name, { type: "bubble", bubble: kept });
    return kept;
  }

  async fetchMedia(ref: string, maxBytes: number): Promise<Result<Uint8Array, MediaFailure>> {
    const bytes = await this.store.readFile(ref);
    if (bytes === null) return fail({ reason: "gone" });
    return bytes.length > maxBytes ? fail({ reason: "too-large" }) : ok(bytes);
  }

  async showTyping(address: string): Promise<void> {
    this.#tell(address, { type: "typing" });
  }

  async after(contactName: string, position: number): Promise<readonly SimulatorBubble[]> {
    return this.store.after(contactName, position);
  }

  subscribe(contactName: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(contactName) ?? new Set();
    this.#listeners.set(contactName, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(contactName) === listeners) this.#listeners.delete(contactName);
    };
  }

  #tell(contactName: string, event: SimulatorEvent): void {
    for (const listener of [...(this.#listeners.get(contactName) ?? [])]) listener(event);
  }
}

function personBubble(ref: string, content: SimulatorContent, at: number): Omit<SimulatorBubble, "position"> {
  switch (content.type) {
    case "text":
      return { from: "person", text: content.text, at };
    case "choice":
      return { from: "person", text: content.label, at };
    case "file": {
      const { fileName, mimeType } = content.upload;
      return { from: "person", text: content.caption ?? "", file: { ref, name: fileName, mimeType }, at };
    }
  }
}

function inboundContent(ref: string, content: SimulatorContent): InboundContent {
  switch (content.type) {
    case "text":
      return content;
    case "choice":
      return { type: "choice", value: content.value };
    case "file": {
      const { kind, mimeType, fileName, bytes } = content.upload;
      const caption = content.caption ? { caption: content.caption } : {};
      return { type: "media", kind, ref, mimeType, sizeBytes: bytes.length, fileName, ...caption };
    }
  }
}
