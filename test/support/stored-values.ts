import { type DueItem, dueItemId } from "../../src/domain/contribution/due-item";
import type { Area, Officer, Task } from "../../src/domain/officer/officer";
import type { Proof } from "../../src/domain/payment/proof";
import type { Person } from "../../src/domain/person/person";
import type { IsoDay } from "../../src/domain/shared/calendar";
import { rupiah } from "../../src/domain/shared/money";
import type { Nik } from "../../src/domain/shared/nik";
import type { Period } from "../../src/domain/shared/period";
import type { Pledge, Sponsor } from "../../src/domain/sponsor/sponsor";
import type { Worker } from "../../src/domain/worker/worker";
import fc from "./property";

let counter = 0;
/** An id that no other test of the suite uses: its tests share one database and run in any order. */
export const unique = (prefix: string): string => `${prefix}-${String(counter++).padStart(6, "0")}`;
/** The numbers from 0 to 19: for twenty at once. */
export const twenty: readonly number[] = Array.from({ length: 20 }, (_, index) => index);
/** Every area. */
export const all: Area = { type: "all" };
/** The ids of the values, in their order. */
export const idsOf = (values: readonly { id: string }[]): string[] => values.map(({ id }) => id);
/** Text with what JSON and BSON treat differently: emoji, halves of them, controls, dots and dollars. */
export const oddText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom("\ud800", "a\u0000b", "$set.a", "Siti \u{1f33e}"),
);
/** The value or none. */
export const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });
/** Leaves out what is undefined, as exact optional fields want it. */
export const exact = <T extends object>(value: { [K in keyof T]: T[K] | undefined }): T =>
  JSON.parse(JSON.stringify(value)) as T;

/** How many of the results succeeded, and every error among the others. */
export function outcomes<T, E>(
  results: readonly ({ ok: true; value: T } | { ok: false; error: E })[],
): { ok: number; errors: Set<E> } {
  return {
    ok: results.filter(({ ok }) => ok).length,
    errors: new Set(results.flatMap((result) => (result.ok ? [] : [result.error]))),
  };
}

let nikCounter = 1;
/** A NIK that no other value of the test has. */
export const nik = (): Nik => `332201410190${String(nikCounter++).padStart(4, "0")}` as Nik;
/** A person with a NIK. */
export const person = (fields: Partial<Person> = {}): Person => ({
  id: unique("person"),
  revision: 0,
  name: "Siti Aminah",
  nik: nik(),
  contactIds: [unique("contact")],
  createdAt: counter,
  ...fields,
});
/** A submitted worker who looks for a sponsor. */
export const worker = (fields: Partial<Worker> = {}): Worker =>
  ({
    id: unique("worker"),
    revision: 0,
    personId: unique("person"),
    number: unique("KL"),
    status: "submitted",
    districtCode: "33.22.01",
    villageId: "33.22.01/kopeng",
    occupationId: "farmer",
    sector: "non-transport",
    income: 1_200_000,
    base: 1_000_000,
    programmes: "jkk-jkm",
    funding: "personal",
    payer: "sponsor",
    registeredBy: { contactId: unique("contact"), relation: "self" },
    sharesNikWithSponsor: false,
    warnings: [],
    submittedAt: counter,
    ...fields,
  }) as Worker;
/** A pledge that holds a worker. */
export const pledge = (fields: Partial<Pledge> = {}): Pledge =>
  ({
    id: unique("pledge"),
    revision: 0,
    sponsorId: unique("sponsor"),
    workerId: unique("worker"),
    status: "held",
    programmes: "jkk-jkm",
    startPeriod: "2026-03" as Period,
    monthsAhead: 1,
    route: "direct",
    wishes: {},
    createdAt: counter,
    ...fields,
  }) as Pledge;
/** A person who pays. */
export const sponsor = (fields: Partial<Sponsor> = {}): Sponsor => ({
  id: unique("sponsor"),
  revision: 0,
  contactId: unique("contact"),
  name: "Bu Dewi",
  kind: "person",
  showsName: false,
  createdAt: counter,
  ...fields,
});
/** A worker's open due item. */
export const dueItem = (fields: Partial<DueItem> = {}): DueItem => {
  const workerId = fields.workerId ?? unique("worker");
  const period = fields.period ?? ("2026-03" as Period);
  return {
    id: dueItemId(workerId, period),
    revision: 0,
    workerId,
    period,
    amount: rupiah(16_800),
    credit: rupiah(0),
    dueDay: "2026-03-16" as IsoDay,
    status: "open",
    payer: { type: "sponsor", sponsorId: "s" },
    changedAt: 1,
    ...fields,
  };
};
/** A proof that waits for an officer. */
export const proof = (fields: Partial<Proof> = {}): Proof => ({
  id: unique("proof"),
  revision: 0,
  contactId: unique("contact"),
  dueItemIds: ["due-1"],
  districtCode: "33.22.01",
  contentHash: unique("hash"),
  status: "waiting",
  createdAt: counter,
  ...fields,
});
/** An active officer of all areas. */
export const officer = (fields: Partial<Officer> = {}): Officer => ({
  id: unique("officer"),
  revision: 0,
  name: "Pak Joko",
  role: "verifier",
  area: all,
  active: true,
  ...fields,
});
/** An open question. */
export const task = (fields: Partial<Task> = {}): Task => ({
  id: unique("task"),
  revision: 0,
  kind: "question",
  status: "open",
  createdAt: counter,
  ...fields,
});
