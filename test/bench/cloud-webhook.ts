import { spawn } from "node:child_process";
import { createHmac, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { WhatsAppCloudConfig } from "../../src/config";
import { rememberingOwners } from "../../src/delivery/owners";
import { createReceive } from "../../src/delivery/receive";
import { createService } from "../../src/service";
import type { Storage } from "../../src/storage/open-storage";
import { createWebApp, listen } from "../../src/web/server";
import { type Collection, MongoClient } from "../support/driver";
import { openTestStorage, silentLogger } from "../support/storage";
import type { LoadOrder, LoadResult } from "../support/webhook-load-process";
import type { Bench } from "./harness/bench";
import type { Figure, Findings } from "./harness/figure";
import { median } from "./harness/statistics";

const rate = 300;
const seconds = 5;
const config: WhatsAppCloudConfig = {
  ...{ accessToken: "token", phoneNumberId: "106540352242922", accountId: "1", appSecret: "0".repeat(32) },
  ...{ verifyToken: "a-word-of-our-own", apiRoot: "", apiVersion: "v24.0", dailyPeople: 250, perSecond: 70 },
};

/** What one side did in one round. */
interface Round extends LoadResult {
  /** Posts of which nothing was stored. */
  readonly lost: number;
}

/** The process that makes the load, so that making it costs the answering side nothing. */
async function startLoad() {
  const script = join(__dirname, "../support/webhook-load-process.ts");
  const child = spawn(process.execPath, ["--import", "tsx", script], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout });
  const next = async (): Promise<unknown> => JSON.parse(String((await once(lines, "line"))[0]));
  const { apiRoot } = (await next()) as { apiRoot: string };
  return {
    apiRoot,
    run: async (order: LoadOrder): Promise<LoadResult> => {
      child.stdin.write(`${JSON.stringify(order)}\n`);
      return (await next()) as LoadResult;
    },
    stop: async () => {
      child.stdin.end();
      await once(child, "exit");
    },
  };
}

/** The least that any such webhook does: it checks the signature and inserts one document. */
async function startBare(documents: Collection<{ _id: string; body: string }>) {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const expected = Buffer.from(`sha256=${createHmac("sha256", config.appSecret).update(body).digest("hex")}`);
    const given = Buffer.from(String(request.headers["x-hub-signature-256"]));
    const isSigned = given.length === expected.length && timingSafeEqual(given, expected);
    const id = /"id":"(wamid[^"]+)"/u.exec(body.toString("utf8"))?.[1] ?? "";
    if (isSigned) await documents.insertOne({ _id: id, body: body.toString("utf8") });
    response.writeHead(isSigned ? 200 : 401).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, close: () => new Promise((resolve) => server.close(resolve)) };
}

/** The real web app, channel and inbox. Alone, it leaves the answering to another process; else it answers meanwhile. */
async function startHouse(apiRoot: string, storage: Storage, alone: boolean) {
  const parts = { simulator: false, reminderHour: 8, whatsAppCloud: { ...config, apiRoot } };
  const service = createService({ config: parts, storage, logger: silentLogger, clock: Date.now });
  const { contacts } = storage.repositories;
  const receive = createReceive({
    inbox: storage.inbox,
    ownerOf: rememberingOwners(({ channel, address, identifiers }) =>
      contacts.resolve({ channel, address, identifiers, now: Date.now() }),
    ).of,
    notify: () => undefined,
    clock: Date.now,
  });
  const app = createWebApp({
    logger: silentLogger,
    words: (key) => key,
    health: () => Promise.reject(new Error("nobody asks")),
    whatsAppWebhook: {
      path: "/whatsapp/webhook",
      verify: () => ({ status: 403, text: "" }),
      receive: async (post) => (await service.whatsAppCloud?.webhook(post)) ?? { status: 503 },
    },
  });
  const web = await listen(app, { host: "127.0.0.1", port: 0 });
  if (alone) await service.whatsAppCloud?.start(receive);
  else await service.start({ bell: false });
  return {
    url: `${web.url}/whatsapp/webhook`,
    close: async () => {
      await web.close();
      await (alone ? service.whatsAppCloud : service)?.stop();
    },
  };
}

function summary(done: readonly Round[]) {
  return {
    posts: done.reduce((sum, { posts }) => sum + posts, 0),
    accepted: done.reduce((sum, { accepted }) => sum + accepted, 0),
    repeated: done.reduce((sum, { repeated }) => sum + repeated, 0),
    lost: done.reduce((sum, { lost }) => sum + lost, 0),
    p50Ms: median(done.map(({ p50 }) => p50)),
    p99Ms: median(done.map(({ p99 }) => p99)),
  };
}

/**
 * 300 signed posts a second on loopback: how many were lost, how many had to be delivered again, and how long the
 * acknowledgement took. In turns to our intake and to a bare handler on the same engine, each the median of the rounds
 * (`ratio` is ours over the bare one's); and once, at the end, to the whole house, which answers everybody meanwhile.
 */
async function measured(rounds: number) {
  const { storage, uri, close } = await openTestStorage();
  const client = await new MongoClient(uri).connect();
  const load = await startLoad();
  const bareDocuments = client.db().collection<{ _id: string; body: string }>("bare");
  const bare = await startBare(bareDocuments);
  const inInbox = () => client.db().collection("inbox").countDocuments();
  const measure = async (run: string, url: string, stored: () => Promise<number>): Promise<Round> => {
    const before = await stored();
    const { appSecret, phoneNumberId } = config;
    const result = await load.run({ url, appSecret, phoneNumberId, rate, seconds, run });
    return { ...result, lost: result.posts - ((await stored()) - before) };
  };
  const intake = await startHouse(load.apiRoot, storage, true);
  const done: Record<"intake" | "bare" | "house", Round[]> = { intake: [], bare: [], house: [] };
  try {
    for (let round = 0; round < rounds; round += 1) {
      done.intake.push(await measure(`intake-${round}`, intake.url, inInbox));
      done.bare.push(await measure(`bare-${round}`, bare.url, () => bareDocuments.countDocuments()));
    }
    const house = await startHouse(load.apiRoot, storage, false);
    done.house.push(await measure("house", house.url, inInbox));
    await house.close();
  } finally {
    await intake.close();
    await bare.close();
    await load.stop();
    await client.close();
    await close();
  }
  return { intake: done.intake, bare: done.bare, house: summary(done.house) };
}

/** Taking posts of the Cloud API in, beside a bare handler. */
export const cloudWebhookBench: Bench = {
  name: "cloud-webhook",
  about: `${rate} signed posts a second: how many are lost, and how long the acknowledgement takes against a bare handler's.`,
  engines: ["embedded", "mongodb"],
  seconds: ({ runs }) => 15 + (2 * runs + 1) * (seconds + 2),
  run: async ({ runs }): Promise<Findings> => {
    const { intake, bare, house } = await measured(runs);
    const against = (pick: (round: Round) => number): readonly number[] =>
      intake.map((round, place) => pick(round) / pick(bare[place] ?? round));
    const figures: readonly Figure[] = [
      {
        name: "posts of which nothing was stored",
        unit: "",
        values: intake.map(({ lost }) => lost),
        goal: { most: 0 },
      },
      {
        name: "the same in the whole house, which answers meanwhile",
        unit: "",
        values: [house.lost],
        goal: { most: 0 },
      },
      {
        name: "posts delivered again because of no acknowledgement",
        unit: "",
        values: intake.map(({ repeated }) => repeated),
      },
      { name: "acknowledgement, median, against the bare handler's", unit: "x", values: against(({ p50 }) => p50) },
      { name: "acknowledgement, 99 of 100, against the bare handler's", unit: "x", values: against(({ p99 }) => p99) },
    ];
    const details = { intake: summary(intake), bare: summary(bare), house };
    return { sizes: `${rate * seconds} posts a run`, figures, details };
  },
};
