import { loadPeer } from "../harness/peers";
import { openClient } from "../harness/place";
import type { Bot, BotParts } from "./bot";
import { type Grammy, openGrammy, updateOf } from "./grammy-talk";
import { ending, questions } from "./interview";

interface Talk {
  _id: number;
  said: string[];
}

interface Note {
  _id: string;
  text: string;
  state: string;
}

/** The least that a handler does: so many writes, one after the other, and the next question. */
export async function floorBot({ place, peers, writes, onReply }: BotParts): Promise<Bot> {
  const { client, close } = await openClient(place);
  const talks = client.db().collection<Talk>("talks");
  const notes = client.db().collection<Note>("notes");
  const bot = openGrammy(loadPeer<Grammy>(peers, "grammy"), onReply);
  bot.on("message:text", async (context) => {
    const { chat, message } = context;
    const change = { $push: { said: message.text } };
    const talk = await talks.findOneAndUpdate({ _id: chat.id }, change, { upsert: true, returnDocument: "after" });
    const said = (talk?.said ?? []).slice(1);
    // As we do: one document for what came, one for what goes, and the others change these.
    const ids = ["in", "out"].map((way) => `${way}-${chat.id}-${said.length}`);
    for (let write = 1; write < writes; write += 1) {
      const _id = ids[write % ids.length] ?? "";
      if (write <= ids.length) await notes.insertOne({ _id, text: message.text, state: "new" });
      else await notes.updateOne({ _id }, { $set: { state: `state ${write}` } });
    }
    await context.reply(said.length < questions.length ? (questions[said.length] ?? "") : ending(said));
  });
  return { take: (said) => bot.handleUpdate(updateOf(said)), close };
}
