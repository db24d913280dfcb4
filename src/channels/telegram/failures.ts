import { GrammyError, HttpError } from "grammy";
import type { MediaFailure, SendFailure } from "../../delivery/channel";

/** How long to wait where Telegram says "too many" and not how long. Milliseconds. */
const unnamedThrottleMs = 5_000;

const chatGone = /chat not found|user not found|PEER_ID_INVALID/i;
const personLeft = /blocked|deactivated|kicked|can't initiate/i;

/** What an operator does about a failure that no retry mends. */
const remedies: Readonly<Record<number, string>> = {
  401: "Telegram does not know this bot: set TELEGRAM_BOT_TOKEN to the token that @BotFather shows, and start again",
  404: "Telegram does not know this address: check that TELEGRAM_BOT_TOKEN is whole and TELEGRAM_API_ROOT is right",
  409: "another process receives for this bot: stop it, or give every process TELEGRAM_MODE=webhook; one poller only",
};

/** A failure as it may stand in the log: neither token, nor URL, nor anything that was sent. */
export interface FailureForLog {
  readonly method?: string;
  readonly code?: number;
  readonly description?: string;
  readonly cause?: string;
  readonly remedy?: string;
}

/** Strips an error of grammY to what may be logged: the errors themselves carry the payload and the URL. */
export function failureForLog(error: unknown): FailureForLog {
  if (error instanceof GrammyError) {
    const remedy = remedies[error.error_code];
    const { method, error_code: code, description } = error;
    return { method, code, description, ...(remedy === undefined ? {} : { remedy }) };
  }
  const inner = error instanceof HttpError ? error.error : error;
  return { cause: codeOf(inner) };
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}

/** How long Telegram asks us to wait, in milliseconds; `undefined` where it is not a 429. */
export function throttledFor(error: unknown): number | undefined {
  if (!(error instanceof GrammyError) || error.error_code !== 429) return undefined;
  const seconds = error.parameters.retry_after;
  return seconds === undefined ? unnamedThrottleMs : seconds * 1000;
}

/** True where the failure is the operator's to mend (wrong token, second poller), so that it is logged as an error. */
export function needsOperator(error: unknown): boolean {
  return error instanceof GrammyError && error.error_code in remedies;
}

/**
 * Names why `text` was not sent. A wrong token or address counts as "unreachable": it says nothing about the message,
 * which must wait for the remedy instead of being given up. Throws what is no answer of Telegram's: a defect.
 */
export function toSendFailure(error: unknown, text: string): SendFailure {
  if (error instanceof HttpError) return { reason: "unreachable" };
  if (!(error instanceof GrammyError)) throw error;
  const retryAfterMs = throttledFor(error);
  if (retryAfterMs !== undefined) return { reason: "throttled", retryAfterMs };
  if (error.error_code >= 500 || needsOperator(error)) return { reason: "unreachable" };
  if (error.error_code === 403 && personLeft.test(error.description)) return { reason: "blocked-by-person" };
  const detail = withoutText(error.description, text);
  return chatGone.test(error.description)
    ? { reason: "rejected", detail, ofChat: true }
    : { reason: "rejected", detail };
}

/** Telegram's description, unless it quotes what we sent: a detail is logged, a message never. */
function withoutText(description: string, text: string): string {
  const lines = text.split("\n").map((line) => line.trim());
  const quotes = lines.some((line) => line.length > 2 && description.includes(line));
  return quotes ? "Telegram refused the message, and quoted it in its reason" : description.slice(0, 200);
}

/** Names why a file cannot be had. Throws what is no answer of Telegram's: a defect. */
export function toMediaFailure(error: unknown): MediaFailure {
  if (error instanceof HttpError) return { reason: "unreachable" };
  if (!(error instanceof GrammyError)) throw error;
  if (error.error_code !== 400) return { reason: "unreachable" };
  if (/too big/i.test(error.description)) return { reason: "too-large" };
  // For an id that it does not know, Telegram says "wrong file_id or the file is temporarily unavailable".
  const passing = /temporarily/i.test(error.description) && !/wrong/i.test(error.description);
  return { reason: passing ? "unreachable" : "gone" };
}
