import { addDays, type IsoDay, parseDay } from "../shared/calendar";
import { type Rupiah, rupiah } from "../shared/money";
import { monthOfWord, monthPattern } from "../shared/written-month";

/** What the words of a proof seem to say; a suggestion to people, never a reason to count anything as paid. */
export interface Suggestion {
  /** In rupiah. */
  readonly amount?: Rupiah;
  /** The day of the payment. */
  readonly day?: IsoDay;
}

/** So much of a text is looked at; a receipt says it on its first page. In characters. */
const longest = 20_000;
/** More than the largest bill of an office: a reference number that looks like an amount. Rupiah. */
const mostRupiah = 1_000_000_000;
/** A payment from longer ago is no news. Days. */
const oldestDays = 400;

const digits = String.raw`(\d[\d.,]{2,17}\d)(?![\d])`;
const money = String.raw`(?:\b(?:rp|idr)\.?\s{0,3}|\b(?:total|jumlah|nominal|amount)\b[^\d\n]{0,24})${digits}`;
const TOTAL = /\b(?:total|jumlah|nominal|amount)\b/iu;
const BALANCE = /\b(?:saldo|balance|sisa|limit)\b/iu;
const WRITTEN = new RegExp(String.raw`\b(\d{1,2})[\s-]+${monthPattern}[\s-]+(\d{4}|\d{2})\b`, "giu");
const NUMBERS = /\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})\b/gu;
const ISO = /\b(\d{4})-(\d{2})-(\d{2})\b/gu;

/** Whether a text looks like a bank's or a wallet's confirmation: it names an amount of money. */
export function looksLikeReceipt(text: string): boolean {
  return new RegExp(money, "iu").test(text.slice(0, longest));
}

/** The amount and the day that a receipt's words suggest, by Indonesian and English habits of writing them. */
export function suggestFrom(text: string, today: IsoDay): Suggestion {
  const read = text.slice(0, longest).normalize("NFKC");
  const [amount, day] = [amountIn(read), dayIn(read, today)];
  return { ...(amount === undefined ? {} : { amount }), ...(day === undefined ? {} : { day }) };
}

/** The total where one is named, else the largest amount that is no balance. */
function amountIn(text: string): Rupiah | undefined {
  const lines = text.split(/\r?\n/u);
  const found = lines.flatMap((line, index) => {
    const label = /rp|idr/iu.test(line.slice(0, 4)) ? `${lines[index - 1] ?? ""} ${line}` : line;
    if (BALANCE.test(label)) return [];
    return [...line.matchAll(new RegExp(money, "giu"))].flatMap(([, written = ""]) => {
      const amount = readAmount(written);
      return amount === null ? [] : [{ amount, isTotal: TOTAL.test(label) }];
    });
  });
  const totals = found.filter(({ isTotal }) => isTotal);
  const most = Math.max(...(totals.length > 0 ? totals : found).map(({ amount }) => amount));
  return found.length === 0 ? undefined : rupiah(most);
}

/** "16.800", "16,800.00", "16.800,00" and "16800": two digits after the last sign are a fraction, which has to be zero. */
function readAmount(written: string): number | null {
  const whole = written.replace(/[.,]00$/u, "");
  if (!/^\d{1,3}(?:[.,]\d{3})+$|^\d+$/u.test(whole)) return null;
  const amount = Number(whole.replace(/[.,]/gu, ""));
  return amount > 0 && amount <= mostRupiah ? amount : null;
}

/** The first day that is neither to come nor too long ago. */
function dayIn(text: string, today: IsoDay): IsoDay | undefined {
  const written = [...text.matchAll(WRITTEN)].map(({ 1: day, 2: month = "", 3: year, index }) => ({
    index,
    day: dayOfParts(year, monthOfWord(month), day),
  }));
  const numbers = [...text.matchAll(NUMBERS)].map((one) => ({
    index: one.index,
    day: dayOfParts(one[3], one[2], one[1]),
  }));
  const iso = [...text.matchAll(ISO)].map((one) => ({ index: one.index, day: dayOfParts(one[1], one[2], one[3]) }));
  const oldest = addDays(today, -oldestDays);
  return [...written, ...numbers, ...iso]
    .toSorted((a, b) => a.index - b.index)
    .map(({ day }) => day)
    .find((day): day is IsoDay => day !== null && day <= today && day >= oldest);
}

function dayOfParts(year = "", month: string | number = "", day = ""): IsoDay | null {
  const full = year.length === 2 ? `20${year}` : year;
  const read = parseDay(`${full}-${String(month).padStart(2, "0")}-${day.padStart(2, "0")}`);
  return read.ok ? read.value : null;
}
