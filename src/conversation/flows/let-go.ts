import type { Text } from "../../domain/shared/text";
import type { OwnChat } from "../../operations/catalog-views";
import { defineFlow, type FlowContext, type Given } from "../flow";
import { yesNo } from "./common";

interface LetGo {
  chatId: string;
  sure: "yes" | "no";
}

const say = (key: string, params?: Text["params"]): Text => (params ? { key, params } : { key });
const channelText = ({ channel }: OwnChat): Text => say(`chats.channel.${channel}`);
/** Chats on the same channel are told apart by when they were last used. */
const labelOf = (chat: OwnChat): Text =>
  chat.usedAt === undefined ? channelText(chat) : say("chats.used", { channel: channelText(chat), day: chat.usedAt });

/** The chats that can be let go from here: through a further chat that one only, through the first one all others. */
function candidates(context: FlowContext): readonly OwnChat[] {
  const chats = context.look("own-chats", {});
  const here = chats.find(({ isThis }) => isThis);
  return here && !here.isFirst ? [here] : chats.filter(({ isFirst }) => !isFirst);
}

const chosen = ({ chatId }: Given<LetGo>, context: FlowContext): OwnChat | undefined =>
  candidates(context).find((chat) => chat.chatId === chatId);

/** LEPAS: a further chat stands alone again, and begins anew. */
export const letGo = defineFlow<LetGo>()({
  id: "let-go",
  title: { key: "chats.let-go-title" },
  version: 1,
  start: "begin",
  errand: true,
  steps: {
    begin: {
      type: "act",
      run: (_given, context) => {
        const [only, ...others] = candidates(context);
        if (!only) return { next: "none" };
        return others.length > 0 ? { next: "which" } : { next: "sure", set: { chatId: only.chatId } };
      },
    },
    none: { type: "finish", say: () => [say("chats.none")], outcome: "declined" },
    which: {
      type: "choose",
      key: "chatId",
      prompt: () => [say("chats.which")],
      options: (_given, context) => candidates(context).map((chat) => ({ value: chat.chatId, label: labelOf(chat) })),
      next: "sure",
    },
    sure: {
      type: "choose",
      key: "sure",
      prompt: (given, context) => {
        const chat = chosen(given, context);
        if (chat?.isThis) return [say("chats.let-go-this")];
        return chat ? [say("chats.let-go-sure", { channel: labelOf(chat) })] : [say("chats.none")];
      },
      options: () =>
        yesNo.map((option) => ({ ...option, next: option.value === "yes" ? ("letGo" as const) : ("kept" as const) })),
      why: { key: "chats.let-go-why" },
    },
    kept: { type: "finish", say: () => [say("chats.let-go-kept")], outcome: "declined" },
    letGo: {
      type: "act",
      run: (given, context) => {
        const chatId = given.chatId ?? "";
        const isThis = chatId === context.contact.endpointId;
        const outcome = context.perform("let-go-chat", { chatId });
        if (outcome !== "done") return { next: "none" };
        return { next: isThis ? "alone" : "done" };
      },
    },
    done: { type: "finish", say: () => [say("chats.let-go-done")], outcome: "completed" },
    // What was going on goes on with the person, not here.
    alone: { type: "finish", say: () => [say("chats.let-go-alone")], outcome: "completed", silent: true },
  },
});
