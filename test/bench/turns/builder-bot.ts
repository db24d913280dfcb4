import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { loadPeer } from "../harness/peers";
import { openClient } from "../harness/place";
import type { Bot, BotParts } from "./bot";
import { ending, opening, questions } from "./interview";

interface State {
  update(values: Record<string, string>): Promise<void>;
  getMyState(): Record<string, string> | undefined;
}

interface Told {
  readonly state: State;
  flowDynamic(text: string): Promise<void>;
}

interface Flow {
  addAnswer(
    text: string,
    options: { capture: boolean },
    heard: (message: { body: string }, told: Told) => Promise<unknown>,
  ): Flow;
}

interface Provider {
  sendMessage(to: string, text: string): Promise<unknown>;
}

interface BuilderBot {
  addKeyword(words: readonly string[]): Flow;
  createFlow(flows: readonly Flow[]): unknown;
  createProvider(provider: unknown): Provider;
  createBot(parts: {
    readonly flow: unknown;
    readonly provider: Provider;
    readonly database: unknown;
  }): Promise<{ handleMsg(message: { body: string; from: string; name: string }): Promise<unknown> }>;
  readonly TestTool: { readonly TestProvider: unknown };
}

interface DatabaseMongo {
  readonly MongoAdapter: new (options: { dbUri: string; dbName: string }) => { readonly db: unknown };
}

function interview({ addKeyword }: BuilderBot): Flow {
  return questions.reduce(
    (flow, question, place) =>
      flow.addAnswer(question, { capture: true }, async ({ body }, { state, flowDynamic }) => {
        await state.update({ [`answer${place}`]: body });
        if (place + 1 < questions.length) return;
        const kept = state.getMyState() ?? {};
        await flowDynamic(ending(questions.map((_, one) => kept[`answer${one}`] ?? "")));
      }),
    addKeyword([opening]),
  );
}

/** The interview in `@builderbot/bot`, which keeps its history by `@builderbot/database-mongo`; that is given an index. */
export async function builderBot({ place, peers, onReply }: BotParts): Promise<Bot> {
  const { client, uri, close } = await openClient(place);
  await client.db().collection("history").createIndex({ from: 1, _id: -1 });
  // It writes logs into the folder that it is started in, and greets on the console.
  const folder = join(place.dataFolder, "builderbot");
  mkdirSync(folder, { recursive: true });
  process.chdir(folder);
  const builder = loadPeer<BuilderBot>(peers, "@builderbot/bot");
  const { MongoAdapter } = loadPeer<DatabaseMongo>(peers, "@builderbot/database-mongo");
  const database = new MongoAdapter({ dbUri: uri, dbName: client.db().databaseName });
  while (!database.db) await new Promise((resolve) => setTimeout(resolve, 10));
  const provider = builder.createProvider(builder.TestTool.TestProvider);
  provider.sendMessage = async (to, text) => onReply(Number(to), text);
  const bot = await builder.createBot({ flow: builder.createFlow([interview(builder)]), provider, database });
  return {
    take: async ({ session, text }) =>
      void (await bot.handleMsg({ body: text, from: String(session), name: "Contoh" })),
    close,
  };
}
