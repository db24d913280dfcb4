import data from "./content/reactions.json";
import { type Reading, withoutFillers } from "./words";

/** Something that goes before any answer: it is happening now, somebody may be cheating, or wants to die. */
export type Urgency = "accident" | "death" | "fraud" | "despair";

/** A question that is about the answer before it. */
export type FollowUp = "basis" | "since" | "more-about-it";

const link = /(https?:\/\/|www\.|\bbit\.ly|\bt\.me\/|\bwa\.me\/|\.apk\b)/i;

/** What in a question must be met before looking for a topic; `null` for an ordinary question. */
export function urgencyOf(question: string, reading: Reading): Urgency | null {
  const said = saying(reading);
  const { emergency } = data;
  if (isDespair(said)) return "despair";
  const supposes = said.any(emergency.supposing);
  if (!supposes && emergency.alone.some((word) => said.exactly(word)))
    return said.any(emergency.death) ? "death" : "accident";
  if (isFraud(question, said)) return "fraud";
  if (supposes) return null;
  return happened(said);
}

/** Who tells of somebody near, and asks nothing, tells what has happened. */
function happened(said: Saying): Urgency | null {
  const { emergency } = data;
  const ofFamily = said.any(emergency.family);
  const asks = said.any(emergency.asking);
  const near = said.any(emergency.strongNow) || (said.any(emergency.weakNow) && ofFamily);
  const helpless = near && said.any(emergency.helpless);
  if (said.any(emergency.death) && (helpless || !asks)) return near || ofFamily ? "death" : null;
  if (!said.any(emergency.accident) || said.any(emergency.notNow)) return null;
  if (said.any(emergency.strongNow)) return "accident";
  return (near || ofFamily) && !asks && !said.any(emergency.slight) ? "accident" : null;
}

function isFraud(text: string, said: Saying): boolean {
  const { fraud } = data;
  if (said.any(fraud.us)) return false;
  return link.test(text) || said.any(fraud.always) || (said.any(fraud.lure) && said.any(fraud.someone));
}

/** Somebody says that they, or somebody near, want to die. Rather one too many than one unheard. */
function isDespair(said: Saying): boolean {
  const { despair } = data;
  if (said.any(despair.plainly)) return true;
  return said.any(wishedEnds) || (said.any(ofMyself) && !said.any(ofAnother));
}

const wishedEnds = data.despair.wishes.flatMap((wish) => data.despair.ends.map((end) => `${wish} ${end}`));
const ofMyself = data.despair.myself.flatMap((self) => data.despair.suicide.map((end) => `${self} ${end}`));
const ofAnother = data.despair.others.flatMap((other) => ofMyself.map((phrase) => `${other} ${phrase}`));

/** Whether a question is about a death by the person's own hand. */
export function asksAboutSuicide(reading: Reading): boolean {
  return saying(reading).any(data.despair.suicide);
}

/** Whether an accident of somebody near is told along with the question, so that the deadline for reporting runs. */
export function tellsOfAccident(reading: Reading): boolean {
  const said = saying(reading);
  const { emergency } = data;
  if (said.any(emergency.supposing) || said.any(emergency.notNow) || !said.any(emergency.accident)) return false;
  return said.any(emergency.strongNow) || (said.any(emergency.weakNow) && said.any(emergency.family));
}

/** Whether a question leans on the answer before it, and how. */
export function followUpOf(reading: Reading): FollowUp | null {
  const said = saying(reading);
  if (said.any(data.meta.basis)) return "basis";
  if (said.any(data.meta.since)) return "since";
  const [first = ""] = reading.plain;
  return data.meta.followUp.includes(first) ? "more-about-it" : null;
}

interface Saying {
  any(phrases: readonly string[]): boolean;
  exactly(phrase: string): boolean;
}

/** A phrase counts as typed and in its one spelling, always as whole words. */
function saying({ plain, canonical }: Reading): Saying {
  const forms = [plain, canonical];
  const whole = [withoutFillers(plain), plain, canonical].map((words) => words.join(" "));
  return {
    any: (phrases) => {
      const known = lookupOf(phrases);
      return forms.some((words) => words.some((word, at) => stands(known.get(word), words, at)));
    },
    exactly: (phrase) => whole.includes(phrase),
  };
}

/** The phrases of a list by their first words. */
type Lookup = ReadonlyMap<string, readonly (readonly string[])[]>;

/** Each list is parted once. */
const lookups = new WeakMap<readonly string[], Lookup>();

function lookupOf(phrases: readonly string[]): Lookup {
  const known = lookups.get(phrases);
  if (known !== undefined) return known;
  const parted = new Map<string, string[][]>();
  for (const phrase of phrases) {
    const words = phrase.split(" ");
    const [first = ""] = words;
    parted.set(first, [...(parted.get(first) ?? []), words]);
  }
  lookups.set(phrases, parted);
  return parted;
}

/** Whether one of the phrases stands at that place among the words. */
const stands = (phrases: readonly (readonly string[])[] | undefined, words: readonly string[], from: number) =>
  phrases?.some((phrase) => phrase.every((word, at) => words[from + at] === word)) ?? false;
