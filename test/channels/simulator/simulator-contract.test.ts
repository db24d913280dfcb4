import { createSimulatorChannel, type SimulatorChannel } from "../../../src/channels/simulator/simulator-channel";
import { type ChannelBench, channelContract } from "../../support/channel-contract";
import { createMemorySimulatorStore } from "../../support/memory-simulator-store";

/** One person at the simulator's page, which shows an error where a message was not taken. */
async function simulatorBench(): Promise<ChannelBench> {
  const store = createMemorySimulatorStore();
  let channel: SimulatorChannel | undefined;
  let heard = 0;
  return {
    create: () => {
      channel = createSimulatorChannel({ store, now: Date.now });
      return channel;
    },
    address: "Siti",
    says: async (text) => {
      await channel?.post("Siti", { type: "text", text }).catch(() => undefined);
    },
    sendsFile: async (bytes) => {
      const upload = { kind: "photo", mimeType: "image/png", fileName: "foto.png", bytes } as const;
      await channel?.post("Siti", { type: "file", upload });
    },
    hears: async () => {
      const bubbles = await store.after("Siti", heard);
      heard = bubbles.at(-1)?.position ?? heard;
      return bubbles.filter((bubble) => bubble.from === "service").map((bubble) => bubble.text);
    },
    seesFiles: async () => {
      const shown = (await store.after("Siti", 0)).filter(({ from, file }) => from === "service" && file);
      const kept = await Promise.all(shown.map(({ file }) => store.readFile(file?.ref ?? "")));
      return kept.filter((bytes) => bytes !== null);
    },
    failures: {},
    redelivers: false,
    close: async () => undefined,
  };
}

channelContract("simulator", simulatorBench);
