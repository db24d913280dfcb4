import type { Text } from "../../domain/shared/text";
import type { FactCase, FactFigure } from "../../operations/fact-desk";
import { stacked } from "./text-tools";

/** The precision of a moment by its length. */
const precisions: Readonly<Record<number, string>> = { 4: "year", 7: "month", 10: "day" };

const say = (key: string, params?: Text["params"]): Text => (params ? { key, params } : { key });

/** A figure with its unit. */
export function figureText({ unit, value }: FactFigure): Text {
  return say(`facts.figure.${unit}`, { value });
}

/** One fact: why it is to be looked at, what citizens are told because of it, its figures, its ground and its dates. */
export function factCaseTexts(found: FactCase): Text[] {
  const { factId, standing, words, figures, pressing } = found;
  return [
    stacked([
      say("facts.heading", { id: factId }),
      say(`facts.standing.${standing}`),
      ...(pressing > 1 ? [say("facts.pressing", { count: pressing })] : []),
    ]),
    ...(words.length > 0 ? words.map((text) => say("facts.words", { text })) : [say("facts.no-words")]),
    ...(figures.length > 0 ? [stacked([say("facts.figures"), ...figures.map(figureLine)])] : []),
    stacked([...groundLines(found), ...dateLines(found)]),
  ];
}

const figureLine = (one: FactFigure): Text => say("facts.figure-line", { value: figureText(one) });

function groundLines({ laws, origin, sources }: FactCase): Text[] {
  const ground = laws.length > 0 ? laws.join("; ") : say(`knowledge.origin.${origin}`);
  const line = say("facts.ground", { ground });
  return sources.length > 0 ? [line, say("facts.sources", { sources: sources.join(", ") })] : [line];
}

function dateLines({ validFrom = "", validUntil, confirmedOn }: FactCase): Text[] {
  const precision = precisions[validFrom.length];
  return [
    ...(precision === undefined ? [] : [say(`facts.since.${precision}`, { from: validFrom })]),
    ...(validUntil === undefined ? [] : [say("facts.holds-until", { until: validUntil })]),
    say(confirmedOn === undefined ? "facts.never-confirmed" : "facts.confirmed-on", { on: confirmedOn ?? "" }),
  ];
}
