import {
  bandForIncome,
  bandsOf,
  contributionFor,
  type ProgrammeSet,
  priceChangeAfter,
  type Sector,
} from "../../domain/contribution/contribution";
import type { IsoDay } from "../../domain/shared/calendar";
import { ageOn, maskNik, type Nik, readNik } from "../../domain/shared/nik";
import { periodOf } from "../../domain/shared/period";
import type { PhoneNumber } from "../../domain/shared/phone";
import type { Text } from "../../domain/shared/text";
import type { WorkerDraft } from "../../operations/catalog-views";
import type { FlowContext, Given, ReviewLine } from "../flow";
import { occupationText, placeText, priceText } from "./common";

/** What the registration asks. Stored in the session as JSON, encrypted. */
export interface Registration {
  relation: "self" | "helper";
  helperConsent: "present" | "phone" | "family" | "not-yet";
  nik: Nik;
  /** Or the NIK itself, typed once more. */
  nikCheck: "right" | "wrong" | "differs" | Nik;
  /** Given only where the KTP shows another day than the NIK (F9.03). */
  bornOn: IsoDay;
  name: string;
  /** `none` for somebody without a phone. */
  phone: PhoneNumber | "none";
  /** The village is there too when it was typed in place of the kecamatan. */
  district: { code: string; villageId?: string };
  village: string;
  occupation: { id: string; text?: string; sector?: Sector; sectorUnclear?: boolean };
  /** `none` for one work. */
  secondOccupation: { id: string; text?: string; sector?: Sector; sectorUnclear?: boolean };
  transport: "yes" | "no";
  insured: "no" | "yes" | "unknown";
  /** Rupiah a month; by number, the band whose lowest income is this. */
  income: number | { readonly band: number };
  programmes: ProgrammeSet;
  payer: "self" | "sponsor";
  sharesNik: "yes" | "no";
  /** An own registration that was rejected and is mended now. */
  mends: string;
  /** The registration number that was given. */
  number: string;
}

/** The sector that decides about the reduction: the occupation's own, or as answered for an occupation not on the list. */
function sectorOf(given: Given<Registration>): Sector {
  return given.occupation?.sector ?? (given.transport === "yes" ? "transport" : "other");
}

/** The village that was chosen, wherever it was typed. */
const villageOf = (given: Given<Registration>): string => given.district?.villageId ?? given.village ?? "";

/** The age in full years, by the day on the KTP where that differs from the NIK's (F9.03); 0 before the NIK is known. */
export function ageOf({ nik, nikCheck, bornOn }: Given<Registration>, today: IsoDay): number {
  if (nikCheck === "differs" && bornOn) return ageOn(bornOn, today);
  return nik ? readNik(nik, today).age : 0;
}

/** Two works of different sectors: which of them decides about the reduction is for an officer to say (F2.22-F2.23). */
const hasOtherSector = (given: Given<Registration>): boolean =>
  given.secondOccupation?.sector !== undefined && given.secondOccupation.sector !== sectorOf(given);

/** What an officer should look at; codes only. */
function warningsOf(given: Given<Registration>, context: FlowContext): string[] {
  const age = ageOf(given, context.today);
  return [
    ...(given.nikCheck === "differs" ? ["birth-day-differs"] : []),
    ...(age < 18 ? ["age-open"] : []),
    ...(given.insured === "yes" ? ["says-insured"] : given.insured === "unknown" ? ["maybe-insured"] : []),
    ...(given.occupation?.sectorUnclear || hasOtherSector(given) ? ["sector-unclear"] : []),
    ...(given.relation === "helper" && given.helperConsent !== "present" ? [`consent-by-${given.helperConsent}`] : []),
  ];
}

function needed<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the registration reached its end without "${what}"`);
  return value;
}

/** The whole registration; throws when a step was left out, which is a defect of the flow. */
export function draftOf(given: Given<Registration>, context: FlowContext): WorkerDraft {
  const nik = needed(given.nik, "nik");
  const reading = readNik(nik, context.today);
  const income = incomeOf(needed(given.income, "income"));
  const band = bandForIncome(income);
  if (!band.ok) throw new Error("an income without a band was taken");
  const occupation = needed(given.occupation, "occupation");
  const phone = given.phone && given.phone !== "none" ? { phone: given.phone } : {};
  return {
    nik,
    name: needed(given.name, "name"),
    bornOn: given.nikCheck === "differs" ? needed(given.bornOn, "bornOn") : reading.bornOn,
    sex: reading.sex,
    ...phone,
    districtCode: needed(given.district, "district").code,
    villageId: villageOf(given),
    occupationId: occupation.id,
    ...(occupation.text ? { occupationText: occupation.text } : {}),
    ...secondOf(given),
    sector: sectorOf(given),
    income,
    base: band.value.base,
    programmes: needed(given.programmes, "programmes"),
    payer: needed(given.payer, "payer"),
    funding: "private",
    relation: needed(given.relation, "relation"),
    ...(given.relation === "helper" ? { consentNote: needed(given.helperConsent, "helperConsent") } : {}),
    sharesNikWithSponsor: given.payer === "sponsor" && given.sharesNik === "yes",
    warnings: warningsOf(given, context),
    ...(given.mends ? { mends: given.mends } : {}),
  };
}

function secondOf({ secondOccupation: second }: Given<Registration>): Pick<WorkerDraft, "secondOccupation"> {
  if (!second || second.id === "none") return {};
  return { secondOccupation: { id: second.id, ...(second.text ? { text: second.text } : {}) } };
}

/** What is declared, in rupiah: of a band its lowest income, so that nothing is declared that was not said. */
const incomeOf = (income: Registration["income"]): number => (typeof income === "number" ? income : income.band);

/** What a band is called where it is offered, and in the summary of whoever chose it. */
export function bandText(incomeFrom: number): Text {
  const bands = bandsOf();
  const index = bands.findIndex((band) => band.incomeFrom === incomeFrom);
  return {
    key: index === 0 ? "register.income-first" : "register.income-band",
    params: { from: incomeFrom, to: (bands[index + 1]?.incomeFrom ?? 0) - 1000 },
  };
}

function incomeText(income: Registration["income"] = 0): Text {
  if (typeof income === "number") return { key: "register.income-line", params: { income } };
  return { key: "register.income-line-band", params: { band: bandText(income.band) } };
}

/** What these programmes cost in this period, and from when it changes. */
export function priceOf(given: Given<Registration>, programmes: ProgrammeSet, now: number): Text {
  const period = periodOf(now);
  const band = bandForIncome(incomeOf(given.income ?? 0), period);
  if (!band.ok) throw new Error("the price is asked before the income");
  const terms = { band: band.value, programmes, sector: sectorOf(given), funding: "private" as const };
  return priceText(contributionFor({ ...terms, period }), priceChangeAfter(terms, period));
}

/** The summary, and which questions each line goes back to. */
export function reviewLines(
  given: Given<Registration>,
  context: FlowContext,
): ReviewLine<Registration, RegistrationStep>[] {
  const draft = draftOf(given, context);
  const line = (field: RegistrationStep, value: Text | string, ...forget: (keyof Registration)[]) => ({
    label: { key: `register.field.${field}` },
    value,
    from: field,
    forget: [field, ...forget],
  });
  return [
    line("nik", maskNik(draft.nik), "nikCheck", "bornOn"),
    line("name", draft.name),
    {
      ...line("nik", { key: "register.born", params: { day: draft.bornOn } }, "nikCheck", "bornOn"),
      label: { key: "register.field.born" },
    },
    line("phone", draft.phone?.replace(/^\+62/u, "0") ?? { key: "register.no-phone" }),
    line("district", placeText(draft.villageId), "village"),
    line("occupation", occupationText(draft.occupationId, draft.occupationText), "transport"),
    line("insured", { key: `register.insured-line.${given.insured ?? "unknown"}` }),
    line("income", incomeText(given.income)),
    line("programmes", {
      key: `register.programmes-priced.${draft.programmes === "JKK+JKM" ? "two" : "three"}`,
      params: { price: priceOf(given, draft.programmes, context.now) },
    }),
    line("payer", { key: `register.payer-line.${draft.payer}` }, "sharesNik"),
    line(
      "secondOccupation",
      draft.secondOccupation
        ? occupationText(draft.secondOccupation.id, draft.secondOccupation.text)
        : { key: "register.no-second" },
    ),
  ];
}

/** The questions that a summary line may go back to. */
export type RegistrationStep =
  | "nik"
  | "name"
  | "phone"
  | "secondOccupation"
  | "district"
  | "occupation"
  | "insured"
  | "income"
  | "programmes"
  | "payer";
