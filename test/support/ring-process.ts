/**
 * A process that rings every job of its service once and is killed, really, right after the n-th call of its storage (a
 * send counts as one):
 *   ring-process.ts PLACE N
 * It ends with 0 where everything was done before the n-th call.
 */
import { type HousePlace, openHouse } from "./one-house";

const [, , place = "", last = ""] = process.argv;

async function main(): Promise<void> {
  let calls = Number.NEGATIVE_INFINITY;
  const house = await openHouse(JSON.parse(place) as HousePlace, () => {
    calls += 1;
    if (calls >= Number(last)) process.kill(process.pid, "SIGKILL");
  });
  calls = 0;
  await house.service.ringAll();
  await house.service.settled();
  calls = Number.NEGATIVE_INFINITY;
  await house.close();
}

void main();
