import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isOpenToTheWorld, loadConfig, readEnvironment } from "../src/config";
import fc from "./support/property";

const key = (id: string): string => `${id}:${Buffer.alloc(32, id).toString("base64")}`;
const token = "123456789:abcdefghijklmnopqrstuvwxyz_ABCDE-1234";
const webhook = {
  TELEGRAM_BOT_TOKEN: token,
  TELEGRAM_MODE: "webhook",
  TELEGRAM_WEBHOOK_URL: "https://lindung.example/telegram/webhook",
  TELEGRAM_WEBHOOK_SECRET: "a-secret-of-16-or-more",
};

/** The names of the refused variables, in order of the alphabet, each as often as it is named. */
function refused(env: NodeJS.ProcessEnv): string[] {
  const config = loadConfig(env);
  return config.ok
    ? []
    : [...config.error.matchAll(/^ {2}([A-Z_]+): \S.{10,}$/gmu)].map(([, name = ""]) => name).sort();
}

const onePayer = { id: "d-5", days: -5, tells: ["payer"] };

describe("the configuration", () => {
  it("is complete without a single variable: the embedded engine and the simulator, on this computer only", () => {
    expect(loadConfig({})).toEqual({
      ok: true,
      value: {
        production: false,
        host: "127.0.0.1",
        port: 3000,
        logLevel: "info",
        dataFolder: "./data",
        simulator: true,
        reminderHour: 8,
        officeListDay: 1,
      },
    });
  });

  it("takes a variable that is empty or blank for one that is not set", () => {
    const empty = { PORT: "", HOST: "  ", MONGODB_URI: "", ENCRYPTION_KEYS: " ", SIMULATOR: "", REMINDER_HOUR: "" };
    const noTelegram = { TELEGRAM_BOT_TOKEN: "", TELEGRAM_MODE: "", TELEGRAM_WEBHOOK_URL: "", TELEGRAM_API_ROOT: "" };
    expect(loadConfig({ ...empty, ...noTelegram })).toEqual(loadConfig({}));
  });

  it("takes every variable", () => {
    const config = loadConfig({
      NODE_ENV: "production",
      HOST: "0.0.0.0",
      PORT: "8080",
      PUBLIC_URL: "https://Lindung.example/",
      LOG_LEVEL: "warn",
      DATA_FOLDER: "/var/lib/kamar-lindung",
      MONGODB_URI: "mongodb://db.example/kamar",
      ENCRYPTION_KEYS: `${key("k2")},${key("k1")}`,
      SIMULATOR: "off",
      REMINDER_HOUR: "9",
      REMINDER_DAYS: "-5",
      OFFICE_LIST_DAY: "5",
      TELEGRAM_API_ROOT: "http://bots.example:8081",
      ...webhook,
    });
    expect(config).toEqual({
      ok: true,
      value: {
        production: true,
        host: "0.0.0.0",
        port: 8080,
        publicUrl: "https://lindung.example",
        logLevel: "warn",
        dataFolder: "/var/lib/kamar-lindung",
        mongodbUri: "mongodb://db.example/kamar",
        encryptionKeys: `${key("k2")},${key("k1")}`,
        simulator: false,
        reminderHour: 9,
        officeListDay: 5,
        reminderRungs: { "JKK+JKM": [onePayer], "JKK+JKM+JHT": [onePayer] },
        telegram: {
          token,
          mode: { type: "webhook", url: webhook.TELEGRAM_WEBHOOK_URL, secret: webhook.TELEGRAM_WEBHOOK_SECRET },
          apiRoot: "http://bots.example:8081",
        },
      },
    });
  });

  it("polls Telegram where only a token is given", () => {
    expect(loadConfig({ TELEGRAM_BOT_TOKEN: token })).toMatchObject({
      value: { telegram: { token, mode: { type: "polling" } } },
    });
  });
});

const cloud = {
  WHATSAPP_CLOUD_ACCESS_TOKEN: "an-access-token",
  WHATSAPP_CLOUD_PHONE_NUMBER_ID: "100000000000001",
  WHATSAPP_CLOUD_ACCOUNT_ID: "100000000000002",
  WHATSAPP_CLOUD_APP_SECRET: "0123456789abcdef0123456789abcdef",
  WHATSAPP_CLOUD_VERIFY_TOKEN: "a-word-of-our-own",
};

describe("the configuration of WhatsApp", () => {
  it("takes the Cloud API with its defaults where the five that it needs are given", () => {
    expect(loadConfig(cloud)).toMatchObject({
      value: {
        whatsAppCloud: {
          accessToken: "an-access-token",
          phoneNumberId: "100000000000001",
          accountId: "100000000000002",
          apiRoot: "https://graph.facebook.com",
          apiVersion: "v24.0",
          dailyPeople: 250,
          perSecond: 70,
        },
      },
    });
  });

  it.each(Object.keys(cloud).slice(1))("does not take the Cloud API without %s", (name) => {
    expect(refused({ ...cloud, [name]: "" })).toEqual([name]);
  });

  it("turns the linked phone on with its careful defaults, and reminders only where they are asked for", () => {
    const config = loadConfig({ WHATSAPP_WEB: "on" });
    expect(config).toMatchObject({
      value: { whatsAppWeb: { reminders: false, dailyCap: 300, gapMs: 4_000, memoryMb: 1_200 } },
    });
    expect(loadConfig({ WHATSAPP_WEB: "on", WHATSAPP_WEB_REMINDERS: "on" })).toMatchObject({
      value: { whatsAppWeb: { reminders: true } },
    });
  });

  it("refuses a browser that is not there, but only where the linked phone is on", () => {
    const named = (WHATSAPP_WEB_BROWSER: string, WHATSAPP_WEB = "on") => ({ WHATSAPP_WEB, WHATSAPP_WEB_BROWSER });
    expect(refused(named("/nowhere/chromium"))).toEqual(["WHATSAPP_WEB_BROWSER"]);
    expect(refused(named(tmpdir()))).toEqual(["WHATSAPP_WEB_BROWSER"]);
    expect(refused(named(process.execPath))).toEqual([]);
    expect(refused(named("/nowhere/chromium", "off"))).toEqual([]);
  });

  it("asks which file of the cache is meant", () => {
    expect(refused({ WHATSAPP_WEB: "on", WHATSAPP_WEB_CACHE: "./pages" })).toEqual(["WHATSAPP_WEB_VERSION"]);
  });
});

describe("what is open to the world", () => {
  it.each<[string, NodeJS.ProcessEnv, boolean]>([
    ["a trial on this computer", {}, false],
    ["a bot that polls", { TELEGRAM_BOT_TOKEN: token }, false],
    ["a linked phone alone", { WHATSAPP_WEB: "on" }, false],
    ["production", { NODE_ENV: "production", ENCRYPTION_KEYS: key("k1") }, true],
    ["a public address", { PUBLIC_URL: "https://lindung.example" }, true],
    ["Telegram's webhook", webhook, true],
    ["the Cloud API's webhook", cloud, true],
    ["every interface", { HOST: "0.0.0.0", SIMULATOR: "off" }, true],
  ])("is told of %s", (_, env, isOpen) => {
    const config = loadConfig(env);
    expect(config.ok && isOpenToTheWorld(config.value)).toBe(isOpen);
  });
});

describe("a faulty configuration", () => {
  /** A value that no variable takes, but those that take any. */
  const faulty: Readonly<Record<string, string>> = {
    NODE_ENV: "staging",
    PORT: "70000",
    PUBLIC_URL: "http://plain.example",
    LOG_LEVEL: "loud",
    MONGODB_URI: "postgres://db.example",
    ENCRYPTION_KEYS: "too-short",
    SIMULATOR: "yes",
    REMINDER_HOUR: "22",
    OFFICE_LIST_DAY: "15",
    TELEGRAM_BOT_TOKEN: "no token",
    TELEGRAM_MODE: "pigeon",
    TELEGRAM_WEBHOOK_URL: "http://plain.example",
    WHATSAPP_CLOUD_PHONE_NUMBER_ID: "+62 812",
    WHATSAPP_CLOUD_ACCOUNT_ID: "regency",
    WHATSAPP_CLOUD_APP_SECRET: "short",
    WHATSAPP_CLOUD_VERIFY_TOKEN: "short",
    WHATSAPP_CLOUD_API_ROOT: "ftp://graph.example",
    WHATSAPP_CLOUD_API_VERSION: "latest",
    WHATSAPP_CLOUD_DAILY_PEOPLE: "many",
    WHATSAPP_CLOUD_PER_SECOND: "0",
    WHATSAPP_WEB: "perhaps",
    WHATSAPP_WEB_VERSION: "newest",
    WHATSAPP_WEB_PAIRING_PHONE: "0812 0000 0000",
    WHATSAPP_WEB_REMINDERS: "yes",
    WHATSAPP_WEB_DAILY_CAP: "0",
    WHATSAPP_WEB_GAP_SECONDS: "0",
    WHATSAPP_WEB_MEMORY_MB: "10",
    TELEGRAM_WEBHOOK_SECRET: "short",
    TELEGRAM_API_ROOT: "ftp://bots.example",
  };

  it.each(Object.entries(faulty))("names %s with a remedy", (name, value) => {
    expect(refused({ [name]: value })).toEqual([name]);
  });

  it("names all faults at once, those between variables included", () => {
    expect(refused(faulty)).toEqual(Object.keys(faulty).sort());
    expect(refused({ PORT: "http", NODE_ENV: "production", TELEGRAM_MODE: "webhook", SIMULATOR: "on" })).toEqual([
      "ENCRYPTION_KEYS",
      "PORT",
      "SIMULATOR",
      "TELEGRAM_BOT_TOKEN",
      "TELEGRAM_WEBHOOK_SECRET",
      "TELEGRAM_WEBHOOK_URL",
    ]);
  });

  it.each([
    ["a port that is no whole number", { PORT: "3000.5" }, ["PORT"]],
    ["a public address with a path", { PUBLIC_URL: "https://lindung.example/whatsapp" }, ["PUBLIC_URL"]],
    ["a public address with a password", { PUBLIC_URL: "https://a:b@lindung.example" }, ["PUBLIC_URL"]],
    ["a port that is no number", { PORT: "http" }, ["PORT"]],
    [
      "a webhook of which all is missing",
      { TELEGRAM_MODE: "webhook" },
      Object.keys(webhook)
        .filter((name) => name !== "TELEGRAM_MODE")
        .sort(),
    ],
    ["a webhook without its secret", { ...webhook, TELEGRAM_WEBHOOK_SECRET: "" }, ["TELEGRAM_WEBHOOK_SECRET"]],
    ["production without keys", { NODE_ENV: "production" }, ["ENCRYPTION_KEYS"]],
    [
      "production with the simulator",
      { NODE_ENV: "production", SIMULATOR: "on", ENCRYPTION_KEYS: key("k1") },
      ["SIMULATOR"],
    ],
    ["the simulator for other computers", { HOST: "0.0.0.0" }, ["HOST"]],
    ["nothing: other computers reach it without the simulator", { HOST: "0.0.0.0", SIMULATOR: "off" }, []],
    [
      "nothing: production listens where it is told",
      { NODE_ENV: "production", HOST: "0.0.0.0", ENCRYPTION_KEYS: key("k1") },
      [],
    ],
  ])("is refused for %s", (_name, env, names) => {
    expect(refused(env)).toEqual(names);
  });

  it("is never repeated: whatever the values are, none of them stands in what is said", () => {
    const secret = fc.stringMatching(/^[\w:/+=@-]{6,40}$/u);
    const everyName = Object.keys({ ...faulty, HOST: "", DATA_FOLDER: "" });
    const environment = fc.record(Object.fromEntries(everyName.map((name) => [name, secret])));
    fc.assert(
      fc.property(environment, (env) => {
        const config = loadConfig(env);
        const said = config.ok ? "" : config.error;
        const fixed = loadConfig(Object.fromEntries(everyName.map((name) => [name, "!"])));
        const ownWords = fixed.ok ? "" : fixed.error;
        for (const value of Object.values(env)) expect(ownWords.includes(value) || !said.includes(value)).toBe(true);
      }),
    );
  });
});

describe("the environment", () => {
  it("is read under what the file says, and comes before it", () => {
    const folder = mkdtempSync(join(tmpdir(), "environment-"));
    try {
      const file = join(folder, ".env");
      writeFileSync(file, "PORT=4000\nREMINDER_HOUR=9 # in the morning\n");
      expect(readEnvironment({ PORT: "5000" }, file)).toMatchObject({ PORT: "5000", REMINDER_HOUR: "9" });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("stands alone where there is no file", () => {
    expect(readEnvironment({ PORT: "5000" }, join(tmpdir(), "there-is-no-such-file"))).toEqual({ PORT: "5000" });
  });
});
