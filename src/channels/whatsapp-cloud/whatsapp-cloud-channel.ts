import PQueue from "p-queue";
import { z } from "zod";
import type { Channel, MediaFailure, OutgoingFile, SendFailure } from "../../delivery/channel";
import type { InboundMessage, OutboundMessage } from "../../domain/messaging/message";
import { fail, ok, type Result } from "../../domain/shared/result";
import type { Logger } from "../../logger";
import { GraphClient, type GraphError } from "./client";
import { type CloudAlarm, meaningOf, toSendFailure } from "./failures";
import { groupPrefix } from "./inbound";
import { Intake, type IntakeOptions, type Receive } from "./intake";
import { fetchFile, uploadFile } from "./media";
import { type CloudPart, type HeldFile, toParts } from "./outbound";
import { Progress } from "./progress";
import { isSameSecret, isSigned } from "./signature";
import { Standing } from "./standing";
import type { TemplateTrouble } from "./template-events";
import { TemplateFaults } from "./template-faults";

/** What the channel is built from. Times are in milliseconds. */
export interface WhatsAppCloudOptions
  extends Pick<IntakeOptions, "onDelivery" | "onNameChange" | "onTemplateEvent" | "phoneNumberId" | "accountId"> {
  readonly accessToken: string;
  /** Signs what the platform posts to us. */
  readonly appSecret: string;
  /** Asked back when the webhook is set up. */
  readonly verifyToken: string;
  readonly apiRoot: string;
  /** For example `v24.0`. */
  readonly apiVersion: string;
  /** What the button says that opens a list; at most 20 characters. */
  readonly listButton: string;
  /** Told once when something must be done by an operator before messages go out again. */
  readonly onAlarm?: (alarm: CloudAlarm) => void;
  /** Told once when a template is refused at sending, until it goes out again. */
  readonly onTemplateFault?: (trouble: TemplateTrouble) => void;
  readonly logger: Logger;
  readonly now?: () => number;
  /** How long one call, or one file, may take. */
  readonly requestTimeoutMs?: number;
}

/** What the platform asks when the webhook is set up: the query of a GET. */
export interface CloudQuestion {
  readonly mode: string | undefined;
  readonly verifyToken: string | undefined;
  readonly challenge: string | undefined;
}

/** What a post to our webhook said. */
export interface CloudPost {
  /** The header `X-Hub-Signature-256`. */
  readonly signature: string | undefined;
  /** The bytes as they came: the signature is over these. */
  readonly body: Uint8Array;
}

/** The WhatsApp Cloud API channel, with what the web server mounts. */
export interface WhatsAppCloudChannel extends Channel {
  /** Answers the platform's question: 200 and its challenge where it knows our token, else 403. */
  verify(question: CloudQuestion): { readonly status: number; readonly text: string };
  /**
   * Takes one post. 200 when all in it is durable; 401 where it is not signed with the app's secret; 400 where it is no
   * post of the platform's; 500 where something could not be stored and 503 when not started or stopping: the platform
   * delivers it again then, for up to 7 days.
   */
  webhook(post: CloudPost): Promise<{ readonly status: number }>;
  /** `on`, or what keeps messages from going out. */
  condition(): string;
}

/** Builds the channel; nothing is called before `start`. */
export function createWhatsAppCloudChannel(options: WhatsAppCloudOptions): WhatsAppCloudChannel {
  return new CloudChannel(options);
}

const sentSchema = z.object({ messages: z.array(z.object({ id: z.string().min(1) })).min(1) });

/** A person's last message is remembered for the typing sign; so many people at most. */
const mostRemembered = 10_000;
/** The sign that a message was read is a courtesy: where so many wait already, it is left out. */
const mostReceipts = 20;
/** A rush is for taking in and answering: so many signs a second and no more. */
const receiptsPerSecond = 20;
/** How long a courtesy may take that a stop waits for. Milliseconds. */
const quickMs = 3_000;

type Sent = Result<{ messageId: string; earlierIds?: readonly string[] }, SendFailure>;

class CloudChannel implements WhatsAppCloudChannel {
  readonly name = "whatsapp-cloud";
  readonly tellsDelivery = true;
  private readonly client: GraphClient;
  private readonly quickClient: GraphClient;
  private readonly root: string;
  private readonly receipts = new PQueue({ concurrency: 4, interval: 1_000, intervalCap: receiptsPerSecond });
  /** The id of each address's last message, oldest first. */
  private readonly lastIds = new Map<string, string>();
  private intake: Intake | undefined;
  private isStopping = false;
  private readonly standing: Standing;
  private readonly templates: TemplateFaults;
  private readonly progress: Progress;

  constructor(private readonly options: WhatsAppCloudOptions) {
    const { logger, onAlarm, onTemplateFault, now = Date.now } = options;
    this.standing = new Standing({ onAlarm, logger, now });
    this.templates = new TemplateFaults(onTemplateFault, now);
    this.progress = new Progress(now);
    this.root = options.apiRoot.replace(/\/+$/u, "");
    const timeoutMs = options.requestTimeoutMs ?? 20_000;
    const client = { root: this.root, version: options.apiVersion, accessToken: options.accessToken };
    this.client = new GraphClient({ ...client, timeoutMs });
    this.quickClient = new GraphClient({ ...client, timeoutMs: Math.min(timeoutMs, quickMs) });
  }

  async start(receive: Receive): Promise<void> {
    if (this.intake) throw new Error("the WhatsApp channel was started already: create a new one to start again");
    const {
      logger,
      now = Date.now,
      phoneNumberId,
      accountId,
      onDelivery,
      onNameChange,
      onTemplateEvent,
    } = this.options;
    const told = { onDelivery, onNameChange, onTemplateEvent };
    const onStatus: IntakeOptions["onStatus"] = ({ alarm, isSent, at }) => this.standing.told(alarm, isSent, at);
    const onReceived = (message: InboundMessage): void => this.noteReceived(message);
    this.intake = new Intake({ receive, onReceived, onStatus, phoneNumberId, accountId, logger, now, ...told });
  }

  /** While nothing can go out, or not this template, the message waits without a call, and without counting as tried. */
  async send(address: string, message: OutboundMessage, file?: OutgoingFile): Promise<Sent> {
    const to = recipientOf(address);
    if (!to) return fail({ reason: "rejected", detail: "the address is no WhatsApp number, id or group" });
    const resting = this.templates.resting(message.template);
    if (resting) return fail(resting);
    const retryAfterMs = this.standing.restMs();
    if (retryAfterMs > 0) return fail({ reason: "throttled", retryAfterMs });
    const held = file && !message.template ? await this.hold(file) : undefined;
    if (held && !held.ok) return fail(toSendFailure(held.error));
    const said = { message, isWithFile: held !== undefined };
    const ids = [...this.progress.take(address, said)];
    const error = await this.sendFrom(to, toParts(message, this.options.listButton, held?.value), ids);
    this.templates.answered(message.template, error);
    if (!error) return asSent(ids);
    const failure = toSendFailure(error);
    if (failure.reason === "throttled" || failure.reason === "unreachable") this.progress.keep(address, said, ids);
    return fail(failure);
  }

  async fetchMedia(ref: string, maxBytes: number): Promise<Result<Uint8Array, MediaFailure>> {
    return fetchFile({ client: this.client, root: this.root }, ref, maxBytes);
  }

  async showTyping(address: string): Promise<void> {
    const id = this.lastIds.get(address);
    if (id !== undefined) await this.markRead(id);
  }

  verify({ mode, verifyToken, challenge }: CloudQuestion): { readonly status: number; readonly text: string } {
    const isKnown = isSameSecret(verifyToken ?? "", this.options.verifyToken);
    const isAsked = mode === "subscribe" && challenge !== undefined && /^[\w.-]{1,256}$/u.test(challenge);
    return isKnown && isAsked ? { status: 200, text: challenge } : { status: 403, text: "" };
  }

  async webhook({ signature, body }: CloudPost): Promise<{ readonly status: number }> {
    if (!isSigned(body, signature, this.options.appSecret)) return { status: 401 };
    if (!this.intake || this.isStopping) return { status: 503 };
    const outcome = await this.intake.take(parse(body));
    return { status: { taken: 200, malformed: 400, "not-stored": 500 }[outcome] };
  }

  condition(): string {
    return this.standing.condition();
  }

  /** The webhook stays set: the platform keeps what comes meanwhile, and other processes go on receiving. */
  async stop(): Promise<void> {
    this.isStopping = true;
    await this.intake?.settle();
    this.receipts.clear();
    await this.receipts.onIdle();
  }

  private async hold(file: OutgoingFile): Promise<Result<HeldFile, GraphError>> {
    const uploaded = await uploadFile(this.client, this.options.phoneNumberId, file);
    if (!uploaded.ok) this.standing.answered(uploaded.error);
    if (!uploaded.ok) return uploaded;
    this.standing.tokenWorks();
    return ok({ mediaId: uploaded.value, name: file.name, mimeType: file.mimeType });
  }

  /** Sends the parts for which there is no id yet, and adds theirs; returns why it stopped. */
  private async sendFrom(to: Recipient, parts: readonly CloudPart[], ids: string[]): Promise<GraphError | undefined> {
    for (const part of parts.slice(ids.length)) {
      const sent = await this.sendPart(to, part);
      if (!sent.ok) return sent.error;
      ids.push(sent.value);
    }
    return undefined;
  }

  /** What the platform does not take in its decorated form goes as plain words. */
  private async sendPart(to: Recipient, { body, plain }: CloudPart): Promise<Result<string, GraphError>> {
    const sent = await this.post(to, body);
    if (sent.ok || plain === undefined || !meaningOf(sent.error).ofForm) return sent;
    this.options.logger.warn({ code: sent.error.code }, "whatsapp-cloud: buttons were refused; the words go alone");
    return this.post(to, plain);
  }

  private async post(to: Recipient, body: Readonly<Record<string, unknown>>): Promise<Result<string, GraphError>> {
    const { phoneNumberId } = this.options;
    const posted = await this.client.post(`${phoneNumberId}/messages`, {
      messaging_product: "whatsapp",
      ...to,
      ...body,
    });
    if (!posted.ok) {
      this.standing.answered(posted.error);
      return posted;
    }
    const { data } = sentSchema.safeParse(posted.value);
    const id = data?.messages[0]?.id;
    if (id === undefined) return fail({ cause: "an answer without an id" });
    this.standing.answered();
    return ok(id);
  }

  /** The person sees that we have read, and that an answer is coming. */
  private noteReceived({ address, providerMessageId, content }: InboundMessage): void {
    if (content.type === "group") return;
    this.lastIds.delete(address);
    this.lastIds.set(address, providerMessageId);
    const [oldest] = this.lastIds.keys();
    if (this.lastIds.size > mostRemembered && oldest !== undefined) this.lastIds.delete(oldest);
    if (this.receipts.size < mostReceipts && !this.isStopping)
      void this.receipts.add(() => this.markRead(providerMessageId));
  }

  private async markRead(messageId: string): Promise<void> {
    const said = { status: "read", message_id: messageId, typing_indicator: { type: "text" } };
    const path = `${this.options.phoneNumberId}/messages`;
    const done = await this.quickClient.post(path, { messaging_product: "whatsapp", ...said });
    if (done.ok) this.standing.tokenWorks();
    else this.options.logger.debug({ ...done.error }, "whatsapp-cloud: a message was not shown as read");
  }
}

function asSent(ids: readonly string[]): Sent {
  const messageId = ids.at(-1);
  if (messageId === undefined) return fail({ reason: "rejected", detail: "the text is blank" });
  return ok({ messageId, ...(ids.length > 1 ? { earlierIds: ids.slice(0, -1) } : {}) });
}

type Recipient = Readonly<Record<string, string>>;

/** A number goes into `to`, a business-scoped id into `recipient`: in the other field the platform loses the message. */
function recipientOf(address: string): Recipient | undefined {
  if (/^\d{5,20}$/u.test(address)) return { recipient_type: "individual", to: address };
  if (/^[A-Z]{2}\.\S{1,160}$/u.test(address)) return { recipient_type: "individual", recipient: address };
  const group = address.startsWith(groupPrefix) ? address.slice(groupPrefix.length) : "";
  return group === "" ? undefined : { recipient_type: "group", to: group };
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body)) as unknown;
  } catch {
    return undefined;
  }
}
