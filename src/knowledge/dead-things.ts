import data from "./content/dead-things.json";
import { withoutSuffix } from "./stem";

const things = new Set(data.things);
const memberships = new Set(data.memberships);
const cards = new Set(data.cards);
const between = new Set(data.between);
const owners = new Set(data.owners);
const accidents = new Set(data.accidents);
const dead = new Set(data.dead);

/**
 * "Mati" is said of people, of phones and of cards. Beside a thing it becomes "padam", beside a membership "nonaktif",
 * so that nobody is condoled with for an empty battery. "Bapak mati ketabrak motor" stays what it is.
 */
export function withoutDeadThings(words: readonly string[]): string[] {
  return words.map((word, at) => (dead.has(word) ? (stateOf(words.slice(0, at)) ?? word) : word));
}

/** What died, read backwards from the word: "hp bapak saya mati" is about the phone, "bpjs, bapak saya mati" is not. */
function stateOf(before: readonly string[]): string | null {
  if (before.some((word) => accidents.has(word))) return null;
  const nearest = lastOf(before, (word) => between.has(word));
  if (nearest.some((form) => memberships.has(form))) return "nonaktif";
  const owned = lastOf(before, (word) => between.has(word) || owners.has(word));
  if (owned.some((form) => cards.has(form))) return "nonaktif";
  return owned.some((form) => things.has(form)) ? "padam" : null;
}

/** The last word that is not passed over, as typed and without its suffix. */
function lastOf(words: readonly string[], isPassedOver: (word: string) => boolean): readonly string[] {
  const word = words.findLast((one) => !isPassedOver(one));
  return word === undefined ? [] : [word, withoutSuffix(word)];
}
