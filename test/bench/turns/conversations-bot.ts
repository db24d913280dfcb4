import { loadPeer } from "../harness/peers";
import { openClient } from "../harness/place";
import type { Bot, BotParts } from "./bot";
import { type Grammy, type GrammyContext, openGrammy, updateOf } from "./grammy-talk";
import { ending, opening, questions } from "./interview";

interface Conversation {
  waitFor(what: string): Promise<GrammyContext>;
}

interface ConversationsPackage {
  conversations(options: { storage: { type: "key"; version: number; adapter: unknown } }): unknown;
  createConversation(
    talk: (conversation: Conversation, context: GrammyContext) => Promise<void>,
    options: { id: string },
  ): unknown;
}

interface StoragePackage {
  readonly MongoDBAdapter: new (options: { collection: unknown }) => unknown;
}

interface EnteringContext extends GrammyContext {
  readonly conversation: { enter(id: string): Promise<void> };
}

async function interview(conversation: Conversation, context: GrammyContext): Promise<void> {
  const answers: string[] = [];
  for (const question of questions) {
    await context.reply(question);
    const { message } = await conversation.waitFor("message:text");
    answers.push(message.text);
  }
  await context.reply(ending(answers));
}

/** The interview in `@grammyjs/conversations`, which keeps it by `@grammyjs/storage-mongodb`. */
export async function conversationsBot({ place, peers, onReply }: BotParts): Promise<Bot> {
  const { client, close } = await openClient(place);
  const collection = client.db().collection("conversations");
  await collection.createIndex({ key: 1 }, { unique: true });
  const { conversations, createConversation } = loadPeer<ConversationsPackage>(peers, "@grammyjs/conversations");
  const { MongoDBAdapter } = loadPeer<StoragePackage>(peers, "@grammyjs/storage-mongodb");
  const bot = openGrammy(loadPeer<Grammy>(peers, "grammy"), onReply);
  bot.use(conversations({ storage: { type: "key", version: 0, adapter: new MongoDBAdapter({ collection }) } }));
  bot.use(createConversation(interview, { id: "interview" }));
  bot.on("message:text", async (context) => {
    if (context.message.text === opening) await (context as EnteringContext).conversation.enter("interview");
  });
  return { take: (said) => bot.handleUpdate(updateOf(said)), close };
}
