import type { Contact } from "../domain/messaging/contact";
import { dayOf } from "../domain/shared/calendar";
import type { Text } from "../domain/shared/text";
import type { Effects, Lookups } from "../operations/catalog";
import type { ActContext, Knowledge } from "./flow";
import type { LastAutomatic } from "./ports";

/** Something that a turn needs to know or to have done before it can go on. */
export type TurnRequest =
  | { readonly type: "look"; readonly key: string; readonly name: keyof Lookups; readonly input: unknown }
  | { readonly type: "perform"; readonly key: string; readonly name: keyof Effects; readonly input: unknown };

/** What a turn is taken with. */
export interface TurnInput {
  readonly now: number;
  readonly contact: Contact;
  readonly messageId: string;
  readonly knowledge: Knowledge;
  /** Puts a text into the contact's words, to compare them with what was typed. */
  readonly words: (text: Text) => string;
  /** The last automatic message to this contact, for KENAPA. */
  readonly lastAutomatic?: LastAutomatic;
  /** The answers to the requests of earlier tries of this turn, by key. */
  readonly results: ReadonlyMap<string, unknown>;
}

/** Thrown through a flow's own code to the engine, which hands the request out; never leaves `takeTurn`. */
export class Needed extends Error {
  constructor(readonly request: TurnRequest) {
    super(`the turn needs "${request.name}" first`);
  }
}

/** A flow's context, with what the engine itself has to know of the turn so far. */
export type TurnContext = ActContext & {
  /** How many effects were done. */
  readonly performed: () => number;
  /** True once the person took back the consent or had the data deleted: unfinished answers go with it. */
  readonly isForgotten: () => boolean;
  /** The last automatic message to this contact. */
  readonly lastAutomatic?: LastAutomatic;
};

/**
 * A context over answers that are already there. What is missing is thrown as `Needed`: the caller finds it and takes the
 * turn again from its beginning, which is free of effects. An effect's key counts effects of its own name only, so it
 * stays the same when the turn is taken again after a crash, whatever the look-ups say by then.
 */
export function turnContext(input: TurnInput): TurnContext {
  const seen = new Map<string, number>();
  const nth = (prefix: string): string => {
    const count = seen.get(prefix) ?? 0;
    seen.set(prefix, count + 1);
    return `${prefix}:${count}`;
  };
  const answer = (request: TurnRequest): unknown => {
    if (!input.results.has(request.key)) throw new Needed(request);
    return input.results.get(request.key);
  };
  let performed = 0;
  let isForgotten = false;
  let { contact } = input;
  return {
    now: input.now,
    today: dayOf(input.now),
    get contact() {
      return contact;
    },
    messageId: input.messageId,
    knowledge: input.knowledge,
    ...(input.lastAutomatic === undefined ? {} : { lastAutomatic: input.lastAutomatic }),
    look: (name, payload) => {
      // Effects done meanwhile may change what is seen: a look-up after one is another look-up.
      const key = `look:${performed}:${name}:${JSON.stringify(payload)}`;
      return answer({ type: "look", key, name, input: payload }) as never;
    },
    perform: (name, payload) => {
      const outcome = answer({ type: "perform", key: nth(`do:${name}`), name, input: payload });
      performed += 1;
      isForgotten ||= name === "withdraw-consent" || name === "delete-data";
      contact = afterEffect(contact, name, payload);
      return outcome as never;
    },
    performed: () => performed,
    isForgotten: () => isForgotten,
  };
}

/** The contact as the rest of the turn sees it: who has just agreed goes straight on to what needs consent. */
const afterEffect = (contact: Contact, name: keyof Effects, input: unknown): Contact =>
  name === "record-consent" ? { ...contact, consent: input as Effects["record-consent"]["input"] } : contact;
