import type { ActContext, AnyFlow, Bubble, Option, Step } from "./flow";
import type { FlowPosition } from "./session";
import type { TurnContext } from "./turn-context";

type AnyStep = Step<Record<string, unknown>, string>;
/** A step at which the engine stops and waits for the person. */
export type WaitingStep = Extract<AnyStep, { type: "ask" | "choose" | "review" }>;

/** Where a walk came to: a question, or the end of the flow. */
export type Walked =
  | { readonly type: "waiting"; readonly position: FlowPosition; readonly bubbles: readonly Bubble[] }
  | {
      readonly type: "ended";
      readonly bubbles: readonly Bubble[];
      readonly outcome: "completed" | "declined";
      readonly silent?: true;
      readonly follow?: { readonly flow: string; readonly answers?: Readonly<Record<string, unknown>> };
    };

/** Far more steps than any flow has: reaching it means that steps lead in a circle without asking anything. */
const mostSteps = 100;

/** The step of this name; throws and says which when the flow has none. */
export function stepOf(flow: AnyFlow, id: string): AnyStep {
  const step = flow.steps[id];
  if (!step) throw new Error(`the flow "${flow.id}" has no step "${id}"`);
  return step;
}

const isWaiting = (step: AnyStep): step is WaitingStep =>
  step.type === "ask" || step.type === "choose" || step.type === "review";

/** Walks from `position.step` through everything that needs no answer, to the next question or the end. */
export function walk(flow: AnyFlow, from: FlowPosition, context: TurnContext): Walked {
  let position = from;
  const bubbles: Bubble[] = [];
  for (let count = 0; count < mostSteps; count += 1) {
    const step = stepOf(flow, position.step);
    if (isWaiting(step) && !step.skip?.(position.answers, context) && !isAnswered(step, position)) {
      return { type: "waiting", position: arrived(step, position), bubbles };
    }
    if (step.type === "finish")
      return {
        ...finish(step, position, context),
        bubbles: [...bubbles, ...said(step.say(position.answers, context))],
      };
    position = passBy(flow, step, position, context, bubbles);
  }
  throw new Error(`the flow "${flow.id}" walks in a circle at "${position.step}"`);
}

/** At the summary a correction is over. */
function arrived(step: WaitingStep, position: FlowPosition): FlowPosition {
  const { correcting: _correcting, ...rest } = position;
  return step.type === "review" ? rest : position;
}

function finish(
  step: Extract<AnyStep, { type: "finish" }>,
  position: FlowPosition,
  context: ActContext,
): Omit<Extract<Walked, { type: "ended" }>, "bubbles"> {
  const follow = step.follow?.(position.answers, context);
  const silent = step.silent ? { silent: step.silent } : {};
  return { type: "ended", outcome: step.outcome, ...silent, ...(follow ? { follow } : {}) };
}

/** Does what a step without an answer does, adds what it says, and returns the position after it. */
function passBy(
  flow: AnyFlow,
  step: Exclude<AnyStep, { type: "finish" }>,
  position: FlowPosition,
  context: TurnContext,
  bubbles: Bubble[],
): FlowPosition {
  if (step.type === "say") {
    bubbles.push(...said(step.say(position.answers, context)));
    return moveTo(position, nextOf(step, position, context, flow));
  }
  if (step.type === "act") {
    const before = context.performed();
    const { next, set, forget, say = [], file } = step.run(position.answers, context);
    bubbles.push(...(file ? [{ texts: say, file }] : said(say)));
    // What was done cannot be walked back over.
    const history = context.performed() > before ? [] : position.history;
    return { ...moveTo(position, next), answers: { ...without(position.answers, forget), ...set }, history };
  }
  return afterAnswer(flow, step, position, context);
}

/** The position after a waiting step that is answered or passed by. */
export function afterAnswer(
  flow: AnyFlow,
  step: WaitingStep,
  position: FlowPosition,
  context: ActContext,
): FlowPosition {
  const chosen = chosenOption(step, position, context);
  const answers = without(position.answers, chosen?.forget);
  return moveTo({ ...position, answers }, chosen?.next ?? nextOf(step, position, context, flow));
}

const without = (answers: FlowPosition["answers"], forgotten: readonly string[] = []): FlowPosition["answers"] =>
  Object.fromEntries(Object.entries(answers).filter(([key]) => !forgotten.includes(key)));

/** The option that a choice took, found by the value that was kept under its key. */
function chosenOption(
  step: WaitingStep,
  position: FlowPosition,
  context: ActContext,
): { next?: string; forget?: readonly string[] } | undefined {
  if (step.type !== "choose") return undefined;
  const value = position.answers[step.key];
  return step.options(position.answers, context).find((option) => option.value === value);
}

/** While a line is corrected, what is still answered is not asked again. */
const isAnswered = (step: WaitingStep, position: FlowPosition): boolean =>
  position.correcting !== undefined && step.type !== "review" && step.key in position.answers;

function nextOf(
  step: WaitingStep | Extract<AnyStep, { type: "say" }>,
  position: FlowPosition,
  context: ActContext,
  flow: AnyFlow,
): string {
  const next = typeof step.next === "function" ? step.next(position.answers, context) : step.next;
  if (next === undefined) throw new Error(`the step "${position.step}" of "${flow.id}" leads nowhere`);
  return next;
}

const moveTo = (position: FlowPosition, step: string): FlowPosition => {
  const { picking: _picked, shown: _shown, ...rest } = position;
  return { ...rest, step, misses: 0 };
};

const said = (texts: readonly { key: string }[]): Bubble[] => (texts.length > 0 ? [{ texts }] : []);

const reviewOptions: readonly Option[] = [
  { value: "right", label: { key: "engine.review.right" } },
  { value: "wrong", label: { key: "engine.review.wrong" } },
];

/** The choices of a waiting step as they stand now; empty for an open question. */
export function optionsOf(step: WaitingStep, position: FlowPosition, context: ActContext): readonly Option[] {
  if (step.type === "ask") return step.prompt(position.answers, context).options ?? [];
  if (step.type === "choose") return step.options(position.answers, context);
  if (!position.picking) return reviewOptions;
  return step.lines(position.answers, context).map((line, index) => ({ value: `line-${index}`, label: line.label }));
}

/** The question of a waiting step, in full. */
export function promptOf(step: WaitingStep, position: FlowPosition, context: ActContext): Bubble {
  if (step.type === "ask") return step.prompt(position.answers, context);
  const options = optionsOf(step, position, context);
  if (step.type === "choose") {
    const file = step.file?.(position.answers, context);
    return { texts: step.prompt(position.answers, context), options, ...(file ? { file } : {}) };
  }
  if (position.picking) return { texts: [{ key: "engine.review.which" }], options };
  const lines = step.lines(position.answers, context).map((line) => ({
    key: "engine.review.line",
    params: { label: line.label, value: line.value },
  }));
  return { texts: [step.intro, ...lines, { key: "engine.review.ask" }], options, compact: true };
}

/** The position once its question is shown: it keeps the choices that were read where they may be others when the answer comes. */
export function asShown(step: WaitingStep, position: FlowPosition, { options = [] }: Bubble): FlowPosition {
  const { shown: _before, ...rest } = position;
  if (step.type !== "choose" || step.whenGone === undefined) return rest;
  const shown = options.map(({ value, label, synonyms }) => ({ value, label, ...(synonyms ? { synonyms } : {}) }));
  return { ...rest, shown };
}

/** The position at the start of a flow. */
export function beginning(flow: AnyFlow, answers: Readonly<Record<string, unknown>>, now: number): FlowPosition {
  return { flow: flow.id, version: flow.version, step: flow.start, answers, history: [], misses: 0, touchedAt: now };
}
