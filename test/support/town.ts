import { createHmac } from "node:crypto";
import type { DueItem } from "../../src/domain/contribution/due-item";
import type { ChannelName, Contact, Identifier } from "../../src/domain/messaging/contact";
import type { Area, Officer, OfficerRole } from "../../src/domain/officer/officer";
import type { IsoDay } from "../../src/domain/shared/calendar";
import type { Nik } from "../../src/domain/shared/nik";
import type { Period } from "../../src/domain/shared/period";
import { holdMs } from "../../src/domain/sponsor/sponsor";
import { type Worker, workerStatuses } from "../../src/domain/worker/worker";
import type { Effects, Lookups } from "../../src/operations/catalog";
import type { WorkerDraft } from "../../src/operations/catalog-views";
import type { Deps, Ids } from "../../src/operations/deps";
import type { Notice } from "../../src/operations/notify";
import { inviteOfficer } from "../../src/operations/officer-effects";
import { createOperations } from "../../src/operations/operations";
import type { Papers } from "../../src/operations/papers";
import type { Repositories } from "../../src/operations/repositories";
import { createSheets } from "../../src/operations/sheets";
import { readSheet } from "../../src/papers/sheet-reader";

/** Ids that depend on nothing but their cause. */
export const testIds: Ids = {
  derive: (cause, purpose) =>
    createHmac("sha256", "town").update(`${purpose}\n${cause}`).digest().subarray(0, 16).toString("base64url"),
  hash: (text, purpose) => createHmac("sha256", "hash").update(`${purpose}\n${text}`).digest("base64url"),
};

/** Papers that are written down instead of drawn, so that a test reads what would stand on them. */
const writtenPapers: Papers = {
  printOf: async (bytes) => (bytes[0] === 123 ? JSON.parse(Buffer.from(bytes).toString()) : null),
  readPdf: async (bytes) => Buffer.from(bytes).toString(),
  draw: async (sheet, language) => new Uint8Array(Buffer.from(JSON.stringify({ ...sheet, language }))),
};

/** A Thursday morning in a month whose contribution is reduced; 5 November 2026, 09:00 in Asia/Jakarta. */
export const MORNING = Date.parse("2026-11-05T02:00:00Z");
const SECOND = 1_000;
/** One day, in milliseconds. */
export const DAY = 86_400_000;

/** Two kecamatan with one village each. */
export const places = {
  getasan: { districtCode: "33.22.01", villageId: "33.22.01-kopeng" },
  tengaran: { districtCode: "33.22.02", villageId: "33.22.02-karangduren" },
} as const;

/** What somebody registers who needs a sponsor; `serial` makes it another person. */
export function draftOf(serial: number, changes: Partial<WorkerDraft> = {}): WorkerDraft {
  return {
    nik: `3322015708900${String(serial).padStart(3, "0")}` as Nik,
    name: `Sumarni${serial} Lestari`,
    bornOn: "1990-08-17" as IsoDay,
    sex: "female",
    ...places.getasan,
    occupationId: "farmer",
    sector: "other",
    income: 1_000_000,
    base: 1_000_000,
    programmes: "JKK+JKM",
    payer: "sponsor",
    funding: "private",
    relation: "self",
    sharesNikWithSponsor: true,
    warnings: [],
    ...changes,
  };
}

/** What a sponsor asks for. */
export function wishOf(changes: Partial<Effects["make-pledges"]["input"]> = {}): Effects["make-pledges"]["input"] {
  return {
    name: "Bu Retno",
    kind: "person",
    showsName: true,
    count: 1,
    wishes: {},
    programmes: "JKK+JKM",
    startPeriod: "2026-11" as Period,
    monthsAhead: 1,
    route: "direct",
    ...changes,
  };
}

/** By what each platform tells its people apart. */
export const nameOn: Readonly<Record<ChannelName, Identifier["kind"]>> = {
  simulator: "simulator-name",
  telegram: "telegram-user",
  "whatsapp-web": "whatsapp-lid",
  "whatsapp-cloud": "whatsapp-business-user",
};

/** A small town whose people act by name, on any repositories; every notice is kept once by its id. */
export class Town {
  readonly notices = new Map<string, Notice>();
  readonly deps: Deps;
  private readonly contacts = new Map<string, Contact>();
  private acts = 0;
  now = MORNING;

  /** Whose people are all on one platform. */
  constructor(
    readonly repositories: Repositories,
    private readonly channel: ChannelName = "simulator",
  ) {
    const notify = async (given: Notice | readonly Notice[]) => {
      const before = this.notices.size;
      for (const notice of [given].flat()) if (!this.notices.has(notice.id)) this.notices.set(notice.id, notice);
      return this.notices.size - before;
    };
    this.deps = {
      repositories,
      ids: testIds,
      sheets: createSheets(({ key }) => key, readSheet),
      notify,
      // Here all that is told was sent at once.
      withdraw: async () => undefined,
      papers: writtenPapers,
      officePage: "https://kantor.example/kantor",
    };
  }

  /** The contact of somebody, as it stands now. */
  async contact(name: string): Promise<Contact> {
    const known = this.contacts.get(name);
    const seen =
      (known && (await this.repositories.contacts.find(known.id))) ??
      (await this.repositories.contacts.resolve({
        channel: this.channel,
        address: name,
        identifiers: [{ kind: nameOn[this.channel], value: name }],
        now: this.now,
      }));
    this.contacts.set(name, seen);
    return seen;
  }

  /** Does an effect for somebody; without an id it is a new one, and a second goes by. */
  async does<N extends keyof Effects>(
    who: string,
    name: N,
    input: Effects[N]["input"],
    options: { readonly effectId?: string; readonly deps?: Deps } = {},
  ): Promise<Effects[N]["outcome"]> {
    const { perform } = createOperations(options.deps ?? this.deps);
    const contact = await this.contact(who);
    if (options.effectId !== undefined)
      return perform(name, input, { contact, now: this.now, effectId: options.effectId });
    this.acts += 1;
    const outcome = await perform(name, input, { contact, now: this.now, effectId: `act-${this.acts}` });
    this.now += SECOND;
    return outcome;
  }

  /** Answers a lookup for somebody. */
  async sees<N extends keyof Lookups>(who: string, name: N, input: Lookups[N]["input"]): Promise<Lookups[N]["result"]> {
    return createOperations(this.deps).lookUp(name, input, { contact: await this.contact(who), now: this.now });
  }

  /** Makes somebody an officer. */
  async officer(who: string, area: Area = { type: "all" }, role: OfficerRole = "verifier"): Promise<Officer> {
    const randomBytes = createHmac("sha256", "code").update(who).digest();
    const { officer, code } = await inviteOfficer(this.deps, {
      name: who,
      role,
      area,
      now: this.now,
      randomBytes,
    });
    const outcome = await this.does(who, "redeem-officer-code", { code });
    if (outcome.status !== "welcome") throw new Error(`${who} did not become an officer: ${outcome.status}`);
    return officer;
  }

  /** Registers a worker and returns her id. */
  async worker(who: string, draft: WorkerDraft): Promise<string> {
    const outcome = await this.does(who, "submit-worker", draft);
    if (outcome.status !== "submitted") throw new Error(`${who} could not register: ${outcome.status}`);
    return outcome.workerId;
  }

  /** Has an officer accept a worker as she stands. */
  async verifies(officer: string, workerId: string): Promise<Effects["verify-worker"]["outcome"]> {
    const worker = await this.repositories.workers.find(workerId);
    return this.does(officer, "verify-worker", { workerId, revision: worker?.revision ?? -1 });
  }

  /** Registers somebody whom the one called Officer accepts; returns the worker's id. */
  async verified(who: string, serial: number, changes: Partial<WorkerDraft> = {}): Promise<string> {
    const workerId = await this.worker(who, draftOf(serial, changes));
    const outcome = await this.verifies("Officer", workerId);
    if (outcome !== "done") throw new Error(`${who} was not accepted: ${outcome}`);
    return workerId;
  }

  /** Like `verified`, with the KPJ recorded as well. */
  async insured(who: string, serial: number, changes: Partial<WorkerDraft> = {}): Promise<string> {
    const workerId = await this.verified(who, serial, changes);
    const outcome = await this.does("Officer", "record-kpj", { workerId, kpj: String(10_000_000_000 + serial) });
    if (outcome !== "done") throw new Error(`the KPJ of ${who} was not recorded: ${outcome}`);
    return workerId;
  }

  /** Has somebody report everything that is due as paid; returns the proof's id. */
  async pays(who: string, reference = "R"): Promise<string> {
    const dues = await this.sees(who, "reportable-dues", {});
    const effectId = `pay ${who} ${this.now} ${reference}`;
    await this.does(who, "report-payment", { dueItemIds: dues.map((due) => due.dueItemId), reference }, { effectId });
    return this.deps.ids.derive(effectId, "proof");
  }

  /** A worker as she stands. */
  async workerNow(workerId: string): Promise<Worker> {
    const worker = await this.repositories.workers.find(workerId);
    if (worker === null) throw new Error("no such worker is registered");
    return worker;
  }

  /** The months of a worker, oldest first. */
  async itemsOf(workerId: string): Promise<readonly DueItem[]> {
    return this.repositories.dueItems.findByWorkers([workerId], 100);
  }

  /** Has a sponsor hold one worker and say yes; returns the pledge's id. */
  async sponsors(who: string, changes: Partial<Effects["make-pledges"]["input"]> = {}): Promise<string> {
    const made = await this.does(who, "make-pledges", wishOf(changes));
    const pledgeId = made.held[0]?.pledgeId;
    if (pledgeId === undefined) throw new Error(`${who} found no worker`);
    await this.does(who, "confirm-pledges", { pledgeIds: [pledgeId] });
    return pledgeId;
  }

  /** The locale keys of what somebody was told, in order. */
  told(who: string): string[] {
    const id = this.contacts.get(who)?.id;
    return [...this.notices.values()].filter(({ contactId }) => contactId === id).map(({ rule }) => rule);
  }

  /** Who was told what, in any order. */
  heard(): string[] {
    const names = new Map([...this.contacts].map(([name, { id }]) => [id, name]));
    return [...this.notices.values()].map(({ contactId, rule }) => `${names.get(contactId)} ${rule}`).sort();
  }

  /** A moment just after a hold made now has run out. */
  get afterHold(): number {
    return this.now + holdMs + 1;
  }

  /** Everything that lasts, told with names instead of contact ids and without revisions. */
  async snapshot(): Promise<unknown> {
    const { workers, pledges, dueItems, persons, sponsors, proofs, tasks, officers, contacts } = this.repositories;
    const people = [...this.contacts.values()];
    const every = await workers.page(workerStatuses, null, 1_000);
    const own = await Promise.all(people.map(({ id }) => sponsors.findByContact(id)));
    const offices = await Promise.all(people.map((one) => this.repositories.offices.findByCoordinator(one.id)));
    const state = {
      offices,
      employees: await Promise.all(
        offices.flatMap((one) => (one ? [this.repositories.employees.page(one.id, null, 1_000)] : [])),
      ),
      workers: every,
      persons: await persons.findMany(every.map(({ personId }) => personId)),
      spokenFor: await Promise.all(people.map(({ id }) => persons.findByContact(id))),
      pledges: await pledges.page(["waiting", "held", "active", "paused", "ended"], null, 1_000),
      dueItems: await dueItems.findByWorkers(
        every.map(({ id }) => id),
        1_000,
      ),
      sponsors: own,
      proofs: await Promise.all(people.map(({ id }) => proofs.findByContact(id, 100))),
      tasks: await tasks.open({ type: "all" }, 100),
      officers: await Promise.all(people.map(({ id }) => officers.findByContact(id))),
      contacts: await Promise.all(people.map(({ id }) => contacts.find(id))),
      notices: [...this.notices.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    };
    let text = JSON.stringify(state, (key, value) => (key === "revision" ? undefined : value));
    for (const [name, { id }] of this.contacts) text = text.replaceAll(id, `<${name}>`);
    return JSON.parse(text);
  }
}

/** The process dies. */
export class Crash extends Error {}

const writes = new Set([
  "resolve",
  "openLinkCode",
  "spendLinkCode",
  "moveContact",
  "update",
  "remove",
  "add",
  "save",
  "addMissing",
  "write",
  "removeByContact",
]);

/** The same dependencies, in a process that dies right after its n-th write (a notice counts as one). */
export function dyingAfter(deps: Deps, n: number): Deps {
  let done = 0;
  const count = async <T>(written: Promise<T>): Promise<T> => {
    const result = await written;
    done += 1;
    if (done === n) throw new Crash();
    return result;
  };
  /** What is written together is written one by one here: the process may die between any two. */
  const eachOf = async <V>(values: readonly V[], write: (value: V) => Promise<unknown>): Promise<number> => {
    let written = 0;
    for (const value of values) written += Number(await count(write(value)));
    return written;
  };
  const wrap = <T extends object>(repository: T): T =>
    new Proxy(repository, {
      get: (target, key) => {
        const member: unknown = Reflect.get(target, key);
        if (typeof member !== "function") return member;
        const call = (...args: unknown[]) => Reflect.apply(member, target, args) as Promise<unknown>;
        if (key === "saveMany") return (values: readonly unknown[]) => eachOf(values, (value) => call([value]));
        return writes.has(String(key)) ? (...args: unknown[]) => count(call(...args)) : call;
      },
    });
  const entries = Object.entries(deps.repositories).map(([name, repository]) => [name, wrap(repository as object)]);
  return {
    ...deps,
    repositories: Object.fromEntries(entries) as unknown as Repositories,
    notify: (notices) => eachOf([notices].flat(), (notice) => deps.notify(notice)),
  };
}
