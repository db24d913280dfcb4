import type { Text } from "../../domain/shared/text";
import type { Bubble, Option } from "../flow";

/** A text by its key. */
export const say = (key: string, params?: Text["params"]): Text => (params ? { key, params } : { key });
/** One question, with choices where it has them. */
export const bubble = (text: Text, options?: readonly Option[]): Bubble => ({
  texts: [text],
  ...(options ? { options } : {}),
});

/** The number that a text is, from 1 to `last`; null when it is none. */
export function numberIn(typed: string, last: number): number | null {
  const number = /^\s*(?:no\.?|nomor)?\s*(\d{1,2})\s*[.)]?\s*$/iu.exec(typed)?.[1];
  return number !== undefined && Number(number) >= 1 && Number(number) <= last ? Number(number) : null;
}
