import PQueue from "p-queue";
import type { DeliveryReport } from "../../delivery/delivery-reports";
import type { DeliveryFailure } from "../../delivery/outbox";
import type { InboundMessage } from "../../domain/messaging/message";
import type { Logger } from "../../logger";
import { type CloudAlarm, type CodeMeaning, meaningOf } from "./failures";
import { type NameChange, toInbound, toNameChange } from "./inbound";
import { type CloudMessage, type CloudValue, messageSchema, postSchema, statusSchema, valueSchema } from "./post";

/** What makes a message durable; see `Channel.start`. */
export type Receive = (message: InboundMessage) => Promise<void>;

/** What the platform tells of our templates: a status, or another category. */
export interface TemplateEvent {
  /** For example `message_template_status_update` or `template_category_update`. */
  readonly field: string;
  readonly value: unknown;
}

/** What the intake works with. */
export interface IntakeOptions {
  readonly phoneNumberId: string;
  readonly accountId: string;
  readonly receive: Receive;
  /** Told that a message is durable, to show the person that it was read. */
  readonly onReceived: (message: InboundMessage) => void;
  /** Told of each status what it says about sending as a whole; `at` is the platform's own time. */
  readonly onStatus: (status: { alarm: CloudAlarm | undefined; isSent: boolean; at: number }) => void;
  readonly onDelivery?: ((report: DeliveryReport) => Promise<void>) | undefined;
  readonly onNameChange?: ((change: NameChange) => Promise<void>) | undefined;
  readonly onTemplateEvent?: ((event: TemplateEvent) => Promise<void>) | undefined;
  readonly logger: Logger;
  /** Milliseconds. */
  readonly now: () => number;
}

/** How many people's messages of one post are stored at a time. */
const storedTogether = 16;
const templateField = /^(message_)?template_/u;
const deliveryStatuses: readonly string[] = ["sent", "delivered", "read", "failed"];

/** Takes posts of the platform's in: all that they carry is durable before they are acknowledged. */
export class Intake {
  private readonly inHand = new Set<Promise<unknown>>();
  private lastSequence = 0;

  constructor(private readonly options: IntakeOptions) {}

  /**
   * Takes one post. "malformed" where it is no post of the platform's, "not-stored" where anything in it could not be
   * stored: the platform delivers the whole again then, and what was stored before has no second effect.
   */
  async take(body: unknown): Promise<"taken" | "malformed" | "not-stored"> {
    const post = postSchema.safeParse(body);
    if (!post.success) return "malformed";
    const work = this.takeEntries(post.data.entry);
    this.inHand.add(work);
    try {
      return (await work) ? "taken" : "not-stored";
    } finally {
      this.inHand.delete(work);
    }
  }

  /** Waits for what is in hand. */
  async settle(): Promise<void> {
    while (this.inHand.size > 0) await Promise.allSettled(this.inHand);
  }

  private async takeEntries(
    entries: readonly { id: string; changes: readonly { field: string; value?: unknown }[] }[],
  ): Promise<boolean> {
    const tasks: Promise<void>[] = [];
    for (const { id, changes } of entries)
      for (const { field, value } of changes) {
        if (field === "messages") tasks.push(...this.takeValue(value));
        else if (templateField.test(field) && id === this.options.accountId)
          tasks.push(this.safely("an event of a template", this.options.onTemplateEvent?.({ field, value })));
      }
    const done = await Promise.allSettled(tasks);
    return done.every(({ status }) => status === "fulfilled");
  }

  private takeValue(value: unknown): Promise<void>[] {
    const { data } = valueSchema.safeParse(value);
    // An app may serve several numbers; another one's messages are not ours to answer.
    if (!data || data.metadata.phone_number_id !== this.options.phoneNumberId) return [];
    return [this.takeMessages(data), ...data.statuses.map((status) => this.takeStatus(status))];
  }

  /** In the order in which they were sent; one person's are stored one after the other. */
  private async takeMessages({ messages, contacts }: CloudValue): Promise<void> {
    const read = messages.flatMap((one) => this.read(one)).sort((one, other) => one.timestamp - other.timestamp);
    const byAddress = new Map<string, InboundMessage[]>();
    const changes: NameChange[] = [];
    for (const message of read) {
      const change = toNameChange(message);
      if (change) changes.push(change);
      const inbound = toInbound(message, contacts, this.nextSequence());
      if (inbound) byAddress.set(inbound.address, [...(byAddress.get(inbound.address) ?? []), inbound]);
    }
    const queue = new PQueue({ concurrency: storedTogether });
    const stored = [...byAddress.values()].map((own) => queue.add(() => this.receiveAll(own)));
    const changed = changes.map((change) => this.safely("a new number", this.options.onNameChange?.(change)));
    const failed = (await Promise.allSettled([...stored, ...changed])).find(({ status }) => status === "rejected");
    if (failed) throw new Error("a part of the post could not be stored");
  }

  private async receiveAll(messages: readonly InboundMessage[]): Promise<void> {
    for (const message of messages) {
      await this.safely("a message", this.options.receive(message));
      this.options.onReceived(message);
    }
  }

  /** A message of another shape would stand in the way for ever, so it is logged by its fields and passed over. */
  private read(item: unknown): CloudMessage[] {
    const read = messageSchema.safeParse(item);
    if (read.success) return [read.data];
    const fields = read.error.issues.map((issue) => issue.path.join("."));
    this.options.logger.error(
      { fields },
      "whatsapp-cloud: a message has another shape than the platform's; passed over",
    );
    return [];
  }

  private async takeStatus(item: unknown): Promise<void> {
    const { data } = statusSchema.safeParse(item);
    if (!data || !deliveryStatuses.includes(data.status)) return;
    const code = data.errors?.[0]?.code;
    const failure = data.status === "failed" ? meaningOf(code === undefined ? { status: 400 } : { code }) : undefined;
    const report: DeliveryReport = {
      messageId: data.id,
      status: data.status as DeliveryReport["status"],
      at: Math.floor(data.timestamp) * 1_000,
      ...(failure ? { failure: toDeliveryFailure(code ?? 0, failure) } : {}),
    };
    this.options.onStatus({ alarm: failure?.alarm, isSent: report.status === "sent", at: report.at });
    await this.safely("a delivery", this.options.onDelivery?.(report));
  }

  /** A storage's error may quote the document: only its name is logged. */
  private async safely(what: string, work: Promise<void> | undefined): Promise<void> {
    try {
      await work;
    } catch (error) {
      const cause = error instanceof Error ? error.name : "unknown";
      this.options.logger.error({ what, cause }, "whatsapp-cloud: not stored; the platform delivers it again");
      throw error;
    }
  }

  /** Grows with every message, also from one start to the next: the platform's own times are whole seconds. */
  private nextSequence(): number {
    this.lastSequence = Math.max(this.lastSequence + 1, this.options.now() * 1_000);
    return this.lastSequence;
  }
}

const toDeliveryFailure = (code: number, { meaning, reason, ofChat }: CodeMeaning): DeliveryFailure => ({
  code,
  meaning,
  reason,
  ...(ofChat ? { ofChat } : {}),
});
