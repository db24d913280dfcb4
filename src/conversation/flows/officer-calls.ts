import { villageById } from "../../domain/shared/region";
import type { Text } from "../../domain/shared/text";
import { type CallCase, mostCallsCounted } from "../../operations/catalog-views";
import type { ActContext, Given } from "../flow";
import type { Done, OfficerWork } from "./officer-desks";
import { localPhone, stacked } from "./text-tools";

/** How many months of one person are named. */
const mostNamed = 6;

const say = (key: string, params?: Text["params"]): Text => (params ? { key, params } : { key });

/** A number of people to be called, as far as they are counted. */
export const callsText = (count: number): Text =>
  count > mostCallsCounted ? say("calls.count-more", { count: mostCallsCounted }) : say("calls.count", { count });

/** The next people to be called; asked for again, those after them, and from the first again when they are through. */
export function showCalls({ skipCalls = [] }: Given<OfficerWork>, context: ActContext): Done<"menu"> {
  const { calls, waiting } = context.perform("open-call-list", { skipIds: skipCalls });
  if (calls.length === 0) {
    const key = waiting > 0 ? "calls.through" : "calls.none";
    return { next: "menu", set: { skipCalls: [] }, say: [say(key, { waiting: callsText(waiting) })] };
  }
  const rest = waiting - skipCalls.length - calls.length;
  return {
    next: "menu",
    set: { skipCalls: [...skipCalls, ...calls.map(({ id }) => id)] },
    say: [
      say("calls.heading", { waiting: callsText(waiting) }),
      ...calls.map(callText),
      say(rest > 0 ? "calls.more" : "calls.last", { rest: callsText(rest) }),
    ],
  };
}

function callText({ who, number, name, phone, villageId, reason, since, dues }: CallCase): Text {
  return stacked([
    say(`calls.who.${who}`, { name, number }),
    phone === undefined ? say("calls.no-phone") : say("calls.phone", { phone: localPhone(phone) }),
    say("calls.place", { village: villageById(villageId)?.name ?? "" }),
    say(`calls.reason.${reason}`, { day: since }),
    ...dues.slice(0, mostNamed).map(({ period, amount }) => say("calls.due", { period, amount })),
  ]);
}
