import { createMemorySimulatorStore } from "../../support/memory-simulator-store";
import { simulatorStoreContract } from "../../support/simulator-store-contract";

simulatorStoreContract("in memory", async () => ({
  store: createMemorySimulatorStore(),
  close: async () => undefined,
}));
