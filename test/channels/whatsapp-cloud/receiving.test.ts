import type { InboundContent } from "../../../src/domain/messaging/message";
import { type GraphBench, type RunningCloud, startGraphBench } from "../../support/graph-bench";
import type { GraphPerson } from "../../support/graph-people";
import type { Payload } from "../../support/graph-server";
import { waitFor } from "../../support/wait-for";

const waId = "6281200000501";
const userId = "ID.13491208655302741918";
let bench: GraphBench;
let siti: GraphPerson;
let running: RunningCloud;

beforeEach(async () => {
  bench = await startGraphBench();
  siti = bench.server.person({ waId });
  running = await bench.run();
});
afterEach(() => bench.close());

/** What becomes of a message: its content, or nothing. */
async function contentOf(content: Payload): Promise<InboundContent | undefined> {
  const post = siti.message(content);
  await waitFor("the post", () => !bench.server.isPending(post));
  return running.received.at(-1)?.content;
}

const contacts = (...phones: readonly Payload[]) => ({
  type: "contacts",
  contacts: phones.map((phone) => ({ name: { formatted_name: "Contoh" }, phones: [phone] })),
});

describe("what a person sends", () => {
  it.each<[string, Payload, InboundContent]>([
    ["a text", { type: "text", text: { body: "halo" } }, { type: "text", text: "halo" }],
    [
      "a text that came from an advertisement or answers a message",
      { type: "text", text: { body: "halo" }, referral: { source_type: "ad" }, context: { id: "wamid.x" } },
      { type: "text", text: "halo" },
    ],
    [
      "a button",
      { type: "interactive", interactive: { type: "button_reply", button_reply: { id: "v:1", title: "Ya" } } },
      { type: "choice", value: "v:1" },
    ],
    [
      "a row of a list",
      { type: "interactive", interactive: { type: "list_reply", list_reply: { id: "v:2", title: "Ya" } } },
      { type: "choice", value: "v:2" },
    ],
    [
      "a template's button",
      { type: "button", button: { payload: "paid", text: "Sudah bayar" } },
      { type: "choice", value: "paid" },
    ],
    [
      "a template's button that names nothing",
      { type: "button", button: { text: "Sudah bayar" } },
      { type: "text", text: "Sudah bayar" },
    ],
    [
      "a photo",
      { type: "image", image: { id: "77", mime_type: "image/jpeg", sha256: "x", caption: "bukti" } },
      { type: "media", kind: "photo", ref: "77", mimeType: "image/jpeg", caption: "bukti" },
    ],
    [
      "a document",
      { type: "document", document: { id: "78", mime_type: "application/pdf", filename: "b.pdf" } },
      { type: "media", kind: "document", ref: "78", mimeType: "application/pdf", fileName: "b.pdf" },
    ],
    ["a voice note", { type: "audio", audio: { id: "1", voice: true } }, { type: "unreadable", kind: "voice" }],
    ["a video", { type: "video", video: { id: "1" } }, { type: "unreadable", kind: "video" }],
    ["a sticker", { type: "sticker", sticker: { id: "1" } }, { type: "unreadable", kind: "sticker" }],
    [
      "a place",
      { type: "location", location: { latitude: -7.1, longitude: 110.4, name: "Ungaran" } },
      { type: "location", latitude: -7.1, longitude: 110.4 },
    ],
    [
      "one's own card",
      contacts({ phone: "+62 812-0000-0501", wa_id: waId }),
      { type: "phone-card", phone: `+${waId}`, own: true },
    ],
    [
      "somebody else's card",
      contacts({ phone: "+62 812-0000-0777", wa_id: "6281200000777" }),
      { type: "phone-card", phone: "+6281200000777", own: false },
    ],
    [
      "a card without WhatsApp, even with one's own number typed into it",
      contacts({ phone: "+62 812-0000-0501" }),
      { type: "phone-card", phone: "+6281200000501", own: false },
    ],
    [
      "several cards",
      contacts({ phone: "1", wa_id: waId }, { phone: "2", wa_id: "6281200000777" }),
      { type: "phone-card", phone: `+${waId}`, own: false },
    ],
    [
      "a changed text",
      {
        type: "edit",
        edit: { original_message_id: "wamid.x", message: { type: "text", text: { body: "halo lagi" } } },
      },
      { type: "edited", text: "halo lagi" },
    ],
    [
      "a changed caption",
      {
        type: "edit",
        edit: { original_message_id: "wamid.x", message: { type: "image", image: { caption: "lunas" } } },
      },
      { type: "edited", text: "lunas" },
    ],
    [
      "an order",
      { type: "order", order: { catalog_id: "1", product_items: [] } },
      { type: "unreadable", kind: "other" },
    ],
    [
      "a poll",
      { type: "unsupported", unsupported: { type: "poll_creation" }, errors: [{ code: 131_051 }] },
      { type: "unreadable", kind: "poll" },
    ],
    [
      "what the platform cannot show",
      { type: "unsupported", errors: [{ code: 131_051 }] },
      { type: "unreadable", kind: "other" },
    ],
    ["a kind that is new", { type: "hologram", hologram: {} }, { type: "unreadable", kind: "other" }],
    ["a photo of another shape", { type: "image", image: { link: 1 } }, { type: "unreadable", kind: "other" }],
    [
      "the answer to a form",
      { type: "interactive", interactive: { type: "nfm_reply", nfm_reply: { response_json: "{}" } } },
      { type: "unreadable", kind: "other" },
    ],
  ])("%s", async (_name, content, expected) => {
    expect(await contentOf(content)).toEqual(expected);
  });

  it.each<[string, Payload]>([
    ["a reaction", { type: "reaction", reaction: { message_id: "wamid.x", emoji: "👍" } }],
    ["a deletion", { type: "revoke", revoke: { original_message_id: "wamid.x" } }],
    ["an opened chat", { type: "request_welcome" }],
    ["a new security number", { type: "system", system: { type: "customer_identity_changed", body: "x" } }],
  ])("%s waits for no answer", async (_name, content) => {
    expect(await contentOf(content)).toBeUndefined();
    expect(bench.server.webhookStatuses).toEqual([200]);
  });
});

describe("who a message is from", () => {
  it.each([
    ["a number", { waId }, waId, [{ kind: "whatsapp-phone", value: waId }]],
    ["a business-scoped id alone", { userId }, userId, [{ kind: "whatsapp-business-user", value: userId }]],
    [
      "both, of which the id is the surer and the number the address",
      { waId: "6281200000502", userId },
      "6281200000502",
      [
        { kind: "whatsapp-business-user", value: userId },
        { kind: "whatsapp-phone", value: "6281200000502" },
      ],
    ],
  ])("%s", async (_name, names, address, identifiers) => {
    bench.server.person(names).sends("halo");
    const [message] = await running.receives();
    expect(message).toMatchObject({ channel: "whatsapp-cloud", address, identifiers });
  });

  it("nobody, where neither is told", async () => {
    const value = bench.server.valueOf({
      messages: [{ id: "wamid.x", timestamp: "1", type: "text", text: { body: "halo" } }],
    });
    const post = bench.server.push({ field: "messages", value });
    await waitFor("the post", () => !bench.server.isPending(post));
    expect(running.received).toEqual([]);
  });

  it("is told apart for each message of a post", async () => {
    const messages = ["6281200000511", "6281200000512"].map((from, index) => ({
      ...{ from, id: `wamid.${index}`, timestamp: "1700000000", type: "text", text: { body: from } },
    }));
    const contactsOf = messages.map(({ from }, index) => ({ wa_id: from, user_id: `ID.${index}` }));
    bench.server.push({ field: "messages", value: bench.server.valueOf({ contacts: contactsOf, messages }) });
    const received = await running.receives(2);
    expect(received.map(({ address, identifiers }) => [address, identifiers[0]?.value])).toEqual([
      ["6281200000511", "ID.0"],
      ["6281200000512", "ID.1"],
    ]);
  });

  it("a changed number or id is handed over as one, and no message comes of it", async () => {
    const changes: unknown[] = [];
    const { received } = await bench.run({ onNameChange: async (change) => void changes.push(change) });
    const system = (fields: Payload) => ({ type: "system", system: { body: "x", ...fields } });
    const told = [
      siti.message(system({ type: "user_changed_number", wa_id: "6281200000999" })),
      bench.server
        .person({ userId: "ID.2" })
        .message(system({ type: "user_changed_user_id", user_id: "ID.2", previous_user_id: "ID.1" })),
    ];
    await waitFor("both", () => told.every((post) => !bench.server.isPending(post)));
    expect(received).toEqual([]);
    expect(changes).toEqual([
      {
        before: [{ kind: "whatsapp-phone", value: waId }],
        after: [{ kind: "whatsapp-phone", value: "6281200000999" }],
        address: "6281200000999",
      },
      {
        before: [{ kind: "whatsapp-business-user", value: "ID.1" }],
        after: [{ kind: "whatsapp-business-user", value: "ID.2" }],
        address: "ID.2",
      },
    ]);
  });

  it("a group is answered once, at its own address, and its writers are not named", async () => {
    for (const text of ["halo", "halo lagi"])
      siti.message({ type: "text", text: { body: text }, group_id: "Y2FwaV9n" });
    const received = await running.receives(2);
    expect(new Set(received.map(({ providerMessageId }) => providerMessageId)).size).toBe(1);
    expect(received[0]).toMatchObject({ address: "group:Y2FwaV9n", content: { type: "group" } });
    expect(JSON.stringify(received[0])).not.toContain(waId);
    expect(bench.server.receipts).toEqual([]);
  });
});

describe("the order of messages", () => {
  it("within a post is that in which they were sent", async () => {
    const text = (body: string, at: number) => ({ content: { type: "text", text: { body } }, at });
    bench.server.push(
      siti.change([text("tiga", 1_700_000_002), text("satu", 1_700_000_000), text("dua", 1_700_000_000)]),
    );
    const received = await running.receives(3);
    expect(received.map(({ content }) => content)).toEqual(
      ["satu", "dua", "tiga"].map((body) => ({ type: "text", text: body })),
    );
    expect(received.map(({ sentAt }) => sentAt)).toEqual([1_700_000_000_000, 1_700_000_000_000, 1_700_000_002_000]);
  });

  it("within a second goes by when they came, also from one start to the next", async () => {
    siti.sends("satu", 1_700_000_000);
    const [first] = await running.receives();
    const next = await bench.run();
    siti.sends("dua", 1_700_000_000);
    const [second] = await next.receives();
    expect(second!.sequence).toBeGreaterThan(first!.sequence);
  });
});

describe("what is not for us", () => {
  it.each<[string, (value: Payload) => { field: string; value: Payload }]>([
    [
      "another number of the app",
      (value) => ({ field: "messages", value: { ...value, metadata: { phone_number_id: "1" } } }),
    ],
    ["another field", (value) => ({ field: "smb_message_echoes", value })],
    ["a value of another shape", () => ({ field: "messages", value: { hello: 1 } })],
  ])("%s is taken and passed over", async (_name, change) => {
    const { value } = siti.change([{ content: { type: "text", text: { body: "halo" } }, at: 1_700_000_000 }]);
    const post = bench.server.push(change(value));
    await waitFor("the post", () => !bench.server.isPending(post));
    expect([running.received, bench.server.webhookStatuses]).toEqual([[], [200]]);
  });

  it("a message of another shape is logged by its fields and holds up no other", async () => {
    const whole = siti.change([{ content: { type: "text", text: { body: "halo" } }, at: 1_700_000_000 }]);
    const messages = [{ from: waId, id: 7, secret: "rahasia" }, "rahasia", ...(whole.value["messages"] as Payload[])];
    bench.server.push({ field: "messages", value: { ...whole.value, messages } });
    expect((await running.receives()).map(({ content }) => content)).toEqual([{ type: "text", text: "halo" }]);
    expect(bench.log()).toContain("another shape");
    expect(bench.log()).not.toContain("rahasia");
  });
});

it("an event of a template is handed over as it came, of our account only", async () => {
  const events: unknown[] = [];
  await bench.run({ onTemplateEvent: async (event) => void events.push(event) });
  const value = { event: "APPROVED", message_template_name: "reminder", message_template_language: "id" };
  const posts = [
    bench.server.push({ field: "message_template_status_update", value }),
    bench.server.push({ field: "template_category_update", value: { new_category: "MARKETING" } }),
    bench.server.repeat({
      id: 0,
      body: JSON.stringify({
        object: "whatsapp_business_account",
        entry: [{ id: "1", changes: [{ field: "template_category_update", value: {} }] }],
      }),
    }),
  ];
  await waitFor("all", () => posts.every((post) => !bench.server.isPending(post)));
  expect(events).toEqual([
    { field: "message_template_status_update", value },
    { field: "template_category_update", value: { new_category: "MARKETING" } },
  ]);
});
