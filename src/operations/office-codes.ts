import {
  makeOfficeCode,
  type OfficeCode,
  type OfficeCodeMark,
  openCode,
  parseOfficeCode,
} from "../domain/office/office";
import type { Act, Deps } from "./deps";
import { type OwnOffice, withSponsor } from "./office-access";

/** How many wrong codes a chat may try in an hour. */
const mostGuesses = 5;
const hourMs = 3_600_000;
const refusals = ["join-office.refused", "take-over-office.refused"] as const;

/** The code hangs on the cause and our key, so that it can be said again without being kept. */
export function officeCodeFor({ ids }: Deps, cause: string): OfficeCode {
  return makeOfficeCode(Buffer.from(ids.derive(cause, "office-code"), "base64url"));
}

/** Under what a code is kept. */
export function hashOfOfficeCode({ ids }: Deps, code: string): string {
  return ids.hash(code, "office-code");
}

/** The office of a code as it was typed, with what the code is for; null where there is none or its time is over. */
export async function officeByCode(
  deps: Deps,
  typed: string,
  now: number,
): Promise<(OwnOffice & { readonly mark: OfficeCodeMark }) | null> {
  const code = parseOfficeCode(typed);
  if (!code.ok) return null;
  const hash = hashOfOfficeCode(deps, code.value);
  const office = await deps.repositories.offices.findByCode(hash);
  const mark = office === null ? null : openCode(office, hash, now);
  const own = office === null || mark === null ? null : await withSponsor(deps, office);
  return own === null || mark === null ? null : { ...own, mark };
}

/** Whether this chat may try a code once more: wrong ones are in the audit log as refused, so they are counted there. */
export async function mayGuess({ deps, contact, now }: Act): Promise<boolean> {
  const counts = await deps.repositories.audit.countByAction(contact.id, now - hourMs);
  return refusals.reduce((sum, action) => sum + (counts[action] ?? 0), 0) < mostGuesses;
}
