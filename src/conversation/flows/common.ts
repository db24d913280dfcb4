import type { Contribution } from "../../domain/contribution/contribution";
import { periodOf } from "../../domain/shared/period";
import { villageById } from "../../domain/shared/region";
import { fail, type Result } from "../../domain/shared/result";
import type { Text } from "../../domain/shared/text";
import { occupationById } from "../../domain/worker/occupations";
import type { OwnPledge } from "../../operations/catalog-views";
import { lapsedText } from "../../operations/standing-texts";
import type { Input, Option } from "../flow";

/** Reads typed words with `read`; every other kind of input is refused with `otherwise`. */
export function fromText<T>(
  input: Input,
  read: (typed: string) => Result<T, Text>,
  otherwise: Text = { key: "engine.type-please" },
): Result<T, Text> {
  if (input.type === "option") return read(input.value);
  return input.type === "text" ? read(input.text) : fail(otherwise);
}

/** Two choices: yes (1) and no (2). */
export const yesNo: readonly Option[] = [
  {
    value: "yes",
    label: { key: "common.yes" },
    synonyms: ["ya", "iya", "betul", "benar", "setuju", "nggih", "inggih", "leres", "ok", "oke", "boleh", "yes"],
  },
  {
    value: "no",
    label: { key: "common.no" },
    synonyms: ["tidak", "ndak", "nggak", "gak", "ora", "mboten", "bukan", "belum", "salah", "no"],
  },
];

/** Two choices for what was read back: right (1) goes on; wrong (2) forgets what is named and asks at `next` again. */
export const rightOrWrong = <Id extends string, Key extends string>(
  labels: { readonly right: Text; readonly wrong: Text },
  again: { readonly next: Id; readonly forget: readonly Key[] },
) => [
  { value: "right", label: labels.right, synonyms: ["ya", "betul", "benar", "leres", "yes"] },
  { value: "wrong", label: labels.wrong, synonyms: ["tidak", "salah", "no"], ...again },
];

/** "Kalisidi, Kec. Ungaran Barat". */
export function placeText(villageId: string): Text | string {
  const village = villageById(villageId);
  if (!village) return "";
  return { key: "common.place", params: { village: village.name, district: village.district.name } };
}

/** How a pledge stands, from which month on a paused one is paid again, and of one that goes on whether its protection has ended. */
export function pledgeStateText(pledge: Pick<OwnPledge, "status" | "pausedUntil" | "hasLapsed">): Text {
  const { status, pausedUntil, hasLapsed } = pledge;
  if (status === "active" && hasLapsed === true) return { key: "status.pledge-state.lapsed" };
  if (status !== "paused" || pausedUntil === undefined) return { key: `status.pledge-state.${status}` };
  return { key: "status.pledge-state.paused-until", params: { month: periodOf(pausedUntil) } };
}

/**
 * That the protection of a pledge's worker has ended, and what lets it run again; nothing where it has not. Whoever began to talk
 * of the pledge before that was kept is told the next month.
 */
export function lapsedTexts(name: string, pledge: Pick<OwnPledge, "hasLapsed" | "restoring" | "nextPeriod">): Text[] {
  const { hasLapsed, restoring, nextPeriod: month } = pledge;
  return hasLapsed === true ? [lapsedText(name, restoring ?? { month, state: "unpaid" })] : [];
}

/** An occupation in words: its label, or what was typed. */
export function occupationText(occupationId: string, typed?: string): Text | string {
  if (typed) return typed;
  return { key: `occupation.${occupationById(occupationId)?.id ?? "other"}` };
}

/** "Rp 8.400 sebulan", and from when it will be another amount. */
export function priceText(now: Contribution, change: { from: string; total: number } | null): Text {
  if (!change) return { key: "common.price", params: { amount: now.total } };
  return { key: "common.price-changing", params: { amount: now.total, from: change.from, later: change.total } };
}

/** An accepted value that is one of a fixed list of words. */
export const oneOf = <T extends string>(value: unknown, allowed: readonly T[], otherwise: T): T =>
  allowed.find((one) => one === value) ?? otherwise;

/** That so many workers are still sought for a sponsor: at once, or once she who is long silent pays again or says so. */
export const soughtText = (count: number, isSilent = false): Text => ({
  key: isSilent ? "status.pledges-waiting.late" : "status.pledges-waiting",
  params: { count },
});
