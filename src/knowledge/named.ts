import { howToPay } from "./content/named.json";
import type { Reading } from "./words";

/** What our texts tell people to type that only an answer opens, and how the same is said in Javanese. */
const named: ReadonlyMap<string, string> = new Map(howToPay.phrases.map((phrase) => [phrase, howToPay.topic]));

/** The topic that says where and how a contribution is paid. */
export const topicOfPaying = howToPay.topic;

/** The topic of words that we tell people to type, CARA BAYAR: they mean the same whatever was asked before; else `null`. */
export const namedIn = ({ plain }: Reading): string | null => named.get(plain.join(" ")) ?? null;
