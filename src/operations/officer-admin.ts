import type { Officer } from "../domain/officer/officer";
import { ok } from "../domain/shared/result";
import type { Deps } from "./deps";
import { change } from "./saving";

/** Who ends an officer is whoever may run commands on the server: that person has no contact. */
const operator = { type: "job", id: "command-line" } as const;

/**
 * Ends an officer's service: what only officers see and do is refused from now on, and an open code no longer works. The name
 * and the audit entries stay, because what was decided must remain somebody's. Done again it changes nothing.
 */
export async function endOfficer(
  { repositories, ids }: Pick<Deps, "repositories" | "ids">,
  id: string,
  now: number,
): Promise<"ended" | "unknown-officer"> {
  const { officers, audit } = repositories;
  const saved = await change(
    () => officers.find(id),
    (officer) => ok(hasEnded(officer) ? officer : ended(officer)),
    (next) => officers.save(next),
  );
  if (!saved.ok) return "unknown-officer";
  const entryId = ids.derive(id, "officer-ended");
  await audit.write({ id: entryId, at: now, actor: operator, action: "end-officer", subject: { type: "officer", id } });
  return "ended";
}

/** How an officer stands: `invited` until the code is redeemed, also where its week is over. */
export function standingOf(officer: Officer): "active" | "invited" | "ended" {
  if (officer.active) return "active";
  return hasEnded(officer) ? "ended" : "invited";
}

function hasEnded(officer: Officer): boolean {
  return !officer.active && officer.contactId === undefined && officer.codeHash === undefined;
}

function ended({ contactId: _contact, codeHash: _hash, codeExpiresAt: _expiry, ...rest }: Officer): Officer {
  return { ...rest, active: false };
}
