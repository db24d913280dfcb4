import { spawn } from "node:child_process";
import { createHmac, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { WhatsAppCloudConfig } from "../../src/config";
import { createService } from "../../src/service";
import { createWebApp, listen } from "../../src/web/server";
import { type Collection, MongoClient } from "../support/driver";
import { openTestStorage, silentLogger } from "../support/storage";
import type { LoadOrder, LoadResult } from "../support/webhook-load-process";

const rate = 300;
const seconds = 5;
const rounds = 3;
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

/** The whole house, which answers while it takes in. */
async function startHouse(apiRoot: string, storage: Awaited<ReturnType<typeof openTestStorage>>["storage"]) {
  const parts = { simulator: false, reminderHour: 8, whatsAppCloud: { ...config, apiRoot } };
  const service = createService({ config: parts, storage, logger: silentLogger, clock: Date.now });
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
  await service.start({ bell: false });
  return {
    url: `${web.url}/whatsapp/webhook`,
    close: async () => {
      await web.close();
      await service.stop();
    },
  };
}

const middle = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;

function summary(done: readonly Round[]) {
  return {
    posts: done.reduce((sum, { posts }) => sum + posts, 0),
    accepted: done.reduce((sum, { accepted }) => sum + accepted, 0),
    repeated: done.reduce((sum, { repeated }) => sum + repeated, 0),
    lost: done.reduce((sum, { lost }) => sum + lost, 0),
    p50Ms: middle(done.map(({ p50 }) => p50)),
    p99Ms: middle(done.map(({ p99 }) => p99)),
  };
}

/**
 * 300 signed posts a second on loopback, in turns to the whole house (which answers meanwhile) and to a bare handler on the same engine: how many were
 * lost, and how long each side took to acknowledge. `ratio` is the house's time over the bare handler's, each the median of
 * the rounds.
 */
export async function cloudWebhook(): Promise<Readonly<Record<string, unknown>>> {
  const { storage, uri, close } = await openTestStorage();
  const client = await new MongoClient(uri).connect();
  const load = await startLoad();
  const bareDocuments = client.db().collection<{ _id: string; body: string }>("bare");
  const bare = await startBare(bareDocuments);
  const house = await startHouse(load.apiRoot, storage);
  const sides = [
    { name: "house", url: house.url, stored: () => client.db().collection("inbox").countDocuments() },
    { name: "bare", url: bare.url, stored: () => bareDocuments.countDocuments() },
  ] as const;
  const done: Record<"house" | "bare", Round[]> = { house: [], bare: [] };
  try {
    for (let round = 0; round < rounds; round += 1)
      for (const { name, url, stored } of sides) {
        const before = await stored();
        const { appSecret, phoneNumberId } = config;
        const result = await load.run({ url, appSecret, phoneNumberId, rate, seconds, run: `${name}-${round}` });
        done[name].push({ ...result, lost: result.posts - ((await stored()) - before) });
      }
  } finally {
    await house.close();
    await bare.close();
    await load.stop();
    await client.close();
    await close();
  }
  const [own, least] = [summary(done.house), summary(done.bare)];
  const ratio = { p50: own.p50Ms / least.p50Ms, p99: own.p99Ms / least.p99Ms };
  return { rate, seconds, rounds, house: own, bare: least, ratio };
}
