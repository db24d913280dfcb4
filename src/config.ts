import { existsSync, readFileSync } from "node:fs";
import { parse } from "dotenv";
import { z } from "zod";
import { fail, ok, type Result } from "./domain/shared/result";

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

const keyList = /^[\w-]{1,32}:[A-Za-z0-9+/_-]{42,44}=*(,\s*[\w-]{1,32}:[A-Za-z0-9+/_-]{42,44}=*)*$/u;
const loopback = ["127.0.0.1", "localhost", "::1"];

const schema = z
  .object({
    NODE_ENV: oneOf(["development", "production", "test"], "development"),
    HOST: optional.transform((text) => text ?? "127.0.0.1"),
    PORT: wholeNumber(0, 65_535, 3_000, "write a port from 1 to 65535"),
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

/** Everything that can be configured, checked as a whole. */
export interface Config {
  readonly production: boolean;
  readonly host: string;
  readonly port: number;
  readonly logLevel: string;
  readonly dataFolder: string;
  readonly mongodbUri?: string;
  readonly encryptionKeys?: string;
  readonly simulator: boolean;
  /** The hour in Asia/Jakarta at which reminders go out. */
  readonly reminderHour: number;
  readonly telegram?: TelegramConfig;
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
  return Object.freeze({
    production,
    host: env.HOST,
    port: env.PORT,
    logLevel: env.LOG_LEVEL,
    dataFolder: env.DATA_FOLDER,
    ...(env.MONGODB_URI ? { mongodbUri: env.MONGODB_URI } : {}),
    ...(env.ENCRYPTION_KEYS ? { encryptionKeys: env.ENCRYPTION_KEYS } : {}),
    simulator: !production && env.SIMULATOR !== "off",
    reminderHour: env.REMINDER_HOUR,
    ...(telegram ? { telegram } : {}),
  });
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
