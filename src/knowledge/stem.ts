/** No stem is shorter: what would be left is rather a word of its own. */
const SHORTEST = 3;

const particles = /(nya|kah|lah|pun|ku|mu|ne|ipun|e)$/;
const suffixes = /(kan|an|i|ake|ke|in|no)$/;
const prefixes: readonly (readonly [RegExp, string])[] = [
  [/^(mem|pem)(?=[bfp])/, ""],
  [/^(mem|pem)(?=[aiueo])/, "p"],
  [/^(meng|peng)(?=[aiueoghk])/, ""],
  [/^(meny|peny)(?=[aiueo])/, "s"],
  [/^(men|pen)(?=[cdjz])/, ""],
  [/^(men|pen)(?=[aiueo])/, "t"],
  [/^(me|pe)(?=[lmnrwy])/, ""],
  [/^(ber|ter|per|dipun)(?=[a-z]{4})/, ""],
  [/^(di|ke|se)(?=[a-z]{4})/, ""],
];

/** A word without a possessive or a particle at its end: "bedanya", "bedane" to "beda". */
export function withoutSuffix(word: string): string {
  return cut(word, particles);
}

/**
 * A light stemmer for Indonesian and everyday Javanese: one particle, one suffix and one prefix come off, as long as
 * three letters are left. It need not be right, only the same for the question and for the topic.
 */
export function stem(word: string): string {
  const known = stems.get(word);
  if (known !== undefined) return known;
  const found = stemOf(word);
  if (stems.size < MOST_REMEMBERED) stems.set(word, found);
  return found;
}

/** Stems that were found before; the words of the topics come again and again. */
const stems = new Map<string, string>();
const MOST_REMEMBERED = 20_000;

function stemOf(word: string): string {
  if (/\d/.test(word)) return word;
  const bare = cut(cut(word.replace(/(\p{L})\1/gu, "$1"), particles), suffixes);
  for (const [prefix, instead] of prefixes) {
    const rest = bare.replace(prefix, instead);
    if (rest !== bare && rest.length >= SHORTEST) return rest;
  }
  return bare;
}

function cut(word: string, ending: RegExp): string {
  const rest = word.replace(ending, "");
  return rest.length > SHORTEST ? rest : word;
}
