import type { Brand } from "./brand";

/** An amount of money: whole rupiah, never a fraction. */
export type Rupiah = Brand<number, "Rupiah">;

/** Marks a whole number as rupiah. A fraction is a defect in a rule and throws. */
export function rupiah(amount: number): Rupiah {
  if (!Number.isSafeInteger(amount))
    throw new Error("an amount in rupiah must be a whole number; round it by its rule first");
  return amount as Rupiah;
}

/** The sum of amounts; zero for none. */
export function sumRupiah(amounts: Iterable<Rupiah>): Rupiah {
  let total = 0;
  for (const amount of amounts) total += amount;
  return rupiah(total);
}

/** What remains of `a` after `b`, which may be less than zero. */
export function minusRupiah(a: Rupiah, b: Rupiah): Rupiah {
  return rupiah(a - b);
}

/** The smaller of two amounts. */
export function leastRupiah(a: Rupiah, b: Rupiah): Rupiah {
  return a < b ? a : b;
}

/** An amount `count` times over. */
export function timesRupiah(amount: Rupiah, count: number): Rupiah {
  return rupiah(amount * count);
}
