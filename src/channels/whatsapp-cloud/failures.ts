import type { SendFailure } from "../../delivery/channel";
import type { GraphError } from "./client";

/** What an operator must do before anything can be sent again, as the health shows it. */
export type CloudAlarm = "token-expired" | "not-permitted" | "account-blocked" | "payment-missing" | "number-missing";

/** What one code of the platform's means to us. */
export interface CodeMeaning {
  /** In a few words, for the log and the record of a delivery. */
  readonly meaning: string;
  readonly reason: SendFailure["reason"];
  /** For `throttled`: how long to wait where the platform does not say. Milliseconds. */
  readonly waitMs?: number;
  /** For `throttled`: only this message must wait, the others go on. */
  readonly ofPerson?: true;
  /** Set where nothing more goes out until an operator has acted. */
  readonly alarm?: CloudAlarm;
  /** Set where this template does not go out until an operator has acted: how it stands at the platform. */
  readonly template?: "MISSING" | "REJECTED" | "PAUSED" | "DISABLED";
  /** True where the form of the message is at fault, so that a plainer one may pass. */
  readonly ofForm?: true;
  /** True where nothing will arrive at this address, whatever is sent. */
  readonly ofChat?: true;
}

const second = 1_000;
const minute = 60 * second;
/** How long a message rests whose template the platform does not send just now. Milliseconds. */
export const templateRestMs = 15 * minute;

const throttled = (meaning: string, waitMs: number): CodeMeaning => ({ meaning, reason: "throttled", waitMs });
const unreachable = (meaning: string): CodeMeaning => ({ meaning, reason: "unreachable" });
const rejected = (meaning: string): CodeMeaning => ({ meaning, reason: "rejected" });
const malformed = (meaning: string): CodeMeaning => ({ meaning, reason: "rejected", ofForm: true });
/** It says nothing about the message or the person: all wait for the remedy, however long, and nothing is given up. */
const operator = (meaning: string, alarm: CloudAlarm): CodeMeaning => ({ ...throttled(meaning, minute), alarm });
/** It says nothing about the person: what needs this template waits for the remedy, and the rest goes on. */
const ofTemplate = (meaning: string, template: NonNullable<CodeMeaning["template"]>): CodeMeaning => ({
  ...throttled(meaning, templateRestMs),
  ...{ ofPerson: true, template },
});

/** The codes of the Cloud API (https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes). */
export const codeMeanings: Readonly<Record<number, CodeMeaning>> = {
  0: operator("the access token is not valid", "token-expired"),
  190: operator("the access token has expired", "token-expired"),
  3: operator("the app lacks a permission", "not-permitted"),
  10: operator("the app lacks a permission", "not-permitted"),
  131005: operator("the app lacks a permission", "not-permitted"),
  33: operator("the phone number id is gone", "number-missing"),
  131045: operator("the phone number is not registered", "number-missing"),
  133010: operator("the phone number is not registered", "number-missing"),
  131037: operator("the phone number's display name is not approved", "number-missing"),
  368: operator("the account is restricted for a policy", "account-blocked"),
  130497: operator("the account may not write to this country", "account-blocked"),
  131031: operator("the account is locked", "account-blocked"),
  131042: operator("the account's payment is missing", "payment-missing"),
  4: throttled("the app calls too often", minute),
  80007: throttled("the account calls too often", minute),
  130429: throttled("too many messages a second", 5 * second),
  131048: throttled("too many messages were blocked or reported as spam", 15 * minute),
  131056: { meaning: "too many messages to this person", reason: "throttled", waitMs: 6 * second, ofPerson: true },
  1: unreachable("a fault of the platform's"),
  2: unreachable("the platform is down for now"),
  131000: unreachable("a fault of the platform's"),
  131016: unreachable("the platform is overloaded"),
  131057: unreachable("the account is in maintenance"),
  133004: unreachable("the platform is down for now"),
  131047: { meaning: "24 hours have passed since the person wrote", reason: "window-closed" },
  131026: {
    meaning: "the number is not on WhatsApp, or does not take our messages",
    reason: "rejected",
    ofChat: true,
  },
  131021: rejected("the number is our own"),
  131030: rejected("a test number may write to listed numbers only"),
  131049: rejected("the platform holds back marketing for this person"),
  131050: rejected("the person takes no marketing of ours"),
  130472: rejected("the person is in an experiment of the platform's"),
  131052: rejected("the person's file could not be fetched by the platform"),
  131053: rejected("the file could not be taken by the platform"),
  135000: rejected("the platform refuses without a reason"),
  100: malformed("a field is wrong"),
  131001: malformed("the message is too long"),
  131008: malformed("a field is missing"),
  131009: malformed("a field has a wrong value"),
  131051: malformed("this kind of message is not supported"),
  132000: rejected("the template has other gaps"),
  132001: ofTemplate("the template does not exist in this language", "MISSING"),
  132005: rejected("the filled template is too long"),
  132007: ofTemplate("the template breaks a policy", "REJECTED"),
  132012: rejected("the template's gaps are of another form"),
  132015: ofTemplate("the template is paused", "PAUSED"),
  132016: ofTemplate("the template is switched off", "DISABLED"),
  132068: rejected("the flow is blocked"),
  132069: rejected("the flow is throttled"),
};

/** What a failed call or a failed delivery means: by its code where that is known, else by its HTTP status. */
export function meaningOf({ status, code }: Pick<GraphError, "status" | "code">): CodeMeaning {
  const known = code === undefined ? undefined : codeMeanings[code];
  if (known) return known;
  if (code !== undefined && code >= 200 && code <= 299) return operator("the app lacks a permission", "not-permitted");
  if (status === 429) return throttled("too many calls", 5 * second);
  if (status === 401) return operator("the access token is not valid", "token-expired");
  if (status === undefined && code === undefined) return unreachable("no answer");
  if (status !== undefined && (status >= 500 || status < 400)) return unreachable("no answer of the platform's");
  return rejected("an unknown code");
}

/** Names why a message was not sent. The detail is a meaning and a code, never the platform's words: those may quote. */
export function toSendFailure(error: GraphError): SendFailure {
  const { meaning, reason, waitMs, ofPerson, template, ofChat } = meaningOf(error);
  if (reason === "throttled") {
    const retryAfterMs = error.retryAfterMs ?? waitMs ?? minute;
    return { reason, retryAfterMs, ...(ofPerson ? { ofPerson } : {}), ...(template ? { ofTemplate: true } : {}) };
  }
  if (reason !== "rejected") return { reason };
  const detail = `${meaning} (code ${error.code ?? "none"}, status ${error.status ?? "none"})`;
  return { reason, detail, ...(ofChat ? { ofChat } : {}) };
}

const remedies: Readonly<Record<CloudAlarm, string>> = {
  "token-expired": "make a new token of the system user and set WHATSAPP_CLOUD_ACCESS_TOKEN",
  "not-permitted": "give the system user the app, the account and whatsapp_business_messaging, and make a new token",
  "account-blocked": "see the account's quality in WhatsApp Manager and ask for a review",
  "payment-missing": "add a payment method to the WhatsApp Business Account",
  "number-missing": "check WHATSAPP_CLOUD_PHONE_NUMBER_ID and that the number is registered and named",
};

/** What the operator does about an alarm. */
export const remedyOf = (alarm: CloudAlarm): string => remedies[alarm];
