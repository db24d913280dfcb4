import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { reckonedAtOnce } from "../src/conversation/flows/reckon-at-once";
import { parseDay } from "../src/domain/shared/calendar";
import type { Text } from "../src/domain/shared/text";
import { createI18n } from "../src/i18n";
import { createKnowledge, type Knowledge, type KnowledgeReply } from "../src/knowledge";
import { runScript } from "./run-script";

const help = `Answers questions, given behind the options or one a line on standard input, as the chat would. A sum whose
figures the question names is reckoned with its working; what it leaves out is supposed, and that is said.

  npm run ask -- [--at YYYY-MM-DD] [--json] [--dialogue] ["question" ...]

  --at YYYY-MM-DD   answer as it is true on that day (default: today)
  --json            one line of JSON a question: {question, topic, score, answer, facts};
                    also: the second topic, where two things were asked; others: what
                    else might have been meant; topic is null and reaction tells why
                    where it would not answer
  --dialogue        keep the subject from line to line, until an empty line
  --help            this text
`;

const HOURS_FROM_UTC = 7;
const MS_PER_HOUR = 3_600_000;
const NOON = 12;

interface Settings {
  readonly at: number;
  readonly json: boolean;
  readonly dialogue: boolean;
  readonly questions: readonly string[];
}

/** The settings, or what was wrong with them. */
function readSettings(args: readonly string[]): Settings | { readonly fault: string } | "help" {
  const values = readOptions(args);
  if (values.fault !== undefined) return { fault: values.fault };
  if (values.help) return "help";
  const at = values.at === undefined ? Date.now() : noonOf(values.at);
  if (at === null) return { fault: "--at needs a day that exists, written YYYY-MM-DD, for example 2027-01-05." };
  return { at, json: values.json, dialogue: values.dialogue, questions: values.questions };
}

function readOptions(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        at: { type: "string" },
        json: { type: "boolean", default: false },
        dialogue: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
    return { ...values, questions: positionals };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}

/** Noon in Asia/Jakarta, so that the day is the same one wherever the computer stands. */
function noonOf(typed: string): number | null {
  const day = parseDay(typed);
  return day.ok ? Date.parse(`${day.value}T00:00:00Z`) + (NOON - HOURS_FROM_UTC) * MS_PER_HOUR : null;
}

type Say = (text: Text) => string;

/** The texts of a reply in the order in which they are said. */
function wordsOf(reply: KnowledgeReply, say: Say): string {
  if (reply.reaction !== "clarify") return reply.messages.map(say).join("\n");
  return reply.options.map(({ label }, at) => `${at + 1}. ${say(label)}`).join("\n");
}

function asJson(question: string, reply: KnowledgeReply, say: Say): string {
  const answer = wordsOf(reply, say);
  if (reply.reaction === "answer") {
    const { topic, score, facts, also, others } = reply;
    return JSON.stringify({ question, topic, score: Number(score.toFixed(3)), answer, facts, also, others });
  }
  const facts = reply.reaction === "clarify" ? [] : reply.facts;
  const options = reply.reaction === "clarify" ? { options: reply.options.map(({ topic }) => topic) } : {};
  return JSON.stringify({ question, topic: null, score: 0, reaction: reply.reaction, ...options, answer, facts });
}

/** A sum where one is asked for, else what the knowledge says. */
function replyTo(knowledge: Knowledge, question: string, at: number, subject: string | undefined): KnowledgeReply {
  const sum = reckonedAtOnce(question, { knowledge, now: at });
  if (sum === null) return knowledge.ask(question, at, subject === undefined ? {} : { subjectTopic: subject });
  const { topic, messages, factIds } = sum;
  return { reaction: "answer", topic, score: 1, messages, further: [], facts: factIds };
}

async function answerLines(knowledge: Knowledge, settings: Settings, say: Say): Promise<void> {
  let subject: string | undefined;
  const { questions } = settings;
  for await (const line of questions.length > 0 ? questions : createInterface({ input: process.stdin })) {
    const question = line.trim();
    if (question === "") {
      subject = undefined;
      continue;
    }
    const reply = replyTo(knowledge, question, settings.at, settings.dialogue ? subject : undefined);
    if ("topic" in reply) subject = reply.topic;
    const lines = settings.json ? asJson(question, reply, say) : `> ${question}\n${wordsOf(reply, say)}\n`;
    process.stdout.write(`${lines}\n`);
    // Nobody reads any more, as after `| head`.
    if (process.stdout.errored) return;
  }
}

async function ask(): Promise<number> {
  const settings = readSettings(process.argv.slice(2));
  if (settings === "help") {
    process.stdout.write(help);
    return 0;
  }
  if ("fault" in settings) {
    process.stderr.write(`${settings.fault}\nSee npm run ask -- --help.\n`);
    return 2;
  }
  const translator = createI18n();
  await answerLines(createKnowledge(), settings, (text) => translator.render(text, "id"));
  return 0;
}

runScript(ask);
