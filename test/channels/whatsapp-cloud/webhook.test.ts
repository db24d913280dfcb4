import type { DeliveryReport } from "../../../src/delivery/delivery-reports";
import { type GraphBench, type RunningCloud, startGraphBench } from "../../support/graph-bench";
import type { GraphPerson } from "../../support/graph-people";
import { waitFor } from "../../support/wait-for";

const waId = "6281200000501";
let bench: GraphBench;
let siti: GraphPerson;

beforeEach(async () => {
  bench = await startGraphBench();
  siti = bench.server.person({ waId });
});
afterEach(() => bench.close());

const post = async (body: string, signature?: string): Promise<number> => {
  const headers = { "content-type": "application/json", ...(signature ? { "x-hub-signature-256": signature } : {}) };
  return (await fetch(bench.url, { method: "POST", body, headers })).status;
};
/** A whole post with one text. */
const bodyOf = (text: string): string => {
  const change = siti.change([{ content: { type: "text", text: { body: text } }, at: 1_700_000_000 }]);
  return JSON.stringify({ object: "whatsapp_business_account", entry: [{ id: "1", changes: [change] }] });
};

describe("when the webhook is set up", () => {
  const ask = async (query: Readonly<Record<string, string>>) => {
    const response = await fetch(`${bench.url}?${new URLSearchParams(query)}`);
    return [response.status, await response.text()];
  };
  const token = "a-word-of-our-own-that-is-long";

  it("the challenge is given back to whoever knows our token", async () => {
    await bench.run();
    const question = { "hub.mode": "subscribe", "hub.verify_token": token, "hub.challenge": "1158201444" };
    expect(await ask(question)).toEqual([200, "1158201444"]);
  });

  it.each([
    ["another token", { "hub.mode": "subscribe", "hub.verify_token": `${token}x`, "hub.challenge": "1" }],
    ["no token", { "hub.mode": "subscribe", "hub.challenge": "1" }],
    ["another mode", { "hub.mode": "unsubscribe", "hub.verify_token": token, "hub.challenge": "1" }],
    ["no challenge", { "hub.mode": "subscribe", "hub.verify_token": token }],
    ["a challenge that is markup", { "hub.mode": "subscribe", "hub.verify_token": token, "hub.challenge": "<b>" }],
  ])("%s is refused", async (_name, query) => {
    await bench.run();
    expect(await ask(query as Record<string, string>)).toEqual([403, ""]);
  });
});

describe("a post", () => {
  let running: RunningCloud;
  beforeEach(async () => {
    running = await bench.run();
  });

  it("that is signed over its very bytes is taken", async () => {
    const body = bodyOf("sugeng enjing \u{1f31e}");
    expect(await post(body, bench.server.sign(body))).toBe(200);
    expect(running.received).toHaveLength(1);
  });

  it.each<[string, (body: string) => string | undefined]>([
    ["not signed", () => undefined],
    ["signed with nothing", () => "sha256="],
    ["signed over other bytes", (body) => bench.server.sign(`${body} `)],
    ["signed in another way", (body) => bench.server.sign(body).replace("sha256=", "sha1=")],
    ["signed too shortly", (body) => bench.server.sign(body).slice(0, -2)],
    ["signed with other letters", () => `sha256=${"z".repeat(64)}`],
  ])("that is %s is refused, and nothing of it is stored", async (_name, signature) => {
    const body = bodyOf("halo");
    expect(await post(body, signature(body))).toBe(401);
    expect(running.received).toEqual([]);
  });

  it.each([
    "",
    "no JSON",
    "null",
    "[]",
    "{}",
    '{"object":"page","entry":[]}',
    '{"object":"whatsapp_business_account"}',
  ])("%j is none of the platform's, though it is signed", async (body) => {
    expect(await post(body, bench.server.sign(body))).toBe(400);
    expect(running.received).toEqual([]);
  });

  it("of 3 MB is taken whole", async () => {
    const text = "kata ".repeat(600);
    const messages = Array.from({ length: 900 }, () => ({
      content: { type: "text", text: { body: text } },
      at: 1_700_000_000,
    }));
    const change = siti.change(messages);
    const entry = [{ id: bench.server.accountId, changes: [change] }];
    const body = JSON.stringify({ object: "whatsapp_business_account", entry, pad: "" });
    const whole = body.replace('"pad":""', `"pad":"${"x".repeat(3 * 1024 * 1024 - body.length)}"`);
    expect(Buffer.byteLength(whole)).toBe(3 * 1024 * 1024);
    expect(await post(whole, bench.server.sign(whole))).toBe(200);
    expect(running.received).toHaveLength(900);
  });

  it("that is larger than any of the platform's is refused", async () => {
    const body = "x".repeat(4 * 1024 * 1024);
    expect(await post(body, bench.server.sign(body)).catch(() => 413)).toBe(413);
  });

  it("that could not be stored is answered with 500 and comes again, whole", async () => {
    running.refuseNext(2);
    siti.sends("halo");
    await running.receives();
    await waitFor("the answers", () => bench.server.webhookStatuses.length === 3);
    expect(bench.server.webhookStatuses).toEqual([500, 500, 200]);
    expect(bench.log()).not.toContain("halo");
  });

  it("of which a part could not be stored comes again, and the rest is stored all the same", async () => {
    running.refuseNext(1);
    const text = (body: string) => ({ content: { type: "text", text: { body } }, at: 1_700_000_000 });
    const other = bench.server.person({ waId: "6281200000502" });
    bench.server.push(siti.change([text("satu")]), other.change([text("dua")]));
    const received = await running.receives(3);
    expect(received.map(({ address }) => address).sort()).toEqual([waId, "6281200000502", "6281200000502"].sort());
    expect(new Set(received.map(({ providerMessageId }) => providerMessageId)).size).toBe(2);
  });
});

it("a post before the start or after the stop is kept by the platform", async () => {
  const early = bench.create();
  const body = Buffer.from(bodyOf("halo"));
  const signed = { signature: bench.server.sign(body), body };
  expect(await early.webhook(signed)).toEqual({ status: 503 });
  await early.start(async () => undefined);
  expect(await early.webhook(signed)).toEqual({ status: 200 });
  await early.stop();
  expect(await early.webhook(signed)).toEqual({ status: 503 });
});

describe("what became of a message of ours", () => {
  it("is handed over with the meaning of the platform's code", async () => {
    const reports: DeliveryReport[] = [];
    await bench.run({ onDelivery: async (report) => void reports.push(report) });
    const at = 1_700_000_000;
    const posts = [
      bench.server.tells("wamid.a", { status: "sent", at }),
      bench.server.tells("wamid.a", { status: "read", at: at + 1 }),
      bench.server.tells("wamid.b", { status: "failed", code: 131_026, at }),
      bench.server.tells("wamid.c", { status: "failed", at }),
      bench.server.tells("wamid.d", { status: "played" as "read", at }),
    ];
    await waitFor("all", () => posts.every((one) => !bench.server.isPending(one)));
    expect(reports).toEqual([
      { messageId: "wamid.a", status: "sent", at: at * 1_000 },
      { messageId: "wamid.a", status: "read", at: (at + 1) * 1_000 },
      {
        ...{ messageId: "wamid.b", status: "failed", at: at * 1_000 },
        failure: {
          ...{ code: 131_026, reason: "rejected", ofChat: true },
          meaning: expect.stringContaining("not on WhatsApp") as string,
        },
      },
      {
        ...{ messageId: "wamid.c", status: "failed", at: at * 1_000 },
        failure: { code: 0, meaning: expect.any(String) as string, reason: "rejected" },
      },
    ]);
  });

  it("that could not be stored is told again", async () => {
    let failures = 1;
    const reports: string[] = [];
    await bench.run({
      onDelivery: async ({ messageId }) => {
        if (failures-- > 0) throw new Error("the storage is down");
        reports.push(messageId);
      },
    });
    const told = bench.server.tells("wamid.a", { status: "delivered" });
    await waitFor("the post", () => !bench.server.isPending(told));
    expect([reports, bench.server.webhookStatuses]).toEqual([["wamid.a"], [500, 200]]);
  });
});
