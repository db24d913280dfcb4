import type { Said } from "./bot";

/** As much of a bot of grammY's as is used here. */
export interface GrammyBot {
  use(...middleware: readonly unknown[]): void;
  on(what: string, handler: (context: GrammyContext) => Promise<unknown>): void;
  handleUpdate(update: unknown): Promise<void>;
}

/** As much of a message's context as is used here. */
export interface GrammyContext {
  readonly chat: { readonly id: number };
  readonly message: { readonly text: string };
  reply(text: string): Promise<unknown>;
}

/** How a bot of grammY's is made. */
export interface Grammy {
  readonly Bot: new (token: string, options: { readonly botInfo: object; readonly client: object }) => GrammyBot;
}

/** A bot whose network is none: what it sends is handed to `onReply`. */
export function openGrammy({ Bot }: Grammy, onReply: (session: number, text: string) => void): GrammyBot {
  const botInfo = { id: 1, is_bot: true, first_name: "Contoh", username: "contoh_bot" };
  let sent = 0;
  const fetch = async (url: string, { body }: { readonly body: string }): Promise<{ json(): Promise<unknown> }> => {
    if (!url.endsWith("/sendMessage")) return { json: async () => ({ ok: true, result: true }) };
    const { chat_id: chat, text } = JSON.parse(body) as { chat_id: number; text: string };
    onReply(chat, text);
    sent += 1;
    return {
      json: async () => ({ ok: true, result: { message_id: sent, date: 0, chat: { id: chat, type: "private" } } }),
    };
  };
  return new Bot("1:invented", { botInfo, client: { fetch } });
}

/** A message as Telegram hands it over. */
export function updateOf({ session, count, text }: Said): unknown {
  const who = { id: session, first_name: "Contoh" };
  return {
    update_id: session * 1_000 + count,
    message: {
      ...{ message_id: count + 1, date: Math.floor(Date.now() / 1_000), text },
      ...{ chat: { ...who, type: "private" }, from: { ...who, is_bot: false } },
    },
  };
}
