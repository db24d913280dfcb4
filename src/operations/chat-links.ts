import type { Contact } from "../domain/messaging/contact";
import { chatIdOf } from "../domain/messaging/endpoints";
import { linkCodeLifetimeMs, makeLinkCode, parseLinkCode } from "../domain/messaging/link-code";
import { officerOf } from "./access";
import type { Effects } from "./catalog";
import { linkQuestions, linkRefusals } from "./catalog-views";
import type { Act, Deps } from "./deps";
import { announce, contactSubject, type Done, type EffectsOf, plainEffect, wasAnnounced } from "./effect";

type LinkOutcome = Effects["link-chat"]["outcome"];
type Question = (typeof linkQuestions)[number];
type Refusal = (typeof linkRefusals)[number];

/** How many wrong codes may be tried within an hour: in one chat, and in all of them together. */
const mostGuesses = { own: 5, all: 300 } as const;
const hourMs = 3_600_000;
/** Under whose id the wrong codes of all chats are counted. */
const everybody = { type: "job", id: "link-guesses" } as const;

/** How chats of one person become one talk, and how one is let go again. */
export const chatLinks: EffectsOf<"open-link-code" | "link-chat" | "let-go-chat"> = {
  "open-link-code": {
    run: async (act) => {
      const code = codeOf(act);
      const until = act.now + linkCodeLifetimeMs;
      await act.deps.repositories.contacts.openLinkCode(act.contact.id, { hash: hashOf(act.deps, code), until });
      return { outcome: { code }, subject: contactSubject(act) };
    },
    recall: async (act) => ({ code: codeOf(act) }),
  },
  "link-chat": { run: link, recall: async (_act, { details }) => recalled(details ?? {}) },
  "let-go-chat": plainEffect(letChatGo),
};

/** The code hangs on the effect and our key: nobody else can tell it, and the effect done again gives the same one. */
function codeOf({ deps, effectId }: Act) {
  return makeLinkCode(Buffer.from(deps.ids.derive(effectId, "link-code"), "base64url"));
}

function hashOf({ ids }: Pick<Deps, "ids">, code: string): string {
  return ids.hash(code, "link-code");
}

/**
 * The code is used up before anything else is done, and stays this act's: done again after a crash the act goes on, and
 * another one with the same code moves nothing. What is announced then holds whatever becomes of the code.
 */
async function link(act: Act, { code, agreed }: Effects["link-chat"]["input"]): Promise<Done<"link-chat">> {
  const begun = await wasAnnounced(act);
  if (begun !== null) return join(act, begun.subject.id);
  const { contacts } = act.deps.repositories;
  if (!(await mayGuess(act))) return refused(act, "too-many");
  const parsed = parseLinkCode(code);
  const hash = parsed.ok ? hashOf(act.deps, parsed.value) : "";
  const by = act.deps.ids.derive(act.effectId, "link-code-used");
  const principal = parsed.ok ? await contacts.findByLinkCode(hash, by, act.now) : null;
  if (principal === null || principal.consent?.status !== "given") return wrongCode(act);
  const refusal = await refusalOf(act, principal);
  if (refusal !== null) return refused(act, refusal);
  if (!agreed) return ask(act, await questionsOf(act));
  if (!(await contacts.spendLinkCode(hash, by, act.now))) return wrongCode(act);
  await announce(act, "link-chat", contactActor(act), { type: "contact", id: principal.id });
  return join(act, principal.id);
}

const contactActor = ({ contact }: Act) => ({ type: "contact", id: contact.id }) as const;

/**
 * What the chat has goes to the principal first, then the chat itself: a crash in between loses nothing, because the message
 * is handled again. The consent that was given here stays on the chat beside the principal's own.
 */
async function join(act: Act, principalId: string): Promise<Done<"link-chat">> {
  const { contact, deps } = act;
  const { contacts, workers, sponsors, persons, proofs, attachments, tasks, questions, cares, offices, employees } =
    deps.repositories;
  const chatId = contact.endpointId ?? contact.id;
  const moved = await sponsors.moveContact(chatId, principalId);
  if (!moved.ok) return refused(act, "two-sponsors");
  for (const repository of [workers, persons, proofs, attachments, tasks, questions, cares, offices, employees])
    await repository.moveContact(chatId, principalId);
  const principal = await contacts.find(principalId);
  const pausedUntil = Math.max(contact.pausedUntil ?? 0, principal?.pausedUntil ?? 0);
  if (pausedUntil > act.now) await contacts.update(principalId, { pausedUntil });
  await contacts.update(chatId, { principalId, forgetAt: null });
  await tell(act, "linked-there", principalId, contact.channel);
  const subject = { type: "contact", id: chatId } as const;
  return { outcome: { status: "linked" }, subject, details: { status: "linked", principal: principalId } };
}

async function refusalOf({ deps, contact }: Act, principal: Contact): Promise<Refusal | null> {
  const { contacts, sponsors } = deps.repositories;
  if (principal.id === contact.id) return "same-chat";
  // Whoever gave the code has become somebody's further chat since.
  if (principal.principalId !== undefined) return "unknown-code";
  if (contact.endpointId !== undefined) return "already-linked";
  if ((await contacts.endpoints(contact.id)).length > 0) return "has-chats";
  // What an officer may see and do hangs on one chat, and does not wander by a code that anybody can type.
  if ((await officerOf(deps, contact.id)) !== null) return "officer";
  const both =
    (await sponsors.findByContact(contact.id)) !== null && (await sponsors.findByContact(principal.id)) !== null;
  return both ? "two-sponsors" : null;
}

/** What the chat itself gives reason to ask; whose code it is, is asked in any case. */
async function questionsOf({ deps, contact }: Act): Promise<Question[]> {
  const { workers, sponsors } = deps.repositories;
  const held: Readonly<Record<Question, boolean>> = {
    registrations: (await workers.findByContact(contact.id)).length > 0,
    sponsor: (await sponsors.findByContact(contact.id)) !== null,
    declined: contact.consent !== undefined && contact.consent.status !== "given",
    stopped: contact.optedOutAt !== undefined,
  };
  return linkQuestions.filter((question) => held[question]);
}

async function mayGuess({ deps, contact, now }: Act): Promise<boolean> {
  const { audit } = deps.repositories;
  const own = await audit.countByAction(contact.id, now - hourMs);
  const all = await audit.countByAction(everybody.id, now - hourMs);
  return (own["link-guess"] ?? 0) < mostGuesses.own && (all["link-guess"] ?? 0) < mostGuesses.all;
}

async function wrongCode(act: Act): Promise<Done<"link-chat">> {
  for (const actor of [contactActor(act), everybody])
    await act.deps.repositories.audit.write({
      id: act.deps.ids.derive(`${act.effectId} ${actor.type}`, "link-guess"),
      at: act.now,
      actor,
      action: "link-guess",
      subject: contactSubject(act),
    });
  return refused(act, "unknown-code");
}

function refused(act: Act, because: Refusal): Done<"link-chat"> {
  const details = { status: "refused", because };
  return { outcome: { status: "refused", because }, subject: contactSubject(act), refused: true, details };
}

function ask(act: Act, because: readonly Question[]): Done<"link-chat"> {
  const details = { status: "ask", because: because.join(" ") };
  return { outcome: { status: "ask", because }, subject: contactSubject(act), refused: true, details };
}

function recalled({ status, because }: Readonly<Record<string, string | number>>): LinkOutcome {
  if (status === "linked") return { status };
  const words = String(because ?? "").split(" ");
  if (status === "ask") return { status, because: linkQuestions.filter((one) => words.includes(one)) };
  return { status: "refused", because: linkRefusals.find((one) => words.includes(one)) ?? "unknown-code" };
}

/** STOP holds for the person, so it stays with the chat that is let go, too. */
async function letChatGo(act: Act, { chatId }: Effects["let-go-chat"]["input"]): Promise<Done<"let-go-chat">> {
  const { deps, contact } = act;
  const { contacts } = deps.repositories;
  const subject = { type: "contact", id: chatId } as const;
  const isAgain = (await wasAnnounced(act)) !== null;
  const chat = await contacts.find(chatId);
  if (chat === null || (chat.principalId !== contact.id && !isAgain))
    return { outcome: "not-allowed", subject, refused: true };
  await announce(act, "let-go-chat", contactActor(act), subject);
  const principal = contact.endpointId === undefined ? contact : await contacts.find(contact.id);
  const stopped = principal?.optedOutAt === undefined ? {} : { optedOutAt: principal.optedOutAt };
  await contacts.update(chatId, { principalId: null, ...stopped });
  // Whoever did it sees the answer; the other side is told.
  const isFromThere = chatIdOf(contact) === chatId;
  if (!isFromThere) await tell(act, "let-go-here", chatId, chat.channel);
  else if (principal !== null && principal.id !== chatId) await tell(act, "let-go-there", principal.id, chat.channel);
  return { outcome: "done", subject };
}

/** Said in that very chat: whoever did not do it must hear of it there. */
async function tell({ deps, effectId }: Act, what: string, chatId: string, channel: Contact["channel"]): Promise<void> {
  await deps.notify({
    id: deps.ids.derive(effectId, `told-${what}`),
    contactId: chatId,
    toThisChat: true,
    kind: "answer",
    rule: "chats.rule",
    texts: [{ key: `chats.${what}`, params: { channel: { key: `chats.channel.${channel}` } } }],
  });
}
