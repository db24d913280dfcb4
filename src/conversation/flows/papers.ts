import { type CareItem, itemsOf } from "../../domain/care/care-case";
import { fail, ok, type Result } from "../../domain/shared/result";
import type { Text } from "../../domain/shared/text";
import type { CareView } from "../../operations/catalog-views";
import { readCareItems } from "../answers/care-item";
import {
  type ActContext,
  type Bubble,
  defineFlow,
  type FlowContext,
  type Given,
  type Input,
  type Option,
} from "../flow";
import { yesNo } from "./common";
import { figuresOf, withFigures } from "./text-tools";

interface Papers {
  careId: string;
  atWork: "yes" | "no" | "unsure";
  traffic: "yes" | "no";
  when: "today" | "yesterday" | "earlier";
  tick: { readonly items: readonly CareItem[]; readonly attachmentId?: string; readonly way?: "leave" | "close" };
  /** A photo that came before it was said of what. */
  attachmentId: string;
  which: CareItem | "none";
}

type Known = Given<Papers>;

/** When it happened, as days before the telling; "earlier" is later than any report is due. */
const daysAgo = { today: 0, yesterday: 1, earlier: 3 } as const;
const dayMs = 86_400_000;

const careIn = ({ careId }: Known, context: FlowContext): CareView | undefined => {
  const cares = context.look("own-cares", {});
  return cares.find((care) => care.careId === careId) ?? cares[0];
};

/** The newest case that is open; what is known of it is not asked again. */
function begin(given: Known, context: ActContext): { next: "none" | "atWork" | "which" | "list"; set?: Known } {
  const care = careIn(given, context);
  if (!care) return { next: "none" };
  const set = { careId: care.careId };
  if (care.atWork === undefined) return { next: "atWork", set };
  return { next: given.attachmentId === undefined ? "list" : "which", set };
}

const kindOf = (given: Known, context: FlowContext) => careIn(given, context)?.kind ?? "accident";

/** Whoever is not sure reports as if it was work: a report too many does no harm, one too few may. */
function isAtWork({ atWork }: Known, kind: CareView["kind"]): boolean {
  return atWork === "yes" || (atWork === "unsure" && kind === "accident");
}

function describe(given: Known, context: ActContext): { next: "notWork" | "which" | "list"; say?: Text[] } {
  const care = careIn(given, context);
  if (!care) return { next: "list" };
  const atWork = isAtWork(given, care.kind);
  const happenedAt = care.happenedAt - daysAgo[given.when ?? "today"] * dayMs;
  context.perform("describe-care", { careId: care.careId, atWork, traffic: given.traffic === "yes", happenedAt });
  if (care.kind === "accident" && !atWork) {
    context.perform("close-care", { careId: care.careId });
    return { next: "notWork" };
  }
  const joined = care.kind === "death" && atWork ? [{ key: "papers.joined-list" }] : [];
  const unsure = given.atWork === "unsure" ? [{ key: `papers.unsure.${care.kind}` }] : [];
  return {
    next: given.attachmentId === undefined ? "list" : "which",
    say: [...joined, ...unsure, deadline(care, atWork, context)],
  };
}

/** The deadline in figures of the facts (F3.30, F3.38; for a death without work none is known, F4.13). */
function deadline({ kind }: CareView, atWork: boolean, context: FlowContext): Text {
  if (kind === "death" && !atWork) return { key: "papers.no-deadline" };
  const figures = { ...figuresOf("jkk.report-deadline", context), ...figuresOf("jkk.claim-expiry", context) };
  return withFigures("papers.deadline", figures, ["times", "hours", "callCentre", "years"], "papers.deadline-soon");
}

const itemText = (item: CareItem): Text => ({ key: `papers.item.${item}` });

function listOf(care: CareView): readonly CareItem[] {
  return itemsOf(care);
}

/** The list with its ticks; a number stays with its thing. */
function listBubble(given: Known, context: FlowContext): Bubble {
  const care = careIn(given, context);
  if (!care) return { texts: [{ key: "papers.none" }] };
  const options = listOf(care).map(
    (item): Option => ({
      value: item,
      label: care.done.includes(item) ? { key: "papers.ticked", params: { item: itemText(item) } } : itemText(item),
    }),
  );
  const left = care.missing.length;
  return {
    texts: [{ key: "papers.list", params: { done: care.done.length, left } }],
    options: [...options, { value: "leave", label: { key: "papers.leave" } }],
  };
}

function readTick(input: Input, given: Known, context: FlowContext): Result<Papers["tick"], Text> {
  const care = careIn(given, context);
  const list = care ? listOf(care) : [];
  if (input.type === "file") {
    const said = input.caption === undefined ? undefined : readCareItems(input.caption, list);
    const items = said?.ok && said.value.type === "ticked" ? said.value.items : [];
    return ok({ items, attachmentId: input.attachmentId });
  }
  if (input.type === "option" && input.value === "leave") return ok({ items: [], way: "leave" });
  if (input.type === "option") return ok({ items: list.filter((item) => item === input.value) });
  if (input.type !== "text") return fail({ key: "papers.which-done" });
  const read = readCareItems(input.text, list);
  if (!read.ok) return read;
  return ok(read.value.type === "ticked" ? { items: read.value.items } : { items: [], way: read.value.type });
}

type Ticked = {
  next: "left" | "closed" | "which" | "list" | "complete";
  set?: Known;
  forget?: readonly (keyof Papers)[];
  say?: Text[];
};

function tick(given: Known, context: ActContext): Ticked {
  const { tick: told } = given;
  const care = careIn(given, context);
  if (!care || told === undefined || told.way === "leave") return { next: "left" };
  if (told.way === "close") {
    context.perform("close-care", { careId: care.careId });
    return { next: "closed" };
  }
  if (told.items.length === 0) {
    const { attachmentId } = told;
    return {
      next: "which",
      forget: ["tick", "which"],
      ...(attachmentId === undefined ? {} : { set: { attachmentId } }),
    };
  }
  return save(care.careId, told.items, told.attachmentId, context);
}

function save(
  careId: string,
  items: readonly CareItem[],
  attachmentId: string | undefined,
  context: ActContext,
): Ticked {
  const photo = attachmentId === undefined ? {} : { attachmentId };
  context.perform("tick-care", { careId, items, ...photo });
  const forget = ["tick", "which", "attachmentId"] as const;
  const now = careIn({ careId }, context);
  if (now?.isComplete) return { next: "complete", forget };
  const key = attachmentId === undefined ? "papers.noted" : "papers.noted-photo";
  return { next: "list", forget, say: [{ key, params: { count: items.length } }] };
}

function takePhoto({ which, attachmentId, ...given }: Known, context: ActContext): Ticked {
  const care = careIn(given, context);
  if (!care || which === undefined || which === "none")
    return { next: "list", forget: ["which", "attachmentId", "tick"], say: [{ key: "papers.photo-unused" }] };
  return save(care.careId, [which], attachmentId, context);
}

/** BERKAS: the papers of an accident or a death, ticked off by a photo or a word over weeks. */
export const papers = defineFlow<Papers>()({
  id: "papers",
  title: { key: "papers.title" },
  version: 1,
  start: "begin",
  errand: true,
  needsConsent: true,
  steps: {
    begin: { type: "act", run: begin },
    none: { type: "finish", say: () => [{ key: "papers.none" }], outcome: "declined" },
    atWork: {
      type: "choose",
      key: "atWork",
      prompt: (given, context) => [{ key: `papers.at-work.${kindOf(given, context)}` }],
      options: () => [
        ...yesNo,
        { value: "unsure", label: { key: "papers.unsure" }, synonyms: ["tidak tahu", "belum tahu", "mboten ngertos"] },
      ],
      next: (given, context) => (isAtWork(given, kindOf(given, context)) ? "traffic" : "describe"),
      why: { key: "papers.at-work-why" },
    },
    traffic: {
      type: "choose",
      key: "traffic",
      prompt: () => [{ key: "papers.traffic" }],
      options: () => yesNo,
      next: "when",
      why: { key: "papers.traffic-why" },
    },
    when: {
      type: "choose",
      key: "when",
      prompt: () => [{ key: "papers.when" }],
      options: () =>
        (["today", "yesterday", "earlier"] as const).map((value) => ({
          value,
          label: { key: `papers.when.${value}` },
        })),
      next: "describe",
      why: { key: "papers.when-why" },
    },
    describe: { type: "act", run: describe },
    list: {
      type: "ask",
      key: "tick",
      takesFile: true,
      prompt: listBubble,
      read: readTick,
      next: "tick",
      why: { key: "papers.list-why" },
      help: { key: "papers.list-help" },
    },
    tick: { type: "act", run: tick },
    which: {
      type: "choose",
      key: "which",
      prompt: () => [{ key: "papers.which" }],
      options: (given, context) => [
        ...(careIn(given, context)?.missing ?? []).map((item) => ({ value: item, label: itemText(item) })),
        { value: "none", label: { key: "papers.which.none" } },
      ],
      next: "takePhoto",
      why: { key: "papers.list-why" },
    },
    takePhoto: { type: "act", run: takePhoto },
    left: { type: "finish", say: () => [{ key: "papers.left" }], outcome: "completed" },
    closed: { type: "finish", say: () => [{ key: "papers.closed" }], outcome: "completed" },
    complete: {
      type: "finish",
      say: (given, context) => [
        { key: `papers.complete.${kindOf(given, context)}` },
        withFigures("papers.where", figuresOf("bot.not-bpjs", context), ["callCentre"], "papers.where-soon"),
      ],
      outcome: "completed",
    },
    notWork: {
      type: "finish",
      say: (_given, context) => [
        withFigures("papers.not-work", figuresOf("bot.not-bpjs", context), ["callCentre"], "papers.not-work-plain"),
      ],
      outcome: "completed",
    },
  },
});
