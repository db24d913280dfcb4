import type { SchoolLevel } from "../../domain/benefit/figures";
import type { Sector } from "../../domain/contribution/contribution";
import { bandForIncome } from "../../domain/contribution/contribution";
import { type IsoDay, periodOfDay } from "../../domain/shared/calendar";
import type { Period } from "../../domain/shared/period";
import { recognizeOccupation } from "../../domain/worker/occupations";
import { readMoney } from "./money";
import { readMonth } from "./month";
import { monthNamed } from "./month-names";
import { normalize, wordsOf } from "./normalize";
import { schoolLevelsIn } from "./school-levels";

/** The sums that can be reckoned: contribution, time without work, lost part, total disability, death, school, savings, tax. */
export const sumKinds = ["dues", "temporary", "part", "total", "death", "school", "savings", "tax"] as const;
/** One of them. */
export type SumKind = (typeof sumKinds)[number];

/** What a text says of a sum that is wanted. Rupiah; `rate` and `percent` in percent. */
export interface SumWish {
  readonly what?: SumKind;
  readonly income?: number;
  readonly sector?: Sector;
  readonly period?: Period;
  readonly months?: number;
  readonly percent?: number;
  readonly rate?: number;
  readonly cause?: "work" | "other";
  readonly levels?: readonly SchoolLevel[];
  readonly balance?: number;
}

const LONGEST = 25;
const PLAINLY = /^(?:(?:mau|tolong|bisa|coba|minta|saya|pak|bu|di)\s)*(?:hitung|itung|etung|simulasi|calculate)/;
const HOW_MUCH = /\b(?:berapa|brp|brapa|piro|pira|pinten|how much)\b/;
/** A rumour is corrected, not reckoned with; and what is paid for a day or a week is no monthly income. */
const RUMOUR = /\b(?:katanya|katane|jare|jarene|kabarnya|benarkah|beneran|betulkah|apa benar|apa betul|hoaks|hoax)\b/;
const OTHER_SPAN = /(?:\bper ?|\bse|\btiap |\/ ?)(?:hari|minggu|dino|dina)\b|\bharian\b|\bmingguan\b/;
const WAGE = /\b(?:upah|gaji|penghasilan|pendapatan|income|bayaran|omzet|omset)\b/;
/** "Jadi berapa": what savings come to, rather than when they are paid out or what they cost. */
const GROWS = /\b(?:jadi|dadi|nanti|mengko|kira|terkumpul|jumlahnya|saldo|saldonya)\b/;
const WORK = /\b(?:kecelakaan|laka|celaka|kerja|jkk|accident)\b/;
const OTHER_CAUSE =
  /\b(?:sakit|lara|tua|illness)\b|\b(?:bukan|tanpa|not) (?:\w+ )?(?:kecelakaan|laka|kerja|accident)\b/;

/** In this order: "pajak jht" is about tax. */
const KINDS: readonly (readonly [SumKind, RegExp])[] = [
  ["school", /\b(?:beasiswa|beasiswanya|scholarship)\b/],
  ["tax", /\b(?:pajak|pajake|tax)\b/],
  ["dues", /\b(?:iuran|iurane|iurannya|premi|premine|contribution)\b/],
  ["total", /\b(?:cacat|disability) (?:total|tetap total|seumur hidup)\b|\blumpuh\b|\btotal disability\b/],
  ["part", /\b(?:cacat|cacad|disability)\b|\bkehilangan (?:jari|ibu jari|mata|tangan|kaki|telinga)\b/],
  ["death", /\b(?:meninggal|wafat|kematian|mati|sedo|seda|jkm|death)\b/],
  [
    "temporary",
    /\bstmb\b|\b(?:istirahat|opname|dirawat|libur kerja)\b.*\b(?:bulan|bln|sasi|wulan)\b|\b(?:tidak|tdk|gak|ga|nggak|ndak|ora|mboten|belum|not) (?:(?:bisa|mampu|dapat|isa|iso|saged|able to) )?(?:kerja|bekerja|kerjo|makarya|nyambut|work)/,
  ],
  ["savings", /\b(?:jht|hari tua|tabungan|nabung|menabung|savings)\b/],
];

/**
 * What a text wants reckoned: because it says so ("hitung", "itung iuran 2 juta ojek"), or because it asks how much and
 * names the figures itself ("berapa santunan kalau cacat 20 persen upah 1 juta", "beasiswa anak SD dan SMA"). Else null:
 * a question without a figure is for the knowledge. `today` is the day in Asia/Jakarta.
 */
export function readSumWish(typed: string, today: IsoDay): SumWish | null {
  const text = wordsOf(typed).join(" ");
  if (text === "" || text.split(" ").length > LONGEST || RUMOUR.test(text)) return null;
  const [what] = KINDS.find(([, pattern]) => pattern.test(text)) ?? [];
  if (PLAINLY.test(text)) return what === undefined ? {} : said(what, typed, text, today);
  if (what === undefined) return null;
  const wish = said(what, typed, text, today);
  return isExact(wish, text) ? wish : null;
}

/** Whether the text asks for a sum whose figures it names, so that a word more is not needed. */
function isExact(wish: SumWish, text: string): boolean {
  if (wish.what === "school") return (wish.levels ?? []).length > 0 && (HOW_MUCH.test(text) || saysOnlySchool(text));
  if (!HOW_MUCH.test(text)) return isComplete(wish, text);
  const hasWage = wish.income !== undefined && WAGE.test(text);
  switch (wish.what) {
    case "dues":
      return wish.income !== undefined;
    case "part":
      return wish.percent !== undefined;
    case "temporary":
      return wish.months !== undefined;
    case "savings":
      return wish.months !== undefined && (wish.income !== undefined || GROWS.test(text));
    case "tax":
      return wish.balance !== undefined;
    default:
      return hasWage;
  }
}

/** In so few words, whoever names every figure of a sum wants it: "STMB 14 bulan gaji 1 juta". */
const LONGEST_BARE = 12;

function isComplete(wish: SumWish, text: string): boolean {
  if (text.split(" ").length > LONGEST_BARE || TOLD.test(text)) return false;
  const hasWage = wish.income !== undefined && WAGE.test(text);
  switch (wish.what) {
    case "dues":
      return hasWage || (wish.income !== undefined && wish.sector !== undefined);
    case "temporary":
      return wish.months !== undefined && (hasWage || /\bstmb\b/.test(text));
    case "part":
      return hasWage && wish.percent !== undefined;
    case "total":
      return hasWage;
    case "death":
      return hasWage && wish.cause !== undefined;
    case "savings":
      return hasWage && wish.months !== undefined;
    case "tax":
      return wish.balance !== undefined;
    default:
      return false;
  }
}

/** What was paid, received or happened is told, not asked for. */
const TOLD = /\b(?:sudah|udah|telah|wis|sampun|tadi|kemarin|wingi|barusan|bapak|ibu|suami|istri|anak|bojo)\b/;

/** "Beasiswa anak SD dan SMA", where nothing else is said. */
const SCHOOL_WORDS = new Set(
  "beasiswa beasiswanya buat untuk anak anake anakku saya kelas dan sama karo lan satu dua di yang sing kula kulo".split(
    " ",
  ),
);
const saysOnlySchool = (text: string): boolean =>
  text.split(" ").every((word) => SCHOOL_WORDS.has(word) || /^\d$/.test(word) || schoolLevelsIn(word).length > 0);

/** Whether a text asks for a sum, at whatever question somebody stands; the day does not decide that. */
export function asksForSum(typed: string): boolean {
  return readSumWish(typed, ANY_DAY) !== null;
}

const ANY_DAY = "2026-01-01" as IsoDay;

function said(what: SumKind, typed: string, text: string, today: IsoDay): SumWish {
  const spelled = normalize(typed);
  const money = OTHER_SPAN.test(spelled) ? undefined : moneyIn(spelled);
  const percent = percentIn(spelled);
  const span = monthsIn(text);
  switch (what) {
    case "dues":
      return {
        what,
        ...given("income", income(money)),
        ...given("sector", sectorIn(text)),
        ...monthOf(text, today, money),
      };
    case "temporary":
      return { what, ...given("income", income(money)), ...given("months", span) };
    case "part":
      return { what, ...given("income", income(money)), ...given("percent", percent) };
    case "total":
      return { what, ...given("income", income(money)) };
    case "death":
      return { what, ...given("income", income(money)), ...given("cause", causeIn(text)) };
    case "school":
      return { what, ...levelsOf(text) };
    case "savings":
      return { what, ...given("income", income(money)), ...given("months", span), ...given("rate", percent) };
    case "tax":
      return { what, ...given("balance", money) };
  }
}

function causeIn(text: string): SumWish["cause"] {
  if (OTHER_CAUSE.test(text)) return "other";
  return WORK.test(text) ? "work" : undefined;
}

const given = <K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } =>
  (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: V };

/** An income that no band takes is asked for again, with the reason. */
const income = (money: number | undefined): number | undefined =>
  money !== undefined && bandForIncome(money).ok ? money : undefined;

function levelsOf(text: string): Pick<SumWish, "levels"> {
  const levels = schoolLevelsIn(text);
  return levels.length > 0 ? { levels } : {};
}

/** An amount with its unit, or with so many digits that it can be nothing else. */
const AMOUNT =
  /(?:rp\.? ?)?\d[\d.,]* ?(?:juta|jt|yuta|ribu|rb)(?: (?:setengah|\d{3} ?(?:ribu|rb)))?|\b\d{1,3}(?:\.\d{3}){1,3}\b|\b\d{6,12}\b|\b(?:sejuta|sakyuta|(?:satu|dua|rong|tiga|telung|empat|patang|lima|limang|enam|tujuh|delapan|sembilan|sepuluh) (?:juta|yuta))(?: setengah)?\b/;

function moneyIn(text: string): number | undefined {
  const [amount] = AMOUNT.exec(text) ?? [];
  const read = amount === undefined ? null : readMoney(amount);
  return read?.ok ? read.value : undefined;
}

function percentIn(text: string): number | undefined {
  const [, whole, part = "0"] = /(\d{1,3})(?:[.,](\d{1,2}))? ?(?:%|persen|prosen|percent)/.exec(text) ?? [];
  const percent = Number(`${whole}.${part}`);
  return percent > 0 && percent <= 100 ? percent : undefined;
}

function monthsIn(text: string): number | undefined {
  const [, count, unit = ""] = /\b(\d{1,3}) ?(bulan|bln|sasi|wulan|month|tahun|thn|taun|year)/.exec(text) ?? [];
  if (count === undefined) return undefined;
  const months = Number(count) * (/^(?:t|y)/.test(unit) ? 12 : 1);
  return months >= 1 && months <= 480 ? months : undefined;
}

function sectorIn(text: string): Sector | undefined {
  if (/\b(?:transport|transportasi|angkutan)\b/.test(text)) return "transport";
  const work = recognizeOccupation(text);
  return work.type === "known" && !work.occupation.sectorUnclear ? work.occupation.sector : undefined;
}

/** The month that is named; whoever names an income and no month means this one. */
function monthOf(text: string, today: IsoDay, money: number | undefined): Pick<SumWish, "period"> {
  const words = text.split(" ");
  const at = words.findIndex((word) => word.length > 2 && monthNamed(word) !== null);
  const year = /^\d{4}$/.test(words[at + 1] ?? "") ? ` ${words[at + 1]}` : "";
  const named = at < 0 ? (/\bbulan (?:depan|ini)\b/.exec(text)?.[0] ?? null) : `${words[at]}${year}`;
  const month = named === null ? null : readMonth(named, { today });
  if (month?.ok) return { period: month.value };
  return money === undefined ? {} : { period: periodOfDay(today) };
}
