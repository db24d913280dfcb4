import rows from "../fixtures/questions-development.json";
import secondRows from "../fixtures/questions-development-second.json";
import heldOutRows from "../fixtures/questions-held-out.json";
import laterRows from "../fixtures/questions-held-out-second.json";

/** A question of the development set. */
export interface DevelopmentQuestion {
  readonly style: string;
  readonly question: string;
  /** `topic`: one topic answers it; `both`: two questions at once; else the way in which no topic answers it. */
  readonly kind: "topic" | "both" | "open" | "out-of-scope" | "vague" | "emergency" | "fraud-check";
  /** The topics that answer it, any of each list; one list, or two for two questions at once. */
  readonly topics: readonly (readonly string[])[];
  /** Kept away from all tuning and training. */
  readonly unseen: boolean;
}

/** Every third question, by the hash (FNV-1a) of its text: the same ones for ever. */
export function isUnseen(question: string): boolean {
  let hash = 2_166_136_261;
  for (const byte of Buffer.from(question)) hash = Math.imul(hash ^ byte, 16_777_619);
  return (hash >>> 0) % 3 === 0;
}

const listOf = (alternatives: string): string[] => alternatives.replace("open:", "").split("|");

function kindOf(expected: string): DevelopmentQuestion["kind"] {
  if (expected.startsWith("open:")) return "open";
  if (expected.includes(" + ")) return "both";
  if (expected === "out-of-scope" || expected === "vague" || expected === "emergency" || expected === "fraud-check")
    return expected;
  return "topic";
}

const readRow = ([style = "", expected = "", question = ""]: readonly string[]) => ({
  style,
  question,
  kind: kindOf(expected),
  topics: expected.includes(".") ? expected.split(" + ").map(listOf) : [],
  unseen: isUnseen(question),
});

/**
 * The development set. Its second part was written later: mostly what is not for us, what is too vague, what is open,
 * and stories.
 */
export const developmentQuestions: readonly DevelopmentQuestion[] = [...rows, ...secondRows].map(readRow);

/**
 * Kept from tuning. The second part asks of every topic alike, also of those that hardly anybody asks for, and was written by
 * somebody who had seen nothing but the topics' first sentences.
 */
export const heldOutQuestions: readonly DevelopmentQuestion[] = [...heldOutRows, ...laterRows].map((row) => ({
  ...readRow(row),
  unseen: true,
}));
