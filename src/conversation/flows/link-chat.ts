import { linkCodeLifetimeMs } from "../../domain/messaging/link-code";
import type { Text } from "../../domain/shared/text";
import type { Effects } from "../../operations/catalog";
import { type ActContext, defineFlow, type FlowContext, type Given } from "../flow";
import { yesNo } from "./common";

type Outcome = Effects["link-chat"]["outcome"];
type Questions = Extract<Outcome, { status: "ask" }>["because"];

interface LinkChat {
  /** The code that was typed here; none where one is to be given. */
  code: string;
  /** What is to be known before the chat is linked. */
  because: Questions;
  sure: "yes" | "no";
  officerSure: "yes" | "no";
}

const minuteMs = 60_000;
const say = (key: string, params?: Text["params"]): Text => (params ? { key, params } : { key });

function redeem({ code = "", sure }: Given<LinkChat>, context: ActContext) {
  const outcome = context.perform("link-chat", { code, agreed: sure === "yes" });
  if (outcome.status === "linked") return { next: "there" as const };
  if (outcome.status === "ask") return { next: "sure" as const, set: { because: outcome.because } };
  return { next: "refused" as const, say: [say(`chats.refused.${outcome.because}`)] };
}

/** Whoever came with a code only, and is not linked, begins like any other. */
const greet = (_given: Given<LinkChat>, { contact }: FlowContext) =>
  contact.consent ? undefined : { flow: "welcome" };

/** Gives a code here, or takes the one that another chat gave: then the talk goes on in both, and this one is silent. */
export const linkChat = defineFlow<LinkChat>()({
  id: "link-chat",
  title: { key: "chats.title" },
  version: 1,
  start: "begin",
  errand: true,
  // The consent was given in the other chat, so whoever comes with a code is not asked for it again.
  beforeWelcome: true,
  steps: {
    begin: {
      type: "act",
      run: ({ code }, context) => {
        if (code !== undefined) return { next: "redeem" };
        if (context.contact.consent?.status !== "given") return { next: "consentFirst" };
        return { next: context.look("own-affairs", {}).officer ? "officerSure" : "open" };
      },
    },
    consentFirst: {
      type: "finish",
      say: () => [],
      outcome: "declined",
      follow: () => ({ flow: "welcome", answers: { wanted: { flow: "link-chat" } } }),
    },
    officerSure: {
      type: "choose",
      key: "officerSure",
      prompt: () => [say("chats.officer-sure")],
      options: () =>
        yesNo.map((option) => ({ ...option, next: option.value === "yes" ? ("open" as const) : ("kept" as const) })),
      why: { key: "chats.why" },
    },
    open: {
      type: "act",
      run: (_given, context) => {
        const { code } = context.perform("open-link-code", {});
        const minutes = linkCodeLifetimeMs / minuteMs;
        return { next: "opened", say: [say("chats.code", { code }), say("chats.code-how", { code, minutes })] };
      },
    },
    opened: { type: "finish", say: () => [], outcome: "completed" },
    redeem: { type: "act", run: redeem },
    sure: {
      type: "choose",
      key: "sure",
      prompt: ({ because = [] }) => [
        ...(because.length > 0 ? [say("chats.sure")] : []),
        ...because.map((question) => say(`chats.sure.${question}`)),
        say("chats.sure-own"),
      ],
      options: () =>
        yesNo.map((option) => ({ ...option, next: option.value === "yes" ? ("redeem" as const) : ("kept" as const) })),
      why: { key: "chats.why" },
    },
    kept: { type: "finish", say: () => [say("chats.kept")], outcome: "declined", follow: greet },
    refused: { type: "finish", say: () => [], outcome: "declined", follow: greet },
    there: { type: "finish", say: () => [], outcome: "completed", silent: true },
  },
});

/** Said in a chat that has just been linked, by the talk that it belongs to now; the open question is asked after it. */
export const linked = defineFlow<Record<string, never>>()({
  id: "linked",
  title: { key: "chats.title" },
  version: 1,
  start: "linked",
  errand: true,
  steps: {
    linked: {
      type: "finish",
      say: (_given, context) => {
        const first = context.look("own-chats", {}).find(({ isFirst, isThis }) => isFirst && !isThis);
        return first ? [say("chats.linked-here", { channel: say(`chats.channel.${first.channel}`) })] : [];
      },
      outcome: "completed",
    },
  },
});
