/** The platforms on which people reach us. */
export const channelNames = ["simulator", "telegram", "whatsapp-web", "whatsapp-cloud"] as const;
/** One of the platforms on which people reach us. */
export type ChannelName = (typeof channelNames)[number];

/** The languages that have words for everything; each has a folder in `locales`. */
export const languages = ["id", "en"] as const;
/** A language that has words for everything. */
export type WholeLanguage = (typeof languages)[number];
/**
 * The languages that a person may choose. Javanese (`jv`, krama) has words for the most asked and for emergencies only:
 * what it lacks is said in Indonesian.
 */
export const spokenLanguages = [...languages, "jv"] as const;
/** A language in which we answer. */
export type Language = (typeof spokenLanguages)[number];

/** The language that stands in where another has no words. */
export function wholeLanguageOf(language: Language): WholeLanguage {
  return language === "jv" ? "id" : language;
}

/** One name that a channel gives for a sender, for example `{ kind: "telegram-user", value: "123" }`. */
export interface Identifier {
  readonly kind:
    | "simulator-name"
    | "telegram-user"
    | "telegram-chat"
    | "whatsapp-phone"
    | "whatsapp-lid"
    | "whatsapp-business-user";
  readonly value: string;
}

/** The consent that a contact gave or withdrew: which text, when, in which message (UU 27/2022, F10.06). */
export interface Consent {
  readonly status: "given" | "declined" | "withdrawn";
  readonly textVersion: number;
  /** Milliseconds. */
  readonly at: number;
  /** The inbox entry that said so: the proof. */
  readonly messageId: string;
}

/**
 * One chat identity. One contact may speak for many persons, one person may have several contacts: then one of them is the
 * principal, to which the talk and all that is kept belongs, and the others are its further chats (see `endpoints.ts`).
 */
export interface Contact {
  readonly id: string;
  /** Set on a further chat of somebody: the contact that the talk and all that is kept belongs to. */
  readonly principalId?: string;
  /** Set where a principal is seen through a further chat: the id of that chat's own contact. Never stored. */
  readonly endpointId?: string;
  readonly channel: ChannelName;
  /** Where messages to this contact go. */
  readonly address: string;
  readonly language: Language;
  readonly consent?: Consent;
  /** Set when the person said STOP: nothing unsolicited is sent from then on. Milliseconds. */
  readonly optedOutAt?: number;
  /** Set while the person has paused reminders (JEDA). Milliseconds. */
  readonly pausedUntil?: number;
  /** Set when the platform told us that the person blocked us. Milliseconds. */
  readonly blockedAt?: number;
  /** Set when a message that nobody had asked for could not be delivered here for good; until the person writes. Milliseconds. */
  readonly undeliverableAt?: number;
  /** When the contact itself is to be forgotten, because the person had the data deleted. Milliseconds. */
  readonly forgetAt?: number;
  /** When the person last wrote. Milliseconds. */
  readonly lastInboundAt?: number;
  /** Set when the platform told us, before our own reckoning did, that it takes templates only; until the person writes. */
  readonly windowClosedAt?: number;
}

/** What of a chat decides where a person is reached, and in which language: nothing that is kept sealed. */
export type ChatOutline = Pick<
  Contact,
  "id" | "principalId" | "channel" | "language" | "blockedAt" | "undeliverableAt" | "lastInboundAt"
>;
