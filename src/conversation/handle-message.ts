import type { Contact } from "../domain/messaging/contact";
import { chatIdOf } from "../domain/messaging/endpoints";
import type { InboundContent, OutboundMessage } from "../domain/messaging/message";
import type { Effects, Lookups } from "../operations/catalog";
import { exactWord } from "./answers/universal-words";
import { asksWhySent } from "./answers/why-sent";
import { readWillingness } from "./answers/willing";
import type { House } from "./house";
import { adopting, linkedCommand } from "./linked-talk";
import type { LookAhead } from "./look-ahead";
import { isTalking } from "./offers";
import type { ConversationPorts, Received } from "./ports";
import { renderBubbles } from "./render";
import type { Session, SessionState } from "./session";
import { type Incoming, type Turn, takeTurn } from "./take-turn";
import type { TurnInput, TurnRequest } from "./turn-context";
import { stepOf } from "./walk";

/** A flow that asks for more than this in one turn is a defect. */
const mostRequests = 60;

/** Thrown when somebody else is at the contact or was meanwhile: what is left is theirs to do, or is begun again. */
export class LeaseLost extends Error {
  constructor() {
    super("another process is at this contact, or was meanwhile");
  }
}

/** Thrown where a message waits with one person and its chat is another's by now: it is handed over `to` whom it says. */
export class BelongsTo extends Error {
  constructor(readonly to: Pick<Received, "contactId" | "endpointId">) {
    super("the chat of this message belongs to another contact's talk by now");
  }
}

/** How a turn is taken. */
export interface TurnTerms {
  /** In whose name the turn is recorded: whose lease it is, where there is one. */
  readonly owner: string;
  /** Whether no further message waits. */
  readonly isLast?: boolean;
  /** What was looked for when the lease was taken, or the session recalled. */
  readonly ahead?: LookAhead | undefined;
  /** Awaited before anything is written: the message that is answered may still be on its way into the inbox. */
  readonly durable?: (() => Promise<void>) | undefined;
  /** Takes the closing of the message, where nobody is to wait for it. */
  readonly behind?: ((closing: Promise<void>) => void) | undefined;
}

/**
 * Answers one message: takes the turn, has its effects done, records turn and replies in one compare-and-set, queues the
 * replies and closes the message, in this order. Wherever it dies, doing it again completes it with the same result, which
 * is why the lease may be let go of with the commit where no further message waits.
 * Returns the session as it is stored now; throws `LeaseLost` when it is no longer ours, and `BelongsTo` where the message
 * is another contact's to answer.
 */
export async function handleMessage(
  ports: ConversationPorts,
  session: Session,
  received: Received,
  terms: TurnTerms,
): Promise<Session> {
  const left = received.endpointId === undefined ? null : await ports.sessions.read(received.endpointId);
  const isHandled = session.handled?.messageId === received.id;
  const { session: handled, recipient }: Committed = isHandled
    ? { session }
    : await answer(ports, adopting(session, left, ports.house), received, terms);
  if (left) await ports.sessions.remove(left.contactId);
  const messages = handled.handled?.replies ?? [];
  const { channel } = received.message;
  const now = ports.clock();
  if (messages.length > 0) {
    const queueReplies = (await terms.ahead?.queueReplies()) ?? ports.queueReplies;
    await queueReplies({
      id: `${received.id}:reply`,
      ...chatOf(received),
      channel,
      messages,
      now,
      at: handled.handled?.at ?? now,
      recipient,
    });
  }
  if (handled.handled?.linkedTo !== undefined) await goOnThere(ports, received, handled.handled.linkedTo);
  const closing = ports.inbox.close(received.id, ports.clock());
  if (terms.behind) terms.behind(closing);
  else await closing;
  return handled;
}

/** Where the replies to a message go: to the chat that it came from. */
export function chatOf({ contactId, endpointId }: Received): Pick<Received, "contactId" | "endpointId"> {
  return endpointId === undefined ? { contactId } : { contactId, endpointId };
}

/** The talk of the person whose further chat this one has just become asks its open question there, in its own turn. */
function goOnThere(ports: ConversationPorts, { id, contactId, message }: Received, principalId: string): Promise<void> {
  const content = { type: "choice", value: linkedCommand } as const;
  return ports.handOver(
    { id: `${id}:linked`, message: { ...message, content } },
    { contactId: principalId, endpointId: contactId },
  );
}

async function answer(
  ports: ConversationPorts,
  session: Session,
  received: Received,
  { owner, isLast, ahead, durable }: TurnTerms,
): Promise<Committed> {
  const contact = await contactOf(ports, received, { ahead, durable });
  const now = ports.clock();
  // By the platform's time: what lay somewhere for a day is no sign of life of today.
  const noted = await ports.noteInbound(contact, Math.min(now, received.message.sentAt), durable);
  const { state, replies, linkedTo, recipient = noted } = await replyTo(ports, session.state, received, contact, now);
  const next: Session = {
    ...session,
    state,
    handled: {
      messageId: received.id,
      replies,
      at: afterHandled(session, now),
      ...(linkedTo === undefined ? {} : { linkedTo }),
    },
  };
  await durable?.();
  if (!(await ports.sessions.commit(next, owner, now, isLast))) throw new LeaseLost();
  return { session: { ...next, revision: session.revision + 1 }, recipient };
}

/**
 * The person as seen through the chat that the message came from, answered where it came from unless that number was given up
 * meanwhile. A chat that was forgotten meanwhile is made known anew. `BelongsTo` where it is not this person's.
 */
async function contactOf(
  ports: ConversationPorts,
  received: Received,
  { ahead, durable }: Pick<TurnTerms, "ahead" | "durable">,
): Promise<Contact> {
  const { contactId, endpointId, message } = received;
  const found = await (ahead && !endpointId ? ahead.contact() : ports.findContact(endpointId ?? contactId));
  const contact = found ?? (await ports.resolveContact(message));
  const { id, endpointId: chatId } = contact;
  if (id !== contactId) throw new BelongsTo({ contactId: id, ...(chatId === undefined ? {} : { endpointId: chatId }) });
  if (contact.channel === message.channel && contact.address === message.address) return contact;
  await durable?.();
  return (await ports.answerAt(chatIdOf(contact), message)) ?? contact;
}

/** A moment after that of the message before: clocks of processes differ, and two turns may fall into one millisecond. */
export function afterHandled(session: Session, now: number): number {
  return Math.max(now, (session.handled?.at ?? 0) + 1);
}

/** A turn that is stored, and who is answered where that was looked up for it. */
interface Committed {
  readonly session: Session;
  readonly recipient?: Contact | undefined;
}

interface Answered {
  /** Who is answered, where the turn did something and that was looked up anew. */
  readonly recipient?: Contact;
  /** Whose further chat this one became. */
  readonly linkedTo?: string;
  readonly state: SessionState;
  readonly replies: readonly OutboundMessage[];
}

async function replyTo(
  ports: ConversationPorts,
  state: SessionState,
  received: Received,
  contact: Contact,
  now: number,
): Promise<Answered> {
  const { content } = received.message;
  if (content.type === "group") return greetGroup(ports, state, contact);
  if (content.type === "membership") {
    const effectId = `${received.id}:do:set-blocked:0`;
    await ports.perform("set-blocked", { blocked: content.status === "blocked" }, { contact, now, effectId });
    return { state, replies: [] };
  }
  const incoming = await incomingOf(ports, state, received, contact, now);
  const { turn, didSomething } = await takeWholeTurn(ports, state, incoming, received, contact, now);
  const changed = didSomething ? await ports.findContact(chatIdOf(contact)) : null;
  const spoken = changed ?? contact;
  const replies = renderBubbles(turn.bubbles, turn.state.promptId, spoken.language, ports.words);
  const isLinked = contact.endpointId === undefined && spoken.endpointId !== undefined;
  const linked = isLinked ? { linkedTo: spoken.id } : {};
  return { state: turn.state, replies, ...(changed ? { recipient: changed } : {}), ...linked };
}

/** In a group we say once where to write to us, and are silent from then on. */
function greetGroup(ports: ConversationPorts, state: SessionState, contact: Contact): Answered {
  if (state.greetedGroup) return { state, replies: [] };
  return {
    state: { ...state, greetedGroup: true },
    replies: [{ text: ports.words({ key: "engine.group" }, contact.language) }],
  };
}

async function takeWholeTurn(
  ports: ConversationPorts,
  state: SessionState,
  incoming: Incoming,
  received: Received,
  contact: Contact,
  now: number,
): Promise<{ turn: Turn; didSomething: boolean }> {
  const results = new Map<string, unknown>();
  // A yes is an answer to what is open now, whatever it quotes.
  const quoted = isWhy(incoming) ? received.message.quotedMessageId : undefined;
  const isAbout = isAboutLast(ports.house, incoming, state, now);
  const lastAutomatic = isAbout ? await ports.lastAutomatic(contact.id, quoted) : null;
  const input: TurnInput = {
    now,
    contact,
    messageId: received.id,
    knowledge: ports.knowledge,
    words: (text) => ports.words(text, contact.language),
    ...(lastAutomatic === null ? {} : { lastAutomatic }),
    results,
  };
  let didSomething = false;
  for (let count = 0; count < mostRequests; count += 1) {
    const taken = takeTurn(ports.house, state, incoming, input);
    if (taken.type === "turn") return { turn: taken.turn, didSomething };
    didSomething ||= taken.request.type === "perform";
    results.set(taken.request.key, await fulfil(ports, taken.request, received, { contact, now }));
  }
  throw new Error("a turn asks for more than it may");
}

function isWhy(incoming: Incoming): boolean {
  return incoming.type === "text" && (exactWord(incoming.text) === "why" || asksWhySent(incoming.text));
}

/** Whether it may be about the automatic message that was read last: KENAPA, or an answer to what was asked there. */
function isAboutLast(house: House, incoming: Incoming, { position }: SessionState, now: number): boolean {
  if (incoming.type !== "text") return false;
  const { text } = incoming;
  if (isWhy(incoming)) return true;
  return !isTalking(position, now) && (readWillingness(text).ok || house.mayAnswerAsked(text));
}

function fulfil(
  ports: ConversationPorts,
  request: TurnRequest,
  received: Received,
  caller: { contact: Contact; now: number },
): Promise<unknown> {
  // The catalogue ties a name to its input where a flow asks; here only the pair is passed on.
  if (request.type === "look")
    return ports.lookUp(request.name, request.input as Lookups[typeof request.name]["input"] as never, caller);
  const effectId = `${received.id}:${request.key}`;
  return ports.perform(request.name, request.input as Effects[typeof request.name]["input"] as never, {
    ...caller,
    effectId,
  });
}

async function incomingOf(
  ports: ConversationPorts,
  state: SessionState,
  received: Received,
  contact: Contact,
  now: number,
): Promise<Incoming> {
  const { content } = received.message;
  switch (content.type) {
    case "text":
      return { type: "text", text: content.text };
    case "choice":
      return { type: "button", value: content.value };
    case "phone-card":
      return { type: "phone", phone: content.phone, own: content.own };
    case "media":
      return fileOf(ports, state, received, content, { contact, now });
    case "location":
      return { type: "unreadable", kind: "location" };
    case "edited":
      return { type: "unreadable", kind: "edited" };
    default:
      return { type: "unreadable", kind: content.type === "unreadable" ? content.kind : "other" };
  }
}

/**
 * A file is fetched only where one is asked for, or where there is a month that it may prove, a case whose papers are being
 * gathered or a proof whose place it may take, whatever is being asked:
 * nobody's KTP is kept by accident.
 */
async function fileOf(
  ports: ConversationPorts,
  state: SessionState,
  received: Received,
  content: Extract<InboundContent, { type: "media" }>,
  caller: { contact: Contact; now: number },
): Promise<Incoming> {
  const wanted = await wantedFile(ports, state, caller);
  if (wanted === null) {
    return content.caption ? { type: "caption", text: content.caption } : { type: "unreadable", kind: "file" };
  }
  const kept = await ports.keepFile(received, caller.now, wanted);
  if (!kept.ok) return { type: "file-refused", reason: kept.error };
  return { type: "file", ...kept.value, ...(content.caption ? { caption: content.caption } : {}) };
}

async function wantedFile(
  ports: ConversationPorts,
  state: SessionState,
  caller: { contact: Contact; now: number },
): Promise<"paper" | "sheet" | null> {
  const flow = state.position && ports.house.flows.get(state.position.flow);
  if (state.position && flow?.version === state.position.version) {
    const step = stepOf(flow, state.position.step);
    if (step.type === "ask" && step.takesSheet === true) return "sheet";
    if (step.type === "ask" && step.takesFile === true) return "paper";
  }
  if ((await ports.lookUp("reportable-dues", {}, caller)).length > 0) return "paper";
  if ((await ports.lookUp("own-cares", {}, caller)).length > 0) return "paper";
  return (await ports.lookUp("waiting-proofs", {}, caller)).length > 0 ? "paper" : null;
}
