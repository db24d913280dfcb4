import type { TelegramChannel } from "../../../src/channels/telegram/telegram-channel";
import { type ChannelBench, channelContract } from "../../support/channel-contract";
import { startTelegramBench, type TelegramBench } from "../../support/telegram-bench";
import { refusals } from "../../support/telegram-refusals";
import { startTelegramWeb } from "../../support/telegram-web";

function benchFor(bench: TelegramBench, create: () => TelegramChannel, close: () => Promise<void>): ChannelBench {
  const { server } = bench;
  const person = server.user(501);
  return {
    create,
    address: "501",
    says: (text) => void person.sends(text),
    sendsFile: (bytes) => void person.sendsDocument(bytes),
    hears: () => person.hears(),
    seesFiles: async () => person.messages.flatMap(({ file }) => (file ? [file.bytes] : [])),
    failures: {
      throttled: () => server.failNext("sendMessage", refusals.tooMany(2)),
      unreachable: () => server.failNext("sendMessage", "reset"),
      rejected: () => server.failNext("sendMessage", { status: 400, description: "Bad Request: something" }),
      "blocked-by-person": () => void person.blocks(),
    },
    redelivers: true,
    close,
  };
}

channelContract("telegram, by polling", async () => {
  const bench = await startTelegramBench();
  return benchFor(
    bench,
    () => bench.create(),
    () => bench.close(),
  );
});

channelContract("telegram, by webhook", async () => {
  const bench = await startTelegramBench();
  const web = await startTelegramWeb();
  const create = () => {
    web.mounted = bench.create({ mode: { type: "webhook", url: web.url, secret: "a-secret-of-our-own" } });
    return web.mounted;
  };
  return benchFor(bench, create, async () => {
    web.mounted = undefined;
    await bench.close();
    await web.close();
  });
});
