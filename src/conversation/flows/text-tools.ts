import type { PhoneNumber } from "../../domain/shared/phone";
import type { Text, TextParam } from "../../domain/shared/text";
import type { FlowContext } from "../flow";

/** Texts under each other as one text, without empty lines between them. Throws when there are none. */
export function stacked(texts: readonly Text[]): Text {
  const [last, ...above] = texts.toReversed();
  if (!last) throw new Error("nothing to put under each other");
  return above.reduce<Text>((rest, first) => ({ key: "layout.lines", params: { first, rest } }), last);
}

/**
 * The figures and names with which the knowledge answers a topic today, by placeholder: so that a deadline or a number of
 * the scheme stands in the facts only. Empty where the fact no longer holds.
 */
export function figuresOf(topic: string, context: FlowContext): Readonly<Record<string, TextParam>> {
  const reply = context.knowledge.answerTopic(topic, context.now);
  return "messages" in reply ? Object.assign({}, ...reply.messages.map(figuresIn)) : {};
}

function figuresIn({ params = {} }: Text): Record<string, TextParam> {
  const found: Record<string, TextParam> = {};
  for (const [name, value] of Object.entries(params)) {
    if (typeof value === "object") Object.assign(found, figuresIn(value));
    else found[name] = value;
  }
  return found;
}

/** A mobile number as people write it here: `0812…` instead of `+62812…`. */
export const localPhone = (phone: PhoneNumber): string => phone.replace(/^\+62/u, "0");

/** `key` with the figures it needs, or `otherwise`, which does without them, where one of them is not known today. */
export function withFigures(
  key: string,
  figures: Readonly<Record<string, TextParam>>,
  needs: readonly string[],
  otherwise: string,
): Text {
  if (needs.some((name) => figures[name] === undefined)) return { key: otherwise };
  return { key, params: Object.fromEntries(needs.map((name) => [name, figures[name] ?? ""])) };
}

/** Said where no officer can be told for now: what was written is kept, and whoever is in need is given a number. */
export function nobodyTold(context: FlowContext): Text {
  const figures = figuresOf("bot.not-bpjs", context);
  return withFigures("errand.nobody-told", figures, ["callCentre"], "errand.nobody-told-unknown");
}
