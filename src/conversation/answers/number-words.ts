import { isNear } from "./normalize";

type Token =
  | { readonly type: "value"; readonly value: number }
  | { readonly type: "teen" }
  | { readonly type: "scale"; readonly factor: 10 | 100 }
  | { readonly type: "big"; readonly factor: number }
  | { readonly type: "half" };

/** A number that was read, with what followed its last "ribu" or "juta", which speech often shortens. */
export interface NumberReading {
  readonly value: number;
  /** The factor of the last "ribu", "juta" or "miliar"; 1 where there was none. */
  readonly lastScale: number;
  /** What was added after it. */
  readonly rest: number;
}

const value = (amount: number): Token => ({ type: "value", value: amount });
const TEEN: Token = { type: "teen" };
const TENS: Token = { type: "scale", factor: 10 };
const HUNDREDS: Token = { type: "scale", factor: 100 };
const THOUSANDS: Token = { type: "big", factor: 1_000 };
const MILLIONS: Token = { type: "big", factor: 1_000_000 };
const HALF: Token = { type: "half" };

/** Indonesian, Javanese (ngoko and krama), the usual slips, and English; each line is what the words stand for. */
const VOCABULARY: readonly (readonly [words: string, ...meaning: Token[]])[] = [
  ["nol kosong zero", value(0)],
  ["satu siji setunggal sawiji one", value(1)],
  ["dua loro kalih rong kaleh duwa two", value(2)],
  ["tiga telu telung tigang tigo tlu three", value(3)],
  ["empat papat sekawan patang pat ampat four", value(4)],
  ["lima limo gangsal limang five", value(5)],
  ["enam enem nem nemang anam six", value(6)],
  ["tujuh pitu pitung tuju seven", value(7)],
  ["delapan wolu wolung lapan dlapan eight", value(8)],
  ["sembilan sanga songo sangang songong nine", value(9)],
  ["sepuluh sedasa ten", value(10)],
  ["sebelas sewelas eleven", value(11)],
  ["rolas twelve", value(12)],
  ["telulas", value(13)],
  ["limolas", value(15)],
  ["pitulas", value(17)],
  ["wolulas", value(18)],
  ["sangalas songolas", value(19)],
  ["selikur", value(21)],
  ["rolikur", value(22)],
  ["telulikur", value(23)],
  ["patlikur", value(24)],
  ["selawe selangkung", value(25)],
  ["nemlikur", value(26)],
  ["pitulikur", value(27)],
  ["wolulikur", value(28)],
  ["sangalikur songolikur", value(29)],
  ["seket", value(5), TENS],
  ["sewidak suwidak", value(6), TENS],
  ["belas welas las", TEEN],
  ["puluh dasa", TENS],
  ["ratus atus", HUNDREDS],
  ["seratus satus", value(1), HUNDREDS],
  ["ribu rebu ewu rb", THOUSANDS],
  ["seribu serebu sewu", value(1), THOUSANDS],
  ["juta yuta jt jut", MILLIONS],
  ["sejuta sakyuta seyuta sayuta", value(1), MILLIONS],
  ["miliar milyar", { type: "big", factor: 1_000_000_000 }],
  ["setengah stengah separo separuh sepalih", HALF],
];

const lexicon = new Map<string, readonly Token[]>(
  VOCABULARY.flatMap(([words, ...meaning]) => words.split(" ").map((word): [string, Token[]] => [word, meaning])),
);
const spellings = [...lexicon.keys()].sort((a, b) => b.length - a.length);
const LONGEST_JOINED = 48;

/** Whether a word belongs to the vocabulary of numbers, alone or joined with others ("duabelas"). */
export function isNumberWord(word: string): boolean {
  return meaningOf(word) !== null;
}

/**
 * Reads normalized words such as ["dua", "belas"], ["duabelas"], ["rolas"], ["2", "juta", "500", "ribu"]; `digits` reads
 * a part that begins with a digit. Null where anything else is among them or they make no number together.
 */
export function readNumberWords(
  words: readonly string[],
  digits: (written: string, next: string | undefined) => number | null = plainDigits,
): NumberReading | null {
  const tokens: Token[] = [];
  for (const [index, word] of words.entries()) {
    if (/^\d/.test(word)) {
      const amount = digits(word, words[index + 1]);
      if (amount === null) return null;
      tokens.push(value(amount));
    } else {
      const meaning = meaningOf(word);
      if (meaning === null) return null;
      tokens.push(...meaning);
    }
  }
  return tokens.length === 0 ? null : add(tokens);
}

function plainDigits(written: string): number | null {
  return /^\d{1,12}$/.test(written) ? Number(written) : null;
}

function meaningOf(word: string): readonly Token[] | null {
  if (word.length > LONGEST_JOINED) return null;
  const known = lexicon.get(word) ?? joined(word);
  if (known) return known;
  if (word.endsWith("an")) return meaningOf(word.slice(0, -2)); // "jutaan": about a million
  const near = word.length < 6 ? [] : spellings.filter((spelling) => spelling.length >= 6 && isNear(word, spelling));
  return near.length === 1 ? (lexicon.get(near[0] ?? "") ?? null) : null;
}

/** Splits what was written in one word, from its end, so that every end is looked at once. */
function joined(word: string): readonly Token[] | null {
  const from: (readonly Token[] | undefined)[] = new Array(word.length);
  from[word.length] = [];
  for (let start = word.length - 1; start >= 0; start--) {
    for (const spelling of spellings) {
      const rest = from[start + spelling.length];
      if (rest && word.startsWith(spelling, start)) {
        from[start] = [...(lexicon.get(spelling) ?? []), ...rest];
        break;
      }
    }
  }
  return from[0] ?? null;
}

interface Sum {
  total: number;
  group: number;
  pending: number | null;
  /** The next value must be smaller, or it is a second number. */
  room: number;
  lastScale: number;
}

function add(tokens: readonly Token[]): NumberReading | null {
  const sum: Sum = { total: 0, group: 0, pending: null, room: Number.POSITIVE_INFINITY, lastScale: 1 };
  for (const token of tokens) if (!take(sum, token)) return null;
  const rest = sum.group + (sum.pending ?? 0);
  return { value: sum.total + rest, lastScale: sum.lastScale, rest };
}

function take(sum: Sum, token: Token): boolean {
  switch (token.type) {
    case "value":
      if (sum.pending !== null || token.value >= sum.room) return false;
      sum.pending = token.value;
      return true;
    case "teen":
      if (!isUnit(sum.pending)) return false;
      sum.pending += 10;
      return true;
    case "scale":
      return takeScale(sum, token.factor);
    case "big":
      return takeBig(sum, token.factor);
    case "half":
      return takeHalf(sum);
  }
}

function isUnit(pending: number | null): pending is number {
  return pending !== null && pending >= 1 && pending <= 9 && Number.isInteger(pending);
}

function takeScale(sum: Sum, factor: number): boolean {
  if (!isUnit(sum.pending) || sum.room <= factor) return false;
  sum.group += sum.pending * factor;
  sum.pending = null;
  sum.room = factor;
  return true;
}

function takeBig(sum: Sum, factor: number): boolean {
  const amount = sum.group + (sum.pending ?? 0);
  if (amount === 0 || (sum.lastScale > 1 && factor >= sum.lastScale)) return false;
  Object.assign(sum, { total: sum.total + amount * factor, group: 0, pending: null, room: factor, lastScale: factor });
  return true;
}

/** "setengah juta" is half of it, "satu setengah juta" one and a half, and so is "sejuta setengah". */
function takeHalf(sum: Sum): boolean {
  if (sum.pending === null && sum.group > 0) return false;
  if (sum.pending === null && sum.lastScale > 1) {
    sum.total += sum.lastScale / 2;
    sum.room = 0;
    return true;
  }
  sum.pending = (sum.pending ?? 0) + 0.5;
  return Number.isInteger(sum.pending * 2) && !Number.isInteger(sum.pending);
}
