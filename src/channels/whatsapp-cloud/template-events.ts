import { z } from "zod";
import type { TemplateEvent } from "./intake";

/** What the platform has done to one of our templates that keeps it from being sent as meant. */
export interface TemplateTrouble {
  readonly name: string;
  readonly language: string;
  /** Its status, for example `REJECTED`, or the category that it has or will have tomorrow. */
  readonly trouble: { readonly type: "status" | "category"; readonly value: string };
}

const word = z.string().max(100);
const eventSchema = z.object({
  message_template_name: word,
  message_template_language: word.default(""),
  event: word.optional(),
  new_category: word.optional(),
  correct_category: word.optional(),
});

/** What stands in the way of sending, or soon will. */
const badStatuses: ReadonlySet<string> = new Set(
  "REJECTED,PAUSED,DISABLED,FLAGGED,LOCKED,ARCHIVED,DELETED,PENDING_DELETION,LIMIT_EXCEEDED".split(","),
);

/** Reads an event; `undefined` where it is no trouble, or of another template than `names`. */
export function readTemplateTrouble(event: TemplateEvent, names: readonly string[]): TemplateTrouble | undefined {
  const read = eventSchema.safeParse(event.value);
  if (!read.success || !names.includes(read.data.message_template_name)) return undefined;
  const { message_template_name: name, message_template_language: language } = read.data;
  const status = read.data.event?.toUpperCase();
  if (status !== undefined && badStatuses.has(status))
    return { name, language, trouble: { type: "status", value: status } };
  // Which it will be tomorrow stands before which it still is.
  const category = (read.data.correct_category ?? read.data.new_category)?.toUpperCase();
  if (category === undefined || category === "UTILITY") return undefined;
  return { name, language, trouble: { type: "category", value: category } };
}
