import { defineFlow, type Step } from "../../../src/conversation/flow";
import type { House } from "../../../src/conversation/house";
import { ok } from "../../../src/domain/shared/result";
import type { Text } from "../../../src/domain/shared/text";
import { createService } from "../../../src/service";
import { silentLogger } from "../../support/storage";
import { storageOf } from "../harness/place";
import { standIn } from "../harness/stand-in";
import type { Bot, BotParts } from "./bot";
import { ending, questions } from "./interview";

const as = (text: string): Text => ({ key: "layout.plain", params: { text } });
const unbounded = 1_000_000;
type Answers = Record<string, string>;
type Id = string;

function stepOf(question: number): Step<Answers, Id> {
  return {
    type: "ask",
    key: `answer${question}`,
    prompt: () => ({ texts: [as(questions[question] ?? "")] }),
    read: (input) => ok(input.type === "text" ? input.text : ""),
    next: question + 1 < questions.length ? `${question + 1}` : "end",
  };
}

/** The interview as a flow of the real engine. */
const interview = defineFlow<Answers>()<Id>({
  id: "interview",
  title: as("Wawancara"),
  version: 1,
  start: "0",
  beforeWelcome: true,
  steps: {
    ...Object.fromEntries(questions.map((_, question) => [`${question}`, stepOf(question)])),
    end: {
      type: "finish",
      say: (given) => [as(ending(questions.map((_, question) => given[`answer${question}`] ?? "")))],
      outcome: "completed",
    },
  },
});

/** A house that has nothing but the interview. */
export const house: House = {
  flows: new Map([[interview.id, interview]]),
  welcome: interview.id,
  menu: () => [],
  errands: {},
  offer: () => undefined,
  askedBy: () => undefined,
  mayAnswerAsked: () => false,
  entryFor: (text) => (text.startsWith("mulai") ? { flow: interview.id } : undefined),
  entryForFile: () => undefined,
  commands: {},
};

/** The whole house on one channel whose platform takes everything at once. */
export async function houseBot({ place, shiftMs, onReply }: BotParts): Promise<Bot> {
  const storage = await storageOf(place);
  const channel = standIn("telegram", { roundTripMs: 0 });
  channel.onTaken = (address, { text }) => onReply(Number(address), text);
  const service = createService({
    config: { simulator: false, reminderHour: 8 },
    ...{ storage, logger: silentLogger, clock: () => Date.now() + shiftMs, channels: [channel], house },
    allowances: { telegram: { perSecond: unbounded, perPerson: unbounded } },
  });
  await service.start({ bell: false });
  return {
    take: async ({ session, count, text }) => {
      const address = String(session);
      await channel.deliver({
        channel: "telegram",
        providerMessageId: `${session}-${count}`,
        address,
        identifiers: [{ kind: "telegram-user", value: address }],
        sentAt: Date.now(),
        sequence: count,
        content: { type: "text", text },
      });
    },
    close: async () => {
      await service.settled();
      await service.stop();
      await storage.close();
    },
  };
}
