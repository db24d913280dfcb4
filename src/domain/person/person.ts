import type { IsoDay } from "../shared/calendar";
import type { Nik } from "../shared/nik";
import type { PhoneNumber } from "../shared/phone";

/** A human being under our own id; at most one per NIK (a unique index holds it). Never keyed by a phone number. */
export interface Person {
  readonly id: string;
  readonly revision: number;
  /** As on the KTP. */
  readonly name: string;
  readonly nik?: Nik;
  readonly bornOn?: IsoDay;
  readonly sex?: "female" | "male";
  readonly phone?: PhoneNumber;
  /** The contacts that speak for this person. */
  readonly contactIds: readonly string[];
  /** Milliseconds. */
  readonly createdAt: number;
}

/** All that may be shown to somebody else (F9.09, issue of fair matching): never the full name. */
export function firstNameOf(name: string): string {
  return name.trim().split(/\s+/u)[0] ?? "";
}
