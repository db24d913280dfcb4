import { channelContract } from "../../support/channel-contract";
import { startGraphBench } from "../../support/graph-bench";
import type { PersonNames } from "../../support/graph-people";
import { graphRefusals } from "../../support/graph-refusals";

const people: readonly (readonly [string, PersonNames])[] = [
  ["to a number", { waId: "6281200000501", userId: "ID.13491208655302741918" }],
  ["to somebody who shows no number", { userId: "ID.13491208655302741918" }],
];

for (const [name, names] of people)
  channelContract(`whatsapp-cloud, ${name}`, async () => {
    const bench = await startGraphBench();
    const { server } = bench;
    const person = server.person(names);
    return {
      create: () => bench.create(),
      address: names.waId ?? names.userId ?? "",
      says: (text) => void person.sends(text),
      sendsFile: (bytes) => void person.sendsDocument(bytes),
      hears: () => person.hears(),
      seesFiles: async () => person.messages.flatMap(({ file }) => (file ? [file.bytes] : [])),
      failures: {
        throttled: () => server.failNext("send", graphRefusals.throughput),
        unreachable: () => server.failNext("send", "reset"),
        rejected: () => server.failNext("send", graphRefusals.recipient),
        "window-closed": () => server.failNext("send", graphRefusals.window),
      },
      redelivers: true,
      close: () => bench.close(),
    };
  });
