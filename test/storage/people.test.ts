import type { Area } from "../../src/domain/officer/officer";
import type { Person } from "../../src/domain/person/person";
import type { IsoDay } from "../../src/domain/shared/calendar";
import { rupiah } from "../../src/domain/shared/money";
import type { Nik } from "../../src/domain/shared/nik";
import type { PhoneNumber } from "../../src/domain/shared/phone";
import type { Worker } from "../../src/domain/worker/worker";
import fc from "../support/property";
import { suiteRepositories } from "../support/storage";
import {
  all,
  exact,
  idsOf,
  nik,
  oddText,
  optional,
  outcomes,
  person,
  twenty,
  unique,
  worker,
} from "../support/stored-values";

const repositories = suiteRepositories();

describe("persons", () => {
  it("exist once per NIK, however many are added at once", async () => {
    const same = nik();
    const added = outcomes(await Promise.all(twenty.map(() => repositories.persons.add(person({ nik: same })))));
    expect(added).toEqual({ ok: 1, errors: new Set(["nik-taken"]) });
    expect((await repositories.persons.findByNik(same))?.nik).toBe(same);
  });

  it("may be many without a NIK, and cannot take another's later", async () => {
    const { nik: _, ...unknown } = person();
    const taken = person();
    await repositories.persons.add(taken);
    expect((await repositories.persons.add(unknown)).ok).toBe(true);
    expect((await repositories.persons.add({ ...unknown, id: unique("person") })).ok).toBe(true);
    expect(await repositories.persons.save(exact({ ...unknown, nik: taken.nik }))).toEqual({
      ok: false,
      error: "nik-taken",
    });
  });

  it("are found by NIK until they are removed, and the NIK is free then", async () => {
    const one = person();
    await repositories.persons.add(one);
    expect(await repositories.persons.findByNik(one.nik as Nik)).toEqual(one);
    await repositories.persons.remove(one.id);
    expect(await repositories.persons.findByNik(one.nik as Nik)).toBeNull();
    expect((await repositories.persons.add({ ...one, id: unique("person") })).ok).toBe(true);
  });

  it("are found by each of their contacts, oldest first", async () => {
    const contactIds = [unique("contact"), unique("contact")];
    const [late, early] = [person({ contactIds, createdAt: 9 }), person({ contactIds, createdAt: 8 })];
    await repositories.persons.add(late);
    await repositories.persons.add(early);
    for (const contactId of contactIds)
      expect(await repositories.persons.findByContact(contactId)).toEqual([early, late]);
    expect(idsOf(await repositories.persons.findMany([late.id, early.id, late.id, "nobody"]))).toEqual([
      early.id,
      late.id,
    ]);
    expect(await repositories.persons.findMany([])).toEqual([]);
  });

  it("come back exactly as they were written, whatever their names are", async () => {
    const arbitrary = fc.record({
      name: oddText,
      bornOn: optional(fc.constant("1990-01-14" as IsoDay)),
      sex: optional(fc.constantFrom("female" as const, "male" as const)),
      phone: optional(fc.constant("+628123456789" as PhoneNumber)),
    });
    await fc.assert(
      fc.asyncProperty(arbitrary, async (fields) => {
        const one = exact<Person>({ ...person(), ...fields });
        await repositories.persons.add(one);
        expect(await repositories.persons.find(one.id)).toEqual(one);
      }),
      { numRuns: 30 },
    );
  });
});

describe("workers", () => {
  it("tell what they owe and who registered them without what is sealed", async () => {
    const [one, other] = [worker(), worker({ payer: "self", withoutSponsorSince: 9 })] as const;
    for (const each of [one, other]) await repositories.workers.add(each);
    const ids = [other.id, one.id, "nobody"];
    const termsOf = ({ id, personId, districtCode, status, withoutSponsorSince, ...rest }: Worker) => {
      const { payer, base, sector, funding, programmes } = rest;
      return exact({
        ...{ id, personId, districtCode, status, payer, base, sector, funding, programmes },
        withoutSponsorSince,
      });
    };
    const terms = await repositories.workers.terms(ids);
    expect(terms).toHaveLength(2);
    expect(terms).toEqual(expect.arrayContaining([one, other].map(termsOf)));
    expect(await repositories.workers.contactsOf(ids)).toEqual(
      new Map([one, other].map(({ id, registeredBy }) => [id, registeredBy.contactId])),
    );
    expect(await repositories.workers.terms([])).toEqual([]);
  });

  it("are found by the credit that is left, and come back with it and with the time without a sponsor", async () => {
    const [none, some, more] = [0, 8_400, 3_200].map((credit) => worker({ credit: rupiah(credit) }));
    const left = worker({ withoutSponsorSince: 9 });
    for (const one of [none, more, some, left, worker()]) await repositories.workers.add(one as Worker);
    const found = [some, more].map((one) => ({ id: one?.id }));
    expect(await repositories.workers.withCredit(null, 10)).toEqual(found);
    expect(await repositories.workers.withCredit(some?.id ?? "", 1)).toEqual(found.slice(1));
    expect(await repositories.workers.find(left.id)).toEqual(left);
  });

  it("have a KPJ of their own while their registration stands", async () => {
    const kpj = unique("kpj");
    const several = [worker({ kpj }), worker(), worker({ status: "withdrawn", kpj })];
    const [first, second, gone] = several;
    for (const one of several) expect((await repositories.workers.add(one)).ok).toBe(true);
    const taken = { ok: false, error: "kpj-taken" };
    expect(await repositories.workers.save({ ...second!, kpj })).toEqual(taken);
    expect((await repositories.workers.save({ ...gone!, warnings: ["mended"] })).ok).toBe(true);
    expect((await repositories.workers.save({ ...first!, status: "withdrawn" })).ok).toBe(true);
    expect((await repositories.workers.save({ ...second!, kpj })).ok).toBe(true);
  });

  it("exist once per registration number", async () => {
    const same = unique("KL");
    const added = await Promise.all(twenty.map(() => repositories.workers.add(worker({ number: same }))));
    expect(outcomes(added)).toEqual({ ok: 1, errors: new Set(["number-taken"]) });
    expect(await repositories.workers.findByNumber(same)).toMatchObject({ number: same });
  });

  it("exist once per person, unless the others were withdrawn or rejected", async () => {
    const personId = unique("person");
    const over = [worker({ personId, status: "withdrawn" }), worker({ personId, status: "rejected" })];
    for (const one of over) expect((await repositories.workers.add(one)).ok).toBe(true);
    const added = await Promise.all(twenty.map(() => repositories.workers.add(worker({ personId }))));
    expect(outcomes(added)).toEqual({ ok: 1, errors: new Set(["person-has-worker"]) });
    expect(await repositories.workers.findByPersons([personId])).toHaveLength(3);
    const [, rejected] = over;
    expect(await repositories.workers.save({ ...(rejected as Worker), status: "submitted" })).toEqual({
      ok: false,
      error: "person-has-worker",
    });
  });

  it("free their person for another registration once they are withdrawn", async () => {
    const one = worker();
    await repositories.workers.add(one);
    await repositories.workers.save({ ...one, status: "withdrawn" });
    expect((await repositories.workers.add(worker({ personId: one.personId }))).ok).toBe(true);
  });

  it("come back exactly as they were written", async () => {
    const arbitrary = fc.record({
      occupationText: optional(oddText),
      kpj: optional(oddText.map((text) => `${text} ${unique("kpj")}`)),
      income: fc.nat(),
      verifiedAt: optional(fc.nat()),
      warnings: fc.array(fc.string()),
      registeredBy: fc.record({
        contactId: fc.string(),
        relation: fc.constantFrom("self" as const, "helper" as const),
        consentNote: optional(oddText),
      }),
      rejection: optional(fc.record({ reason: fc.constant("other" as const), note: optional(oddText), at: fc.nat() })),
    });
    await fc.assert(
      fc.asyncProperty(arbitrary, async (fields) => {
        const one = exact<Worker>({ ...worker(), ...fields } as Worker);
        await repositories.workers.add(one);
        expect(await repositories.workers.find(one.id)).toEqual(one);
      }),
      { numRuns: 30 },
    );
  });

  it("wait for the officers of their area, oldest first, without those that were skipped", async () => {
    const districtCode = unique("district");
    const place = { districtCode, villageId: unique("village") };
    const [third, first, second] = [
      worker({ ...place, submittedAt: 30 }),
      worker({ ...place, submittedAt: 10 }),
      worker({ ...place, villageId: "elsewhere", submittedAt: 20 }),
    ];
    for (const one of [third, first, second, worker({ ...place, status: "verified" })])
      await repositories.workers.add(one);
    const district: Area = { type: "district", districtCode };
    expect(idsOf(await repositories.workers.toVerify(district, 10))).toEqual(idsOf([first, second, third]));
    expect(idsOf(await repositories.workers.toVerify(district, 1, [first.id]))).toEqual([second.id]);
    expect(idsOf(await repositories.workers.toVerify({ type: "village", ...place }, 10))).toEqual(
      idsOf([first, third]),
    );
    expect((await repositories.workers.toVerify(all, 500)).length).toBeGreaterThanOrEqual(3);
    expect(await repositories.workers.countByStatus(district)).toEqual({ submitted: 3, verified: 1 });
    expect(idsOf(await repositories.workers.findByVillage(place.villageId, 2))).toEqual(
      idsOf(await repositories.workers.findByVillage(place.villageId, 9)).slice(0, 2),
    );
  });

  it("are offered to sponsors by wish, longest waiting first, page by page", async () => {
    const place = { districtCode: unique("district") };
    const fits = [1, 1, 2, 3].map((submittedAt) => worker({ ...place, status: "active", submittedAt }));
    const others = [
      worker({ ...place, status: "submitted" }),
      worker({ ...place, status: "verified", payer: "self" }),
      worker({ ...place, status: "verified", occupationId: "driver", submittedAt: 4 }),
      worker({ status: "verified" }),
    ];
    for (const one of [...fits].reverse().concat(others)) await repositories.workers.add(one);
    const wishes = { ...place, occupationId: "farmer" };
    const seen: string[] = [];
    let last: { submittedAt: number; id: string } | undefined;
    for (;;) {
      const [next] = await repositories.workers.seekingSponsor(wishes, 1, last);
      if (next === undefined) break;
      seen.push(next.id);
      last = next;
    }
    expect(seen).toEqual(idsOf(fits));
    expect(await repositories.workers.seekingSponsor(place, 10)).toHaveLength(5);
    const left = worker({ ...place, status: "active", villageId: "v", submittedAt: 9, withoutSponsorSince: 1 });
    await repositories.workers.add(left);
    const { id, status, payer, submittedAt } = left;
    for (const which of [{ wasLeft: true }, { villageId: "v" }] as const)
      expect(await repositories.workers.seekingSponsor({ ...place, ...which }, 10)).toEqual([
        { id, status, payer, submittedAt },
      ]);
  });

  it("are walked through in the order of ids, each once", async () => {
    for (const status of ["inactive", "inactive", "deceased"] as const)
      await repositories.workers.add(worker({ status }));
    const seen: string[] = [];
    for (let last: string | null = null; ; ) {
      const page: readonly Worker[] = await repositories.workers.page(["inactive", "deceased"], last, 2);
      seen.push(...idsOf(page));
      last = page.at(-1)?.id ?? null;
      if (last === null) break;
    }
    expect(seen).toHaveLength(3);
    expect(seen).toEqual([...seen].sort());
  });

  it("are found by the contact that registered them, and gone once removed", async () => {
    const one = worker();
    await repositories.workers.add(one);
    expect(await repositories.workers.findByContact(one.registeredBy.contactId)).toEqual([one]);
    await repositories.workers.remove(one.id);
    expect(await repositories.workers.findMany([one.id])).toEqual([]);
  });
});
