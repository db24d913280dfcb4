import { amountToPay } from "../domain/contribution/due-item";
import { mayHandle } from "../domain/officer/area";
import { type Proof, spreadsheetKind } from "../domain/payment/proof";
import { owedUnder } from "../domain/payment/settlement";
import { firstNameOf } from "../domain/person/person";
import { groupBy } from "../domain/shared/group";
import { rupiah, sumRupiah } from "../domain/shared/money";
import { periodOf } from "../domain/shared/period";
import { villageById } from "../domain/shared/region";
import { fail, ok, type Result } from "../domain/shared/result";
import type { Worker } from "../domain/worker/worker";
import { officerFor, officerOf, placeOfProof } from "./access";
import type { Effects } from "./catalog";
import type { Act, Deps } from "./deps";
import { contactSubject, type Done, type EffectsOf, plainEffect } from "./effect";
import type { LookupsOf } from "./lookup";
import { keepMade } from "./made-file";
import { officeOf, withSponsor } from "./office-access";
import type { BillLine, BillState, UnpaidRow } from "./office-catalog";
import { readStaffList } from "./office-list";
import { type FullRow, rowsOf, shownRow, sumOf, sumsOf, toBill } from "./office-rows";
import { markReported, paymentEffects } from "./payment-effects";
import { openAgain } from "./refused-months";
import { countedHashOf, knownBy } from "./same-receipt";
import { change } from "./saving";
import type { SheetTable, SheetValue } from "./sheets";
import { personsById } from "./views";

/** How many of those who have not paid are named on the board. */
const mostNamed = 10;

/** What is looked up of offices. */
export const officeLookups: LookupsOf<"office-board" | "read-staff-list" | "bill-case"> = {
  "office-board": async (deps, _input, { contact, now }) => {
    const own = await officeOf(deps, contact.id);
    if (own === null) return null;
    const rows = await rowsOf(deps, own, now);
    const employees = new Map(rows.flatMap(({ employee }) => (employee ? [[employee.id, employee]] : [])));
    return {
      name: own.name,
      kind: own.office.kind,
      isListOff: own.office.isListOff === true,
      employees: employees.size,
      unpaired: rows.filter(({ employeeId, pledgeId }) => employeeId && !pledgeId).length,
      unassigned: new Set(rows.flatMap(({ employeeId, pledgeId }) => (employeeId ? [] : (pledgeId ?? [])))).size,
      sums: sumsOf(rows),
      bill: sumOf(toBill(rows)),
      firstUnpaid: firstOf(rows, "unpaid"),
      firstRefused: firstOf(rows, "refused"),
    };
  },
  "read-staff-list": async (deps, source, { contact }) => {
    const own = await officeOf(deps, contact.id);
    if (own === null) return null;
    const of = { officeId: own.office.id, contactId: contact.id, source };
    const { drafts: _drafts, completed: _completed, ...reading } = await readStaffList(deps, of);
    return reading;
  },
  "bill-case": async (deps, { proofId }, { contact }) => {
    const officer = await officerOf(deps, contact.id);
    const proof = officer === null ? null : await deps.repositories.proofs.find(proofId);
    if (officer === null || proof?.bill === undefined || proof.contactId === contact.id) return null;
    if (!mayHandle(officer, await placeOfProof(deps, proof))) return null;
    return billCase(deps, proof, proof.bill);
  },
};

/** What is done with the bill of an office. */
export const billEffects: EffectsOf<"make-office-list" | "report-bill" | "confirm-bill"> = {
  "make-office-list": {
    run: async (act) => ({ outcome: await makeList(act), subject: contactSubject(act) }),
    recall: (act) => makeList(act),
  },
  "report-bill": {
    run: report,
    recall: async (_act, { details }) => recalled(details ?? {}),
  },
  "confirm-bill": plainEffect(confirm),
};

function firstOf(rows: readonly FullRow[], state: BillState): readonly UnpaidRow[] {
  const some = rows.filter(({ month }) => month?.state === state);
  return [...groupBy(some, ({ pledgeId = "" }) => pledgeId).values()].slice(0, mostNamed).map(unpaidRow);
}

function unpaidRow(rows: readonly FullRow[]): UnpaidRow {
  const [{ month: _month, ...row } = {}] = rows.slice(0, 1).map(shownRow);
  return { ...row, periods: rows.flatMap(({ month }) => month?.period ?? []) };
}

async function billCase(deps: Deps, proof: Proof, bill: NonNullable<Proof["bill"]>) {
  const { dueItems, workers, offices } = deps.repositories;
  const items = new Map((await dueItems.findMany(bill.listIds)).map((item) => [item.id, item]));
  const paidFor = await workers.findMany([...new Set([...items.values()].map(({ workerId }) => workerId))]);
  const persons = await personsById(deps.repositories, paidFor);
  const known = new Map(paidFor.map((worker) => [worker.id, worker]));
  const nameOf = (worker: Worker | undefined): string => firstNameOf(persons.get(worker?.personId ?? "")?.name ?? "");
  const lines = bill.listIds.flatMap((id): BillLine[] => {
    const item = items.get(id);
    if (item === undefined) return [];
    const worker = known.get(item.workerId);
    const { nik } = persons.get(worker?.personId ?? "") ?? {};
    const found = { ...(nik === undefined ? {} : { nik }), ...(worker?.kpj === undefined ? {} : { kpj: worker.kpj }) };
    const { period } = item;
    return [
      {
        name: nameOf(worker),
        villageId: worker?.villageId ?? "",
        ...found,
        period,
        amount: owedUnder(item, proof.id),
      },
    ];
  });
  const office = await offices.find(bill.officeId);
  const total = lines.reduce((sum, { amount }) => sum + amount, 0);
  return {
    proofId: proof.id,
    office: (office === null ? null : await withSponsor(deps, office))?.name ?? "",
    count: lines.length,
    total,
    claimed: bill.claimed,
    lines,
    waitsElsewhere: sumRupiah([...items.values()].map(amountToPay)) !== total,
  };
}

/**
 * Reports every unpaid month of the bill, or all but those whose proof did not hold. What the office says was paid must be what
 * they cost, with the surplus that it names: so nobody is forgotten.
 */
async function report(act: Act, input: Effects["report-bill"]["input"]): Promise<Done<"report-bill">> {
  const proof = await billProof(act, input);
  if (typeof proof === "string") {
    const details = { status: proof };
    return { outcome: { status: proof }, subject: contactSubject(act), refused: true, details };
  }
  // An officer may have decided already, if this is done again after a crash.
  if (proof.status === "waiting") await markReported(act, proof);
  const count = proof.dueItemIds.length;
  return { outcome: { status: "reported", count }, subject: { type: "proof", id: proof.id }, details: { count } };
}

async function billProof(
  act: Act,
  input: Effects["report-bill"]["input"],
): Promise<Proof | "same-proof" | "nothing-open" | "differs" | "not-allowed"> {
  const id = act.deps.ids.derive(act.effectId, "proof");
  const before = await act.deps.repositories.proofs.find(id);
  if (before !== null) return before;
  const own = await officeOf(act.deps, act.contact.id);
  if (own === null) return "not-allowed";
  const { claimed, surplus = 0, only, ...proven } = input;
  const rows = toBill(await rowsOf(act.deps, own, act.now)).filter(({ month }) => !only || month?.state === only);
  const items = rows.flatMap(({ item }) => item ?? []);
  const districtCode = rows[0]?.worker?.districtCode;
  if (districtCode === undefined) return "nothing-open";
  const total = sumRupiah(items.map(amountToPay));
  if (surplus < 0 || total + surplus !== claimed) return "differs";
  const listIds = items.map((item) => item.id);
  const bill = { officeId: own.office.id, period: periodOf(act.now), total, claimed: rupiah(claimed), listIds };
  const { attachmentId, reference, text } = input;
  const contentHash = countedHashOf(act.deps, input);
  const sent = { ...proven, ...(contentHash === undefined ? {} : { contentHash }) };
  const fresh = { id, revision: 0, contactId: act.contact.id, dueItemIds: listIds, districtCode, ...sent, bill };
  const workerIds = items.map(({ workerId }) => workerId);
  const known = await knownBy(
    act.deps,
    { contactId: act.contact.id, attachmentId, reference, text, workerIds },
    act.now,
  );
  const added = await act.deps.repositories.proofs.add({ ...fresh, ...known, status: "waiting", createdAt: act.now });
  return added.ok ? added.value : "same-proof";
}

function recalled(details: Readonly<Record<string, string | number>>): Effects["report-bill"]["outcome"] {
  const refused = (["same-proof", "nothing-open", "differs", "not-allowed"] as const).find(
    (one) => one === details["status"],
  );
  return refused === undefined ? { status: "reported", count: Number(details["count"]) } : { status: refused };
}

/**
 * The control total: what was found must be what the months cost that are not named as unpaid; where none is, it may be more,
 * and the rest is credit. It may not where a month of the list waits with another proof: the rest may be for that one, and would
 * be somebody else's credit. The unpaid are let go of first, then the others are confirmed like every proof. Done again after a
 * crash anywhere it ends the same.
 */
async function confirm(act: Act, input: Effects["confirm-bill"]["input"]): Promise<Done<"confirm-bill">> {
  const { proofs, dueItems } = act.deps.repositories;
  const subject = { type: "proof", id: input.proofId } as const;
  const refused = { outcome: "not-allowed", subject, refused: true } as const;
  const proof = await proofs.find(input.proofId);
  if (proof?.bill === undefined || proof.contactId === act.contact.id) return refused;
  if ((await officerFor(act.deps, act.contact.id, await placeOfProof(act.deps, proof))) === null) return refused;
  const unpaid = new Set(input.unpaid.map((place) => proof.bill?.listIds[place - 1]));
  const paidIds = proof.bill.listIds.filter((id) => !unpaid.has(id));
  const items = await dueItems.findMany(paidIds);
  const cost = sumRupiah(items.map((item) => owedUnder(item, proof.id)));
  const isAllHere = unpaid.size === 0 && sumRupiah(items.map(amountToPay)) === cost;
  const fits = input.found === cost || (isAllHere && input.found > cost);
  if (proof.status === "waiting" && !fits) return { outcome: "differs", subject, refused: true };
  if (paidIds.length === 0 || !(await keepOnly(act, proof.id, paidIds))) return refused;
  await openAgain(
    act,
    proof.id,
    [...unpaid].flatMap((id) => id ?? []),
  );
  const done = await paymentEffects["confirm-proof"].run(act, { proofId: proof.id, amount: input.found });
  return { ...done, outcome: done.outcome };
}

/** Takes the unpaid months off the proof, before anything is confirmed. */
async function keepOnly({ deps }: Act, proofId: string, paidIds: readonly string[]): Promise<boolean> {
  const { proofs } = deps.repositories;
  const isSame = ({ dueItemIds }: Proof): boolean => dueItemIds.join() === paidIds.join();
  const kept = await change(
    () => proofs.find(proofId),
    (proof): Result<Proof, "decided-otherwise"> => {
      if (isSame(proof) && proof.status !== "rejected") return ok(proof);
      return proof.status === "waiting" ? ok({ ...proof, dueItemIds: paidIds }) : fail("decided-otherwise");
    },
    (proof) => proofs.save(proof),
  );
  return kept.ok;
}

async function makeList(act: Act): Promise<Effects["make-office-list"]["outcome"]> {
  const { deps, contact, effectId, now } = act;
  const own = await officeOf(deps, contact.id);
  if (own === null || deps.sheets === undefined) return {};
  const rows = await rowsOf(deps, own, now);
  const bytes = await deps.sheets.write(listOf(own.name, rows, now));
  const file = { mimeType: spreadsheetKind, bytes, name: officeListName(now) } as const;
  return { file: await keepMade(deps, { cause: effectId, contactId: contact.id, file, now }) };
}

/** What the month's list is called, without an ending. */
export const officeListName = (now: number): string => `daftar-iuran-${periodOf(now)}`;

/**
 * The month's list for the payroll or the treasurer; its sums stand under it, and what is still to be paid is the control
 * total; what a proof that did not hold was for stands apart. The NIK of those who agreed to it stand in a list that was asked for only.
 */
export function listOf(office: string, rows: readonly FullRow[], now: number, { isAsked = true } = {}): SheetTable {
  const say = (key: string, params?: Record<string, string | number>) => ({
    key,
    ...(params ? { params } : {}),
  });
  const nik = isAsked ? { nik: 20 } : {};
  const widths = { no: 5, employee: 28, worker: 18, village: 20, ...nik, month: 16, amount: 14, status: 28 };
  const sums = sumsOf(rows);
  const states = (["paid", "reported", "refused", "unpaid"] as const).filter(
    (one) => one !== "refused" || sums[one].count,
  );
  const foot = states.map((state): SheetValue[] => [
    ...["", say(`office.sheet.sum.${state}`, { count: sums[state].count }), "", "", ...(isAsked ? [""] : []), ""],
    sums[state].amount,
  ]);
  return {
    name: say("office.sheet.name"),
    title: [say("office.sheet.title", { office, month: periodOf(now) }), say("office.sheet.made", { at: now })],
    columns: Object.entries(widths).map(([name, width]) => ({ heading: say(`office.sheet.column.${name}`), width })),
    rows: rows.map((row, index) => [
      index + 1,
      row.employeeName ?? "",
      row.workerName ?? "",
      villageById(row.villageId ?? "")?.name ?? "",
      ...(isAsked ? [row.nik ?? ""] : []),
      row.month ? say("office.sheet.month", { month: row.month.period }) : "",
      row.month?.amount ?? "",
      row.month
        ? say(`office.sheet.state.${row.month.state}`)
        : say(row.pledgeId ? "office.sheet.state.waiting" : "office.sheet.state.no-worker"),
    ]),
    foot,
  };
}
