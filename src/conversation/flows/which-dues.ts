import { foldWords } from "../../domain/shared/folded-text";
import { fail, ok, type Result } from "../../domain/shared/result";
import type { Text } from "../../domain/shared/text";
import type { DueView } from "../../operations/catalog-views";
import { periodsMeant, readMonthSpans, signsAsWords, upTo } from "../answers/month-span";
import { tooLong, wordsOf } from "../answers/normalize";
import { readNumberWords } from "../answers/number-words";

const everything = new Set(
  "semua semuanya sedaya sedoyo kabeh kabehe all both everything keduanya dua-duanya loro-lorone seluruhnya".split(" "),
);
const joining = new Set(
  (
    "dan lan kalih karo sama serta and plus no nomor nomer nmr yang sing ingkang saya sudah sampun wis bayar mbayar " +
    "dibayar lunas untuk kangge kanggo bulan bln sasi wulan pak bu ya nggih iuran"
  ).split(" "),
);
/** What may stand beside "semua" without meaning fewer. */
const beside = new Set(
  (
    "ini niki iki itu niku kuwi tersebut saja aja wae mawon di atas daftar bulannya iurannya tagihan tagihannya pekerja " +
    "pekerjanya orang mereka kami kula kulo aku ibu bapak mbak mas tadi kemarin kemaren wingi tolong terima kasih makasih " +
    "suwun oke ok betul benar of them the these paid"
  ).split(" "),
);
/** "belum semua", "semua kecuali 2": better asked again than taken for more than was paid. */
const lessThan = new Set(
  "belum tidak tdk bukan ndak gak ga nggak ora mboten durung dereng kecuali selain except not".split(" "),
);

const month = "(?:bulan|bln|sasi|wulan)";
/** "2 bulan": how many, which does not say which. */
const HOW_MANY = new RegExp(`^(\\S+) ${month}$`, "u");
/** "bulan 12": a month of the year. */
const BY_NUMBER = new RegExp(`^${month} (\\S+)$`, "u");
/** "semua bulan ini": not all the months there are. */
const ONE_MONTH = new RegExp(`\\b${month} (?:ini|niki|iki|kemarin|kemaren|wingi)\\b`, "u");

/**
 * Reads which of the listed months are meant: "1", "1 dan 3", "2 sampai 4", "semua", a first name, the name of a month,
 * "november sampai januari". A number of months is asked back unless it is all there are, and a number that is no place may
 * be a month of the year. `shown` is how many of them were listed with a number; "semua" means all, listed or not; "semua
 * desember" are those of December, and with words that may mean fewer it is asked back.
 */
export function readWhichDues(typed: string, dues: readonly DueView[], shown: number): Result<DueView[], Text> {
  const long = tooLong(typed);
  if (long) return fail(long);
  const words = wordsOf(signsAsWords(typed));
  if (words.some((word) => lessThan.has(word))) return fail({ key: "payment.which.unclear" });
  const left = words.filter((word) => !joining.has(word) && !everything.has(word));
  const isAll = words.some((word) => everything.has(word));
  if (isAll && left.every((word) => beside.has(word)) && !ONE_MONTH.test(words.join(" "))) return ok([...dues]);
  if (left.length === 0) return fail({ key: "payment.which.unclear" });
  // Names first: Enem is a name as well as six.
  const said = words.filter((word) => !courtesy.has(word) && !everything.has(word)).join(" ");
  return (
    byName(left, dues) ??
    byCount(said, dues) ??
    ofTheYear(said, dues, shown) ??
    (isAll ? null : byNumbers(left, dues, shown)) ??
    fail({ key: "payment.which.unclear" })
  );
}

const courtesy = new Set(
  "saya sudah sampun wis bayar mbayar dibayar lunas untuk kangge kanggo pak bu ya nggih iuran".split(" "),
);

/** Null where it is not said how many. */
function byCount(said: string, dues: readonly DueView[]): Result<DueView[], Text> | null {
  const count = readNumberWords([HOW_MANY.exec(said)?.[1] ?? ""])?.value;
  if (count === undefined) return null;
  return count === dues.length ? ok([...dues]) : fail({ key: "payment.which.how-many" });
}

/** The months that are meant by "bulan 12", or by "12" where fewer are listed; null where there are none. */
function ofTheYear(said: string, dues: readonly DueView[], shown: number): Result<DueView[], Text> | null {
  const [, named] = BY_NUMBER.exec(said) ?? [];
  const number = readNumberWords([named ?? said])?.value;
  const found = dues.filter(({ period }) => Number(period.slice(5)) === number);
  if (named !== undefined && number !== undefined)
    return found.length > 0 ? ok(found) : fail({ key: "payment.which.unclear" });
  return number !== undefined && number > shown && found.length > 0 ? ok(found) : null;
}

/** Null where there is anything but numbers. */
function byNumbers(words: readonly string[], dues: readonly DueView[], shown: number): Result<DueView[], Text> | null {
  const wanted = new Set<number>();
  let from: number | null = null;
  for (const word of words) {
    if (upTo.has(word)) {
      from = [...wanted].at(-1) ?? null;
      continue;
    }
    const number = readNumberWords([word])?.value;
    if (number === undefined) return null;
    if (number < 1 || number > shown || !Number.isInteger(number))
      return fail({ key: "answers.choice.no-such-number", params: { last: shown } });
    for (let one = Math.min(from ?? number, number); one <= number; one += 1) wanted.add(one);
    from = null;
  }
  return ok(dues.filter((_due, index) => wanted.has(index + 1)));
}

/**
 * Months of a person, or of all in a month or a row of months: "siti", "januari", "siti januari", "november sampai januari".
 * Null where none is named.
 */
function byName(words: readonly string[], dues: readonly DueView[]): Result<DueView[], Text> | null {
  const names = words.filter((word) => dues.some((due) => foldWords(due.firstName) === word));
  const spans = readMonthSpans(words);
  if (names.length === 0 && spans?.length === 0) return null;
  const named = dues.filter(({ firstName }) => names.length === 0 || names.includes(foldWords(firstName)));
  const listed = [...new Set(named.map(({ period }) => period))];
  const meant = spans?.map((span) => periodsMeant(span, listed)) ?? [null];
  if (meant.includes(null)) return fail({ key: "payment.which.unclear" });
  const periods = new Set(meant.flatMap((some) => some ?? []));
  const found = meant.length === 0 ? named : named.filter(({ period }) => periods.has(period));
  return found.length > 0 ? ok(found) : fail({ key: "payment.which.unclear" });
}
