import {
  bandsOf,
  contributionFor,
  type ProgrammeSet,
  priceChangeAfter,
  type Sector,
} from "../../domain/contribution/contribution";
import { dayOf } from "../../domain/shared/calendar";
import { addMonths, type Period } from "../../domain/shared/period";
import { districtByCode, villageById } from "../../domain/shared/region";
import type { Text } from "../../domain/shared/text";
import type { PaymentRoute } from "../../domain/sponsor/sponsor";
import type { WorkerGlimpse } from "../../operations/catalog-views";
import { firstPeriodToPay } from "../../operations/due-plan";
import type { FlowContext, Given, ReviewLine } from "../flow";
import { priceText, soughtText } from "./common";

/** What somebody who wants to pay for workers is asked. Stored in the session as JSON, encrypted. */
export interface SponsorAnswers {
  /** `asn`: a civil servant who pays as a person. */
  kind: "person" | "office" | "asn";
  officeName: string;
  name: string;
  /** The first month of a civil servant's retirement, or that it is not known. */
  retires: Period | "unknown";
  showsName: "yes" | "no";
  whom: "number" | "pick";
  /** The registration number from a deep link. */
  number: string;
  worker: WorkerGlimpse;
  count: number;
  /** A kecamatan's code, or `any`. */
  wishDistrict: string;
  /** A village's id, whose workers come first, or `any`. */
  wishVillage: string;
  /** An occupation's id, or `any`. */
  wishOccupation: string;
  programmes: ProgrammeSet;
  monthsAhead: string;
  start: "this" | "next";
  route: PaymentRoute;
  held: readonly { pledgeId: string; worker: WorkerGlimpse }[];
  waiting: number;
  confirm: "yes" | "no";
}

type Known = Given<SponsorAnswers>;

/** Whether a worker that was offered still waits for this sponsor's answer: a hold ends, and it may be answered elsewhere. */
export const isHeldStill = ({ pledgeId }: { readonly pledgeId: string }, context: FlowContext): boolean =>
  context
    .look("own-affairs", {})
    .pledges.some((one) => one.pledgeId === pledgeId && one.status === "held" && (one.heldUntil ?? 0) > context.now);

/** The first month to be paid: the first that can still be paid in time, or the one after it. */
export function startOf(given: Known, now: number): Period {
  const first = firstPeriodToPay(dayOf(now));
  return given.start === "next" ? addMonths(first, 1) : first;
}

/** Whether the sponsor is an office and its coordinator writes: she pays its bill herself, so that no other way is asked about. */
export const paysOfficeBill = (context: FlowContext): boolean =>
  context.look("office-standing", {}).coordinates !== undefined;

/** By which way the months are paid. */
export const routeOf = (given: Known, context: FlowContext): PaymentRoute =>
  paysOfficeBill(context) ? "coordinator" : (given.route ?? "direct");

/** What one worker costs: the named one, or the lowest band for workers still to be found. */
function termsOf(given: Known, programmes: ProgrammeSet) {
  const base = given.worker?.base ?? bandsOf()[0]?.base;
  if (base === undefined) throw new Error("the tariff has no bands");
  const sector: Sector = given.worker?.sector ?? "other";
  return { base, sector, programmes, funding: "private" as const };
}

/** The price of one worker in the first month to be paid, and from when it changes. */
export function priceOf(given: Known, programmes: ProgrammeSet, now: number): Text {
  const terms = termsOf(given, programmes);
  const period = startOf(given, now);
  return priceText(contributionFor({ ...terms, period }), priceChangeAfter(terms, period));
}

/**
 * What the first payment comes to for the workers that are held, in rupiah, less what was paid too much for them, and whether
 * the months differ in price (F2.29).
 */
export function firstPayment(held: SponsorAnswers["held"], context: FlowContext): { total: number; isMixed: boolean } {
  const payments = pledgesOf(held, context).flatMap(({ next }) => next ?? []);
  return {
    total: payments.reduce((sum, { amount }) => sum + amount, 0),
    isMixed: payments.some((next) => next.isMixed),
  };
}

/** Until when all workers that are held are kept, in milliseconds: the earliest end of several, as it stands now. */
export const keptUntil = (held: SponsorAnswers["held"], context: FlowContext): number =>
  Math.min(...pledgesOf(held, context).flatMap(({ heldUntil }) => heldUntil ?? []));

const isSilent = (context: FlowContext): boolean => context.look("own-affairs", {}).sponsor?.isSilent === true;

/** That others are still sought beside those that are offered; only once who is long silent about whom she helps pays again. */
export function soughtTexts({ waiting: count = 0 }: Known, context: FlowContext): readonly Text[] {
  if (count === 0) return [];
  return [isSilent(context) ? soughtText(count, true) : { key: "sponsor.some-waiting", params: { count } }];
}

/** That nobody could be offered, and when somebody will be. */
export const onlyWaitingTexts = ({ waiting: count = 0 }: Known, context: FlowContext): readonly Text[] =>
  isSilent(context)
    ? [{ key: "sponsor.only-waiting.late" }, soughtText(count, true)]
    : [{ key: "sponsor.only-waiting" }];

const pledgesOf = (held: SponsorAnswers["held"], context: FlowContext) =>
  context.look("own-affairs", {}).pledges.filter((own) => held.some(({ pledgeId }) => pledgeId === own.pledgeId));

type Line = ReviewLine<SponsorAnswers, SponsorStep>;
/** The questions that a summary line may go back to. */
export type SponsorStep =
  | "kind"
  | "name"
  | "retires"
  | "showsName"
  | "whom"
  | "count"
  | "wishDistrict"
  | "wishVillage"
  | "wishOccupation"
  | "programmes"
  | "monthsAhead"
  | "start"
  | "route";

/** The summary, and which questions each line goes back to. */
export function sponsorLines(given: Known, context: FlowContext): Line[] {
  const line = (field: SponsorStep, value: Line["value"], ...forget: (keyof SponsorAnswers)[]): Line => ({
    label: { key: `sponsor.field.${field}` },
    value,
    from: field,
    forget: [field, ...forget],
  });
  const isKnown = context.look("own-affairs", {}).sponsor !== undefined;
  const self: Line[] = isKnown
    ? []
    : [
        line(
          "kind",
          { key: `sponsor.kind-line.${given.kind ?? "person"}`, params: { office: given.officeName ?? "" } },
          "officeName",
          "retires",
        ),
        line("name", given.name ?? ""),
        ...(given.kind === "asn" ? [line("retires", retirementText(given.retires))] : []),
      ];
  const showsName = line("showsName", { key: `common.${given.showsName === "yes" ? "yes" : "no"}` });
  return [...self, showsName, ...workerLines(given, line), ...termLines(given, line, context)];
}

function retirementText(retires: SponsorAnswers["retires"] | undefined): Text {
  const isKnown = retires !== undefined && retires !== "unknown";
  return isKnown ? { key: "sponsor.start-line", params: { period: retires } } : { key: "sponsor.retires-unknown" };
}

type MakeLine = (field: SponsorStep, value: Line["value"], ...forget: (keyof SponsorAnswers)[]) => Line;

function workerLines(given: Known, line: MakeLine): Line[] {
  if (given.whom === "number")
    return [
      line(
        "whom",
        given.worker?.firstName ?? "",
        "worker",
        "number",
        "count",
        "wishDistrict",
        "wishVillage",
        "wishOccupation",
      ),
    ];
  return [
    line("count", { key: "sponsor.count-line", params: { count: given.count ?? 1 } }),
    line("wishDistrict", districtWish(given.wishDistrict), "wishVillage"),
    ...(given.wishVillage && given.wishVillage !== "any"
      ? [line("wishVillage", { key: "common.name", params: { name: villageById(given.wishVillage)?.name ?? "" } })]
      : []),
    line(
      "wishOccupation",
      given.wishOccupation === "any" || !given.wishOccupation
        ? { key: "sponsor.any" }
        : { key: `occupation.${given.wishOccupation}` },
    ),
  ];
}

/** The kecamatan that was wished for, or that any will do. */
function districtWish(code: string | undefined): Text {
  const district = districtByCode(code ?? "");
  return district ? { key: "common.name", params: { name: district.name } } : { key: "sponsor.any" };
}

function termLines(given: Known, line: MakeLine, context: FlowContext): Line[] {
  const { now } = context;
  const programmes = given.programmes ?? "JKK+JKM";
  return [
    line("programmes", {
      key: `sponsor.programmes-line.${programmes === "JKK+JKM" ? "two" : "three"}`,
      params: { price: priceOf(given, programmes, now) },
    }),
    line("monthsAhead", { key: "sponsor.months-line", params: { months: Number(given.monthsAhead ?? 1) } }),
    line("start", { key: "sponsor.start-line", params: { period: startOf(given, now) } }),
    ...(paysOfficeBill(context) ? [] : [line("route", { key: `sponsor.route-line.${routeOf(given, context)}` })]),
  ];
}
