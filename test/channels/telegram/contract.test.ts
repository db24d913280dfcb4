import { channelContract } from "../../support/channel-contract";
import { startTelegramBench } from "../../support/telegram-bench";
import { refusals } from "../../support/telegram-refusals";

channelContract("telegram, by polling", async () => {
  const bench = await startTelegramBench();
  const { server } = bench;
  const person = server.user(501);
  return {
    create: () => bench.create(),
    address: "501",
    says: (text) => void person.sends(text),
    sendsFile: (bytes) => void person.sendsDocument(bytes),
    hears: () => person.hears(),
    failures: {
      throttled: () => server.failNext("sendMessage", refusals.tooMany(2)),
      unreachable: () => server.failNext("sendMessage", "reset"),
      rejected: () => server.failNext("sendMessage", { status: 400, description: "Bad Request: something" }),
      "blocked-by-person": () => void person.blocks(),
    },
    redelivers: true,
    close: () => bench.close(),
  };
});
