import { isRule } from "../operations/rules";
import type { Outbox } from "./outbox";

/**
 * Adds to the outbox, and refuses what nobody asked for unless its rule is registered: whoever asks KENAPA is always told
 * why it came and how it is stopped. A refusal is a defect of ours, so it throws.
 */
export function addWithRule(outbox: Pick<Outbox, "add">): Pick<Outbox, "add"> {
  return {
    add: async (entries) => {
      const stray = entries.find(({ kind, rule }) => kind !== "reply" && !isRule(rule));
      if (stray) throw new Error(`a ${stray.kind} has no registered rule; add it to operations/rules.ts`);
      return outbox.add(entries);
    },
  };
}
