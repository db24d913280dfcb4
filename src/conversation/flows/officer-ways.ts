import type { ActContext, Given } from "../flow";
import { oneOf } from "./common";
import { type Desk, type Done, desks, type OfficerWork } from "./officer-desks";

type Known = Given<OfficerWork>;

/** Officers only; straight to a desk where an entry names one, for example a button under a notice. */
export function begin({ desk }: Known, context: ActContext): Done<"menu" | "open" | "notOfficer"> {
  if (!context.look("own-affairs", {}).officer) return { next: "notOfficer" };
  return { next: desk === undefined ? "menu" : "open" };
}

/** The way from the menu, or from an entry, to a desk. */
export function open({
  desk,
}: Known): Done<
  | "nextCase"
  | "nextProof"
  | "nextTask"
  | "kpjNumber"
  | "counts"
  | "calls"
  | "nextFact"
  | "nextQuestion"
  | "offices"
  | "takeBackFind"
  | "left"
  | "menu"
> {
  switch (oneOf<Desk | "menu">(desk, desks, "menu")) {
    case "verify":
      return { next: "nextCase" };
    case "proofs":
      return { next: "nextProof" };
    case "tasks":
      return { next: "nextTask" };
    case "kpj":
      return { next: "kpjNumber" };
    case "counts":
      return { next: "counts" };
    case "calls":
      return { next: "calls" };
    case "facts":
      return { next: "nextFact" };
    case "questions":
      return { next: "nextQuestion" };
    case "offices":
      return { next: "offices" };
    case "take-back":
      return { next: "takeBackFind" };
    case "leave":
      return { next: "left" };
    default:
      return { next: "menu" };
  }
}
