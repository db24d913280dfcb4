/**
 * A process that rings every job of its service once and is killed, really, right after the n-th call of its storage (a
 * send counts as one) that bears a name, or of all of them:
 *   ring-process.ts PLACE N [NAME]
 * It ends with 0 where everything was done before the n-th call. Its platform takes a message only once it is written down
 * what became of the one before, so that a death leaves at most one of which that is not known.
 */
import { type HousePlace, openHouse } from "./one-house";

const [, , place = "", last = "", called] = process.argv;

/** Lets one send after another pass: each waits until it is written down what became of the last one. */
function oneByOne() {
  const waiting: (() => void)[] = [];
  let isFree = true;
  return {
    pass: async (): Promise<undefined> => {
      if (isFree) isFree = false;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      return undefined;
    },
    written: (): void => {
      const next = waiting.shift();
      if (next) next();
      else isFree = true;
    },
  };
}

async function main(): Promise<void> {
  let calls = Number.NEGATIVE_INFINITY;
  const { pass, written } = oneByOne();
  const afterCall = (name: string): void => {
    if (called === undefined || called === name) calls += 1;
    if (calls >= Number(last)) process.kill(process.pid, "SIGKILL");
    if (name === "outbox.finish" || name === "outbox.partSent") written();
  };
  const house = await openHouse(JSON.parse(place) as HousePlace, afterCall, pass);
  calls = 0;
  await house.service.ringAll();
  await house.service.settled();
  calls = Number.NEGATIVE_INFINITY;
  await house.close();
}

void main();
