import { parseReceiptCode, type ReceiptCode } from "../../domain/payment/receipt-code";

/** Three, three, three, with or without dashes; a letter among them tells it from a number of something else. */
const SHAPE = /^(?=.*\p{L})[\p{L}\d]{3}[\s-]?[\p{L}\d]{3}[\s-]?[\p{L}\d]{3}$/u;
/** With its dashes it is nothing else, whatever stands before it. */
const BARE = /^\s*([\p{L}\d]{3}-[\p{L}\d]{3}-[\p{L}\d]{3})\s*$/u;
const NAMED = /^\s*(?:(?:cek|check)(?: kode)?|kode(?: cek)?|tanda terima|kuitansi)[\s:]+(\S.*?)\s*[?.!]*\s*$/iu;

/** The check code of a receipt that a text asks about: `unreadable` where one was meant, null where none was. */
export function readReceiptCode(typed: string): ReceiptCode | "unreadable" | null {
  const meant = BARE.exec(typed)?.[1] ?? NAMED.exec(typed)?.[1];
  if (meant === undefined || !SHAPE.test(meant) || !/\d|-/u.test(meant)) return null;
  const code = parseReceiptCode(meant);
  return code.ok ? code.value : "unreadable";
}
