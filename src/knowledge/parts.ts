import { readQuestion } from "./words";

const borders = /[?!;\n]+|\.(?!\d)|,(?!\d)|\b(?:terus|trus|trs|lalu|dan|lan|karo|kaliyan|serta|plus|sekalian)\b/i;
/** A part with one of these asks for something; any other tells the story around it. */
const asking = "berapa apa bagaimana kapan siapa dimana mengapa berapalama bisa syarat cara".split(" ");
const no = "tidak";
/** What is longer tells a story, in which the parts belong together. */
const MOST_WORDS = 30;

/**
 * The two halves of a message that asks two things, each with the story that leads to it; `null` where it asks one, or
 * three.
 */
export function partsOf(question: string, spell: (word: string) => string): readonly [string, string] | null {
  if (question.split(/\s+/).length > MOST_WORDS) return null;
  const parts: string[] = [];
  let story = "";
  for (const piece of question.split(borders)) {
    if (piece === undefined || piece.trim() === "") continue;
    story = `${story} ${piece}`.trim();
    if (!asks(piece, spell)) continue;
    parts.push(story);
    story = "";
  }
  const [first, second, third] = parts;
  if (first === undefined || second === undefined || third !== undefined) return null;
  return [first, story === "" ? second : `${second} ${story}`];
}

function asks(piece: string, spell: (word: string) => string): boolean {
  const { canonical } = readQuestion(piece, spell);
  return asking.some((word) => canonical.includes(word)) || canonical.slice(1).includes(no);
}
