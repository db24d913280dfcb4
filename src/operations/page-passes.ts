import { drawSpoken, readSpoken } from "../domain/shared/spoken-code";

/** What a pass is: a code that is typed once, or the right of the browser in which it was typed. */
export type PassKind = "code" | "visit";

/** Keyed hashes of passes, each until its time is over. */
export interface PassStore {
  add(pass: { readonly kind: PassKind; readonly hash: string; readonly until: number }): Promise<void>;
  /** Removes the pass; whether it was there and its time not over. Of several that ask at once, one is told so. */
  take(kind: PassKind, hash: string, now: number): Promise<boolean>;
  has(kind: PassKind, hash: string, now: number): Promise<boolean>;
}

/** What the passes are made from. */
export interface PagePassParts {
  readonly store: PassStore;
  readonly hash: (text: string, purpose: string) => string;
  readonly randomBytes: (count: number) => Uint8Array;
  /** Milliseconds. */
  readonly clock: () => number;
}

/** The way to a page of ours for an officer who sits elsewhere. */
export interface PagePasses {
  /** A new code, `7K3M-9QXR-2HTP`, good for one visit that begins within 10 minutes. */
  makeCode(): Promise<string>;
  /** A visit's secret for a code as it was typed; null where it is not, or no longer, good. */
  redeem(typed: string): Promise<string | null>;
  /** Whether the visit's secret still counts. */
  isOpen(secret: string): Promise<boolean>;
}

/** How long a code can be typed. Milliseconds. */
const codeMs = 10 * 60_000;
/** How long a visit lasts: the time to link a phone, with room. Milliseconds. */
const visitMs = 30 * 60_000;
const secretBytes = 32;
/**
 * About 2 * 10^16 codes exist: at a thousand guesses a second one would be hit in 300,000 years. So no count of wrong
 * guesses has to shut anybody out, which strangers would use to shut out the officers.
 */
const codeLength = 12;

/** Passes for a page: only keyed hashes are stored. */
export function createPagePasses({ store, hash, randomBytes, clock }: PagePassParts): PagePasses {
  const hashOf = (kind: PassKind, text: string): string => hash(text, `page-${kind}`);
  return {
    makeCode: async () => {
      const code = written(drawSpoken(randomBytes(secretBytes), codeLength));
      await store.add({ kind: "code", hash: hashOf("code", code), until: clock() + codeMs });
      return code;
    },
    redeem: async (typed) => {
      const plain = readSpoken(typed, codeLength);
      if (plain === null || !(await store.take("code", hashOf("code", written(plain)), clock()))) return null;
      const secret = Buffer.from(randomBytes(secretBytes)).toString("base64url");
      await store.add({ kind: "visit", hash: hashOf("visit", secret), until: clock() + visitMs });
      return secret;
    },
    isOpen: (secret) => store.has("visit", hashOf("visit", secret), clock()),
  };
}

function written(plain: string): string {
  return plain.replace(/.{4}(?=.)/gu, "$&-");
}
