import type { Brand } from "../shared/brand";
import { fail, ok, type Result } from "../shared/result";
import { drawSpoken, readSpoken } from "../shared/spoken-code";

/** A one-time code with which somebody becomes an officer, `7K3M-9QXR`. */
export type OfficerCode = Brand<string, "OfficerCode">;

/** How long a code can be used: 7 days, in milliseconds. */
export const codeLifetimeMs = 7 * 86_400_000;

const LENGTH = 8;

/** A code from random bytes, at least 16 of them: about 78 billion codes exist. */
export function makeOfficerCode(bytes: Uint8Array): OfficerCode {
  return written(drawSpoken(bytes, LENGTH));
}

/** Reads a code as it is typed: in any case, with or without the dash. */
export function parseOfficerCode(text: string): Result<OfficerCode, "officer-code.unreadable"> {
  const plain = readSpoken(text, LENGTH);
  return plain === null ? fail("officer-code.unreadable") : ok(written(plain));
}

function written(plain: string): OfficerCode {
  return `${plain.slice(0, 4)}-${plain.slice(4)}` as OfficerCode;
}
