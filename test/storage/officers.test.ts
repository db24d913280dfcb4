import type { Area } from "../../src/domain/officer/officer";
import type { IsoDay } from "../../src/domain/shared/calendar";
import { suiteRepositories } from "../support/storage";
import { all, idsOf, officer, task, twenty, unique } from "../support/stored-values";

const repositories = suiteRepositories();

describe("officers", () => {
  it("are found by the hash of their code, which nobody else may have, and by their contact", async () => {
    const invited = officer({ codeHash: unique("code"), codeExpiresAt: 9, active: false });
    await repositories.officers.add(invited);
    await expect(repositories.officers.add({ ...invited, id: unique("officer") })).rejects.toThrow("make a new one");
    expect(await repositories.officers.findByCodeHash(invited.codeHash as string)).toEqual(invited);
    const { codeHash: _, codeExpiresAt: __, ...redeemed } = { ...invited, contactId: unique("contact"), active: true };
    await repositories.officers.save(redeemed);
    expect(await repositories.officers.findByCodeHash(invited.codeHash as string)).toBeNull();
    expect(await repositories.officers.findByContact(redeemed.contactId)).toEqual({ ...redeemed, revision: 1 });
  });

  it("keep the day of their last call to proofs", async () => {
    const one = officer();
    await repositories.officers.add(one);
    await repositories.officers.save({ ...one, proofsCalledOn: "2026-11-10" as IsoDay });
    expect(await repositories.officers.find(one.id)).toMatchObject({ proofsCalledOn: "2026-11-10" });
  });

  it("are found for a place: theirs, or everywhere, and only while they are active", async () => {
    const districtCode = unique("district");
    const here = [
      officer({ area: { type: "district", districtCode } }),
      officer({ area: { type: "village", districtCode, villageId: "v" } }),
    ];
    const everywhere = officer();
    for (const one of [...here, everywhere, officer({ area: { type: "district", districtCode: "other" } })])
      await repositories.officers.add(one);
    await repositories.officers.add(officer({ area: { type: "district", districtCode }, active: false }));
    const found = await repositories.officers.findForPlace(districtCode, 100);
    expect(found.filter(({ area }) => area.type !== "all")).toEqual(here);
    expect(idsOf(found)).toContain(everywhere.id);
    expect(found[0]?.area.type).toBe("all");
    const anywhere = await repositories.officers.findForPlace(undefined, 100);
    expect(idsOf(anywhere)).toEqual(expect.arrayContaining(idsOf([everywhere, ...here])));
    expect(anywhere.every(({ active }) => active)).toBe(true);
    expect(await repositories.officers.findForPlace(districtCode, 1)).toHaveLength(1);
  });

  it("are listed whether they are active or not, as many as asked for", async () => {
    const [active, ended] = [officer(), officer({ active: false })];
    for (const one of [active, ended]) await repositories.officers.add(one);
    const listed = await repositories.officers.list(1_000);
    expect(listed).toEqual(expect.arrayContaining([active, ended]));
    expect(idsOf(listed)).toEqual(idsOf(listed).toSorted());
    expect(await repositories.officers.list(1)).toEqual(listed.slice(0, 1));
  });
});

describe("the audit log", () => {
  it("writes an act once, and finds it by its subject, by its id, and counted by action", async () => {
    const actor = { type: "officer", id: unique("officer") } as const;
    const subject = { type: "worker", id: unique("worker") } as const;
    const entry = { id: unique("act"), at: 10, actor, action: "verify", subject, details: { warnings: 2, "a.b": "c" } };
    const later = { ...entry, id: unique("act"), at: 20, action: "reject" };
    await repositories.audit.write(later);
    await Promise.all(twenty.map(() => repositories.audit.write(entry)));
    await repositories.audit.write({ ...entry, action: "something else" });
    expect(await repositories.audit.find(subject, 10)).toEqual([entry, later]);
    expect(await repositories.audit.find(subject, 1)).toEqual([entry]);
    expect(await repositories.audit.find({ ...subject, type: "pledge" }, 10)).toEqual([]);
    expect(await repositories.audit.entry(entry.id)).toEqual(entry);
    expect(await repositories.audit.entry("unknown")).toBeNull();
    expect(await repositories.audit.countByAction(actor.id, 10)).toEqual({ verify: 1, reject: 1 });
    expect(await repositories.audit.countByAction(actor.id, 11)).toEqual({ reject: 1 });
  });
});

describe("tasks", () => {
  it("wait for the officers of their kecamatan, those without one for every officer", async () => {
    const districtCode = unique("district");
    const [second, first] = [
      task({ districtCode, text: "kula badhe tanglet \ud800", createdAt: -1 }),
      task({ districtCode, createdAt: -2 }),
    ];
    const nowhere = task({ createdAt: -3, contactId: unique("contact") });
    for (const one of [second, first, nowhere, task({ districtCode, status: "done" })])
      await repositories.tasks.add(one);
    const area: Area = { type: "district", districtCode };
    expect(await repositories.tasks.open(area, 10)).toEqual([nowhere, first, second]);
    expect(await repositories.tasks.open(area, 10, { skipIds: [first.id] })).toEqual([nowhere, second]);
    expect(await repositories.tasks.countOpen(area)).toBe(3);
    expect(idsOf(await repositories.tasks.open(all, 3))).toEqual(idsOf([nowhere, first, second]));
    const about = task({ districtCode, kind: "fact-ending", createdAt: -4 });
    await repositories.tasks.add(about);
    const except = ["fact-ending", "fact-withheld"] as const;
    expect(await repositories.tasks.open(area, 10, { except })).toEqual([nowhere, first, second]);
    expect(await repositories.tasks.open(area, 10, { kind: "fact-ending", skipIds: [] })).toEqual([about]);
    expect([await repositories.tasks.countOpen(area), await repositories.tasks.countOpen(area, { except })]).toEqual([
      4, 3,
    ]);
    await repositories.tasks.removeByContact(nowhere.contactId as string);
    expect(await repositories.tasks.find(nowhere.id)).toBeNull();
  });
});
