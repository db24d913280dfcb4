import { setTimeout as sleep } from "node:timers/promises";
import type { IsoDay } from "../../../src/domain/shared/calendar";
import { rupiah } from "../../../src/domain/shared/money";
import type { Period } from "../../../src/domain/shared/period";
import type { GraphPerson } from "../../support/graph-people";
import { type GraphTown, openGraphTown } from "../../support/graph-town";
import { recordingChannel, type SentMessage } from "../../support/recording-channel";
import { dueItem, person, worker } from "../../support/stored-values";
import { waitFor } from "../../support/wait-for";

const waId = "6281200000501";
const now = Date.parse("2026-12-08T09:00:00+07:00");
let town: GraphTown;
let siti: GraphPerson;
let onTelegram: SentMessage[];
beforeEach(async () => {
  onTelegram = [];
  const telegram = recordingChannel((sent) => void onTelegram.push(sent), "telegram");
  town = await openGraphTown(new Date(now).toISOString(), [telegram]);
  siti = town.server.person({ waId });
});
afterEach(() => town.close());

const repositories = () => town.service().storage.repositories;
const tasks = async () => (await repositories().tasks.open({ type: "all" }, 10)).map(({ kind }) => kind);

/** Somebody with consent on WhatsApp, who wrote just now. */
async function meetsSiti(): Promise<string> {
  const { contacts } = repositories();
  const seen = {
    channel: "whatsapp-cloud",
    address: waId,
    identifiers: [{ kind: "whatsapp-phone", value: waId }],
  } as const;
  const { id } = await contacts.resolve({ ...seen, now });
  const consent = { status: "given", textVersion: 2, at: now, messageId: "m" } as const;
  await contacts.update(id, { consent, lastInboundAt: now });
  return id;
}

/** The same person's chat on Telegram, used before. */
async function linksTelegram(principalId: string): Promise<void> {
  const { contacts } = repositories();
  const seen = { channel: "telegram", address: "77", identifiers: [{ kind: "telegram-user", value: "77" }] } as const;
  const { id } = await contacts.resolve({ ...seen, now: now - 1 });
  await contacts.update(id, { principalId, lastInboundAt: now - 86_400_000 });
}

/** A reminder of December's contribution is queued, and sent. */
async function reminds(contactId: string): Promise<void> {
  const { persons, workers, dueItems } = repositories();
  const who = person({ contactIds: [contactId] });
  await persons.add(who);
  const payer = worker({ personId: who.id, status: "active", registeredBy: { contactId, relation: "self" } });
  await workers.add(payer);
  const item = dueItem({
    ...{ workerId: payer.id, period: "2026-12" as Period, dueDay: "2026-12-15" as IsoDay, status: "open" },
    ...{ payer: { type: "worker", personId: who.id }, amount: rupiah(16_800), credit: rupiah(0) },
  });
  await dueItems.addMissing([item]);
  await town.service().storage.outbox.add([
    {
      ...{ id: `reminder:${item.id}-d-7`, contactId, channel: "whatsapp-cloud", kind: "reminder" },
      content: { type: "reminder", dueItemId: item.id, rung: "d-7" },
      ...{ rule: "reminder.rule", notBefore: now, createdAt: now },
    },
  ]);
  await town.service().settled();
}

const tells = (contactId: string, answer: string) =>
  town.service().deps.notify({
    ...{ id: `news-${answer}`, contactId, kind: "notice", rule: "notice.rule.answer" },
    texts: [{ key: "notice.answer", params: { answer } }],
  });

describe("a message that the platform takes first and then does not deliver", () => {
  it("is a reminder that the person's other chat gets, once, where the number takes nothing", async () => {
    const id = await meetsSiti();
    await linksTelegram(id);
    town.server.failLater(131_026);
    await reminds(id);
    await waitFor("the other chat's reminder", () => onTelegram.length > 0);
    await town.taken(town.server.tells(town.server.lastSentId, { status: "failed", code: 131_026 }));
    expect(onTelegram).toEqual([{ address: "77", text: expect.stringContaining("Desember 2026") as string }]);
    expect([await tasks(), siti.messages]).toEqual([[], []]);
    expect(await repositories().contacts.find(id)).toHaveProperty("undeliverableAt");
  });

  it.each([
    ["a reminder", reminds],
    ["news", (id: string) => tells(id, "satu")],
  ])("makes an officer hear of %s where there is no other chat", async (_name, queue) => {
    const id = await meetsSiti();
    town.server.failLater(131_026);
    await queue(id);
    await town.service().settled();
    await town.taken(town.server.tells(town.server.lastSentId, { status: "failed", code: 131_026 }));
    expect([await tasks(), siti.messages]).toEqual([["undeliverable"], []]);
    expect(await repositories().contacts.find(id)).toHaveProperty("undeliverableAt");
  });

  it("makes an officer hear of it where the word of it comes before the record, just as the service is stopped", async () => {
    const id = await meetsSiti();
    const { outbox } = town.service().storage;
    const { finish, noteDelivery } = outbox;
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const ending = jest.spyOn(outbox, "finish").mockImplementation(async (...end) => {
      await held;
      return finish.apply(outbox, end);
    });
    const told = jest.spyOn(outbox, "noteDelivery").mockImplementation((...word) => noteDelivery.apply(outbox, word));
    town.server.failLater(131_026);
    await tells(id, "satu");
    await waitFor("the word of it", () => told.mock.calls.some(([, { status }]) => status === "failed"));
    const channel = town.service().whatsAppCloud;
    if (!channel) throw new Error("the service has no Cloud API channel");
    const stopping = jest.spyOn(channel, "stop");
    const restarted = town.restart();
    await waitFor("the stop", () => stopping.mock.calls.length > 0);
    await sleep(200);
    letGo();
    await restarted;
    ending.mockRestore();
    told.mockRestore();
    expect([await tasks(), siti.messages]).toEqual([["undeliverable"], []]);
  });

  it("is a reminder that goes again as a template where the window was closed", async () => {
    const id = await meetsSiti();
    town.server.failLater(131_047);
    await reminds(id);
    await waitFor("the template", () => siti.messages.length > 0);
    expect(siti.messages.map(({ template }) => template?.["name"])).toEqual(["reminder"]);
    expect(await tasks()).toEqual([]);
    expect(await repositories().contacts.find(id)).not.toHaveProperty("undeliverableAt");
  });

  it("raises the alarm where the account is at fault, and rests until a message has really gone", async () => {
    const id = await meetsSiti();
    const channel = town.service().whatsAppCloud;
    town.server.failLater(131_042);
    await tells(id, "satu");
    await waitFor("the alarm", () => channel?.condition() === "payment-missing");
    await tells(id, "dua");
    await town.service().settled();
    expect([siti.messages, channel?.condition()]).toEqual([[], "payment-missing"]);
    expect(await repositories().contacts.find(id)).not.toHaveProperty("undeliverableAt");

    await town.moveTo("2026-12-08T09:20:00+07:00");
    await waitFor("the second news", () => siti.messages.length === 1);
    expect(channel?.condition()).toBe("payment-missing");
    await town.taken(town.server.tells(siti.messages[0]?.id ?? "", { status: "sent" }));
    expect(channel?.condition()).toBe("on");
  });
});
