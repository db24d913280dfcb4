import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import type { LeftOut } from "../../../src/channels/whatsapp-web/contract";
import { Hearing } from "../../../src/channels/whatsapp-web/hearing";
import { Identities, type NameSources } from "../../../src/channels/whatsapp-web/identities";
import { Intake, type Receive } from "../../../src/channels/whatsapp-web/intake";
import { Ledger } from "../../../src/channels/whatsapp-web/ledger";
import { messagesSince } from "../../../src/channels/whatsapp-web/page-scripts";
import type { InboundMessage } from "../../../src/domain/messaging/message";
import { silentLogger } from "../../support/storage";

const phone = "6281200000001@c.us";
const lid = "100000000000001@lid";
const both = { phone: "6281200000001", lid: "100000000000001" };

describe("the two names of a person", () => {
  function identities(sources: Partial<NameSources> = {}) {
    const asked: string[] = [];
    const made = new Identities({
      known: async () => undefined,
      now: () => 0,
      ...sources,
      lookUp: async (address) => {
        asked.push(address);
        return sources.lookUp?.(address);
      },
    });
    return { made, asked };
  }

  it("are had from the page where it knows them, without asking the service", async () => {
    const { made, asked } = identities({ known: async (address) => (address === lid ? phone : lid) });
    expect(await made.namesOf(lid)).toEqual(both);
    expect(await made.namesOf(phone)).toEqual(both);
    expect(asked).toEqual([]);
  });

  it("are asked for once, however many messages come, and known from either side then", async () => {
    const { made, asked } = identities({ lookUp: async () => phone });
    const many = await Promise.all(Array.from({ length: 20 }, () => made.namesOf(lid)));
    expect(many).toEqual(Array.from({ length: 20 }, () => both));
    expect(await made.namesOf(phone)).toEqual(both);
    expect(asked).toEqual([lid]);
  });

  it("are not asked for again for half a day where the service knows none, and never for a number", async () => {
    let now = 0;
    const { made, asked } = identities({ now: () => now });
    for (let index = 0; index < 3; index += 1) expect(await made.namesOf(lid)).toEqual({ lid: both.lid });
    expect(await made.namesOf(phone)).toEqual({ phone: both.phone });
    expect(asked).toEqual([lid]);
    now = 12 * 3_600_000;
    await made.namesOf(lid);
    expect(asked).toEqual([lid, lid]);
  });

  it("hold up no message where the page or the service fails", async () => {
    const failing = async (): Promise<never> => {
      throw new Error("the page is gone");
    };
    const { made } = identities({ known: failing, lookUp: failing });
    expect(await made.namesOf(lid)).toEqual({ lid: both.lid });
  });

  it("are one place for an answer: that from which the person last wrote", async () => {
    const { made } = identities({ known: async (address) => (address === lid ? phone : lid) });
    expect(made.answerTo(phone)).toBe(phone);
    await made.namesOf(phone);
    made.noteFrom(phone);
    made.noteFrom(lid);
    expect([made.answerTo(phone), made.answerTo(lid)]).toEqual([lid, lid]);
    made.noteFrom(phone);
    expect([made.answerTo(phone), made.answerTo(lid)]).toEqual([phone, phone]);
  });
});

describe("handing messages over", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "intake-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const message = (id: string): InboundMessage => ({
    ...{ channel: "whatsapp-web", providerMessageId: id, address: phone, sentAt: 0, sequence: 0 },
    ...{ identifiers: [{ kind: "whatsapp-phone", value: both.phone }], content: { type: "text", text: id } },
  });

  function intake(receive: Receive) {
    const stopping = new AbortController();
    const ledger = new Ledger(folder, () => 0, silentLogger);
    return { stopping, ledger, made: new Intake({ receive, ledger, logger: silentLogger, signal: stopping.signal }) };
  }

  it("keeps each person's order, lets nobody wait for another, and hands each over once", async () => {
    const received: string[] = [];
    let release = (): void => undefined;
    const { made } = intake(async ({ providerMessageId }) => {
      if (providerMessageId === "a1") await new Promise<void>((resolve) => (release = resolve));
      received.push(providerMessageId);
    });
    for (const id of ["a1", "a2", "b1", "b1"]) made.take(id.slice(0, 1), 1, async () => message(id));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(received).toEqual(["b1"]);
    release();
    await made.settle();
    expect(received).toEqual(["b1", "a1", "a2"]);
  });

  it("does not say that it has heard up to a moment while something from before is not stored", async () => {
    let isDown = true;
    const { made, ledger } = intake(async ({ providerMessageId }) => {
      if (providerMessageId === "old" && isDown) throw new Error("the storage is down");
    });
    ledger.belongsTo("we", 1);
    made.take("a", 1_000, async () => message("old"));
    made.take("b", 5_000, async () => message("new"));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(ledger.sweepFrom(0)).toBe(1_000);
    isDown = false;
    await made.settle();
    expect(ledger.sweepFrom(0)).toBe(5_000);
    ledger.flush();
  });

  it("leaves at a stop what cannot be stored, for the next process", async () => {
    const { made, ledger, stopping } = intake(async () => {
      throw new Error("the storage is down");
    });
    ledger.belongsTo("we", 1);
    made.take("a", 1_000, async () => message("old"));
    await new Promise((resolve) => setTimeout(resolve, 20));
    stopping.abort();
    await made.settle();
    expect([ledger.wasHanded("old"), ledger.sweepFrom(0)]).toEqual([false, 1]);
  });

  it("passes over what nobody waits for", async () => {
    const received: string[] = [];
    const { made, ledger } = intake(async ({ providerMessageId }) => void received.push(providerMessageId));
    made.take("a", 3_000, async () => undefined);
    await made.settle();
    expect([received, ledger.sweepFrom(0)]).toEqual([[], 3_000]);
    ledger.flush();
  });
});

const day = 86_400_000;
const start = 1_700_000_000_000;
const raw = (id: string, t: number, type = "chat") => ({
  ...{ id: { _serialized: `false_${phone}_${id}`, fromMe: false, remote: phone }, type, t: t / 1_000, body: id },
});

describe("looking through what came while nobody listened", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "hearing-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Hearing, on a page that answers what a test says; `asked` is what the page was asked. */
  function scene(answers: (() => unknown)[], heardUntil = start) {
    const own = { now: start, texts: [] as string[], left: [] as LeftOut[], asked: [] as { since: number }[] };
    const stopping = new AbortController();
    const ledger = new Ledger(folder, () => own.now, silentLogger);
    ledger.belongsTo("we", heardUntil - 30 * day);
    ledger.noteHeardUntil(heardUntil);
    const receive: Receive = async ({ content }) => {
      own.texts.push(content.type === "text" ? content.text : content.type);
    };
    const common = { ledger, logger: silentLogger, signal: stopping.signal };
    const intake = new Intake({ ...common, receive });
    const identities = new Identities({ known: async () => lid, lookUp: async () => undefined, now: () => own.now });
    const onLeftOut = (left: LeftOut): void => void own.left.push(left);
    const hearing = new Hearing({
      ...common,
      intake,
      identities,
      now: () => own.now,
      onPerson: () => undefined,
      onLeftOut,
    });
    const client = {
      ask: async (_script: string, argument: unknown): Promise<unknown> => {
        own.asked.push(argument as { since: number });
        return (answers.shift() ?? (() => ({ found: [], left: 0 })))();
      },
    };
    const sweep = async (): Promise<void> => {
      hearing.sweep(client);
      await new Promise((resolve) => setTimeout(resolve, 10));
      await intake.settle();
    };
    const end = (): void => {
      stopping.abort();
      hearing.stop();
      ledger.flush();
    };
    return { own, ledger, intake, hearing, sweep, end };
  }

  it("goes back as long as a link lives", async () => {
    const { own, sweep, end } = scene([], start - 10 * day);
    await sweep();
    own.now = start + 90 * day;
    await sweep();
    expect(own.asked.map(({ since }) => since)).toEqual([
      (start - 10 * day - 600_000) / 1_000,
      (start + 76 * day) / 1_000,
    ]);
    end();
  });

  it("says so where something was left out, and says nothing where nothing was", async () => {
    const { own, sweep, end } = scene([() => ({ found: [], left: 3 }), () => ({ found: [], left: 0 })]);
    await sweep();
    await sweep();
    expect(own.left).toEqual([{ chats: 3, unread: 0 }]);
    end();
  });

  it("forgets nothing that it has not had, though live messages come between a failed try and the next", async () => {
    const fails = (): never => {
      throw new Error("the page is gone");
    };
    const { own, ledger, intake, hearing, sweep, end } = scene([
      fails,
      () => ({ found: [raw("old", start + 1_000)], left: 0 }),
    ]);
    await sweep();
    hearing.hear({ type: "message", raw: raw("live", start + 3_600_000) });
    await intake.settle();
    expect(ledger.sweepFrom(0)).toBe(start);
    await sweep();
    expect(own.texts).toEqual(["live", "old"]);
    expect(ledger.sweepFrom(0)).toBe(start + 3_600_000);
    end();
  });

  it("does not pass a message that is not deciphered yet, and takes it in where a later look finds it readable", async () => {
    const at = start + 60_000;
    const { own, ledger, intake, hearing, sweep, end } = scene([
      () => ({ found: [], left: 0 }),
      () => ({ found: [raw("penting", at)], left: 0 }),
    ]);
    await sweep();
    hearing.hear({ type: "ciphered", raw: raw("penting", at, "ciphertext"), isFinal: false });
    hearing.hear({ type: "message", raw: raw("later", start + 7_200_000) });
    await intake.settle();
    expect([own.texts, ledger.sweepFrom(0)]).toEqual([["later"], at]);
    await sweep();
    expect(own.texts).toEqual(["later", "penting"]);
    expect(ledger.sweepFrom(0)).toBe(start + 7_200_000);
    end();
  });

  it("passes a message that will never be read, and one that was not in the life of a link, of which it tells", async () => {
    const { own, ledger, intake, hearing, sweep, end } = scene([]);
    hearing.hear({ type: "ciphered", raw: raw("a", start + 1_000, "ciphertext"), isFinal: false });
    hearing.hear({ type: "ciphered", raw: raw("a", start + 1_000, "ciphertext"), isFinal: true });
    hearing.hear({ type: "ciphered", raw: raw("b", start + 2_000, "ciphertext"), isFinal: false });
    hearing.hear({ type: "message", raw: raw("c", start + 9_000) });
    await intake.settle();
    expect(ledger.sweepFrom(0)).toBe(start + 2_000);
    own.now = start + 15 * day;
    await sweep();
    expect([own.left, ledger.sweepFrom(0)]).toEqual([[{ chats: 0, unread: 1 }], start + 9_000]);
    end();
  });
});

describe("the question for the messages of the time before", () => {
  interface Written {
    readonly t: number;
    readonly id: { readonly fromMe: boolean };
  }
  interface Swept {
    readonly found: readonly Written[];
    readonly left: number;
  }

  /** Runs the question on a page of these chats, each with its messages from the oldest, of which none is loaded yet. */
  async function ask(chats: Readonly<Record<string, { t: number[]; own?: number[]; unread?: number }>>, bounds = {}) {
    const made = Object.entries(chats).map(([id, { t, own = [], unread = 0 }]) => {
      const all = [...t.map((at) => ({ at, fromMe: false })), ...own.map((at) => ({ at, fromMe: true }))];
      const earlier = all.sort((one, other) => one.at - other.at).map(({ at, fromMe }) => ({ t: at, id: { fromMe } }));
      const loaded: Written[] = [];
      const msgs = { getModelsArray: () => loaded };
      return { id: { _serialized: id }, t: earlier.at(-1)?.t ?? 0, unreadCount: unread, msgs, earlier, loaded };
    });
    const loadEarlierMsgs = async ({ chat }: { chat: (typeof made)[number] }) => {
      const page = chat.earlier.splice(-5);
      chat.loaded.unshift(...page);
      return page;
    };
    const modules: Readonly<Record<string, unknown>> = {
      WAWebCollections: { Chat: { getModelsArray: () => made } },
      WAWebChatLoadMessages: { loadEarlierMsgs },
    };
    const window = {
      require: (name: string) => modules[name],
      WWebJS: { getMessageModel: (message: Written) => message },
    };
    const question: unknown = runInNewContext(`(${messagesSince})`, { window });
    if (typeof question !== "function") throw new Error("the question is none");
    const argument = { from: 100, since: 100, chats: 10, perChat: 10, most: 1_000, ...bounds };
    return (await question(argument)) as Swept;
  }
  const times = (count: number): number[] => Array.from({ length: count }, (_, index) => 101 + index);

  it("brings every message of people, however many are our own, and no older one", async () => {
    const { found, left } = await ask({ "1@c.us": { t: [50, ...times(10)], own: times(30) }, "2@lid": { t: [99] } });
    expect([found.map(({ t }) => t), left]).toEqual([times(10), 0]);
  });

  it("counts the chats of which it brings not all", async () => {
    expect(await ask({ "1@c.us": { t: times(11) }, "2@c.us": { t: times(10) } })).toMatchObject({ left: 1 });
    expect(await ask({ "1@c.us": { t: [101] }, "2@c.us": { t: [102] } }, { chats: 1 })).toMatchObject({ left: 1 });
    expect(await ask({ "1@c.us": { t: [101] }, "2@c.us": { t: [102] } }, { most: 1 })).toMatchObject({ left: 1 });
    expect(await ask({ "1@g.us": { t: times(11) } })).toMatchObject({ left: 0 });
  });

  it("counts the chats that nobody has read in the time that it does not look through", async () => {
    const chats = { "1@c.us": { t: [80], unread: 1 }, "2@c.us": { t: [80] }, "3@c.us": { t: [40], unread: 1 } };
    expect(await ask(chats, { from: 60 })).toMatchObject({ found: [], left: 1 });
  });
});
