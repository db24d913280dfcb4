import type { DueItem } from "../../src/domain/contribution/due-item";
import type { Officer, Task } from "../../src/domain/officer/officer";
import type { Proof } from "../../src/domain/payment/proof";
import type { Person } from "../../src/domain/person/person";
import type { Pledge, Sponsor } from "../../src/domain/sponsor/sponsor";
import type { Worker } from "../../src/domain/worker/worker";
import { suiteRepositories } from "../support/storage";
import {
  dueItem,
  officer,
  outcomes,
  person,
  pledge,
  proof,
  sponsor,
  task,
  twenty,
  worker,
} from "../support/stored-values";

const repositories = suiteRepositories();

/** What every repository with revisions promises. */
function keepsRevisions<T extends { id: string; revision: number }>(
  title: string,
  make: () => T,
  repository: () => {
    add(value: T): Promise<unknown>;
    find(id: string): Promise<T | null>;
    save(value: T): Promise<{ ok: true; value: T } | { ok: false; error: string }>;
  },
  change: (value: T) => T,
): void {
  describe(`${title}: additions and revisions`, () => {
    it("adds an id once, and the same addition done again changes nothing", async () => {
      const value = make();
      await Promise.all([1, 2, 3, 4].map(() => repository().add(value)));
      const saved = await repository().save(change(value));
      expect(saved).toEqual({ ok: true, value: { ...change(value), revision: value.revision + 1 } });
      await repository().add(value);
      expect(await repository().find(value.id)).toEqual({ ...change(value), revision: value.revision + 1 });
    });

    it("lets one of many saves of the same revision win, and the others change nothing", async () => {
      const value = make();
      await repository().add(value);
      const { ok, errors } = outcomes(await Promise.all(twenty.map(() => repository().save(change(value)))));
      expect(ok).toBe(1);
      expect(errors).toEqual(new Set(["changed-meanwhile"]));
    });

    it("finds nothing under another id, and saves nothing that is not there", async () => {
      const value = make();
      expect(await repository().find(value.id)).toBeNull();
      expect(await repository().save(value)).toEqual({ ok: false, error: "changed-meanwhile" });
      expect(await repository().find(value.id)).toBeNull();
    });
  });
}

keepsRevisions<Person>(
  "persons",
  person,
  () => repositories.persons,
  (value) => ({ ...value, name: "Siti" }),
);
keepsRevisions<Worker>(
  "workers",
  worker,
  () => repositories.workers,
  (value) => ({ ...value, status: "verified" }),
);
keepsRevisions<Sponsor>(
  "sponsors",
  sponsor,
  () => repositories.sponsors,
  (value) => ({ ...value, showsName: true }),
);
keepsRevisions<Pledge>(
  "pledges",
  pledge,
  () => repositories.pledges,
  (value) => ({ ...value, status: "active" }),
);
keepsRevisions<Proof>(
  "proofs",
  proof,
  () => repositories.proofs,
  (value) => ({ ...value, status: "confirmed" }),
);
keepsRevisions<Officer>(
  "officers",
  officer,
  () => repositories.officers,
  (value) => ({ ...value, active: false }),
);
keepsRevisions<Task>(
  "tasks",
  task,
  () => repositories.tasks,
  (value) => ({ ...value, status: "done" }),
);
keepsRevisions<DueItem>(
  "due items",
  dueItem,
  () => ({
    add: (item) => repositories.dueItems.addMissing([item]),
    find: (id) => repositories.dueItems.find(id),
    save: (item) => repositories.dueItems.save(item),
  }),
  (value) => ({ ...value, status: "reported" }),
);
