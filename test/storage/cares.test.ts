import type { CareCase } from "../../src/domain/care/care-case";
import { suiteRepositories } from "../support/storage";
import { idsOf, unique } from "../support/stored-values";

const repositories = suiteRepositories();

const care = (fields: Partial<CareCase> = {}): CareCase => ({
  ...{ id: unique("care"), revision: 0, contactId: unique("contact"), kind: "accident", happenedAt: 5, openedAt: 6 },
  ...{ done: [], status: "open" },
  ...fields,
});

describe("accidents and deaths", () => {
  it("come back as they were told, and are changed only from the state that was read", async () => {
    const told = care({
      ...{ atWork: true, traffic: false, districtCode: "33.22.01" },
      done: [{ item: "ktp", at: 7, attachmentId: "file" }],
    });
    for (const one of [told, told]) await repositories.cares.add(one);
    expect(await repositories.cares.find(told.id)).toEqual(told);
    expect(await repositories.cares.save({ ...told, status: "closed" })).toMatchObject({ ok: true });
    expect(await repositories.cares.save(told)).toEqual({ ok: false, error: "changed-meanwhile" });
  });

  it("are walked through page by page while they are open", async () => {
    const [open, other, closed] = [care(), care(), care({ status: "closed" })];
    for (const one of [open, other, closed]) await repositories.cares.add(one);
    const first = await repositories.cares.pageOpen(null, 1);
    const rest = await repositories.cares.pageOpen(first[0]?.id ?? null, 100);
    const ids = [...idsOf(first), ...idsOf(rest)];
    expect(ids).toEqual(ids.toSorted());
    expect(ids).toEqual(expect.arrayContaining([open.id, other.id]));
    expect(ids).not.toContain(closed.id);
  });

  it("follow their contact, and go with it", async () => {
    const [from, to] = [unique("contact"), unique("contact")];
    const [late, early] = [care({ contactId: from, openedAt: 9 }), care({ contactId: from, openedAt: 8 })];
    for (const one of [late, early]) await repositories.cares.add(one);
    await repositories.cares.moveContact(from, to);
    expect(idsOf(await repositories.cares.findByContact(to, 10))).toEqual([early.id, late.id]);
    await repositories.cares.removeByContact(to);
    expect(await repositories.cares.findByContact(to, 10)).toEqual([]);
  });
});
