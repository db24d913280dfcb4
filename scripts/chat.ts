import { createWriteStream } from "node:fs";
import { parseArgs } from "node:util";
import { runTerminal } from "../src/channels/simulator/terminal";
import { addDays, atHour, dayOf } from "../src/domain/shared/calendar";
import { createService } from "../src/service";
import { open, readMoment, runScript } from "./open";

const usage = `npm run chat -- [--contact NAME] [--now ISO] [--data DIR] [--save FILE]

Chats in the terminal, on the embedded engine, without a token. Lines from a pipe are taken as a transcript.
  --contact NAME  who speaks (Pekerja)
  --now ISO       holds the clock at this moment, in Asia/Jakarta; without it the clock is the real one. In a new store
                  the same lines then give the same replies: its key is a known one, for invented people only
  --data DIR      the store (./data)
  --save FILE     writes the conversation down
In the chat: /sebagai NAME speaks as somebody else, /waktu ISO moves the clock on (and does what it demands day by day),
/foto PATH sends a file.
`;

/** The longest way that the clock is moved on day by day, so that no reminder is passed over. */
const mostDays = 400;

async function chat(): Promise<number> {
  const { values } = parseArgs({
    options: {
      contact: { type: "string", default: "Pekerja" },
      now: { type: "string" },
      data: { type: "string" },
      save: { type: "string" },
      help: { type: "boolean" },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const opened = await open({
    ...(values.data === undefined ? {} : { dataFolder: values.data }),
    repeatable: values.now !== undefined,
  });
  const { telegram: _telegram, ...config } = opened.config;
  let shift: { heldAt: number } | undefined = values.now === undefined ? undefined : { heldAt: readMoment(values.now) };
  const clock = (): number => shift?.heldAt ?? Date.now();
  const service = createService({
    config: { ...config, simulator: true },
    storage: opened.storage,
    logger: opened.logger,
    clock,
  });
  if (!service.simulator) throw new Error("The simulator is off in production.");
  await service.start({ bell: false });
  const moveTo = async (at: number): Promise<void> => {
    for (
      let day = addDays(dayOf(clock()), 1), count = 0;
      atHour(day, 8) <= at && count < mostDays;
      day = addDays(day, 1), count += 1
    ) {
      shift = { heldAt: atHour(day, 8) };
      await service.ringAll();
      await service.settled();
    }
    shift = { heldAt: at };
    await service.ringAll();
  };
  let moving: Promise<void> = service.ringAll();
  await moving;
  await runTerminal({
    channel: service.simulator,
    contact: values.contact,
    input: process.stdin,
    output: process.stdout,
    settled: async () => {
      await moving;
      await service.settled();
    },
    prompt: process.stdin.isTTY === true,
    repeatable: values.now !== undefined,
    ...(values.save === undefined ? {} : { saveTo: createWriteStream(values.save) }),
    setClock: (at) => {
      moving = moveTo(at);
    },
    translator: service.translator,
  });
  await service.stop();
  await opened.storage.close();
  return 0;
}

runScript(chat);
