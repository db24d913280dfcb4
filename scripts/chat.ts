import { createWriteStream } from "node:fs";
import { parseArgs } from "node:util";
import { runTerminal } from "../src/channels/simulator/terminal";
import { addDays, atHour, dayOf } from "../src/domain/shared/calendar";
import { createService, type Service } from "../src/service";
import { open, readMoment } from "./open";
import { runScript } from "./run-script";

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

/** The clock of the chat: the real one until it is held. */
class Clock {
  #heldAt: number | undefined;

  constructor(heldAt: number | undefined) {
    this.#heldAt = heldAt;
  }

  readonly now = (): number => this.#heldAt ?? Date.now();

  /** Moves on to a moment (milliseconds), and does at 8 o'clock of every day on the way what that day demands. */
  async moveTo(at: number, service: Service): Promise<void> {
    let day = addDays(dayOf(this.now()), 1);
    for (let count = 0; atHour(day, 8) <= at && count < mostDays; count += 1) {
      this.#heldAt = atHour(day, 8);
      await service.ringAll();
      await service.settled();
      day = addDays(day, 1);
    }
    this.#heldAt = at;
    await service.ringAll();
  }
}

interface Session {
  readonly contact: string;
  readonly save?: string | undefined;
  readonly repeatable: boolean;
}

/** Talks until the input ends. */
async function talk(service: Service, clock: Clock, { contact, save, repeatable }: Session): Promise<void> {
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
      moving = clock.moveTo(at, service);
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
  const clock = new Clock(values.now === undefined ? undefined : readMoment(values.now));
  const { storage, logger, config } = await open({
    ...(values.data === undefined ? {} : { dataFolder: values.data }),
    repeatable,
  });
  const { telegram: _telegram, ...offline } = config;
  const service = createService({ config: { ...offline, simulator: true }, storage, logger, clock: clock.now });
  await talk(service, clock, { contact: values.contact, save: values.save, repeatable });
  await storage.close();
  return 0;
}

runScript(chat);
