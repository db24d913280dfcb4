import { createWriteStream } from "node:fs";
import { parseArgs } from "node:util";
import { runTerminal } from "../src/channels/simulator/terminal";
import { createService, type Service } from "../src/service";
import { HeldClock } from "./chat/held-clock";
import { open, readMoment } from "./open";
import { runScript } from "./run-script";

const usage = `npm run chat -- [--contact NAME] [--now ISO] [--data DIR] [--save FILE]

Chats in the terminal, on the embedded engine, without a token. Lines from a pipe are taken as a transcript.
  --contact NAME  who speaks (Pekerja)
  --now ISO       holds the clock at this moment, in Asia/Jakarta; without it the clock is the real one. In a new store
                  the same lines then give the same replies: its key is a known one, for invented people only
  --data DIR      the store (./data)
  --save FILE     writes the conversation down
In the chat: /sebagai NAME speaks as somebody else, /waktu ISO moves the clock on (and rings each job on the way at its time),
/foto PATH sends a file.
`;

interface Session {
  readonly contact: string;
  readonly save?: string | undefined;
  readonly repeatable: boolean;
}

/** Talks until the input ends; `moveTo` moves the clock on to a moment in milliseconds. */
async function talk(
  service: Service,
  moveTo: (at: number) => Promise<void>,
  { contact, save, repeatable }: Session,
): Promise<void> {
  if (!service.simulator) throw new Error("The simulator is off in production.");
  await service.start({ bell: false });
  let moving: Promise<void> = service.ringAll();
  await moving;
  await runTerminal({
    channel: service.simulator,
    contact,
    input: process.stdin,
    output: process.stdout,
    settled: async () => {
      await moving;
      await service.settled();
    },
    prompt: process.stdin.isTTY === true,
    repeatable,
    ...(save === undefined ? {} : { saveTo: createWriteStream(save) }),
    setClock: (at) => {
      moving = moveTo(at);
    },
    translator: service.translator,
  });
  await service.stop();
}

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
  const repeatable = values.now !== undefined;
  const clock = new HeldClock(values.now === undefined ? undefined : readMoment(values.now));
  const { storage, logger, config } = await open({
    ...(values.data === undefined ? {} : { dataFolder: values.data }),
    repeatable,
  });
  const { telegram: _telegram, ...offline } = config;
  const service = createService({ config: { ...offline, simulator: true }, storage, logger, clock: clock.now });
  const { jobs } = service;
  const rung = { jobs, logger, reminderHour: config.reminderHour, settled: () => service.settled() };
  await talk(service, (at) => clock.moveTo(at, rung), { contact: values.contact, save: values.save, repeatable });
  await storage.close();
  return 0;
}

runScript(chat);
