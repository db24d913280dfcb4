import type { AuditEntry } from "../domain/officer/officer";
import type { Effects } from "./catalog";
import type { Act } from "./deps";

/** What an effect leaves for the audit log, and its outcome. */
export interface Done<N extends keyof Effects> {
  readonly outcome: Effects[N]["outcome"];
  readonly subject: AuditEntry["subject"];
  /** The contact itself, unless an officer acted. */
  readonly actor?: AuditEntry["actor"];
  /** Nothing was changed, because it was not this caller's to change or came too late. */
  readonly refused?: true;
  /** Codes and numbers that tell the outcome again. */
  readonly details?: Readonly<Record<string, string | number>>;
}

/**
 * One effect of the catalogue. `run` may be called again with the same id after a crash between any two writes: it finds
 * what it did before by derived ids and by the state, completes what is missing, and comes to the same outcome.
 */
export interface Effect<N extends keyof Effects> {
  run(act: Act, input: Effects[N]["input"]): Promise<Done<N>>;
  /** The outcome of an effect whose audit entry is written: nothing is done any more. */
  recall(act: Act, entry: AuditEntry, input: Effects[N]["input"]): Promise<Effects[N]["outcome"]>;
}

/** The effects of a part of the catalogue, by name. */
export type EffectsOf<Names extends keyof Effects> = { readonly [N in Names]: Effect<N> };

/** The names of the effects whose outcome is one word. */
export type PlainEffects = { [N in keyof Effects]: Effects[N]["outcome"] extends string ? N : never }[keyof Effects];

/** An effect whose outcome is one word, which the audit entry holds. */
export function plainEffect<N extends PlainEffects>(run: Effect<N>["run"]): Effect<N> {
  return { run, recall: async (_act, entry) => String(entry.details?.["outcome"]) as Effects[N]["outcome"] };
}

/** The contact that acts as the subject of its own act. */
export function contactSubject(act: Act): AuditEntry["subject"] {
  return { type: "contact", id: act.contact.id };
}

/** An officer as the one who acted. */
export function officerActor(officer: { readonly id: string }): AuditEntry["actor"] {
  return { type: "officer", id: officer.id };
}

/** Whether this effect announced before that it is about to decide; see `announce`. */
export async function wasAnnounced({ deps, effectId }: Act): Promise<AuditEntry | null> {
  return deps.repositories.audit.entry(deps.ids.derive(effectId, "begun"));
}

/**
 * Writes down, before a decision that several people could make, that this effect is about to make it. If the process
 * dies right after the decision, the effect done again knows that the decision it finds is its own.
 */
export async function announce(
  { deps, effectId, now }: Act,
  action: keyof Effects,
  actor: AuditEntry["actor"],
  subject: AuditEntry["subject"],
): Promise<void> {
  const id = deps.ids.derive(effectId, "begun");
  await deps.repositories.audit.write({ id, at: now, actor, action: `${action}.begun`, subject });
}
