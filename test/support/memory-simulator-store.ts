import type { SimulatorBubble, SimulatorStore } from "../../src/domain/messaging/simulator-store";

/** The simulator's chats in memory, for tests of what is built on them. */
export function createMemorySimulatorStore(): SimulatorStore {
  const chats = new Map<string, Map<string, SimulatorBubble>>();
  const files = new Map<string, Uint8Array>();
  return {
    contacts: async () => [...chats.keys()],
    append: async (contact, id, bubble) => {
      const chat = chats.get(contact) ?? new Map<string, SimulatorBubble>();
      chats.set(contact, chat);
      const kept = chat.get(id) ?? { position: chat.size + 1, ...structuredClone(bubble) };
      chat.set(id, kept);
      return kept;
    },
    after: async (contact, position) =>
      [...(chats.get(contact)?.values() ?? [])].filter((bubble) => bubble.position > position).slice(0, 500),
    saveFile: async (ref, bytes) => {
      files.set(ref, Uint8Array.from(bytes));
    },
    readFile: async (ref) => files.get(ref) ?? null,
  };
}
