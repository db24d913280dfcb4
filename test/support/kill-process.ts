/**
 * A process that takes in one message and is killed, really, right after the n-th call of its storage (a send counts as
 * one):
 *   kill-process.ts PLACE MESSAGE N
 * PLACE is a HousePlace and MESSAGE an InboundMessage, both as JSON. It says `acknowledged` when a platform would have
 * been told that the message has arrived, and ends with 0 where everything was done before the n-th call.
 */
import { writeSync } from "node:fs";
import type { InboundMessage } from "../../src/domain/messaging/message";
import { type HousePlace, openHouse } from "./one-house";

const [, , place = "", message = "", last = ""] = process.argv;

async function main(): Promise<void> {
  let isCounting = false;
  let calls = 0;
  const house = await openHouse(JSON.parse(place) as HousePlace, (name) => {
    if (!isCounting) return;
    calls += 1;
    if (calls < Number(last)) return;
    writeSync(1, `${name}\n`);
    process.kill(process.pid, "SIGKILL");
  });
  isCounting = true;
  await house.channel.deliver(JSON.parse(message) as InboundMessage);
  writeSync(1, "acknowledged\n");
  await house.service.settled();
  isCounting = false;
  await house.close();
}

void main();
