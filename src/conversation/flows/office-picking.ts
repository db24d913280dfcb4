import { fail, type Result } from "../../domain/shared/result";
import type { Text } from "../../domain/shared/text";
import type { FoundEmployee } from "../../operations/office-catalog";
import { readFreeText } from "../answers/free-text";
import type { FlowContext, Given, Input } from "../flow";
import { fromText } from "./common";

/** An employee is found by a part of the name or the staff number, and then chosen by a digit. */
export interface Picking {
  sought: string;
  picked: string;
  /** Of which office; none for the own one. */
  officeId: string;
}

type Known = Given<Picking>;

/** Shorter parts of a name fit half the office. */
const leastSought = 2;

const foundBy = (text: string, { officeId }: Known, context: FlowContext): readonly FoundEmployee[] =>
  context.look("find-employees", officeId === undefined ? { text } : { text, officeId });

/** The employee that was chosen, as the list stands now. */
export function pickedEmployee(given: Known, context: FlowContext): FoundEmployee | undefined {
  return foundBy(given.sought ?? "", given, context).find(({ employeeId }) => employeeId === given.picked);
}

/** Asks for whom, in the words of what is to be done with her. */
export function sought(text: string) {
  return {
    type: "ask",
    key: "sought",
    prompt: () => ({ texts: [{ key: text }] }),
    read: (input: Input, given: Known, context: FlowContext): Result<string, Text> =>
      fromText(input, (typed): Result<string, Text> => {
        const read = readFreeText(typed, { least: leastSought, most: 60 });
        if (!read.ok) return read;
        return foundBy(read.value, given, context).length > 0 ? read : fail({ key: "office.which.nobody" });
      }),
    help: { key: "office.which-help" },
  } as const;
}

function label({ name, staffNumber }: FoundEmployee): Text {
  return staffNumber === undefined
    ? { key: "office.which.name", params: { name } }
    : { key: "office.which.number", params: { name, number: staffNumber } };
}

/** Which of those found, also where it is only one: the name was perhaps another's. */
export function which() {
  return {
    type: "choose",
    key: "picked",
    prompt: (): Text[] => [{ key: "office.which" }],
    options: (given: Known, context: FlowContext) => [
      ...foundBy(given.sought ?? "", given, context).map((one) => ({ value: one.employeeId, label: label(one) })),
      {
        value: "none",
        label: { key: "office.which.none" },
        next: "menu" as const,
        forget: ["sought", "picked"] as const,
      },
    ],
  } as const;
}
