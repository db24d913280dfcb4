import data from "./content/reactions.json";
import { canonicalWords, plainWords } from "./words";

/** Something that goes before any answer: it is happening now, or somebody may be cheating. */
export type Urgency = "accident" | "death" | "fraud";

/** A question that is about the answer before it. */
export type FollowUp = "basis" | "since" | "more-about-it";

const link = /(https?:\/\/|www\.|\bbit\.ly|\bt\.me\/|\bwa\.me\/|\.apk\b)/i;

/** What in a question must be met before looking for a topic; `null` for an ordinary question. */
export function urgencyOf(question: string): Urgency | null {
  const said = saying(question);
  const { emergency, fraud } = data;
  if (emergency.alone.some((word) => said.exactly(word))) return said.any(emergency.death) ? "death" : "accident";
  if (isFraud(question, said)) return "fraud";
  if (said.any(emergency.supposing)) return null;
  const near = said.any(emergency.strongNow) || (said.any(emergency.weakNow) && said.any(emergency.family));
  if (said.any(emergency.death) && !said.any(emergency.asking))
    return near || said.any(emergency.family) ? "death" : null;
  const happening = said.any(emergency.strongNow) || (near && !said.any(emergency.asking));
  return said.any(emergency.accident) && happening ? "accident" : null;

  function isFraud(text: string, words: Saying): boolean {
    if (words.any(fraud.us)) return false;
    return link.test(text) || words.any(fraud.always) || (words.any(fraud.lure) && words.any(fraud.someone));
  }
}

/** Whether a question leans on the answer before it, and how. */
export function followUpOf(question: string): FollowUp | null {
  const said = saying(question);
  if (said.any(data.meta.basis)) return "basis";
  if (said.any(data.meta.since)) return "since";
  const [first = ""] = plainWords(question);
  return data.meta.followUp.includes(first) ? "more-about-it" : null;
}

interface Saying {
  any(phrases: readonly string[]): boolean;
  exactly(phrase: string): boolean;
}

/** A phrase counts as typed and in its one spelling, always as whole words. */
function saying(question: string): Saying {
  const forms = [plainWords(question), canonicalWords(question)].map((words) => ` ${words.join(" ")} `);
  return {
    any: (phrases) => phrases.some((phrase) => forms.some((form) => form.includes(` ${phrase} `))),
    exactly: (phrase) => forms.some((form) => form.trim() === phrase),
  };
}
