import { house } from "../../src/conversation/flows";
import { handleMessage } from "../../src/conversation/handle-message";
import type { ConversationPorts } from "../../src/conversation/ports";
import type { Session } from "../../src/conversation/session";
import { freshState } from "../../src/conversation/session";
import type { Contact } from "../../src/domain/messaging/contact";
import type { InboundContent, OutboundMessage } from "../../src/domain/messaging/message";
import { type KeptFile, spreadsheetKind } from "../../src/domain/payment/proof";
import type { Text } from "../../src/domain/shared/text";
import { createI18n } from "../../src/i18n";
import { createKnowledge } from "../../src/knowledge";
import type { Deps } from "../../src/operations/deps";
import { createOperations } from "../../src/operations/operations";
import type { Repositories } from "../../src/operations/repositories";
import { createSheets } from "../../src/operations/sheets";
import { createOwnWording } from "../../src/own-wording";
import { readSheet } from "../../src/papers/sheet-reader";
import { memoryRepositories } from "./memory-repositories";
import { testIds } from "./town";

const translator = createI18n();
const knowledge = createKnowledge();

/** A small town: people who chat through the real engine, real operations and memory repositories, under one clock. */
export interface ChatTown {
  readonly repositories: Repositories;
  /** What jobs are handed, with notices put into words. */
  readonly deps: Deps;
  /** Milliseconds; a test moves it. */
  now: number;
  /** Somebody who chats, made at the first mention. */
  person(name: string): Chatter;
  /** What was sent without being an answer, oldest first. */
  readonly notices: { contactId: string; text: string; rule: string }[];
  /** Spreadsheets and PDFs that may be sent, by their `ref`. */
  readonly sheets: Map<string, Uint8Array>;
}

/** One person's chat. The session is written to JSON and read back between turns, so every test proves that it can be stored. */
export interface Chatter {
  readonly contactId: string;
  /** Sends a text and returns what is answered, all bubbles in one string. */
  says(text: string): Promise<string>;
  /** Sends several texts and returns the last answer. */
  saysAll(...texts: readonly string[]): Promise<string>;
  /** Presses the button with this label under the last answer. */
  presses(label: string): Promise<string>;
  sends(content: InboundContent): Promise<string>;
  /** The last answer. */
  readonly heard: readonly OutboundMessage[];
  contact(): Promise<Contact>;
  session(): Session;
}

/** Opens a town at a moment, given as ISO time in Asia/Jakarta. */
export function openTown(at = "2026-11-23T09:00:00+07:00"): ChatTown {
  const repositories = memoryRepositories();
  const chatters = new Map<string, Chatter>();
  const notices: ChatTown["notices"] = [];
  const sent = new Set<string>();
  const deps: Deps = {
    repositories,
    ids: testIds,
    isOurWording: createOwnWording(),
    sheets: createSheets((text) => translator.render(text, "id"), readSheet),
    withdraw: async () => undefined,
    notify: async (given) => {
      const before = sent.size;
      for (const notice of [given].flat()) {
        if (sent.has(notice.id)) continue;
        sent.add(notice.id);
        const language = (await repositories.contacts.find(notice.contactId))?.language ?? "id";
        const text = notice.texts.map((one: Text) => translator.render(one, language)).join("\n\n");
        notices.push({ contactId: notice.contactId, text, rule: notice.rule });
      }
      return sent.size - before;
    },
  };
  const operations = createOperations(deps);
  const town: ChatTown = {
    repositories,
    deps,
    now: Date.parse(at),
    notices,
    sheets: new Map(),
    person: (name) => {
      const chatter = chatters.get(name) ?? openChatter(name, town, operations);
      chatters.set(name, chatter);
      return chatter;
    },
  };
  return town;
}

function portsOf(
  town: ChatTown,
  operations: ReturnType<typeof createOperations>,
  commit: (session: Session) => void,
  hear: (messages: readonly OutboundMessage[]) => void,
  /** How many notices had been sent to anybody when this person was answered last. */
  known: () => number,
): ConversationPorts {
  return {
    house,
    knowledge,
    words: (text, language) => translator.render(text, language),
    sessions: {
      commit: async (session) => {
        commit(session);
        return true;
      },
      recall: () => null,
      take: () => Promise.reject(new Error("not used")),
      release: async () => undefined,
      unfinished: async () => [],
      read: async () => null,
      remove: async () => undefined,
    } as ConversationPorts["sessions"],
    inbox: {
      waiting: async () => [],
      close: async () => undefined,
      park: async () => undefined,
    },
    queueReplies: async ({ messages }) => hear(messages),
    queueRepliesAfter:
      () =>
      async ({ messages }) =>
        hear(messages),
    findContact: (id) => town.repositories.contacts.find(id),
    resolveContact: () => Promise.reject(new Error("not used")),
    answerAt: () => Promise.reject(new Error("not used")),
    handOver: async () => undefined,
    noteInbound: async (contact) => contact,
    ...operations,
    keepFile: async (received, now, wanted): Promise<KeptFile> => {
      const [attachmentId, contentHash] = [`att-${received.id}`, refOf(received.message.content)];
      const bytes = town.sheets.get(contentHash);
      if (wanted === "sheet" && bytes === undefined) return { ok: false, error: "no-sheet" };
      const { contactId } = received;
      if (bytes !== undefined)
        await town.repositories.attachments.add({
          ...{ id: attachmentId, contactId, mimeType: kindOf(bytes), bytes, contentHash, createdAt: now },
        });
      return { ok: true, value: { attachmentId, contentHash } };
    },
    lastAutomatic: async (contactId) => {
      const place = town.notices.findLastIndex((notice) => notice.contactId === contactId);
      const rule = town.notices[place]?.rule;
      return rule === undefined ? null : { rule, isNewest: place >= known() };
    },
    report: async ({ error }) => {
      throw error;
    },
    clock: () => town.now,
  };
}

const kindOf = (bytes: Uint8Array) =>
  Buffer.from(bytes.subarray(0, 4)).toString() === "%PDF" ? "application/pdf" : spreadsheetKind;

const refOf = (content: InboundContent): string => (content.type === "media" ? `hash-${content.ref}` : "hash");

function openChatter(name: string, town: ChatTown, operations: ReturnType<typeof createOperations>): Chatter {
  const contactId = `contact-${name}`;
  let session: Session = { contactId, revision: 0, state: freshState };
  let heard: readonly OutboundMessage[] = [];
  let count = 0;
  let known = 0;
  let ready: Promise<Contact> | undefined;
  const contact = (): Promise<Contact> => {
    ready ??= town.repositories.contacts.resolve({
      channel: "simulator",
      address: name,
      identifiers: [{ kind: "simulator-name", value: name }],
      now: town.now,
    });
    return ready;
  };
  const ports = portsOf(
    town,
    operations,
    (next) => {
      const stored = JSON.parse(JSON.stringify(next)) as Session;
      expect(stored).toStrictEqual(next);
      session = { ...stored, revision: session.revision + 1 };
    },
    (messages) => {
      heard = messages;
      known = town.notices.length;
    },
    () => known,
  );
  const sends = async (content: InboundContent): Promise<string> => {
    const { id } = await contact();
    count += 1;
    heard = [];
    const message = {
      channel: "simulator" as const,
      providerMessageId: `${name}-${count}`,
      address: name,
      identifiers: [],
      sentAt: town.now,
      sequence: count,
      content,
    };
    await handleMessage(
      ports,
      session,
      { id: `simulator:${name}-${count}`, contactId: id, message },
      { owner: "test" },
    );
    return heard.map(({ text }) => text).join("\n---\n");
  };
  const says = (text: string): Promise<string> => sends({ type: "text", text });
  return {
    contactId,
    says,
    saysAll: async (...texts) => {
      let last = "";
      for (const text of texts) last = await says(text);
      return last;
    },
    presses: async (label) => {
      const option = heard.flatMap(({ options }) => options ?? []).find((one) => one.label === label);
      if (!option) throw new Error(`there is no button "${label}"`);
      return sends({ type: "choice", value: option.value });
    },
    sends,
    get heard() {
      return heard;
    },
    contact,
    session: () => session,
  };
}
