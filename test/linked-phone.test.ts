import { type Config, loadConfig } from "../src/config";
import { createLinkedPhone } from "../src/linked-phone";
import { createService } from "../src/service";
import { openTestStorage, silentLogger } from "./support/storage";

const path = "/whatsapp-web/pairing";
/** What a web server on this computer sends with a bare `proxy_pass http://127.0.0.1:3000`: nothing tells it from a browser here. */
const asked = { headers: { host: "127.0.0.1:3000" } };
const socket = { incoming: { socket: { remoteAddress: "127.0.0.1", localPort: 3000 } } };
const qr = "2@A-SECRET";
const sentTwo = { what: "sent", labels: { channel: "whatsapp-web" }, count: 2 } as const;

let test: Awaited<ReturnType<typeof openTestStorage>>;
beforeAll(async () => {
  test = await openTestStorage();
});
afterAll(() => test.close());

function configOf(env: NodeJS.ProcessEnv): Config {
  const config = loadConfig({ WHATSAPP_WEB: "on", ...env });
  if (!config.ok) throw new Error(config.error);
  return config.value;
}

/** The main process's side, while the phone is to be linked and its process has sent two messages. */
async function phoneWith(env: NodeJS.ProcessEnv) {
  const { storage } = test;
  const now = Date.now();
  const lease = { channel: "whatsapp-web", owner: "here:1:run", now, until: now + 3_600_000 } as const;
  await storage.channelStates.claim(lease);
  const pairing = { qr, expiresAt: now + 3_600_000 };
  await storage.channelStates.report(lease, { state: "pairing-needed", pairing, counts: [sentTwo] });
  const config = configOf(env);
  const service = createService({
    ...{ storage, logger: silentLogger, clock: Date.now },
    config: { simulator: false, reminderHour: 8 },
  });
  return createLinkedPhone({ config, service, logger: silentLogger });
}
const pagesWith = async (env: NodeJS.ProcessEnv) => (await phoneWith(env)).pages;

describe("the page of the linked phone, as it is wired", () => {
  it("opens without a code for a trial on this computer", async () => {
    const page = await (await pagesWith({})).request(path, asked, socket);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("<svg");
  });

  it.each<[string, NodeJS.ProcessEnv]>([
    ["in production", { NODE_ENV: "production", ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 1).toString("base64")}` }],
    ["with a public address", { PUBLIC_URL: "https://lindung.example" }],
    [
      "with Telegram's webhook",
      {
        TELEGRAM_BOT_TOKEN: "123456789:abcdefghijklmnopqrstuvwxyz_ABCDE-1234",
        TELEGRAM_MODE: "webhook",
        TELEGRAM_WEBHOOK_URL: "https://lindung.example/telegram/webhook",
        TELEGRAM_WEBHOOK_SECRET: "a-secret-of-16-or-more",
      },
    ],
    [
      "with the Cloud API",
      {
        WHATSAPP_CLOUD_ACCESS_TOKEN: "an-access-token",
        WHATSAPP_CLOUD_PHONE_NUMBER_ID: "100000000000001",
        WHATSAPP_CLOUD_ACCOUNT_ID: "100000000000002",
        WHATSAPP_CLOUD_APP_SECRET: "0123456789abcdef0123456789abcdef",
        WHATSAPP_CLOUD_VERIFY_TOKEN: "a-word-of-our-own",
      },
    ],
    ["on every interface", { HOST: "0.0.0.0", SIMULATOR: "off" }],
  ])("asks %s for a code, also behind a web server that adds no header", async (_, env) => {
    const pages = await pagesWith(env);
    for (const one of [path, `${path}/panel`]) {
      const page = await pages.request(one, asked, socket);
      expect(page.status).toBe(403);
      expect(await page.text()).not.toContain("<svg");
    }
  });
});

describe("what the process of the linked phone has counted", () => {
  it("reaches the main process, which tells it in its metrics", async () => {
    const phone = await phoneWith({});
    expect(await phone.counts()).toEqual([sentTwo]);
  });
});
