import { bandForIncome, bandsOf } from "../../domain/contribution/contribution";
import { foldWords, typoDistance } from "../../domain/shared/folded-text";
import { type Nik, readNik } from "../../domain/shared/nik";
import { periodOf } from "../../domain/shared/period";
import { districtByCode, districts, recognizeOutside, type Village, villagesOf } from "../../domain/shared/region";
import { fail, ok, type Result } from "../../domain/shared/result";
import type { Text } from "../../domain/shared/text";
import { checkAge } from "../../domain/worker/eligibility";
import { readChoice } from "../answers/choice";
import { readDate } from "../answers/date";
import { readMoney } from "../answers/money";
import { readNikNumber } from "../answers/nik";
import { readPersonName } from "../answers/person-name";
import { readPhoneNumber } from "../answers/phone-number";
import { readDistrict, readVillage, villageWithDistrict } from "../answers/place";
import type { ActContext, Bubble, FlowContext, Given, Input, Option } from "../flow";
import { fromText, yesNo } from "./common";
import { bubble, numberIn, say } from "./register-worker-asking";
import { ageOf, bandText, priceOf, type Registration } from "./register-worker-draft";

type Known = Given<Registration>;
const choice = (group: string, ...values: string[]): Option[] =>
  values.map((value) => ({
    value,
    label: { key: `register.${group}.${value}` },
    synonyms: (said[`${group}.${value}`] ?? "").split(",").filter((word) => word !== ""),
  }));
/** What people say in place of a label. */
const said: Readonly<Record<string, string>> = {
  "relation.self": "saya,aku,kula,kulo,diri sendiri,myself",
  "relation.helper": "orang lain,tetangga,suami saya,istri saya,anak saya,bapak saya,ibu saya,teman,somebody else",
  "payer.self": "sendiri,bayar sendiri,mbayar dhewe,bayar piyambak,myself",
  "payer.sponsor": "sponsor,cari sponsor,mencari sponsor,dibayari,dibayarkan,tidak mampu,a sponsor",
};

/** Whom: oneself, or somebody else. */
export const relation = {
  type: "choose",
  key: "relation",
  prompt: () => [say("register.relation")],
  options: () => choice("relation", "self", "helper"),
} as const;

/** How somebody who is registered by a helper agreed (F10.05); "not yet" ends kindly. */
export const helperConsent = {
  type: "choose",
  key: "helperConsent",
  prompt: () => [say("register.helper-consent")],
  options: () =>
    choice("helper-consent", "present", "phone", "family", "not-yet").map((option) =>
      option.value === "not-yet" ? { ...option, next: "askFirst" as const } : option,
    ),
  why: say("register.helper-consent-why"),
} as const;

/** The NIK (F9.04): refused is only what can be none, never a region. */
export const nik = {
  type: "ask",
  key: "nik",
  prompt: ({ relation: whose }: Known) => bubble(say(`register.nik.${whose ?? "self"}`)),
  read: (input: Input): Result<Nik, Text> => fromText(input, readNikNumber, say("register.nik-type")),
  why: say("register.nik-why"),
  help: say("register.nik-help"),
} as const;

const nikChecks: readonly Option[] = [
  {
    value: "right",
    label: say("register.nik-check.right"),
    synonyms: ["ya", "iya", "betul", "benar", "leres", "nggih", "yes"],
  },
  {
    value: "wrong",
    label: say("register.nik-check.wrong"),
    synonyms: ["tidak", "salah", "bukan", "tulis ulang", "no"],
  },
  { value: "differs", label: say("register.nik-check.differs"), synonyms: ["differs", "di ktp lain", "beda"] },
];

const checksToRead = (["right", "wrong", "differs"] as const).map((value) => {
  const { synonyms = [] } = nikChecks.find((check) => check.value === value) ?? {};
  return { value, label: value, synonyms };
});

/** Reads the NIK back as birth day and form of address; the NIK typed once more is taken and read back again. */
export const nikCheck = {
  type: "ask",
  key: "nikCheck",
  prompt: ({ nik: given, relation: whose }: Known, { today }: FlowContext) => {
    const reading = given ? readNik(given, today) : undefined;
    const params = { day: reading?.bornOn ?? today };
    return bubble(say(`register.nik-check.${whose ?? "self"}.${reading?.sex ?? "male"}`, params), nikChecks);
  },
  read: (input: Input): Result<Registration["nikCheck"], Text> =>
    fromText<Registration["nikCheck"]>(input, (typed) => {
      // Ten digits or more are a NIK, and whoever mistypes it is told what is wrong with it.
      if (typed.replace(/\D/gu, "").length >= 10) return readNikNumber(typed);
      const chosen = readChoice(typed, checksToRead);
      return chosen.ok ? chosen : fail(say("register.nik-check-help"));
    }),
  why: say("register.nik-check-why"),
} as const;

/** What follows from the check. A day that differs from the KTP's is a warning, not a refusal (F9.03). */
export function nikChecked({ nikCheck: checked }: Known): {
  next: "nik" | "nikCheck" | "bornOn" | "nikStatus";
  set?: Known;
  forget?: readonly ("nik" | "nikCheck")[];
} {
  switch (checked) {
    case "right":
      return { next: "nikStatus" };
    case "differs":
      return { next: "bornOn" };
    case "wrong":
    case undefined:
      return { next: "nik", forget: ["nik", "nikCheck"] };
    default:
      return { next: "nikCheck", forget: ["nikCheck"], set: { nik: checked } };
  }
}

/** The birth day as the KTP shows it. */
export const bornOn = {
  type: "ask",
  key: "bornOn",
  prompt: () => bubble(say("register.born-on")),
  read: (input: Input, _given: Known, { today }: FlowContext) =>
    fromText(input, (typed) => readDate(typed, { today, towards: "past" })),
} as const;

/** Whether this NIK may go on: not registered yet, not too old (F1.06). Of somebody else's registration nothing is told. */
export function nikStatus(
  given: Known,
  context: ActContext,
): { next: "name" | "alreadyOwn" | "taken" | "tooOld"; set?: Known; say?: Text[] } {
  const number = given.nik;
  if (!number) throw new Error("the NIK is checked before it was asked");
  const age = checkAge(ageOf(given, context.today));
  if (age === "too-old") return { next: "tooOld" };
  const status = context.look("nik-status", { nik: number });
  if (status === "taken") return { next: "taken" };
  if (status === "own") return { next: "alreadyOwn" };
  const openAge = age === "ask-officer" ? [say("register.age-open")] : [];
  if (status === "free") return { next: "name", say: openAge };
  const rejected = context.look("own-affairs", {}).workers.find((worker) => worker.status === "rejected");
  return {
    next: "name",
    ...(rejected ? { set: { mends: rejected.workerId } } : {}),
    say: [...openAge, say("register.mending")],
  };
}

/** The name as the KTP has it. */
export const name = {
  type: "ask",
  key: "name",
  freeText: true,
  prompt: ({ relation: whose }: Known) => bubble(say(`register.name.${whose ?? "self"}`)),
  read: (input: Input) => fromText(input, readPersonName),
  why: say("register.name-why"),
} as const;

/** A phone, or none: contact data only, never the key of anything (F9.08). */
export const phone = {
  type: "ask",
  key: "phone",
  prompt: ({ relation: whose }: Known): Bubble => ({
    ...bubble(say(`register.phone.${whose ?? "self"}`), [
      {
        value: "none",
        label: say("register.phone-none"),
        synonyms: ["tidak punya", "tidak ada", "ndak punya", "gak punya", "ora duwe", "none", "0"],
      },
    ]),
    ...(whose === "helper" ? {} : { requestPhone: say("register.phone-share") }),
  }),
  read: (input: Input): Result<Registration["phone"], Text> => {
    if (input.type === "phone") return readPhoneNumber(input.phone);
    return fromText<Registration["phone"]>(input, (typed) => (isNone(typed) ? ok("none") : readPhoneNumber(typed)));
  },
  why: say("register.phone-why"),
} as const;

const isNone = (typed: string): boolean =>
  readChoice(typed, [
    {
      value: true,
      label: "none",
      synonyms: [
        "1",
        "tidak punya",
        "tidak ada",
        "tidak punya hp",
        "ndak punya",
        "gak punya",
        "gak ada",
        "ora duwe",
        "mboten gadhah",
        "-",
        "0",
      ],
    },
  ]).ok;

/** A kecamatan by number or name; a village typed here is taken too, where only one has that name (F8.06). */
export const district = {
  type: "ask",
  key: "district",
  prompt: () =>
    bubble(
      say("register.district"),
      districts.map(({ code, name: label }) => ({ value: code, label: say("common.name", { name: label }) })),
    ),
  read: (input: Input): Result<Registration["district"], Text> => {
    if (input.type === "option")
      return districtByCode(input.value) ? ok({ code: input.value }) : fail(say("answers.district.unknown"));
    return fromText(input, readPlace);
  },
  help: say("register.district-help"),
} as const;

function readPlace(typed: string): Result<Registration["district"], Text> {
  const number = numberIn(typed, districts.length);
  const byNumber = number === null ? undefined : districts[number - 1];
  if (byNumber) return ok({ code: byNumber.code });
  const asDistrict = readDistrict(typed);
  if (asDistrict.ok) {
    const along = readVillage(typed, asDistrict.value);
    const isNamed = along.ok && isNamedIn(typed, along.value) && !isNamedIn(asDistrict.value.name, along.value);
    return ok({ code: asDistrict.value.code, ...(isNamed ? { villageId: along.value.id } : {}) });
  }
  // "Ungaran" is a kelurahan too, but whoever is asked for the kecamatan means one of the two of that name.
  if (asDistrict.error.key === "answers.district.several") return fail(asDistrict.error);
  if (ownRegency.test(foldWords(typed))) return fail(say("register.district-semarang"));
  const asVillage = readVillage(typed);
  if (asVillage.ok && isNamedIn(typed, asVillage.value))
    return ok({ code: asVillage.value.district.code, villageId: asVillage.value.id });
  const elsewhere = recognizeOutside(typed);
  if (elsewhere) return fail(say("answers.place.outside", { place: elsewhere }));
  // A village that is only like what was typed is asked about: it was not even asked for.
  if (asVillage.ok) return fail(say("answers.village.suggested", { names: villageWithDistrict(asVillage.value) }));
  const isSeveral = asVillage.error.key === "answers.village.several";
  const isClearer = asDistrict.error.candidates.length === 0 && asVillage.error.candidates.length > 0;
  return fail(isSeveral || isClearer ? asVillage.error : asDistrict.error);
}

/** The name of us all, which is no kecamatan and like that of a village. */
const ownRegency = /^(?:(?:di )?kab(?:upaten)? )?semarang$/u;

/** Whether a text has the village's name in it, with one slip at most. */
function isNamedIn(typed: string, { name: known }: Village): boolean {
  const [text, meant] = [foldWords(typed), foldWords(known)];
  return ` ${text} `.includes(` ${meant} `) || typoDistance(text.replaceAll(" ", ""), meant.replaceAll(" ", "")) <= 1;
}

/** A desa or kelurahan of the kecamatan. */
export const village = {
  type: "ask",
  key: "village",
  skip: (given: Known) => given.district?.villageId !== undefined,
  prompt: (given: Known) =>
    bubble(say("register.village", { district: districtOf(given)?.name ?? "" }), villageOptions(given)),
  read: (input: Input, given: Known): Result<string, Text> => {
    const place = districtOf(given);
    if (!place) throw new Error("the village is asked before the kecamatan");
    const known = villagesOf(place);
    if (input.type === "option")
      return known.some((one) => one.id === input.value) ? ok(input.value) : fail(say("answers.village.unknown"));
    return fromText(input, (typed) => {
      const byNumber = known[(numberIn(typed, known.length) ?? 0) - 1];
      if (byNumber) return ok(byNumber.id);
      const read = readVillage(typed, place);
      return read.ok ? ok(read.value.id) : fail(read.error);
    });
  },
  help: say("register.village-help"),
} as const;

const districtOf = (given: Known) => districtByCode(given.district?.code ?? "");
const villageOptions = (given: Known): Option[] => {
  const place = districtOf(given);
  return place
    ? villagesOf(place).map(({ id, name: label }) => ({ value: id, label: say("common.name", { name: label }) }))
    : [];
};

/** Asked only for work that is not on the list: the reduction differs by sector (F2.22-F2.23). */
export const transport = {
  type: "choose",
  key: "transport",
  skip: (given: Known) => given.occupation?.sector !== undefined,
  prompt: () => [say("register.transport")],
  options: () => yesNo,
  why: say("register.transport-why"),
} as const;

/** Whether there is an insurance already; an officer looks at it (F1.10, F1.15). */
export const insured = {
  type: "choose",
  key: "insured",
  prompt: ({ relation: whose }: Known) => [say(`register.insured.${whose ?? "self"}`)],
  options: () => choice("insured", "no", "yes", "unknown"),
  why: say("register.insured-why"),
} as const;

/** How many bands are offered by number; a higher income is typed. */
const offeredBands = 6;

/** The declared income, by band or as an amount (F1.11, F2.06). */
export const income = {
  type: "ask",
  key: "income",
  prompt: (_given: Known, { now }: FlowContext) => bubble(say("register.income"), incomeOptions(now)),
  read: (input: Input, _given: Known, { now }: FlowContext): Result<Registration["income"], Text> => {
    const offered = bandsOf(periodOf(now)).slice(0, offeredBands);
    if (input.type === "option") return bandAt(offered[Number(input.value)]);
    return fromText<Registration["income"]>(input, (typed) => {
      const byNumber = offered[(numberIn(typed, offered.length) ?? 0) - 1];
      if (byNumber) return bandAt(byNumber);
      const amount = readMoney(typed);
      return amount.ok ? incomeOf(amount.value, now) : amount;
    });
  },
  why: say("register.income-why"),
  help: say("register.income-help"),
} as const;

const bandAt = (band: { incomeFrom: number } | undefined): Result<Registration["income"], Text> =>
  band ? ok({ band: band.incomeFrom }) : fail(say("register.income-help"));

function incomeOf(amount: number, now: number): Result<number, Text> {
  const band = bandForIncome(amount, periodOf(now));
  return band.ok ? ok(amount) : fail(say("register.income-minimum", { minimum: band.error.minimum }));
}

function incomeOptions(now: number): Option[] {
  return bandsOf(periodOf(now))
    .slice(0, offeredBands)
    .map(({ incomeFrom }, index) => ({ value: String(index), label: bandText(incomeFrom) }));
}

/** Two programmes or three, each with the price of this period, and from when it changes. */
export const programmes = {
  type: "choose",
  key: "programmes",
  prompt: () => [say("register.programmes")],
  options: (given: Known, { now }: FlowContext) =>
    (["JKK+JKM", "JKK+JKM+JHT"] as const).map((set) => ({
      value: set,
      label: say(`register.programmes.${set === "JKK+JKM" ? "two" : "three"}`, { price: priceOf(given, set, now) }),
    })),
  why: say("register.programmes-why"),
  help: say("register.programmes-help"),
} as const;

/** Who is to pay. */
export const payer = {
  type: "choose",
  key: "payer",
  prompt: ({ relation: whose }: Known) => [say(`register.payer-ask.${whose ?? "self"}`)],
  options: () => choice("payer", "self", "sponsor"),
  why: say("register.payer-why"),
} as const;

/** Whether a sponsor who pays directly may see the NIK, which is the payment number (F6.08, F10.05). */
export const sharesNik = {
  type: "choose",
  key: "sharesNik",
  prompt: () => [say("register.shares-nik")],
  options: () => yesNo,
  why: say("register.shares-nik-why"),
} as const;
