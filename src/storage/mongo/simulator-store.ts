import { performance } from "node:perf_hooks";
import type { Connection } from "mongoose";
import type { SimulatorBubble, SimulatorStore } from "../../domain/messaging/simulator-store";
import type { Sealed, Vault } from "../vault";
import { type CollectionPlan, number, type StoredDocument, sealed, text } from "./collection-plan";
import { Documents } from "./documents";

interface BubbleDocument extends StoredDocument {
  /** Keyed hash of the contact's name. */
  chat: string;
  position: number;
  content: Sealed;
  /** The real clock, finer than a millisecond: a simulated one may stand still. */
  addedAt: number;
}
interface FileDocument extends StoredDocument {
  bytes: Sealed;
}
interface BubbleSecrets {
  readonly contact: string;
  readonly bubble: Omit<SimulatorBubble, "position">;
}

const bubblePlan: CollectionPlan = {
  name: "simulator_bubbles",
  fields: { chat: text, position: number, content: sealed, addedAt: number },
  indexes: [[{ chat: 1, position: 1 }, { unique: true }], [{ position: 1, addedAt: 1 }]],
};
const filePlan: CollectionPlan = { name: "simulator_files", fields: { bytes: sealed }, indexes: [] };

/** What one call of `after` returns at most. */
const PAGE = 500;
/** How often the next position is tried while another process writes to the same chat. */
const TRIES = 20;

/**
 * The simulator's chats. A bubble takes the position after the last one that is already there, under a unique index: no
 * bubble ever appears before one that a page has already been shown.
 */
export class MongoSimulatorStore implements SimulatorStore {
  private readonly bubbles: Documents<BubbleDocument>;
  private readonly files: Documents<FileDocument>;
  /** The last append to each chat that this process has in hand: one waits for the other. */
  private readonly inHand = new Map<string, Promise<unknown>>();

  constructor(
    connection: Connection,
    private readonly vault: Vault,
  ) {
    this.bubbles = new Documents(connection, bubblePlan);
    this.files = new Documents(connection, filePlan);
  }

  async contacts(): Promise<readonly string[]> {
    const first = await this.bubbles.find({ position: 1 }, { addedAt: 1, _id: 1 });
    return first.map((document) => this.open(document).contact);
  }

  async append(contact: string, id: string, bubble: Omit<SimulatorBubble, "position">): Promise<SimulatorBubble> {
    const chat = this.chatOf(contact);
    const before = this.inHand.get(chat) ?? Promise.resolve();
    const own = before.catch(() => undefined).then(() => this.appendNext(chat, contact, id, bubble));
    this.inHand.set(chat, own);
    try {
      return await own;
    } finally {
      if (this.inHand.get(chat) === own) this.inHand.delete(chat);
    }
  }

  private async appendNext(
    chat: string,
    contact: string,
    id: string,
    bubble: Omit<SimulatorBubble, "position">,
  ): Promise<SimulatorBubble> {
    const _id = this.vault.hash(`${contact.length}:${contact}${id}`, "simulator-bubble");
    const secrets: BubbleSecrets = { contact, bubble };
    const content = this.vault.seal(secrets, contextOf(_id));
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const known = await this.bubbles.findOne({ _id });
      if (known !== null) return this.toBubble(known);
      const [last] = await this.bubbles.pick({ chat }, ["position"], { position: -1 }, 1);
      const position = (last?.position ?? 0) + 1;
      const addedAt = performance.timeOrigin + performance.now();
      if (await this.bubbles.insert({ _id, chat, position, content, addedAt })) return { ...bubble, position };
    }
    throw new Error("a bubble could not be added, because too many write to the same chat at once; try again");
  }

  async after(contact: string, position: number): Promise<readonly SimulatorBubble[]> {
    const filter = { chat: this.chatOf(contact), position: { $gt: position } };
    const documents = await this.bubbles.find(filter, { position: 1 }, PAGE);
    return documents.map((document) => this.toBubble(document));
  }

  async saveFile(ref: string, bytes: Uint8Array): Promise<void> {
    const _id = this.vault.hash(ref, "simulator-file");
    const sealedBytes = this.vault.seal(bytes, `simulator-files:${_id}`);
    if (await this.files.insert({ _id, bytes: sealedBytes })) return;
    await this.files.update({ _id }, { $set: { bytes: sealedBytes } });
  }

  async readFile(ref: string): Promise<Uint8Array | null> {
    const document = await this.files.findOne({ _id: this.vault.hash(ref, "simulator-file") });
    return document && this.vault.open<Uint8Array>(document.bytes, `simulator-files:${document._id}`);
  }

  private toBubble(document: BubbleDocument): SimulatorBubble {
    return { ...this.open(document).bubble, position: document.position };
  }

  private open(document: BubbleDocument): BubbleSecrets {
    return this.vault.open<BubbleSecrets>(document.content, contextOf(document._id));
  }

  private chatOf(contact: string): string {
    return this.vault.hash(contact, "simulator-contact");
  }
}

function contextOf(key: string): string {
  return `simulator-bubbles:${key}`;
}
