/**
 * A process that waits for a line on its standard input, rings every job of its service three times, and then lets the
 * bell ring a job every second, of which it says `tick SECOND` when it was the one that ran it, until its input ends:
 *   bell-process.ts PLACE
 */
import { once } from "node:events";
import { writeSync } from "node:fs";
import { startBell } from "../../src/jobs/schedule";
import { type HousePlace, openHouse } from "./one-house";
import { silentLogger } from "./storage";

async function main(): Promise<void> {
  const house = await openHouse(JSON.parse(process.argv[2] ?? "") as HousePlace);
  writeSync(1, "ready\n");
  await once(process.stdin, "data");
  for (let ring = 0; ring < 3; ring += 1) await house.service.ringAll();
  await house.service.settled();
  const tick = {
    name: "tick",
    schedule: "* * * * * *",
    run: async (now: number) => {
      writeSync(1, `tick ${Math.round(now / 1_000)}\n`);
      return {};
    },
  };
  const { runCoordinator: coordinator } = house.storage;
  const bell = startBell([tick], { coordinator, logger: silentLogger, clock: Date.now });
  writeSync(1, "rung\n");
  await once(process.stdin, "end");
  await bell.stop();
  await house.close();
}

void main();
