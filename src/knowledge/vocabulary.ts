import { foldWords } from "../domain/shared/folded-text";
import claims from "./content/claims.json";
import deadThings from "./content/dead-things.json";
import goingOn from "./content/going-on.json";
import lexicon from "./content/lexicon.json";
import reactions from "./content/reactions.json";
import vague from "./content/vague.json";

/** Every word that the house knows, besides those of the things that can be found: no slip is looked for in them. */
export function houseWords(): string[] {
  return wordsIn([lexicon, reactions, claims, deadThings, goingOn, vague]);
}

/** All words in a piece of content, keys of objects included. */
export function wordsIn(content: unknown): string[] {
  if (typeof content === "string") return foldWords(content).split(" ");
  if (typeof content !== "object" || content === null) return [];
  return Object.entries(content).flatMap(([key, value]) => [...foldWords(key).split(" "), ...wordsIn(value)]);
}
