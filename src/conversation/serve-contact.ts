import { allStored, type Fresh, inPlatformOrder, plainFresh, storedBefore } from "./fresh";
import { afterHandled, BelongsTo, chatOf, handleMessage, LeaseLost, type TurnTerms } from "./handle-message";
import { type Lease, leaseOf, underLease } from "./lease";
import { type LookAhead, lookAhead } from "./look-ahead";
import type { ConversationPorts, Received } from "./ports";
import { mostAttempts, type Session } from "./session";

const batch = 20;

/** What became of serving a contact: everything answered, somebody else is at it, or something failed and is tried again. */
export type Served = "done" | "busy" | "failed";

/**
 * Answers the waiting messages of one contact, oldest first, and is the only one whose turns are recorded meanwhile. A message
 * that fails is tried again later, before any newer one; after three attempts it is parked and the newer ones go on. Once
 * `isStopping`, the turn in hand is finished and what waits is left to the next process.
 *
 * A talk that this process led lately goes on from memory: most turns only talk, and need no lease for that, because the commit
 * fails where anybody else was at it. Before something is done the contact's lease is taken; and whatever cannot go on from
 * memory is begun again under the lease. There the message that is `fresh` is known before it is stored, and its turn is thought
 * out meanwhile; it is recorded once the message is durable, and the message before it closed.
 */
export async function serveContact(
  ports: ConversationPorts,
  contactId: string,
  owner: string,
  isStopping: () => boolean = () => false,
  fresh: Fresh = plainFresh,
): Promise<Served> {
  const ahead = lookAhead(ports, contactId, batch);
  const lease = leaseOf(ports, ahead, owner);
  const takeSession = async (): Promise<Session | null> => {
    // What is looked for now must be there, and what is answered must be seen to be so.
    await allStored(fresh);
    return lease.take();
  };
  let isFailing = false;
  try {
    let session = (await recall(ports, ahead, owner, fresh)) ?? (await takeSession());
    while (session && !isStopping()) {
      const { next: received, more } = await nextMessage(ports, session, ahead);
      if (!received) return "done";
      fresh.take?.(received.id);
      const durable = storedBefore(session.isRecalled ? fresh : plainFresh, received);
      const behind = more ? undefined : fresh.behind;
      const turn = { owner, isLast: !more, ahead, lease, durable, behind };
      const next = await attempt(ports, session, received, turn);
      isFailing = next === "failed";
      if (next === "failed") return "failed";
      // What went by an old session was no attempt.
      if (next === "outdated") await lease.release(true);
      else {
        const isCommitted = next.revision !== session.revision;
        if (isCommitted && !more) lease.wentWithCommit();
        // Whoever stores another one meanwhile says so, and it is served anew.
        if (!more) return "done";
        // What ended otherwise than by a turn is no attempt at the next.
        if (!isCommitted) await lease.release(true);
      }
      session = await takeSession();
    }
    // A stop waits for what was answered before to be closed.
    await allStored(fresh);
    return session ? "done" : "busy";
  } catch (error) {
    if (error instanceof LeaseLost) return "busy";
    throw error;
  } finally {
    await lease.release(!isFailing);
  }
}

/** The session as we left it, where we remember it; what its turn needs is looked for at once. */
async function recall(
  { sessions }: ConversationPorts,
  ahead: LookAhead,
  owner: string,
  fresh: Fresh,
): Promise<Session | null> {
  const session = sessions.recall(ahead.contactId, owner);
  if (!session) return null;
  const stored = allStored(fresh);
  const isKnown = fresh.isAll && fresh.arriving.length > 0;
  if (!isKnown) await stored;
  ahead.look(true, isKnown ? { waiting: inPlatformOrder(fresh.arriving), stored } : undefined);
  return session;
}

/**
 * What was begun is finished first, also where a message that was sent before it arrived only afterwards, and also where it
 * came by a channel that another process has: its turn is taken, and only its replies may still have to be queued.
 */
async function nextMessage(
  ports: ConversationPorts,
  { contactId, handled }: Session,
  ahead: LookAhead,
): Promise<{ readonly next: Received | undefined; readonly more: boolean }> {
  const { inbox, channels } = ports;
  const own = await ahead.waiting();
  if (!handled) return { next: own[0], more: own.length > 1 };
  const isBegun = ({ id }: Received): boolean => id === handled.messageId;
  const isOwn = channels?.some((channel) => handled.messageId.startsWith(`${channel}:`)) ?? true;
  const begun = isOwn ? own : await inbox.waiting(contactId, batch);
  const unfinished = begun.find(isBegun);
  const next = unfinished ?? own[0];
  return { next, more: own.some(({ id }) => id !== next?.id) };
}

/** What became of one message: the session after it, a failure, or that what we remembered is no longer so. */
async function attempt(
  ports: ConversationPorts,
  session: Session,
  received: Received,
  { lease, ...turn }: TurnTerms & { readonly lease: Lease; readonly durable: () => Promise<void> },
): Promise<Session | "failed" | "outdated"> {
  const { attempts = 1, isRecalled = false } = session;
  if (attempts > mostAttempts)
    return park(ports, session, received, new Error("the process ended three times at this message"));
  try {
    return await handleMessage(underLease(ports, lease, session, turn.durable), session, received, turn);
  } catch (error) {
    if (error instanceof LeaseLost) {
      if (isRecalled) return "outdated";
      throw error;
    }
    if (isRecalled && !lease.isHeld) {
      // Whether it is the message is seen under the lease, where attempts are counted.
      if (!(error instanceof BelongsTo)) await ports.report({ error, received, parked: false });
      return "outdated";
    }
    if (error instanceof BelongsTo) return handOver(ports, session, received, error.to);
    if (attempts >= mostAttempts) return park(ports, session, received, error);
    await ports.report({ error, received, parked: false });
    return "failed";
  }
}

/** A chat was linked, or let go, while this message of it waited: it goes to the talk that the chat belongs to now. */
async function handOver(
  { handOver }: ConversationPorts,
  session: Session,
  received: Received,
  to: BelongsTo["to"],
): Promise<Session> {
  await handOver(received, to);
  return session;
}

/** Sets a message aside for an officer and tells the person so, with an id to quote. */
async function park(ports: ConversationPorts, session: Session, received: Received, error: unknown): Promise<Session> {
  const errorId = await ports.report({ error, received, parked: true });
  const contact = await ports.findContact(received.endpointId ?? received.contactId);
  const text = ports.words({ key: "engine.parked", params: { errorId } }, contact?.language ?? "id");
  const { channel } = received.message;
  const now = ports.clock();
  await ports.queueReplies({
    id: `${received.id}:parked`,
    ...chatOf(received),
    channel,
    messages: [{ text }],
    now,
    at: afterHandled(session, now),
  });
  await ports.inbox.park(received.id, errorId, now);
  return session;
}
