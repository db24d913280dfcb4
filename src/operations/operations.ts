import type { AuditEntry } from "../domain/officer/officer";
import { callEffects } from "./call-list";
import { careEffects } from "./care-work";
import type { Effects, LookUp, Perform } from "./catalog";
import { chatLinks } from "./chat-links";
import { contactEffects } from "./contact-effects";
import { dataRights } from "./data-rights";
import type { Act, Deps } from "./deps";
import type { Done, Effect, EffectsOf } from "./effect";
import { factEffects } from "./fact-work";
import { lookups } from "./lookups";
import { billEffects } from "./office-bills";
import { officeEffects } from "./office-effects";
import { handOverEffects } from "./office-handover";
import { officeListEffects } from "./office-list";
import { monthlyListEffects } from "./office-month";
import { officePageEffects } from "./office-page";
import { officePeopleEffects } from "./office-people";
import { officerEffects } from "./officer-effects";
import { paymentEffects } from "./payment-effects";
import { pledgeEffects } from "./pledge-effects";
import { questionEffects } from "./question-work";
import { replaceProofEffects } from "./replace-proof";
import { takeBackEffects } from "./take-back";
import { taskEffects } from "./task-effects";
import { workerEffects } from "./worker-effects";
import { yearReportEffects } from "./year-report";

/** Every effect of the catalogue: one that is missing does not compile. */
export const effects: EffectsOf<keyof Effects> = {
  ...contactEffects,
  ...chatLinks,
  ...callEffects,
  ...workerEffects,
  ...pledgeEffects,
  ...paymentEffects,
  ...replaceProofEffects,
  ...takeBackEffects,
  ...yearReportEffects,
  ...officeEffects,
  ...billEffects,
  ...officePeopleEffects,
  ...officeListEffects,
  ...monthlyListEffects,
  ...officePageEffects,
  ...handOverEffects,
  ...officerEffects,
  ...taskEffects,
  ...factEffects,
  ...questionEffects,
  ...careEffects,
  ...dataRights,
};

/**
 * The lookups and effects of the catalogue over the repositories. An effect writes its audit entry last: where the entry
 * of its id is found, it was done as a whole and only its outcome is told again; where it is not, it is done, or finished.
 */
export function createOperations(deps: Deps): { readonly lookUp: LookUp; readonly perform: Perform } {
  return {
    lookUp: (name, input, caller) => lookups[name](deps, input, caller),
    perform: async (name, input, { contact, now, effectId }) => {
      const act: Act = { deps, contact, effectId, now };
      const effect: Effect<typeof name> = effects[name];
      const entry = await deps.repositories.audit.entry(effectId);
      if (entry !== null) return effect.recall(act, entry, input);
      const done = await effect.run(act, input);
      await deps.repositories.audit.write(entryOf(act, name, done));
      return done.outcome;
    },
  };
}

function entryOf<N extends keyof Effects>(act: Act, name: N, done: Done<N>): AuditEntry {
  const outcome = typeof done.outcome === "string" ? { outcome: done.outcome } : {};
  return {
    id: act.effectId,
    at: act.now,
    actor: done.actor ?? { type: "contact", id: act.contact.id },
    action: done.refused === undefined ? name : `${name}.refused`,
    subject: done.subject,
    details: { ...done.details, ...outcome },
  };
}
