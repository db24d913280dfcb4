import { z } from "zod";
import accidentBenefits from "./content/topics/accident-benefits.json";
import accidentClaims from "./content/topics/accident-claims.json";
import accidentDetails from "./content/topics/accident-details.json";
import contribution from "./content/topics/contribution.json";
import contributionDetails from "./content/topics/contribution-details.json";
import dataDetails from "./content/topics/data-details.json";
import death from "./content/topics/death.json";
import deathDetails from "./content/topics/death-details.json";
import eligibility from "./content/topics/eligibility.json";
import eligibilityDetails from "./content/topics/eligibility-details.json";
import kamarLindung from "./content/topics/kamar-lindung.json";
import kamarLindungDetails from "./content/topics/kamar-lindung-details.json";
import paying from "./content/topics/paying.json";
import practice from "./content/topics/practice.json";
import practiceDetails from "./content/topics/practice-details.json";
import savings from "./content/topics/savings.json";
import savingsDetails from "./content/topics/savings-details.json";

/** The groups of the numbered menu, in its order; each has a label `knowledge.group.<group>`. */
export const topicGroups = [
  "eligibility",
  "contribution",
  "jkk",
  "jkm",
  "jht",
  "practice",
  "kamar-lindung",
  "safety",
  "data",
] as const;
/** A group of the numbered menu. */
export type TopicGroup = (typeof topicGroups)[number];

const factId = z.string().regex(/^F\d+\.\d+$/);
const schema = z.strictObject({
  id: z.string().regex(/^[a-z-]+\.[a-z0-9-]+$/),
  group: z.enum(topicGroups),
  facts: z.array(factId),
  moreFacts: z.array(factId),
  furtherFacts: z.array(factId).min(1).optional(),
  hedge: z.enum(["recalled", "inference", "disputed"]).optional(),
  under: z.string().optional(),
  values: z.record(z.string(), z.string().regex(/^F\d+\.\d+\.[A-Za-z]+$/)),
  computed: z.enum(["price", "price-with-savings", "after-reduction", "reduction"]).optional(),
  words: z.string(),
  questions: z.array(z.string()).min(3),
});

/**
 * One thing that people ask about. The first sentence rests on `facts`, the details on `moreFacts`, and where there are
 * papers, steps or examples to tell on LANJUT, these on `furtherFacts`; `values` names the fact's figure behind each
 * placeholder (`F4.01.total`); `computed` adds figures of the tariff of the day asked. `hedge` is how the first sentence
 * is hedged where the fact is confirmed, but not for what this topic says. A topic `under` another is found by asking
 * and left out of the menu. `words` and `questions` are what people type: data for the search, never shown.
 * Texts: `knowledge.<id>.label`, `.answer`, `.detail` and `.further`.
 */
export type Topic = Readonly<z.infer<typeof schema>>;

/** All topics, in the order of the menu. A topic that breaks the schema or repeats an id throws. */
export function loadTopics(): readonly Topic[] {
  const rows: readonly unknown[] = [
    ...eligibility,
    ...eligibilityDetails,
    ...contribution,
    ...paying,
    ...contributionDetails,
    ...accidentBenefits,
    ...accidentClaims,
    ...accidentDetails,
    ...death,
    ...deathDetails,
    ...savings,
    ...savingsDetails,
    ...practice,
    ...practiceDetails,
    ...kamarLindung,
    ...kamarLindungDetails,
    ...dataDetails,
  ];
  const topics = z.array(schema).parse(rows);
  const ids = new Set(topics.map(({ id }) => id));
  const lost = topics.find(({ under }) => under !== undefined && !ids.has(under));
  if (lost !== undefined) throw new Error(`the topic ${lost.id} is under ${lost.under}, which does not exist`);
  if (ids.size !== topics.length)
    throw new Error("two topics have the same id; rename one in src/knowledge/content/topics");
  return topics;
}
