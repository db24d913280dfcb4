import type { Brand } from "../shared/brand";
import { fail, ok, type Result } from "../shared/result";
import { drawSpoken, readSpoken } from "../shared/spoken-code";

/** A one-time code with which another chat of the same person is linked, `4K7-2QX`. */
export type LinkCode = Brand<string, "LinkCode">;

/** How long a code can be used: 10 minutes, in milliseconds. */
export const linkCodeLifetimeMs = 10 * 60_000;

const LENGTH = 6;

/**
 * A code from random bytes, at least 16 of them: about 148 million codes exist, and few are open at a time. Never digits
 * only, so that it is told from a number that answers a question.
 */
export function makeLinkCode(bytes: Uint8Array): LinkCode {
  const drawn = drawSpoken(bytes, 2 * LENGTH);
  const places = Array.from({ length: LENGTH }, (_, place) => drawn.slice(place, place + LENGTH));
  return written(places.find((one) => /[A-Z]/u.test(one)) ?? `K${drawn.slice(1, LENGTH)}`);
}

/** Reads a code as it is typed: in any case, with or without the dash. */
export function parseLinkCode(text: string): Result<LinkCode, "link-code.unreadable"> {
  const plain = readSpoken(text, LENGTH);
  return plain === null ? fail("link-code.unreadable") : ok(written(plain));
}

function written(plain: string): LinkCode {
  return `${plain.slice(0, LENGTH / 2)}-${plain.slice(LENGTH / 2)}` as LinkCode;
}
