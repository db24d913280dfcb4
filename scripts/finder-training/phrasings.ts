import accident from "./phrasings/accident.json";
import contribution from "./phrasings/contribution.json";
import data from "./phrasings/data.json";
import death from "./phrasings/death.json";
import eligibility from "./phrasings/eligibility.json";
import kamarLindung from "./phrasings/kamar-lindung.json";
import outside from "./phrasings/outside.json";
import practice from "./phrasings/practice.json";
import savings from "./phrasings/savings.json";

const files = [eligibility, contribution, accident, death, savings, practice, kamarLindung, data, outside];

/** Ways of asking for each topic, and for what lies outside, that are learned from and looked up nowhere else. */
export const phrasings: readonly (readonly [topic: string, questions: readonly string[]])[] = files.flatMap((file) =>
  Object.entries(file),
);
