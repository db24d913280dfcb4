import { type Rupiah, rupiah } from "../../domain/shared/money";
import { fail, ok, type Result } from "../../domain/shared/result";
import { normalize, tooLong } from "./normalize";
import { type NumberReading, readNumberWords } from "./number-words";
import type { Refusal } from "./refusal";

/** The smallest and the largest amount, in rupiah, that the question allows, both included. */
export interface MoneyLimits {
  readonly least?: number;
  readonly most?: number;
}

/** More than anybody earns or pays here; beyond it a zero too many was typed. */
const MOST = 100_000_000_000;

const AROUND = new Set(
  (
    "rp idr rupiah perak sekitar kira kisaran kurang lebih kurleb paling rata sebulan sabulan sewulan sawulan sesasi sasasi bulan bln sasi wulan per tiap " +
    "setiap an cuma hanya mung aja saja ae wae mawon ya lah nggih sih ada gaji penghasilan upah saya kulo aku dapat " +
    "month about"
  ).split(" "),
);
/** An amount for a day or a week must not be taken for a month's. */
const OTHER_SPAN =
  /(?:\b|\/)(?:(?:per ?|se|sak|tiap |\/ ?)(?:hari|hr|dino|dina|minggu|mgg|tahun|thn|jam)|harian|mingguan|tahunan)\b/;
const RANGE = /\d\s*(?:jt|juta|rb|ribu|k)?\s*(?:-|–|s\/?d|sampai|sampe|hingga|atau|tekan|to)\s*(?:rp\.?\s*)?\d/;

/**
 * Reads one amount as whole rupiah: "1,5 jt", "1.500.000", "Rp 1.000.000,-", "sejuta setengah", "800rb", "sakyuta".
 * Refuses a range, an amount for a day or a week, and what would leave a fraction of a rupiah.
 */
export function readMoney(typed: string, limits: MoneyLimits = {}): Result<Rupiah, Refusal> {
  const long = tooLong(typed);
  if (long) return fail(long);
  const text = normalize(typed);
  if (OTHER_SPAN.test(text)) return fail({ key: "answers.money.other-span" });
  if (RANGE.test(text)) return fail({ key: "answers.money.range" });
  const amount = amountIn(text);
  if (amount === null) return fail({ key: "answers.money.unreadable" });
  return within(amount, limits);
}

function within(amount: number, { least = 0, most = MOST }: MoneyLimits): Result<Rupiah, Refusal> {
  if (amount < least) return fail({ key: "answers.money.too-small", params: { least } });
  if (amount > most) return fail({ key: "answers.money.too-large", params: { most } });
  return ok(rupiah(amount));
}

function amountIn(text: string): number | null {
  if (/^[-−–]/.test(text)) return null;
  const parts = text.match(/\d[\d.,]*|[\p{L}]+/gu) ?? [];
  const words = parts
    .map((part) => part.replace(/[.,]+$/, ""))
    .map((part, index) => (part === "k" && /^\d/.test(parts[index - 1] ?? "") ? "ribu" : part))
    .filter((part) => !AROUND.has(part));
  const reading = readNumberWords(words, readDigits);
  const amount = reading && spoken(reading);
  if (amount === null) return null;
  const whole = Math.round(amount);
  return Math.abs(amount - whole) < 1e-4 ? whole : null;
}

/** "Dua juta lima ratus" is 2.500.000 in everybody's mouth; "dua juta lima" could be anything. */
function spoken({ value, lastScale, rest }: NumberReading): number | null {
  if (lastScale !== 1_000_000 || rest === 0 || rest >= 1_000) return value;
  return rest >= 100 ? value - rest + rest * 1_000 : null;
}

/** Dots and commas are thousands where three digits follow each, and a decimal sign where one or two digits do. */
function readDigits(written: string, next: string | undefined): number | null {
  if (written.length > 24) return null;
  const isBeforeMillion = next !== undefined && /^(?:jt|jut|juta|yuta)/.test(next);
  if (isBeforeMillion && /^\d{1,3}[.,]\d{3}$/.test(written)) return Number(written.replace(",", "."));
  if (/^\d{1,3}(?:[.,]\d{3})+$/.test(written)) return Number(written.replace(/[.,]/g, ""));
  if (/^\d{1,15}$/.test(written)) return Number(written);
  const decimal = /^(\d{1,3}(?:\.\d{3})*|\d{1,3}(?:,\d{3})*|\d{1,15})[.,](\d{1,2})$/.exec(written);
  return decimal ? Number(`${decimal[1]?.replace(/[.,]/g, "")}.${decimal[2]}`) : null;
}
