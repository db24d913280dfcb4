import { agendaBench } from "../agenda";
import { answersBench } from "../answers";
import { cloudWebhookBench } from "../cloud-webhook";
import { drainBench } from "../drain";
import { growthBench } from "../growth";
import { killedBench } from "../killed";
import { liveChatBench } from "../live-chat";
import { planMonthBench } from "../plan-month";
import { turnsBench } from "../turns";
import type { Bench } from "./bench";

/** Every benchmark, in the order of the table. */
export const benches: readonly Bench[] = [
  planMonthBench,
  drainBench,
  liveChatBench,
  turnsBench,
  killedBench,
  agendaBench,
  growthBench,
  cloudWebhookBench,
  answersBench,
];

/** The benchmark of this name. */
export function benchNamed(name: string): Bench {
  const found = benches.find((one) => one.name === name);
  if (!found) throw new Error(`No such benchmark: ${name}. There are: ${benches.map((one) => one.name).join(", ")}.`);
  return found;
}
