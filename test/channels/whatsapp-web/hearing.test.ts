import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Identities, type NameSources } from "../../../src/channels/whatsapp-web/identities";
import { Intake, type Receive } from "../../../src/channels/whatsapp-web/intake";
import { Ledger } from "../../../src/channels/whatsapp-web/ledger";
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
    const ledger = new Ledger(folder, () => 0);
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
