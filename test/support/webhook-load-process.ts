import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { performance } from "node:perf_hooks";

/** What the process is told on its standard input, one JSON line for each load. */
export interface LoadOrder {
  readonly url: string;
  readonly appSecret: string;
  readonly phoneNumberId: string;
  /** Posts a second. */
  readonly rate: number;
  readonly seconds: number;
  /** Tells the ids of one load from another's. */
  readonly run: string;
}

/** What it says afterwards, one JSON line for each load. Times are in milliseconds, from when a post was due. */
export interface LoadResult {
  readonly posts: number;
  /** Posts that were acknowledged in the end. */
  readonly accepted: number;
  /** How often a post was delivered again, because it was not acknowledged. */
  readonly repeated: number;
  readonly p50: number;
  readonly p99: number;
}

/** The platform delivers what is not acknowledged again; it does so for longer than this. */
const mostTries = 8;
/** So many people write. */
const people = 300;

/** One signed post with one text, as the platform would send it. */
function postOf({ appSecret, phoneNumberId, run }: LoadOrder, index: number) {
  const from = `62812${String(index % people).padStart(8, "0")}`;
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const message = { from, id: `wamid.${run}.${index}`, timestamp, type: "text", text: { body: "menu" } };
  const metadata = { display_phone_number: "622460000000", phone_number_id: phoneNumberId };
  const contacts = [{ profile: { name: "Contoh" }, wa_id: from }];
  const value = { messaging_product: "whatsapp", metadata, contacts, messages: [message] };
  const entry = [{ id: "1", changes: [{ field: "messages", value }] }];
  const body = JSON.stringify({ object: "whatsapp_business_account", entry });
  const signature = `sha256=${createHmac("sha256", appSecret).update(body).digest("hex")}`;
  return { body, headers: { "content-type": "application/json", "x-hub-signature-256": signature } };
}

/** Posts at a fixed rate, whether or not the earlier ones are answered: a slow answer must not lighten the load. */
async function load(order: LoadOrder): Promise<LoadResult> {
  const posts = order.rate * order.seconds;
  const waits: number[] = [];
  let accepted = 0;
  let repeated = 0;
  const started = performance.now();
  const post = async (index: number): Promise<void> => {
    const due = started + (index * 1_000) / order.rate;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
    const signed = postOf(order, index);
    for (let attempt = 1; attempt <= mostTries; attempt += 1) {
      const response = await fetch(order.url, { method: "POST", ...signed }).catch(() => undefined);
      await response?.arrayBuffer();
      if (response?.status === 200) {
        accepted += 1;
        break;
      }
      repeated += 1;
      await new Promise((resolve) => setTimeout(resolve, 200 * attempt));
    }
    waits.push(performance.now() - due);
  };
  await Promise.all(Array.from({ length: posts }, (_, index) => post(index)));
  waits.sort((one, other) => one - other);
  const at = (share: number): number => Math.round((waits[Math.floor((waits.length - 1) * share)] ?? 0) * 10) / 10;
  return { posts, accepted, repeated, p50: at(0.5), p99: at(0.99) };
}

/** A Graph API that takes everything, so that the answers find somebody. */
async function takeAnswers(): Promise<number> {
  let count = 0;
  const server = createServer((request, response) => {
    request.resume();
    count += 1;
    const answer = { messaging_product: "whatsapp", messages: [{ id: `wamid.answer.${count}` }] };
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

async function main(): Promise<void> {
  const port = await takeAnswers();
  process.stdout.write(`${JSON.stringify({ apiRoot: `http://127.0.0.1:${port}` })}\n`);
  let rest = "";
  process.stdin.setEncoding("utf8");
  for await (const chunk of process.stdin) {
    const lines = `${rest}${chunk as string}`.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) process.stdout.write(`${JSON.stringify(await load(JSON.parse(line) as LoadOrder))}\n`);
  }
  process.exit(0);
}

void main();
