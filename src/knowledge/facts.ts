import { z } from "zod";
import accident from "./content/facts/accident.json";
import contributions from "./content/facts/contributions.json";
import dataRights from "./content/facts/data-rights.json";
import death from "./content/facts/death.json";
import eligibility from "./content/facts/eligibility.json";
import identity from "./content/facts/identity.json";
import kamarLindung from "./content/facts/kamar-lindung.json";
import practice from "./content/facts/practice.json";
import savings from "./content/facts/savings.json";

/** The day (`YYYY-MM-DD`) on which the fact sheet was compiled; every answer names it. */
export const FACTS_AS_OF = "2026-11-22";

/** How far a fact may be relied on. `open` is refused, `recalled`, `inference` and `disputed` are hedged in words. */
const confidences = ["confirmed", "recalled", "inference", "disputed", "open"] as const;

const moment = z.string().regex(/^\d{4}(-\d{2}(-\d{2})?)?$/, "write YYYY, YYYY-MM or YYYY-MM-DD");
const amount = z.number().nonnegative();
const value = z.union([
  z.strictObject({ rupiah: z.int().nonnegative() }),
  z.strictObject({ percent: amount }),
  z.strictObject({ hours: amount }),
  z.strictObject({ days: amount }),
  z.strictObject({ months: amount }),
  z.strictObject({ years: amount }),
  z.strictObject({ count: amount }),
  z.strictObject({ day: z.int().min(1).max(31) }),
  z.strictObject({ date: z.string().regex(/^\d{4}-\d{2}-\d{2}$/) }),
  z.strictObject({ period: z.string().regex(/^\d{4}-\d{2}$/) }),
  z.strictObject({ name: z.string().min(1) }),
]);

const schema = z.strictObject({
  id: z.string().regex(/^F\d+\.\d+$/),
  confidence: z.enum(confidences),
  origin: z.enum(["law", "official", "press", "own"]),
  laws: z.array(z.string()),
  validFrom: moment.optional(),
  validUntil: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .optional(),
  confirmedByOfficerOn: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .optional(),
  sources: z.array(z.string()),
  values: z.record(z.string(), value),
});

/** One figure or name of a fact with its unit: rupiah as an integer, a `period` as `YYYY-MM`, a `date` as `YYYY-MM-DD`. */
export type FactValue = z.infer<typeof value>;

/** Whether something is a figure or name as the fact sheet takes it; what was typed or stored is asked this first. */
export function isFactValue(given: unknown): given is FactValue {
  return value.safeParse(given).success;
}

/**
 * One row of the fact sheet. Its prose stays in the locales; here are its figures, the ground it stands on, when it
 * holds (`validFrom` to the precision known, `validUntil` inclusive) and how far it may be relied on.
 */
export type Fact = Readonly<z.infer<typeof schema>>;

/** What an officer may change of a fact without a release. */
export type FactCorrection = Pick<Fact, "id"> & Partial<Omit<Fact, "id">>;

/** Looks facts up by the fact sheet's id. */
export interface Facts {
  /** The fact; an unknown id is a defect and throws. */
  byId(id: string): Fact;
  readonly all: readonly Fact[];
}

const sheet: readonly unknown[] = [
  ...eligibility,
  ...contributions,
  ...accident,
  ...death,
  ...savings,
  ...practice,
  ...identity,
  ...kamarLindung,
  ...dataRights,
];

/**
 * The fact sheet as data, with officers' corrections laid over it. A row or a correction that breaks the schema throws
 * with its id; so does a correction of a fact that does not exist.
 */
export function loadFacts(corrections: readonly FactCorrection[] = []): Facts {
  const facts = new Map(sheet.map((row) => read(row)).map((fact) => [fact.id, fact]));
  for (const correction of corrections) {
    const known = facts.get(correction.id);
    if (known === undefined)
      throw new Error(`the fact ${correction.id} is corrected but not in the fact sheet; add it`);
    facts.set(known.id, read({ ...known, ...correction }));
  }
  return { byId: (id) => find(facts, id), all: [...facts.values()] };
}

function read(row: unknown): Fact {
  const result = schema.safeParse(row);
  if (result.success) return result.data;
  const id = typeof row === "object" && row !== null && "id" in row ? String(row.id) : "without id";
  throw new Error(`the fact ${id} is not written as it should be: ${z.prettifyError(result.error)}`);
}

function find(facts: ReadonlyMap<string, Fact>, id: string): Fact {
  const fact = facts.get(id);
  if (fact === undefined) throw new Error(`no fact has the id ${id}; add it to src/knowledge/content/facts`);
  return fact;
}

/** Whether a fact holds on a day (`YYYY-MM-DD`, Asia/Jakarta): neither still to come nor past. */
export function holdsOn(fact: Fact, day: string): boolean {
  const begun = fact.validFrom === undefined || fact.validFrom <= day.slice(0, fact.validFrom.length);
  return begun && (fact.validUntil === undefined || day <= fact.validUntil);
}

/** What a placeholder is filled with: the bare figure or name, without its unit. */
export function bareValue(of: FactValue): string | number {
  const [bare] = Object.values(of) as [string | number];
  return bare;
}
