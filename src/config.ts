import { existsSync, readFileSync } from "node:fs";
import { parse } from "dotenv";
import { z } from "zod";
import { isProgram } from "./channels/whatsapp-web/process/processes";
import { listDays } from "./domain/office/monthly-list";
import { fail, ok, type Result } from "./domain/shared/result";
import { type RungTables, readRungs } from "./reminders/rungs";

const isSet = (text: string | undefined): text is string => text !== undefined && text.trim() !== "";
const optional = z
  .string()
  .optional()
  .transform((text) => (isSet(text) ? text.trim() : undefined));
const wholeNumber = (least: number, most: number, otherwise: number, remedy: string) =>
  z
    .string()
    .optional()
    .transform((text) => (isSet(text) ? Number(text) : otherwise))
    .refine((value) => Number.isInteger(value) && value >= least && value <= most, remedy);
const oneOf = <const T extends readonly [string, ...string[]]>(values: T, otherwise: T[number]) =>
  z
    .string()
    .optional()
    .transform((text) => (isSet(text) ? text.trim() : otherwise) as T[number])
    .refine((value) => values.includes(value), `write one of: ${values.join(", ")}`);

const isNumberOrUnset = (text: string | undefined): boolean => text === undefined || /^\d{5,20}$/u.test(text);
const keyList = /^[\w-]{1,32}:[A-Za-z0-9+/_-]{42,44}=*(,\s*[\w-]{1,32}:[A-Za-z0-9+/_-]{42,44}=*)*$/u;
const loopback = ["127.0.0.1", "localhost", "::1"];

const cloudNeeds = [
  "WHATSAPP_CLOUD_PHONE_NUMBER_ID",
  "WHATSAPP_CLOUD_ACCOUNT_ID",
  "WHATSAPP_CLOUD_APP_SECRET",
  "WHATSAPP_CLOUD_VERIFY_TOKEN",
] as const;

const schema = z
  .object({
    NODE_ENV: oneOf(["development", "production", "test"], "development"),
    HOST: optional.transform((text) => text ?? "127.0.0.1"),
    PORT: wholeNumber(0, 65_535, 3_000, "write a port from 1 to 65535"),
    PUBLIC_URL: optional.refine(
      (text) => text === undefined || (/^https:\/\/[^/\s?#@]+\/?$/u.test(text) && URL.canParse(text)),
      "write the public https:// address of this service without a path, or leave it empty",
    ),
    LOG_LEVEL: oneOf(["trace", "debug", "info", "warn", "error", "silent"], "info"),
    DATA_FOLDER: optional.transform((text) => text ?? "./data"),
    MONGODB_URI: optional.refine(
      (text) => text === undefined || /^mongodb(\+srv)?:\/\//u.test(text),
      "write an address that begins with mongodb:// or mongodb+srv://, or leave it empty",
    ),
    ENCRYPTION_KEYS: optional.refine(
      (text) => text === undefined || keyList.test(text),
      "write id:base64 pairs separated by commas, each of 32 bytes; README shows how to make one",
    ),
    SIMULATOR: optional,
    REMINDER_HOUR: wholeNumber(7, 19, 8, "write an hour from 7 to 19"),
    REMINDER_DAYS: optional.transform((text, context) => {
      if (text === undefined) return undefined;
      const read = readRungs(text);
      if (read.ok) return read.value;
      context.addIssue({ code: "custom", message: read.error });
      return z.NEVER;
    }),
    OFFICE_LIST_DAY: wholeNumber(
      1,
      listDays.last,
      listDays.usual,
      `write a day of the month from 1 to ${listDays.last}`,
    ),
    TELEGRAM_BOT_TOKEN: optional.refine(
      (text) => text === undefined || /^\d+:[\w-]{20,}$/u.test(text),
      "copy the whole token that @BotFather gave, digits and colon included",
    ),
    TELEGRAM_MODE: oneOf(["polling", "webhook"], "polling"),
    TELEGRAM_WEBHOOK_URL: optional.refine(
      (text) => text === undefined || /^https:\/\/.+\/telegram\/webhook$/u.test(text),
      "write the public https:// address of this service with /telegram/webhook at its end",
    ),
    TELEGRAM_WEBHOOK_SECRET: optional.refine(
      (text) => text === undefined || /^[\w-]{16,256}$/u.test(text),
      "write 16 to 256 letters, digits, _ or -",
    ),
    TELEGRAM_API_ROOT: optional.refine(
      (text) => text === undefined || /^https?:\/\//u.test(text),
      "write an http:// or https:// address, or leave it empty",
    ),
    WHATSAPP_CLOUD_ACCESS_TOKEN: optional,
    WHATSAPP_CLOUD_PHONE_NUMBER_ID: optional.refine(isNumberOrUnset, "copy the phone number's ID, digits only"),
    WHATSAPP_CLOUD_ACCOUNT_ID: optional.refine(isNumberOrUnset, "copy the WhatsApp Business Account's ID, digits only"),
    WHATSAPP_CLOUD_APP_SECRET: optional.refine(
      (text) => text === undefined || /^[0-9a-f]{32}$/u.test(text),
      "copy the app's secret: 32 letters a to f and digits",
    ),
    WHATSAPP_CLOUD_VERIFY_TOKEN: optional.refine(
      (text) => text === undefined || /^[\w-]{16,256}$/u.test(text),
      "write 16 to 256 letters, digits, _ or -, and the same on the app's webhook page",
    ),
    WHATSAPP_CLOUD_API_ROOT: optional
      .transform((text) => text ?? "https://graph.facebook.com")
      .refine((text) => /^https?:\/\//u.test(text), "write an http:// or https:// address, or leave it empty"),
    WHATSAPP_CLOUD_API_VERSION: optional
      .transform((text) => text ?? "v24.0")
      .refine((text) => /^v\d{2,3}\.\d$/u.test(text), "write a version such as v24.0, or leave it empty"),
    WHATSAPP_CLOUD_DAILY_PEOPLE: wholeNumber(
      1,
      1_000_000,
      250,
      "write the tier of the number: 250, 2000, 10000 or 100000",
    ),
    WHATSAPP_CLOUD_PER_SECOND: wholeNumber(1, 1_000, 70, "write how many messages a second, 1 to 1000"),
    WHATSAPP_WEB: oneOf(["on", "off"], "off"),
    WHATSAPP_WEB_BROWSER: optional,
    WHATSAPP_WEB_VERSION: optional.refine(
      (text) => text === undefined || /^\d+\.\d+\.\d+(-\w+)?$/u.test(text),
      "write a version such as 2.3000.1017054665, or leave it empty",
    ),
    WHATSAPP_WEB_CACHE: optional,
    WHATSAPP_WEB_PAIRING_PHONE: optional.refine(
      (text) => text === undefined || /^[1-9]\d{7,14}$/u.test(text),
      "write the phone's number with its country code, digits only, for example 6281200000000",
    ),
    WHATSAPP_WEB_REMINDERS: oneOf(["on", "off"], "off"),
    WHATSAPP_WEB_DAILY_CAP: wholeNumber(1, 5_000, 300, "write how many messages a day, 1 to 5000"),
    WHATSAPP_WEB_GAP_SECONDS: wholeNumber(1, 600, 4, "write the least seconds between two messages, 1 to 600"),
    WHATSAPP_WEB_MEMORY_MB: wholeNumber(300, 16_000, 1_200, "write a ceiling in MiB, 300 to 16000"),
    REPHRASE_URL: optional.refine(
      (text) => text === undefined || /^https:\/\/\S+$|^http:\/\/(?:127\.0\.0\.1|localhost)(?:[:/]\S*)?$/u.test(text),
      "write the https:// address that ends before /chat/completions, or http:// on this computer, or leave it empty",
    ),
    REPHRASE_KEY: optional,
    REPHRASE_MODEL: optional,
  })
  .superRefine((env, context) => {
    const fault = (name: string, message: string): void => context.addIssue({ code: "custom", path: [name], message });
    const isProduction = env.NODE_ENV === "production";
    if (isProduction && !env.ENCRYPTION_KEYS)
      fault("ENCRYPTION_KEYS", "needed in production; README shows how to make one");
    if (env.SIMULATOR !== undefined && !["on", "off"].includes(env.SIMULATOR))
      fault("SIMULATOR", "write on or off, or leave it empty");
    if (isProduction && env.SIMULATOR === "on")
      fault("SIMULATOR", "it lets anybody speak as anybody: leave it off in production");
    if (!isProduction && env.SIMULATOR !== "off" && !loopback.includes(env.HOST))
      fault("HOST", "the simulator listens on this computer only: write 127.0.0.1, or set SIMULATOR=off");
    if (env.TELEGRAM_MODE === "webhook") {
      if (!env.TELEGRAM_BOT_TOKEN) fault("TELEGRAM_BOT_TOKEN", "needed for TELEGRAM_MODE=webhook");
      if (!env.TELEGRAM_WEBHOOK_URL) fault("TELEGRAM_WEBHOOK_URL", "needed for TELEGRAM_MODE=webhook");
      if (!env.TELEGRAM_WEBHOOK_SECRET) fault("TELEGRAM_WEBHOOK_SECRET", "needed for TELEGRAM_MODE=webhook");
    }
    if (env.WHATSAPP_CLOUD_ACCESS_TOKEN)
      for (const name of cloudNeeds)
        if (!env[name]) fault(name, "needed where WHATSAPP_CLOUD_ACCESS_TOKEN is set; README shows where to find it");
    if (env.WHATSAPP_WEB === "on" && env.WHATSAPP_WEB_BROWSER && !isProgram(env.WHATSAPP_WEB_BROWSER))
      fault("WHATSAPP_WEB_BROWSER", "there is no such program here: write the whole path of Chromium or Chrome");
    if (env.REPHRASE_URL && !env.REPHRASE_MODEL)
      fault("REPHRASE_MODEL", "needed where REPHRASE_URL is set: which model is asked");
    if (env.WHATSAPP_WEB_CACHE && !env.WHATSAPP_WEB_VERSION)
      fault("WHATSAPP_WEB_VERSION", "needed where WHATSAPP_WEB_CACHE is set: which file of the folder is used");
  });

/** The variables that `.env.example` and the README name; a test keeps the three the same. */
export const variableNames: readonly string[] = Object.keys(schema.shape);

/** How Telegram is reached; none without a token. */
export interface TelegramConfig {
  readonly token: string;
  readonly mode:
    | { readonly type: "polling" }
    | { readonly type: "webhook"; readonly url: string; readonly secret: string };
  readonly apiRoot?: string;
}

/** How the official WhatsApp Cloud API is reached; none without an access token. */
export interface WhatsAppCloudConfig {
  readonly accessToken: string;
  /** The id of our number, not the number itself. */
  readonly phoneNumberId: string;
  /** The WhatsApp Business Account, which owns the templates. */
  readonly accountId: string;
  /** Signs what the platform posts to us. */
  readonly appSecret: string;
  /** Asked back when the webhook is set up. */
  readonly verifyToken: string;
  readonly apiRoot: string;
  /** For example `v24.0`. */
  readonly apiVersion: string;
  /** How many people may be written to first within 24 hours: the tier of the number. */
  readonly dailyPeople: number;
  /** Messages a second that we allow ourselves in all. */
  readonly perSecond: number;
}

/** How a linked phone is reached through WhatsApp Web; none unless turned on. */
export interface WhatsAppWebConfig {
  /** The browser's program; found by itself where this is not set. */
  readonly browser?: string;
  /** The version of WhatsApp Web that is used, instead of the newest. */
  readonly version?: string;
  /** The folder that holds `<version>.html`, for the library's local web version cache. */
  readonly cache?: string;
  /** Where set, the phone is linked by a code that is typed on it, not by a picture. Digits with the country code. */
  readonly pairingPhone?: string;
  /** Whether reminders may go out here, at the risk of a ban. */
  readonly reminders: boolean;
  /** Messages a day at most. */
  readonly dailyCap: number;
  /** The least time between two messages. Milliseconds. */
  readonly gapMs: number;
  /** The browser is started anew where it and its children hold more. MiB. */
  readonly memoryMb: number;
}

/** An OpenAI-compatible endpoint that may say an answer in other words; none unless set. */
export interface RephraseConfig {
  /** Without `/chat/completions`, and without a slash at its end. */
  readonly url: string;
  readonly key?: string;
  readonly model: string;
}

/** Everything that can be configured, checked as a whole. */
export interface Config {
  readonly production: boolean;
  readonly host: string;
  readonly port: number;
  /** Where this service is reached from elsewhere: an https origin, without a slash at its end. */
  readonly publicUrl?: string;
  readonly logLevel: string;
  readonly dataFolder: string;
  readonly mongodbUri?: string;
  readonly encryptionKeys?: string;
  readonly simulator: boolean;
  /** The hour in Asia/Jakarta at which reminders go out. */
  readonly reminderHour: number;
  /** On which days about the due day who is reminded, by programme; the usual ones where none are set. */
  readonly reminderRungs?: RungTables;
  /** From which day of the month on offices get their list, 1 to 14; the first where none is set. */
  readonly officeListDay?: number;
  readonly telegram?: TelegramConfig;
  readonly whatsAppCloud?: WhatsAppCloudConfig;
  readonly whatsAppWeb?: WhatsAppWebConfig;
  readonly rephrase?: RephraseConfig;
}

/** What `.env` says, under what the environment itself says; an absent file says nothing. */
export function readEnvironment(env: NodeJS.ProcessEnv, file = ".env"): NodeJS.ProcessEnv {
  return existsSync(file) ? { ...parse(readFileSync(file)), ...env } : env;
}

/**
 * Reads the configuration, once, for main. The error is a text that names every faulty variable and its remedy, and
 * repeats no value.
 */
export function loadConfig(env: NodeJS.ProcessEnv): Result<Config, string> {
  const read = schema.safeParse(env);
  if (!read.success) {
    const lines = read.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
    return fail(
      `The service cannot start. Please mend these settings (in .env or the environment; see .env.example):\n${lines.join("\n")}`,
    );
  }
  return ok(toConfig(read.data));
}

function toConfig(env: z.infer<typeof schema>): Config {
  const production = env.NODE_ENV === "production";
  const telegram = telegramOf(env);
  const whatsAppCloud = cloudOf(env);
  const whatsAppWeb = webOf(env);
  return Object.freeze({
    production,
    host: env.HOST,
    port: env.PORT,
    ...(env.PUBLIC_URL ? { publicUrl: new URL(env.PUBLIC_URL).origin } : {}),
    logLevel: env.LOG_LEVEL,
    dataFolder: env.DATA_FOLDER,
    ...(env.MONGODB_URI ? { mongodbUri: env.MONGODB_URI } : {}),
    ...(env.ENCRYPTION_KEYS ? { encryptionKeys: env.ENCRYPTION_KEYS } : {}),
    simulator: !production && env.SIMULATOR !== "off",
    reminderHour: env.REMINDER_HOUR,
    ...(env.REMINDER_DAYS ? { reminderRungs: env.REMINDER_DAYS } : {}),
    officeListDay: env.OFFICE_LIST_DAY,
    ...(telegram ? { telegram } : {}),
    ...(whatsAppCloud ? { whatsAppCloud } : {}),
    ...(whatsAppWeb ? { whatsAppWeb } : {}),
    ...rephraseOf(env),
  });
}

/**
 * Whether anything of this configuration is open to the world, in production or elsewhere. A web server in front that adds
 * no header looks like this very computer, so nothing that is secret may rely on where a request comes from then.
 */
export function isOpenToTheWorld(config: Config): boolean {
  const { production, publicUrl, whatsAppCloud, telegram, host } = config;
  const hasWebhook = whatsAppCloud !== undefined || telegram?.mode.type === "webhook";
  return production || publicUrl !== undefined || hasWebhook || !loopback.includes(host);
}

function cloudOf(env: z.infer<typeof schema>): WhatsAppCloudConfig | undefined {
  const accessToken = env.WHATSAPP_CLOUD_ACCESS_TOKEN;
  const [phoneNumberId, accountId, appSecret, verifyToken] = cloudNeeds.map((name) => env[name]);
  if (!accessToken || !phoneNumberId || !accountId || !appSecret || !verifyToken) return undefined;
  return {
    accessToken,
    phoneNumberId,
    accountId,
    appSecret,
    verifyToken,
    apiRoot: env.WHATSAPP_CLOUD_API_ROOT,
    apiVersion: env.WHATSAPP_CLOUD_API_VERSION,
    dailyPeople: env.WHATSAPP_CLOUD_DAILY_PEOPLE,
    perSecond: env.WHATSAPP_CLOUD_PER_SECOND,
  };
}

function rephraseOf(env: z.infer<typeof schema>): Pick<Config, "rephrase"> {
  const { REPHRASE_URL: url, REPHRASE_KEY: key, REPHRASE_MODEL: model } = env;
  if (!url || !model) return {};
  return { rephrase: { url: url.replace(/\/+$/u, ""), model, ...(key ? { key } : {}) } };
}

function webOf(env: z.infer<typeof schema>): WhatsAppWebConfig | undefined {
  if (env.WHATSAPP_WEB === "off") return undefined;
  return {
    ...(env.WHATSAPP_WEB_BROWSER ? { browser: env.WHATSAPP_WEB_BROWSER } : {}),
    ...(env.WHATSAPP_WEB_VERSION ? { version: env.WHATSAPP_WEB_VERSION } : {}),
    ...(env.WHATSAPP_WEB_CACHE ? { cache: env.WHATSAPP_WEB_CACHE } : {}),
    ...(env.WHATSAPP_WEB_PAIRING_PHONE ? { pairingPhone: env.WHATSAPP_WEB_PAIRING_PHONE } : {}),
    reminders: env.WHATSAPP_WEB_REMINDERS === "on",
    dailyCap: env.WHATSAPP_WEB_DAILY_CAP,
    gapMs: env.WHATSAPP_WEB_GAP_SECONDS * 1_000,
    memoryMb: env.WHATSAPP_WEB_MEMORY_MB,
  };
}

function telegramOf(env: z.infer<typeof schema>): TelegramConfig | undefined {
  if (!env.TELEGRAM_BOT_TOKEN) return undefined;
  const url = env.TELEGRAM_WEBHOOK_URL;
  const secret = env.TELEGRAM_WEBHOOK_SECRET;
  const isWebhook = env.TELEGRAM_MODE === "webhook" && url !== undefined && secret !== undefined;
  return {
    token: env.TELEGRAM_BOT_TOKEN,
    mode: isWebhook ? { type: "webhook", url, secret } : { type: "polling" },
    ...(env.TELEGRAM_API_ROOT ? { apiRoot: env.TELEGRAM_API_ROOT } : {}),
  };
}
