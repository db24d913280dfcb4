import { type RunningChannel, startTelegramBench, type TelegramBench } from "../../support/telegram-bench";
import { refusals } from "../../support/telegram-refusals";
import { startTelegramWeb, type TelegramWeb } from "../../support/telegram-web";
import { waitFor } from "../../support/wait-for";

const secret = "a-secret-of-our-own";
let bench: TelegramBench;
let web: TelegramWeb;

async function run(): Promise<RunningChannel> {
  const running = await bench.run({ mode: { type: "webhook", url: web.url, secret } });
  web.mounted = running.channel;
  await waitFor("the webhook", () => bench.server.webhookSet);
  return running;
}

beforeEach(async () => {
  bench = await startTelegramBench();
  web = await startTelegramWeb();
});
afterEach(async () => {
  web.mounted = undefined;
  await bench.close();
  await web.close();
});

const update = { update_id: 7, message: { message_id: 1, date: 1, chat: { id: 501, type: "private" }, text: "halo" } };

describe("in webhook mode", () => {
  it("Telegram is given the address, the secret and the kinds of update, and is never polled", async () => {
    await run();
    expect(bench.server.callsOf("setWebhook")).toEqual([
      {
        url: web.url,
        secret_token: secret,
        allowed_updates: ["message", "edited_message", "callback_query", "my_chat_member"],
      },
    ]);
    expect(bench.server.callsOf("getUpdates")).toEqual([]);
  });

  it("whole updates come in order and are answered with 200, buttons too", async () => {
    const { receives } = await run();
    const siti = bench.server.user(501);
    siti.sends("halo");
    siti.pressesForged("pilih:1");
    siti.sends("selesai");
    const contents = (await receives(3)).map((message) => message.content);
    expect(contents).toEqual([
      { type: "text", text: "halo" },
      { type: "choice", value: "pilih:1" },
      { type: "text", text: "selesai" },
    ]);
    await waitFor(
      "the answers",
      () => bench.server.webhookStatuses.length === 3 && bench.server.openQueries.size === 0,
    );
    expect(bench.server.webhookStatuses).toEqual([200, 200, 200]);
  });

  it("an update that could not be stored is answered with 500 and comes again", async () => {
    const { receives, refuseNext } = await run();
    refuseNext(2);
    bench.server.user(501).sends("halo");
    await receives();
    await waitFor("the confirmation", () => bench.server.unconfirmed.length === 0);
    expect(bench.server.webhookStatuses).toEqual([500, 500, 200]);
    expect(bench.log()).not.toContain("halo");
  });

  it("200 is said only when the update is stored", async () => {
    let store: (() => void) | undefined;
    const channel = bench.create({ mode: { type: "webhook", url: web.url, secret } });
    await channel.start(
      () =>
        new Promise((resolve) => {
          store = resolve;
        }),
    );
    let status = 0;
    const posted = channel.webhook({ secretToken: secret, body: update }).then((answer) => {
      status = answer.status;
    });
    const stored = await waitFor("the message", () => store);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(status).toBe(0);
    const stopped = channel.stop();
    expect(await channel.webhook({ secretToken: secret, body: update })).toEqual({ status: 503 });
    stored();
    await posted;
    await stopped;
    expect(status).toBe(200);
  });

  it.each([["wrong"], [`${secret}x`], [""], [undefined]])(
    "the secret %j is refused with 401, and nothing is received",
    async (given) => {
      const { channel, received } = await run();
      expect(await channel.webhook({ secretToken: given, body: update })).toEqual({ status: 401 });
      expect(received).toEqual([]);
    },
  );

  it.each([[undefined], [null], ["halo"], [{}], [[]], [{ update_id: "7" }], [{ update_id: 7, message: { text: 1 } }]])(
    "the body %j is refused with 400, and nothing is received",
    async (body) => {
      const { channel, received } = await run();
      expect(await channel.webhook({ secretToken: secret, body })).toEqual({ status: 400 });
      expect(received).toEqual([]);
    },
  );

  it("an update that means nothing to us is answered with 200", async () => {
    const { channel, received } = await run();
    expect(await channel.webhook({ secretToken: secret, body: { update_id: 7 } })).toEqual({ status: 200 });
    expect(received).toEqual([]);
  });

  it("posts before the start and after the stop are answered with 503, and Telegram keeps them", async () => {
    const early = bench.create({ mode: { type: "webhook", url: web.url, secret } });
    expect(await early.webhook({ secretToken: secret, body: update })).toEqual({ status: 503 });
    const { channel } = await run();
    await channel.stop();
    bench.server.user(501).sends("halo");
    await waitFor("two posts", () => bench.server.webhookStatuses.length >= 2);
    const { receives } = await run();
    expect(await receives()).toHaveLength(1);
  });

  it("a webhook that could not be set is set at the next try", async () => {
    bench.server.failNext("setWebhook", refusals.tooMany(0));
    bench.server.failNext("setWebhook", "reset");
    const { receives } = await run();
    bench.server.user(501).sends("halo");
    expect(await receives()).toHaveLength(1);
    expect(bench.server.callsOf("setWebhook")).toHaveLength(3);
  });
});

it("in polling mode a post is answered with 404", async () => {
  const { channel } = await bench.run();
  expect(await channel.webhook({ secretToken: secret, body: update })).toEqual({ status: 404 });
});
