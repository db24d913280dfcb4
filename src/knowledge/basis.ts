import type { Text } from "../domain/shared/text";
import { FACTS_AS_OF, type Fact } from "./facts";

const precisions: Record<number, string> = { 4: "year", 7: "month", 10: "day" };

/** On what an answer rests: the laws or the kind of source, since when, and the day of our data. */
export function basisText(facts: readonly Fact[]): Text {
  const params = { basis: listed(sourcesOf(facts)), asOf: asOf(facts) };
  const from =
    facts
      .map(({ validFrom }) => validFrom ?? "")
      .sort()
      .at(-1) ?? "";
  const precision = precisions[from.length];
  if (precision === undefined) return { key: "knowledge.basis", params };
  return { key: `knowledge.basis.since.${precision}`, params: { ...params, from } };
}

/** An officer's confirmation of every fact makes the answer as fresh as the oldest of them. */
function asOf(facts: readonly Fact[]): string {
  const days = facts.map(({ confirmedByOfficerOn }) => confirmedByOfficerOn ?? FACTS_AS_OF);
  return days.sort().at(0) ?? FACTS_AS_OF;
}

function sourcesOf(facts: readonly Fact[]): (Text | string)[] {
  const named = [...new Set(facts.flatMap((fact) => fact.laws))];
  const laws = named.filter((law) => !named.some((other) => other.startsWith(`${law} `))); // an article names its law
  const others = facts.filter((fact) => fact.laws.length === 0).map(({ origin }) => origin);
  return [...laws, ...[...new Set(others)].map((origin) => ({ key: `knowledge.origin.${origin}` }))];
}

/** "a; b; c" as nested texts, because each part may need its own translation. */
function listed([first = "", ...rest]: readonly (Text | string)[]): Text | string {
  return rest.length === 0 ? first : { key: "knowledge.list", params: { first, rest: listed(rest) } };
}
