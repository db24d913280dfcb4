import { createHash } from "node:crypto";
import type { CareCase } from "../../src/domain/care/care-case";
import type { DueItem } from "../../src/domain/contribution/due-item";
import type { Contact } from "../../src/domain/messaging/contact";
import type { Employee, Office } from "../../src/domain/office/office";
import { covers } from "../../src/domain/officer/area";
import type { AskedQuestion, TopicDraft } from "../../src/domain/officer/asked-question";
import type { AuditEntry, Officer, Task } from "../../src/domain/officer/officer";
import type { Attachment, Proof } from "../../src/domain/payment/proof";
import type { Person } from "../../src/domain/person/person";
import { fitsWishes } from "../../src/domain/sponsor/pledge-life";
import type { Pledge, Sponsor } from "../../src/domain/sponsor/sponsor";
import type { Worker } from "../../src/domain/worker/worker";
import { mayBeSponsored, stands } from "../../src/domain/worker/worker-life";
import type {
  ContactRepository,
  PersonRepository,
  Repositories,
  WorkerRepository,
} from "../../src/operations/repositories";
import { memoryCares } from "./memory-cares";
import { memoryAttachments, memoryAudit, memoryOfficers, memoryProofs, memoryTasks } from "./memory-desk";
import { memoryEmployees, memoryOffices } from "./memory-offices";
import { memoryDueItems, memoryPledges, memorySponsors } from "./memory-pledges";
import { memoryQuestions, memoryTopicDrafts } from "./memory-questions";
import { byId, type ClashOf, memoryWalk, Shelf, save, saveFreely, saveMany, tally } from "./memory-shelf";

interface LinkCodeOnShelf {
  readonly id: string;
  readonly until: number;
  readonly usedBy?: string;
}

function memoryContacts(shelf: Shelf<Contact>): ContactRepository {
  const known = new Map<string, string>();
  const codes = new Map<string, LinkCodeOnShelf>();
  const isOpenFor = ({ until, usedBy }: LinkCodeOnShelf, by: string, now: number): boolean =>
    usedBy === undefined ? until > now : usedBy === by;
  const keyOf = (channel: string, kind: string, value: string) => `${channel} ${kind} ${value}`;
  return {
    resolve: async ({ channel, address, identifiers }) => {
      const keys = identifiers.map(({ kind, value }) => keyOf(channel, kind, value));
      const id =
        keys.map((key) => known.get(key)).find((found) => found !== undefined) ??
        createHash("sha256").update(keys.join()).digest("base64url").slice(0, 22);
      for (const key of keys) known.set(key, id);
      if (shelf.find(id) === null) shelf.put({ id, channel, address, language: "id" });
      const contact = shelf.find(id);
      if (contact === null) throw new Error("a contact that was just stored is gone");
      return contact;
    },
    find: async (id) => shelf.find(id),
    update: async (id, fields) => {
      const contact = shelf.find(id);
      if (contact === null) return;
      const entries = Object.entries({ ...contact, ...fields }).filter(([, value]) => value !== null);
      shelf.put(Object.fromEntries(entries) as unknown as Contact);
    },
    findMany: async (ids) => shelf.all(({ id }) => ids.includes(id), byId),
    outlines: async (ids) => shelf.all(({ id }) => ids.includes(id), byId),
    outlinesOf: async (ids) => shelf.all(({ principalId }) => ids.includes(principalId ?? ""), byId),
    endpointsOf: async (ids) => shelf.all(({ principalId }) => ids.includes(principalId ?? ""), byId),
    endpoints: async (principalId) => shelf.all((contact) => contact.principalId === principalId),
    openLinkCode: async (id, { hash, until }) => {
      for (const [other, code] of codes) if (code.id === id) codes.delete(other);
      codes.set(hash, { id, until });
    },
    findByLinkCode: async (hash, by, now) => {
      const code = codes.get(hash);
      return code !== undefined && isOpenFor(code, by, now) ? shelf.find(code.id) : null;
    },
    spendLinkCode: async (hash, by, now) => {
      const code = codes.get(hash);
      if (code === undefined || !isOpenFor(code, by, now)) return false;
      codes.set(hash, { ...code, usedBy: by });
      return true;
    },
    outOfReach: async (afterId, limit) =>
      shelf
        .all(
          ({ id, blockedAt, undeliverableAt }) => id > (afterId ?? "") && (blockedAt ?? undeliverableAt ?? 0) > 0,
          byId,
        )
        .slice(0, limit),
    answerAt: async (id, { channel, address, identifiers }) => {
      const contact = shelf.find(id);
      const [surest] = identifiers;
      if (!contact || !surest || known.get(keyOf(channel, surest.kind, surest.value)) !== id) return null;
      shelf.put({ ...contact, channel, address });
      return shelf.find(id);
    },
    dropIdentifiers: async (id, identifiers) => {
      const channel = shelf.find(id)?.channel ?? "";
      for (const { kind, value } of identifiers)
        if (known.get(keyOf(channel, kind, value)) === id) known.delete(keyOf(channel, kind, value));
    },
    toForget: async (now, limit) =>
      shelf
        .all(({ forgetAt }) => forgetAt !== undefined && forgetAt <= now, byId)
        .slice(0, limit)
        .map(({ id }) => id),
    remove: async (id) => {
      shelf.byId.delete(id);
      for (const [key, contactId] of known) if (contactId === id) known.delete(key);
    },
  };
}

function memoryPersons(shelf: Shelf<Person>): PersonRepository {
  const clash: ClashOf<Person, "nik-taken"> = ({ id, nik }, others) =>
    nik !== undefined && others.some((other) => other.id !== id && other.nik === nik) ? "nik-taken" : null;
  const oldest = (a: Person, b: Person) => a.createdAt - b.createdAt || byId(a, b);
  return {
    add: async (person) => shelf.add(person, clash),
    find: async (id) => shelf.find(id),
    findMany: async (ids) => shelf.all(({ id }) => ids.includes(id), oldest),
    findByNik: async (nik) => shelf.all((person) => person.nik === nik)[0] ?? null,
    findByContact: async (contactId) => shelf.all(({ contactIds }) => contactIds.includes(contactId), oldest),
    moveContact: async (from, to) => {
      for (const person of shelf.all(({ contactIds }) => contactIds.includes(from))) {
        const contactIds = [...new Set([...person.contactIds.filter((id) => id !== from), to])];
        saveFreely(shelf, { ...person, contactIds });
      }
    },
    save: async (person) => save(shelf, person, clash),
    remove: async (id) => void shelf.byId.delete(id),
  };
}

function memoryWorkers(shelf: Shelf<Worker>): WorkerRepository {
  const personTaken: ClashOf<Worker, "person-has-worker"> = ({ id, personId, status }, others) => {
    const another = others.some((one) => one.id !== id && one.personId === personId && stands(one.status));
    return stands(status) && another ? "person-has-worker" : null;
  };
  const kpjTaken: ClashOf<Worker, "kpj-taken"> = ({ id, kpj, status }, others) => {
    const another = others.some((one) => one.id !== id && one.kpj === kpj && stands(one.status));
    return kpj !== undefined && stands(status) && another ? "kpj-taken" : null;
  };
  const clash: ClashOf<Worker, "number-taken" | "person-has-worker"> = (worker, others) =>
    others.some(({ number }) => number === worker.number) ? "number-taken" : personTaken(worker, others);
  const oldest = (a: Worker, b: Worker) => a.submittedAt - b.submittedAt || byId(a, b);
  return {
    add: async (worker) => shelf.add(worker, clash),
    find: async (id) => shelf.find(id),
    findMany: async (ids) => shelf.all(({ id }) => ids.includes(id), oldest),
    terms: async (ids) => shelf.all(({ id }) => ids.includes(id), oldest),
    contactsOf: async (ids) =>
      new Map(
        shelf.all(({ id }) => ids.includes(id), oldest).map(({ id, registeredBy }) => [id, registeredBy.contactId]),
      ),
    findByNumber: async (number) => shelf.all((worker) => worker.number === number)[0] ?? null,
    findByPersons: async (personIds) => shelf.all(({ personId }) => personIds.includes(personId), oldest),
    findByContacts: async (ids) => shelf.all(({ registeredBy }) => ids.includes(registeredBy.contactId), oldest),
    findByContact: async (contactId) => shelf.all(({ registeredBy }) => registeredBy.contactId === contactId, oldest),
    moveContact: async (from, to) => {
      for (const worker of shelf.all(({ registeredBy }) => registeredBy.contactId === from))
        saveFreely(shelf, { ...worker, registeredBy: { ...worker.registeredBy, contactId: to } });
    },
    save: async (worker) => save(shelf, worker, (own, others) => personTaken(own, others) ?? kpjTaken(own, others)),
    saveMany: async (workers) =>
      saveMany(shelf, workers, (own, others) => personTaken(own, others) ?? kpjTaken(own, others)),
    remove: async (id) => void shelf.byId.delete(id),
    findByVillage: async (villageId, limit) =>
      shelf.all((worker) => worker.villageId === villageId, oldest).slice(0, limit),
    toVerify: async (area, limit, skipIds = []) =>
      shelf
        .all((worker) => worker.status === "submitted" && covers(area, worker) && !skipIds.includes(worker.id), oldest)
        .slice(0, limit),
    seekingSponsor: async ({ villageId, wasLeft, ...wishes }, limit, after) =>
      shelf
        .all((worker) => mayBeSponsored(worker) && fitsWishes(wishes, worker), oldest)
        .filter((worker) => villageId === undefined || worker.villageId === villageId)
        .filter(({ withoutSponsorSince }) => wasLeft === undefined || withoutSponsorSince !== undefined)
        .filter(
          ({ submittedAt, id }) =>
            after === undefined ||
            submittedAt > after.submittedAt ||
            (submittedAt === after.submittedAt && id > after.id),
        )
        .slice(0, limit),
    withCredit: async (afterId, limit) =>
      shelf.all(({ id, credit }) => (credit ?? 0) > 0 && id > (afterId ?? ""), byId).slice(0, limit),
    page: async (statuses, afterId, limit) =>
      shelf.all(({ id, status }) => statuses.includes(status) && id > (afterId ?? ""), byId).slice(0, limit),
    selfPayers: async (statuses) =>
      memoryWalk(
        shelf
          .all(({ status }) => statuses.includes(status), oldest)
          .filter(({ payer, withoutSponsorSince }) => payer === "self" || withoutSponsorSince !== undefined),
      ),
    walkTerms: async (statuses) => memoryWalk(shelf.all(({ status }) => statuses.includes(status), oldest)),
    countByStatus: async (area) =>
      tally(
        shelf.all((worker) => covers(area, worker)),
        ({ status }) => status,
      ),
  };
}

/** Everything that memory repositories hold, to compare two of them and to look for broken promises. */
export interface MemoryShelves {
  readonly contacts: Shelf<Contact>;
  readonly persons: Shelf<Person>;
  readonly workers: Shelf<Worker>;
  readonly sponsors: Shelf<Sponsor>;
  readonly pledges: Shelf<Pledge>;
  readonly dueItems: Shelf<DueItem>;
  readonly offices: Shelf<Office>;
  readonly employees: Shelf<Employee>;
  readonly proofs: Shelf<Proof>;
  readonly attachments: Shelf<Attachment>;
  readonly officers: Shelf<Officer>;
  readonly audit: Shelf<AuditEntry>;
  readonly tasks: Shelf<Task>;
  readonly cares: Shelf<CareCase>;
  readonly questions: Shelf<AskedQuestion>;
  readonly topicDrafts: Shelf<TopicDraft>;
}

/** Repositories that keep every promise of `operations/repositories.ts` and lose everything at the end. */
export function memoryRepositories(): Repositories & { readonly shelves: MemoryShelves } {
  const shelves: MemoryShelves = {
    contacts: new Shelf(),
    persons: new Shelf(),
    workers: new Shelf(),
    sponsors: new Shelf(),
    pledges: new Shelf(),
    dueItems: new Shelf(),
    offices: new Shelf(),
    employees: new Shelf(),
    proofs: new Shelf(),
    attachments: new Shelf(),
    officers: new Shelf(),
    audit: new Shelf(),
    tasks: new Shelf(),
    cares: new Shelf(),
    questions: new Shelf(),
    topicDrafts: new Shelf(),
  };
  return {
    shelves,
    contacts: memoryContacts(shelves.contacts),
    persons: memoryPersons(shelves.persons),
    workers: memoryWorkers(shelves.workers),
    sponsors: memorySponsors(shelves.sponsors),
    pledges: memoryPledges(shelves.pledges),
    dueItems: memoryDueItems(shelves.dueItems),
    offices: memoryOffices(shelves.offices),
    employees: memoryEmployees(shelves.employees),
    proofs: memoryProofs(shelves.proofs),
    attachments: memoryAttachments(shelves.attachments),
    officers: memoryOfficers(shelves.officers),
    audit: memoryAudit(shelves.audit),
    tasks: memoryTasks(shelves.tasks),
    cares: memoryCares(shelves.cares),
    questions: memoryQuestions(shelves.questions),
    topicDrafts: memoryTopicDrafts(shelves.topicDrafts),
  };
}
