import type { Suggestion } from "../domain/payment/paper-text";
import type { Proof } from "../domain/payment/proof";
import { numbersInWords, numbersTyped, type ReceiptNumber } from "../domain/payment/receipt-number";
import type { Deps } from "./deps";

/** How many of the latest proofs that have a number are looked at. */
const mostPerNumber = 8;
/** A number under which officers confirmed so many proofs is that of a bill or an account, not of a transaction. */
const confirmedAsShared = 2;
/** So much of a keyed hash tells marks apart. */
const markLength = 11;

/** What a proof says in words, and for whom. */
export interface WordedPaper {
  readonly contactId: string;
  readonly workerIds: readonly string[];
  readonly reference?: string | undefined;
  readonly words: string | null;
  readonly suggestion: Suggestion;
  /** The proof whose paper it takes the place of: it is none of another payment. */
  readonly replacing?: string | undefined;
}

interface Sought {
  readonly marks: readonly string[];
  readonly by: "number" | "words";
  /** Whether an earlier proof with one of the marks is of the same receipt. */
  readonly isSame: (earlier: Proof, all: readonly Proof[]) => boolean | Promise<boolean>;
}

type Known = Pick<Proof, "marks" | "resembles">;

/** By what the words or the number of a proof are known again, and the latest earlier proof that has them; empty where there are none. */
export async function sameWordsOf(deps: Deps, of: WordedPaper): Promise<Known> {
  const numbers = [...numbersInWords(of.words ?? ""), ...numbersTyped(of.reference ?? "")];
  const whole = wholeWords(deps, of);
  if (numbers.length === 0 && whole.length === 0) return {};
  const sought = [
    ...whole.map((mark): Sought => ({ marks: [mark], by: "words", isSame: () => true })),
    ...numbers.map((number) => soughtOf(deps, number, of)),
  ];
  const resembles = await latestOf(deps, sought, of.replacing);
  const marks = [...whole, ...numbers.map((number) => markOf(deps, number))];
  return { marks: [...new Set(marks)], ...(resembles === undefined ? {} : { resembles }) };
}

/** A bank writes a PDF anew at each download. Words without a day and an amount ("dipindai dengan …") stand on many. */
function wholeWords({ ids }: Deps, { words, suggestion }: WordedPaper): readonly string[] {
  if (words === null || suggestion.day === undefined || suggestion.amount === undefined) return [];
  return [ids.hash(words.toLowerCase().replace(/\s+/gu, ""), "receipt words").slice(0, markLength)];
}

/**
 * A number that one of both calls that of the transaction is the receipt's. One that both merely typed may be that of the bill,
 * the same every month: whoever sent it before, or paid for the same worker, sends it with every honest proof.
 */
function soughtOf(deps: Deps, number: ReceiptNumber, { contactId, workerIds }: WordedPaper): Sought {
  const named = markOf(deps, { ...number, isNamed: true });
  return {
    marks: [named, markOf(deps, { ...number, isNamed: false })],
    by: "number",
    isSame: async (earlier, all) => {
      if (all.filter(({ status }) => status === "confirmed").length >= confirmedAsShared) return false;
      if (number.isNamed || earlier.marks?.includes(named)) return true;
      return earlier.contactId !== contactId && !(await isForAny(deps, earlier, workerIds));
    },
  };
}

async function isForAny(deps: Deps, { dueItemIds }: Proof, workerIds: readonly string[]): Promise<boolean> {
  const items = await deps.repositories.dueItems.findMany(dueItemIds);
  return items.some(({ workerId }) => workerIds.includes(workerId));
}

async function latestOf(
  { repositories }: Deps,
  sought: readonly Sought[],
  replacing: string | undefined,
): Promise<Proof["resembles"]> {
  const found = sought.map(async ({ marks, by, isSame }) => {
    const all = (await repositories.proofs.findByMarks(marks, mostPerNumber)).filter(({ id }) => id !== replacing);
    for (const earlier of all)
      if (await isSame(earlier, all)) return [{ proofId: earlier.id, at: earlier.createdAt, by }];
    return [];
  });
  return (await Promise.all(found)).flat().toSorted((a, b) => b.at - a.at)[0];
}

/** Numbers are few enough to be guessed, so that they are keyed. */
const markOf = ({ ids }: Deps, { number, isNamed }: ReceiptNumber): string =>
  ids.hash(`${isNamed ? "named" : "bare"} ${number}`, "receipt number").slice(0, markLength);
