import { parseArgs } from "node:util";
import { languages, type WholeLanguage } from "../src/domain/messaging/contact";
import { createI18n } from "../src/i18n";
import { createKnowledge } from "../src/knowledge";
import { readAnswers } from "./readability/answers";
import { runScript } from "./run-script";

const help = `Lists how easily the first sentence of each answer reads, worst first.

  npx tsx scripts/readability.ts [--language id|en] [--at YYYY-MM-DD] [--all]

  words      words of the sentence, a sum of money or a date being one
  everyday   share of them that are everyday words: short, or said in many of the answers
  --all      every topic instead of the thirty worst
`;
const WORST = 30;
const PERCENT = 100;

async function readability(): Promise<number> {
  const { values } = parseArgs({
    options: {
      language: { type: "string", default: "id" },
      at: { type: "string", default: "2026-11-22" },
      all: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const language = languages.find((one): one is WholeLanguage => one === values.language);
  if (values.help || language === undefined) {
    process.stdout.write(help);
    return values.help ? 0 : 2;
  }
  const translator = createI18n();
  const at = Date.parse(`${values.at}T12:00:00+07:00`);
  const rows = readAnswers(createKnowledge(), at, (text) => translator.render(text, language));
  const lines = rows.map(
    ({ topic, words, everyday, sentence }) =>
      `${String(words).padStart(3)} ${String(Math.round(everyday * PERCENT)).padStart(4)}%  ${topic}: ${sentence}`,
  );
  process.stdout.write(`words everyday\n${(values.all ? lines : lines.slice(0, WORST)).join("\n")}\n`);
  const mean = rows.reduce((sum, { words }) => sum + words, 0) / rows.length;
  process.stdout.write(`${rows.length} answers, ${mean.toFixed(1)} words a first sentence\n`);
  return 0;
}

runScript(readability);
