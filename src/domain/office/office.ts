import type { Brand } from "../shared/brand";
import type { IsoDay } from "../shared/calendar";
import type { Period } from "../shared/period";
import { fail, ok, type Result } from "../shared/result";
import { drawSpoken, readSpoken } from "../shared/spoken-code";

/** What an office is: an agency of the regency (OPD), a company, or a community. */
export const officeKinds = ["agency", "company", "community"] as const;
/** What an office is. */
export type OfficeKind = (typeof officeKinds)[number];

/**
 * What a code of an office is for: employees join by it, the coordinator's role is handed on by it, the page is opened by
 * it, or it is the right of the browser in which one was typed.
 */
export type OfficeCodeKind = "join" | "hand-over" | "page" | "visit";

/** A code of an office, of which only the keyed hash is kept. */
export interface OfficeCodeMark {
  readonly kind: OfficeCodeKind;
  readonly hash: string;
  /** Until when it can be used (milliseconds); none where it holds until there is another. */
  readonly until?: number;
  /** Of a handing over: the contact that began it, who cannot accept it; and the only one who can, where one was named. */
  readonly by?: string;
  readonly to?: string;
  /** The act that has used it up. */
  readonly spentBy?: string;
}

/** How long a successor may take to say yes. Milliseconds. */
export const handOverMs = 7 * 86_400_000;

/** An agency, company or community whose employees each stand by a worker. Its name is the sponsor's `officeName`. */
export interface Office {
  /** The id of the sponsor that pays: an office is one sponsor. */
  readonly id: string;
  readonly revision: number;
  readonly kind: OfficeKind;
  /** The contacts that may see and do everything here; none while the office looks for a new coordinator. */
  readonly coordinatorIds: readonly string[];
  readonly codes: readonly OfficeCodeMark[];
  /** Counts the join codes: a new one makes the former useless. */
  readonly joinSerial: number;
  /** When employees were last reminded together (milliseconds), and by which act. */
  readonly reminded?: { readonly at: number; readonly by: string };
  /** True where the coordinator wants no list by itself every month. */
  readonly isListOff?: true;
  /** The month whose list went out by itself last. */
  readonly listedFor?: Period;
  readonly createdAt: number;
}

/** Somebody who works at an office and stands by a worker through its pledges. */
export interface Employee {
  readonly id: string;
  readonly revision: number;
  readonly officeId: string;
  readonly name: string;
  /** The number on the staff list (NIP or of the company's own making). */
  readonly staffNumber?: string;
  readonly phone?: string;
  /** The chat by which this employee joined; whoever never wrote to us is never written to. */
  readonly contactId?: string;
  readonly retiresOn?: IsoDay;
  /** The last warning of the retirement that was given, and on which day. */
  readonly warned?: { readonly retiresOn: IsoDay; readonly rung: RetirementRung; readonly on: IsoDay };
  /** The act that last completed what is known of her from a list, so that the same act done again counts it as its own. */
  readonly completedBy?: string;
  readonly status: "active" | "ended";
  readonly createdAt: number;
}

/** How long before a retirement the coordinators are warned: a year, half a year, a month. */
export const retirementRungs = ["year", "half-year", "month"] as const;
/** A warning before a retirement. */
export type RetirementRung = (typeof retirementRungs)[number];

/** How many employees an office has at most. */
export const mostEmployees = 5_000;

/** A code of an office as it is read aloud, `7K3M-9QXR`. */
export type OfficeCode = Brand<string, "OfficeCode">;
const CODE_LENGTH = 8;

/** A code from random bytes, at least 16 of them. */
export function makeOfficeCode(bytes: Uint8Array): OfficeCode {
  return written(drawSpoken(bytes, CODE_LENGTH));
}

/** Reads a code as it is typed: in any case, with or without the dash. */
export function parseOfficeCode(text: string): Result<OfficeCode, "office-code.unreadable"> {
  const plain = readSpoken(text, CODE_LENGTH);
  return plain === null ? fail("office-code.unreadable") : ok(written(plain));
}

/** The office with a new code of a kind, in place of older ones of that kind where `isOnly`, and without those that are over. */
export function withCode(office: Office, code: OfficeCodeMark, now: number, isOnly = true): Office {
  const stays = (one: OfficeCodeMark): boolean =>
    one.hash !== code.hash && (one.until === undefined || one.until > now) && !(isOnly && one.kind === code.kind);
  return { ...office, codes: [...office.codes.filter(stays), code] };
}

/** The code of this hash while it can be used, or null. */
export function openCode(office: Office, hash: string, now: number): OfficeCodeMark | null {
  return office.codes.find((one) => one.hash === hash && (one.until === undefined || one.until > now)) ?? null;
}

function written(plain: string): OfficeCode {
  return `${plain.slice(0, 4)}-${plain.slice(4)}` as OfficeCode;
}
