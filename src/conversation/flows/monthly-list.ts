import type { Text } from "../../domain/shared/text";
import { type ActContext, defineFlow, type Given } from "../flow";

interface ListWish {
  wanted: "yes" | "no";
}

/** Has the month's list come by itself, or no more; returns what to say of it. */
export function setMonthlyList(context: ActContext, wanted: boolean): Text {
  const outcome = context.perform("set-monthly-list", { wanted });
  if (outcome === "not-allowed") return { key: "office.list-not-allowed" };
  return { key: wanted ? "office.list-on" : "office.list-off" };
}

/** DAFTAR BULANAN and BERHENTI DAFTAR BULANAN: whether an office's coordinator gets the month's list by itself. */
export const monthlyList = defineFlow<ListWish>()({
  id: "monthly-list",
  title: { key: "office.monthly.title" },
  version: 1,
  start: "set",
  errand: true,
  needsConsent: true,
  steps: {
    set: {
      type: "act",
      run: ({ wanted }: Given<ListWish>, context) => ({
        next: "done",
        say: [setMonthlyList(context, wanted !== "no")],
      }),
    },
    done: { type: "finish", say: () => [], outcome: "completed" },
  },
});
