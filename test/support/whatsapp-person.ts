import { randomBytes } from "node:crypto";
import { waitFor } from "./wait-for";
import type { WhatsAppSent, WhatsAppStandIn } from "./whatsapp-stand-in";

/** The fields of a message as WhatsApp Web holds them; what a kind adds is in `rest`. */
export interface WhatsAppFields {
  readonly id: {
    readonly fromMe: boolean;
    readonly remote: string;
    readonly id: string;
    readonly _serialized: string;
  };
  readonly type: string;
  /** Seconds. */
  readonly t: number;
  readonly from: string;
  readonly to: string;
  readonly [field: string]: unknown;
}

/** Somebody on WhatsApp, who is written to and from under a phone number or under the name that stands in its place. */
export class WhatsAppPerson {
  /** Under which of the two names the person's messages come. */
  address: string;
  #heard = 0;

  constructor(
    private readonly service: WhatsAppStandIn,
    readonly phone: string,
    readonly lid: string,
  ) {
    this.address = phone;
  }

  /** The person under the name that stands in place of the number. */
  asLid(): this {
    this.address = this.lid;
    return this;
  }

  /** Writes a text; returns the message's id. */
  says(text: string): string {
    return this.sends("chat", { body: text });
  }

  /** Sends a message of any kind. */
  sends(type: string, fields: object = {}): string {
    return this.#deliver(this.address, type, fields, {});
  }

  /** Writes in a group. */
  saysInGroup(group: string, text: string): string {
    return this.#deliver(`${group}@g.us`, "chat", { body: text }, { author: this.address });
  }

  /** Sends a photo. */
  sendsPhoto(bytes: Uint8Array, fields: object = {}): string {
    return this.#sendsFile("image", bytes, { mimetype: "image/jpeg", ...fields });
  }

  /** Sends a file. */
  sendsDocument(bytes: Uint8Array, fields: object = {}): string {
    return this.#sendsFile("document", bytes, { mimetype: "application/pdf", filename: "bukti.pdf", ...fields });
  }

  /** Sends again what was sent, under the same id: what a service does that is not sure. */
  sendsAgain(id: string, text: string): void {
    this.service.deliver(this.#fields(this.address, "chat", { body: text }, {}, id));
  }

  /** Changes the words of a message of the person's. */
  edits(id: string, body: string): void {
    this.service.change(id, { latestEditSenderTimestampMs: Date.now(), body });
  }

  /** Takes a message back. */
  deletes(id: string): void {
    this.service.change(id, { type: "revoked" });
  }

  /** What the person was sent, under either name. */
  get messages(): readonly WhatsAppSent[] {
    return this.service.sent.filter(({ chat }) => chat === this.phone || chat === this.lid);
  }

  /** What the person was sent since the last call; waits for at least one message. */
  async hears(): Promise<readonly string[]> {
    await waitFor("a message to a person", () => this.messages.length > this.#heard);
    const fresh = this.messages.slice(this.#heard);
    this.#heard += fresh.length;
    return fresh.map(({ text }) => text);
  }

  #sendsFile(type: string, bytes: Uint8Array, fields: object): string {
    const directPath = `/${randomBytes(8).toString("hex")}`;
    this.service.files.set(directPath, bytes);
    return this.sends(type, { directPath, size: bytes.length, body: "/9j/a-tiny-preview", ...fields });
  }

  #deliver(remote: string, type: string, fields: object, people: object): string {
    const message = this.#fields(remote, type, fields, people);
    this.service.deliver(message);
    return message.id._serialized;
  }

  #fields(
    remote: string,
    type: string,
    fields: object,
    people: { author?: string },
    serialized?: string,
  ): WhatsAppFields {
    const id = serialized?.split("_")[2] ?? randomBytes(16).toString("hex").toUpperCase();
    const _serialized = ["false", remote, id, people.author].filter(Boolean).join("_");
    return {
      ...{ id: { fromMe: false, remote, id, _serialized }, type, t: this.service.time() },
      ...{ from: remote, to: this.service.me.phone, ack: 1, ...people, ...fields },
    };
  }
}
