import type { DueItem } from "../../src/domain/contribution/due-item";
import type { Employee } from "../../src/domain/office/office";
import type { Task } from "../../src/domain/officer/officer";
import { rupiah } from "../../src/domain/shared/money";
import type { Pledge } from "../../src/domain/sponsor/sponsor";
import type { Worker } from "../../src/domain/worker/worker";
import type { ManyAtOnce, Repositories } from "../../src/operations/repositories";
import { changeMany } from "../../src/operations/saving";
import { memoryRepositories } from "../support/memory-repositories";
import { suiteRepositories } from "../support/storage";
import { dueItem, idsOf, pledge, task, unique, worker } from "../support/stored-values";

const employee = (): Employee => ({
  ...{ id: unique("employee"), revision: 0, officeId: unique("office"), name: "Budi Santoso, S.Pd." },
  ...{ status: "active", createdAt: 1 },
});

interface Kept {
  readonly id: string;
  readonly revision: number;
}

/** What every repository promises that reads and saves many at once. */
function savesMany<T extends Kept>(
  title: string,
  make: () => T,
  repository: () => ManyAtOnce<T>,
  add: (values: readonly T[]) => Promise<unknown>,
  change: (value: T) => T,
): void {
  describe(title, () => {
    const added = async (count: number): Promise<readonly T[]> => {
      const values = Array.from({ length: count }, make);
      await add(values);
      return values;
    };
    const found = async (values: readonly T[]): Promise<ReadonlyMap<string, T>> =>
      new Map((await repository().findMany(idsOf(values))).map((one) => [one.id, one]));

    it("come back exactly as they were saved together, and only those that are there", async () => {
      const values = await added(30);
      const missing = make();
      expect(await repository().saveMany([...values.map(change), missing])).toBe(30);
      const now = await found([...values, missing]);
      expect(now.size).toBe(30);
      for (const one of values) expect(now.get(one.id)).toEqual({ ...change(one), revision: one.revision + 1 });
      expect(await repository().saveMany([])).toBe(0);
    });

    it("stay as they are where somebody has saved them since", async () => {
      const values = await added(4);
      const [first, ...others] = values as [T, ...T[]];
      expect(await repository().saveMany([change(first)])).toBe(1);
      expect(await repository().saveMany(values)).toBe(others.length);
      expect((await found(values)).get(first.id)).toEqual({ ...change(first), revision: 1 });
    });

    it("are each saved by one of many who do it at once", async () => {
      const values = await added(25);
      const saved = await Promise.all([1, 2, 3, 4, 5].map(() => repository().saveMany(values.map(change))));
      expect(saved.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(25);
      const revisions = [...(await found(values)).values()].map(({ revision }) => revision);
      expect(revisions).toEqual(values.map(() => 1));
    });
  });
}

function contract(repositories: Repositories): void {
  savesMany<DueItem>(
    "due items",
    dueItem,
    () => repositories.dueItems,
    (items) => repositories.dueItems.addMissing(items),
    (item) => ({ ...item, status: "reported", proofId: "p" }),
  );
  savesMany<Employee>(
    "employees",
    employee,
    () => repositories.employees,
    (employees) => repositories.employees.addMissing(employees),
    (one) => ({ ...one, phone: "+6281234567890" }),
  );
  savesMany<Pledge>(
    "pledges",
    pledge,
    () => repositories.pledges,
    (pledges) => Promise.all(pledges.map((one) => repositories.pledges.add(one))),
    (one) => ({ ...one, employeeId: "e" }),
  );
  savesMany<Worker>(
    "workers",
    worker,
    () => repositories.workers,
    (workers) => Promise.all(workers.map((one) => repositories.workers.add(one))),
    (one) => ({ ...one, status: "active", credit: rupiah(100) }),
  );
  savesMany<Task>(
    "tasks",
    task,
    () => repositories.tasks,
    (tasks) => Promise.all(tasks.map((one) => repositories.tasks.add(one))),
    (one) => ({ ...one, status: "done", text: "Pertanyaan" }),
  );

  it("due items that several change at once keep what each of them has written", async () => {
    const { dueItems } = repositories;
    const ids = idsOf(Array.from({ length: 300 }, () => dueItem()));
    await dueItems.addMissing(ids.map((id) => dueItem({ workerId: id.slice(4, -8) })));
    const writers = ["a", "b", "c", "d", "e"];
    await Promise.all(
      writers.map((name) =>
        changeMany(dueItems, ids, (item) =>
          item.parts?.[name] === undefined ? { ...item, parts: { ...item.parts, [name]: rupiah(1) } } : item,
        ),
      ),
    );
    const now = await dueItems.findMany(ids);
    expect(now).toHaveLength(300);
    for (const { parts } of now) expect(Object.keys(parts ?? {}).sort()).toEqual(writers);
  });
}

describe("many at once on the real storage", () => contract(suiteRepositories()));
describe("many at once in memory", () => contract(memoryRepositories()));
