import type { Brand } from "../shared/brand";
import { fail, ok, type Result } from "../shared/result";
import { drawSpoken, readSpoken } from "../shared/spoken-code";

/** By which a receipt of ours is checked, `7K3-M9Q-XRT`: no other code of ours has three parts. */
export type ReceiptCode = Brand<string, "ReceiptCode">;

/** About 1.8 million million codes: whoever guesses one a second meets a receipt in thousands of years. */
const LENGTH = 9;

/** A code from keyed bytes, at least 16 of them. */
export function makeReceiptCode(bytes: Uint8Array): ReceiptCode {
  return written(drawSpoken(bytes, LENGTH));
}

/** Reads a code as it is typed: in any case, with or without the dashes. */
export function parseReceiptCode(text: string): Result<ReceiptCode, "receipt-code.unreadable"> {
  const plain = readSpoken(text, LENGTH);
  return plain === null ? fail("receipt-code.unreadable") : ok(written(plain));
}

function written(plain: string): ReceiptCode {
  return `${plain.slice(0, 3)}-${plain.slice(3, 6)}-${plain.slice(6)}` as ReceiptCode;
}
