import type { WhatsAppWebChannel } from "../../src/channels/whatsapp-web/contract";
import { channelContract } from "../support/channel-contract";
import { linkIt, startWhatsAppBench } from "../support/whatsapp-bench";

channelContract("whatsapp-web, in a real browser", async () => {
  const bench = await startWhatsAppBench();
  const { service } = bench;
  const person = service.person(1);
  const create = (): WhatsAppWebChannel => {
    const channel = bench.create({ pageTimeoutMs: 20_000 });
    const start = channel.start.bind(channel);
    channel.start = async (receive) => {
      await start(receive);
      await linkIt(service, channel);
    };
    return channel;
  };
  return {
    create,
    address: person.address,
    says: (text) => void person.says(text),
    sendsFile: (bytes) => void person.sendsDocument(bytes),
    hears: () => person.hears(),
    seesFiles: async () => person.messages.flatMap(({ file }) => (file ? [file] : [])),
    // What hangs is not sent again under the same words, so it comes last.
    failures: { rejected: () => service.failNext("refused"), unreachable: () => service.failNext("lost") },
    redelivers: true,
    close: () => bench.close(),
  };
});
