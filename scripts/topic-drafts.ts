import { chmodSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { DateTime } from "luxon";
import type { TopicDraft } from "../src/domain/officer/asked-question";
import { ZONE } from "../src/domain/shared/zone";
import type { Storage } from "../src/storage/open-storage";
import { open } from "./open";
import { runScript } from "./run-script";

const usage = `npm run topic-drafts -- [--out FILE] [--data DIR]
npm run topic-drafts -- remove --id ID [--data DIR]

Prints what officers propose as topics, as JSON: the questions without names, the answer, its basis, who drafted it and when.
A draft answers nobody: check it, write it into src/knowledge/content and locales, and take it off the list.
  --out   into this file, which only its owner may read; without it, to standard output
  remove  takes a draft off the list that has become a topic, or is none
  --data  the store (./data)
`;

/** More drafts than anybody reads. */
const mostListed = 10_000;

const rowOf = ({ id, questions, answer, basis, topic, officerId, createdAt }: TopicDraft) => ({
  id,
  status: "draft",
  draftedOn: DateTime.fromMillis(createdAt, { zone: ZONE }).toISODate(),
  officerId,
  ...(topic === undefined ? {} : { topic }),
  questions,
  answer,
  basis,
});

async function print({ repositories }: Storage, file: string | undefined): Promise<void> {
  const drafts = await repositories.topicDrafts.list(mostListed);
  const text = `${JSON.stringify(drafts.map(rowOf), null, 2)}\n`;
  if (file === undefined) {
    process.stdout.write(text);
    return;
  }
  writeFileSync(file, "", { mode: 0o600 });
  chmodSync(file, 0o600);
  writeFileSync(file, text);
}

async function remove({ repositories }: Storage, id: string): Promise<void> {
  if (!(await repositories.topicDrafts.remove(id))) throw new Error("No draft has that id. See npm run topic-drafts.");
  process.stdout.write("removed\n");
}

async function topicDrafts(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      out: { type: "string" },
      id: { type: "string" },
      data: { type: "string" },
      help: { type: "boolean" },
    },
  });
  const [command] = positionals;
  const isRemoval = command === "remove" && values.id !== undefined;
  if (values.help || (command !== undefined && !isRemoval)) {
    process.stdout.write(usage);
    return values.help ? 0 : 2;
  }
  const { storage } = await open(values.data === undefined ? {} : { dataFolder: values.data });
  try {
    if (isRemoval) await remove(storage, values.id ?? "");
    else await print(storage, values.out);
    return 0;
  } finally {
    await storage.close();
  }
}

runScript(topicDrafts);
