import type { CareCase } from "../domain/care/care-case";
import type { DueItem } from "../domain/contribution/due-item";
import type { ChatOutline, Contact, Identifier } from "../domain/messaging/contact";
import type { Employee, Office } from "../domain/office/office";
import type { AskedQuestion, TopicDraft } from "../domain/officer/asked-question";
import type { Area, AuditEntry, Officer, Task } from "../domain/officer/officer";
import type { Attachment, Proof } from "../domain/payment/proof";
import type { Person } from "../domain/person/person";
import type { DaySpan, IsoDay } from "../domain/shared/calendar";
import type { Nik } from "../domain/shared/nik";
import type { Period } from "../domain/shared/period";
import type { Result } from "../domain/shared/result";
import type { Pledge, PledgeStatus, Sponsor, Wishes } from "../domain/sponsor/sponsor";
import type { Worker, WorkerStatus, WorkerTerms } from "../domain/worker/worker";
import type { Walk } from "./walk";

/**
 * What every repository keeps to.
 * - `add` with an id that exists already succeeds without a change: ids are derived from the effect that adds, so it is
 *   the same addition done again. A clash with somebody else's unique key is returned.
 * - `save` replaces the document if its `revision` is still the stored one and raises it by one; otherwise it returns
 *   `changed-meanwhile` and nothing was written.
 * - Lists are bounded by `limit` and ordered oldest first; a `Walk` goes through all, a page at a time.
 */
export type SaveResult<T> = Result<T, "changed-meanwhile">;

/** What is read and saved many at once, so that a whole office costs few calls; see `changeMany`. */
export interface ManyAtOnce<T> {
  findMany(ids: readonly string[]): Promise<readonly T[]>;
  /**
   * Saves in one go, in no order among them, every value whose `revision` is still the stored one, and returns how many were
   * certainly saved. A change that takes a unique key is not made here: whoever makes one wants to hear of the clash.
   */
  saveMany(values: readonly T[]): Promise<number>;
}

/** Contacts: who can be reached where. */
export interface ContactRepository {
  /** The contact that has any of the identifiers, made when there is none; new identifiers are added to it. */
  resolve(seen: {
    channel: Contact["channel"];
    address: string;
    identifiers: readonly Identifier[];
    now: number;
  }): Promise<Contact>;
  find(id: string): Promise<Contact | null>;
  findMany(ids: readonly string[]): Promise<readonly Contact[]>;
  /** Sets or removes (with `null`) the named fields, and nothing else; not guarded by a revision. */
  update(id: string, fields: ContactChange): Promise<void>;
  /** The further chats of a principal, oldest first; the principal's own chat is not among them. */
  endpoints(principalId: string): Promise<readonly Contact[]>;
  /** The further chats of several principals, in no order. */
  endpointsOf(principalIds: readonly string[]): Promise<readonly Contact[]>;
  /** Of these contacts, and of the further chats of principals, what is not sealed, in no order: many are read fast. */
  outlines(ids: readonly string[]): Promise<readonly ChatOutline[]>;
  outlinesOf(principalIds: readonly string[]): Promise<readonly ChatOutline[]>;
  /** Gives the contact the one code by which another chat may be linked to it, in place of an older one. */
  openLinkCode(id: string, code: { readonly hash: string; readonly until: number }): Promise<void>;
  /** The contact whose code this is: an open one, or one that was used up `by` the same act. */
  findByLinkCode(hash: string, by: string, now: number): Promise<Contact | null>;
  /** Uses the code up, once and for all for the act `by`; false where it is not open and another act has used it. */
  spendLinkCode(hash: string, by: string, now: number): Promise<boolean>;
  /** The chats that do not work (blocked, or a message could not be delivered), in the order of ids after `afterId`. */
  outOfReach(afterId: string | null, limit: number): Promise<readonly Contact[]>;
  /** The contacts whose `forgetAt` has come. */
  toForget(now: number, limit: number): Promise<readonly string[]>;
  /**
   * From now on the contact is answered at this address of this channel, as it is returned; null where the surest (first) of the
   * identifiers is not its own, and nothing changes then.
   */
  answerAt(
    id: string,
    seen: { channel: Contact["channel"]; address: string; identifiers: readonly Identifier[] },
  ): Promise<Contact | null>;
  /** Lets go of names that are somebody else's from now on, such as a number that was given up. */
  dropIdentifiers(id: string, identifiers: readonly Identifier[]): Promise<void>;
  /** Forgets the contact and all its identifiers. */
  remove(id: string): Promise<void>;
}
/** The fields of a contact that change; `null` removes one. */
export type ContactChange = {
  readonly [K in
    | "language"
    | "consent"
    | "optedOutAt"
    | "pausedUntil"
    | "blockedAt"
    | "lastInboundAt"
    | "undeliverableAt"
    | "principalId"
    | "windowClosedAt"
    | "address"
    | "forgetAt"]?: Contact[K] | null;
};

/** Persons: at most one per NIK. */
export interface PersonRepository {
  add(person: Person): Promise<Result<Person, "nik-taken">>;
  find(id: string): Promise<Person | null>;
  findMany(ids: readonly string[]): Promise<readonly Person[]>;
  findByNik(nik: Nik): Promise<Person | null>;
  findByContact(contactId: string): Promise<readonly Person[]>;
  /** Whoever the one contact speaks for, the other speaks for from now on, and the one no more. */
  moveContact(from: string, to: string): Promise<void>;
  save(person: Person): Promise<Result<Person, "changed-meanwhile" | "nik-taken">>;
  remove(id: string): Promise<void>;
}

/** Which of those who look for a sponsor: in a place, with an occupation, or only those whose sponsor paused or left. */
export type Seeking = Wishes & { readonly wasLeft?: true };
/** What is known of a worker who looks for a sponsor before her record is read. */
export type Seeker = Pick<Worker, "id" | "status" | "payer" | "submittedAt">;

/** Workers: at most one that is not withdrawn or rejected per person, and per KPJ; one per registration number. */
export interface WorkerRepository extends ManyAtOnce<Worker> {
  add(worker: Worker): Promise<Result<Worker, "number-taken" | "person-has-worker">>;
  find(id: string): Promise<Worker | null>;
  findByNumber(number: string): Promise<Worker | null>;
  findByPersons(personIds: readonly string[]): Promise<readonly Worker[]>;
  /** Those that the contact registered, for oneself or as a helper. */
  findByContact(contactId: string): Promise<readonly Worker[]>;
  /** Those that any of the contacts registered, in no order. */
  findByContacts(contactIds: readonly string[]): Promise<readonly Worker[]>;
  /** What the one contact registered is the other's from now on. */
  moveContact(from: string, to: string): Promise<void>;
  /** `person-has-worker` where a rejected one would come back while the person has another. */
  save(worker: Worker): Promise<Result<Worker, "changed-meanwhile" | "person-has-worker" | "kpj-taken">>;
  remove(id: string): Promise<void>;
  /** The workers of a village whatever their status, oldest first: to look for the same person under a second number. */
  findByVillage(villageId: string, limit: number): Promise<readonly Worker[]>;
  /** The submitted workers of an area, oldest first. */
  toVerify(area: Area, limit: number, skipIds?: readonly string[]): Promise<readonly Worker[]>;
  /** The workers who look for a sponsor and owe months (`owingStatuses`), oldest first; nothing is unsealed for it. Whether one is held is for the pledges to say. */
  seekingSponsor(
    which: Seeking,
    limit: number,
    after?: { submittedAt: number; id: string },
  ): Promise<readonly Seeker[]>;
  /** In the order of ids, with nothing unsealed: those for whom more was paid than is owed so far. */
  withCredit(afterId: string | null, limit: number): Promise<readonly Pick<Worker, "id">[]>;
  /** In the order of ids, for jobs that walk through all: those after `afterId`. */
  page(statuses: readonly WorkerStatus[], afterId: string | null, limit: number): Promise<readonly Worker[]>;
  /** All with one of these statuses who pay for themselves, for good or because their sponsor has left. */
  selfPayers(statuses: readonly WorkerStatus[]): Promise<Walk<WorkerTerms>>;
  /** All with one of these statuses, in the same way as `terms`. */
  walkTerms(statuses: readonly WorkerStatus[]): Promise<Walk<WorkerTerms>>;
  /** What these owe at what price, in no order; nothing is unsealed for it, so that many are read fast. */
  terms(ids: readonly string[]): Promise<readonly WorkerTerms[]>;
  /** The contact that registered each of these, in the same way. */
  contactsOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Each counted no further than a million. */
  countByStatus(area: Area): Promise<Readonly<Partial<Record<WorkerStatus, number>>>>;
}

/** What is known of a sponsor who retires before the record is read. */
export type Retiring = Pick<Sponsor, "id" | "contactId" | "retiresOn" | "retirementPlan">;

/** Sponsors: one per contact. */
export interface SponsorRepository {
  add(sponsor: Sponsor): Promise<Result<Sponsor, "contact-has-sponsor">>;
  find(id: string): Promise<Sponsor | null>;
  findMany(ids: readonly string[]): Promise<readonly Sponsor[]>;
  /** The contact of each of these. Nothing is unsealed for it, so that many are read fast. */
  contactsOf(ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  findByContact(contactId: string): Promise<Sponsor | null>;
  findByContacts(contactIds: readonly string[]): Promise<readonly Sponsor[]>;
  /** The sponsor of the one contact is the other's from now on; `contact-has-sponsor` where that has one of its own. */
  moveContact(from: string, to: string): Promise<Result<void, "contact-has-sponsor">>;
  save(sponsor: Sponsor): Promise<SaveResult<Sponsor>>;
  /** In the order of ids, with nothing unsealed, for jobs that walk through all. */
  page(afterId: string | null, limit: number): Promise<readonly Pick<Sponsor, "id">[]>;
  /** Those whose first day of retirement lies within the two days (inclusive), in the order of ids, with nothing unsealed. */
  retiringBetween(from: IsoDay, to: IsoDay, afterId: string | null, limit: number): Promise<readonly Retiring[]>;
  /** Those who stand by, ready longest first: all, or those who asked for a village; those after one in that order. */
  standingBy(
    which: { readonly villageId?: string },
    limit: number,
    after?: { readonly since: number; readonly id: string },
  ): Promise<readonly Sponsor[]>;
  remove(id: string): Promise<void>;
}

/** Pledges: at most one held, active or paused per worker, and beside it one that is offered to a stand-by sponsor. */
export interface PledgeRepository extends ManyAtOnce<Pledge> {
  add(pledge: Pledge): Promise<Result<Pledge, "worker-taken">>;
  find(id: string): Promise<Pledge | null>;
  /** All of a sponsor, ended ones too. */
  findBySponsor(sponsorId: string): Promise<readonly Pledge[]>;
  /** All of several sponsors, ended ones too, in no order. */
  findBySponsors(sponsorIds: readonly string[]): Promise<readonly Pledge[]>;
  /** The one pledge that occupies the worker. */
  findByWorker(workerId: string): Promise<Pledge | null>;
  /** The pledges that occupy these workers: at most one for each. */
  findByWorkers(workerIds: readonly string[]): Promise<readonly Pledge[]>;
  /** The one that is offered to a stand-by sponsor beside the pledge that occupies the worker. */
  findOffer(workerId: string): Promise<Pledge | null>;
  findOffers(workerIds: readonly string[]): Promise<readonly Pledge[]>;
  save(pledge: Pledge): Promise<Result<Pledge, "changed-meanwhile" | "worker-taken">>;
  /** Held pledges whose time is over, the earliest first: those after a pledge in that order. */
  expiredHolds(now: number, limit: number, after?: Pledge): Promise<readonly Pledge[]>;
  /** Paused pledges whose pause is over, in the same way. */
  endedPauses(now: number, limit: number, after?: Pledge): Promise<readonly Pledge[]>;
  /** Pledges waiting for a worker, oldest first: those after a pledge in that order. */
  waiting(limit: number, after?: { readonly createdAt: number; readonly id: string }): Promise<readonly Pledge[]>;
  /** Those of them whose wishes a worker fits, but of some sponsors. */
  waitingFor(
    worker: Pick<Worker, "districtCode" | "occupationId">,
    limit: number,
    exceptSponsorIds?: readonly string[],
  ): Promise<readonly Pledge[]>;
  /** All that stand at one of these. One that comes to stand at another of them meanwhile may be met twice. */
  walk(statuses: readonly PledgeStatus[]): Promise<Walk<Pledge>>;
  /** In the order of ids, for a look at some: each page looks through all of these, so jobs take the walk. */
  page(statuses: readonly PledgeStatus[], afterId: string | null, limit: number): Promise<readonly Pledge[]>;
}

/** Due items: at most one per worker and period, whoever pays. */
export interface DueItemRepository extends ManyAtOnce<DueItem> {
  /** Adds those that do not exist yet and returns how many were new. */
  addMissing(items: readonly DueItem[]): Promise<number>;
  find(id: string): Promise<DueItem | null>;
  /** The items of the workers, oldest period first. */
  findByWorkers(workerIds: readonly string[], limit: number): Promise<readonly DueItem[]>;
  /** The items of the workers for the periods between the two (inclusive), oldest period first. */
  findBetween(workerIds: readonly string[], from: Period, to: Period): Promise<readonly DueItem[]>;
  save(item: DueItem): Promise<SaveResult<DueItem>>;
  /** All that are open or overdue and whose due day lies in one of these spans. */
  unpaid(...spans: readonly DaySpan[]): Promise<Walk<DueItem>>;
  /** All of these periods that are open or overdue. */
  unpaidOf(periods: readonly Period[]): Promise<Walk<DueItem>>;
  /** Each counted no further than a million. */
  countByStatus(period: Period): Promise<Readonly<Partial<Record<DueItem["status"], number>>>>;
}

/** Proofs: the same file counts once among those not rejected. */
export interface ProofRepository {
  add(proof: Proof): Promise<Result<Proof, "same-proof">>;
  find(id: string): Promise<Proof | null>;
  findByContact(contactId: string, limit: number): Promise<readonly Proof[]>;
  /** The latest proofs with any of these marks, without those rejected at once: one whose confirmation was taken back is known. */
  findByMarks(marks: readonly string[], limit: number): Promise<readonly Proof[]>;
  /** The latest proofs of the contact, of the same kinds. */
  latestOf(contactId: string, limit: number): Promise<readonly Proof[]>;
  /** The proof whose receipt has the check code of this keyed hash; its confirmation may have been taken back. */
  findByReceipt(receiptHash: string): Promise<Proof | null>;
  moveContact(from: string, to: string): Promise<void>;
  /** `same-proof` where its file counts for another proof. */
  save(proof: Proof): Promise<Result<Proof, "changed-meanwhile" | "same-proof">>;
  waiting(area: Area, limit: number, skipIds?: readonly string[]): Promise<readonly Proof[]>;
  countWaiting(area: Area): Promise<number>;
  removeByContact(contactId: string): Promise<void>;
}

/** Files, encrypted at rest. */
export interface AttachmentRepository {
  add(attachment: Attachment): Promise<void>;
  find(id: string): Promise<Attachment | null>;
  moveContact(from: string, to: string): Promise<void>;
  removeByContact(contactId: string): Promise<void>;
}

/** Officers and their one-time codes. */
export interface OfficerRepository {
  add(officer: Officer): Promise<void>;
  find(id: string): Promise<Officer | null>;
  findByContact(contactId: string): Promise<Officer | null>;
  /** The open invitation with this code's keyed hash. */
  findByCodeHash(codeHash: string): Promise<Officer | null>;
  /** Every officer, those invited and those ended too, in the order of ids. */
  list(limit: number): Promise<readonly Officer[]>;
  /** The active officers who may see a case in this kecamatan, or all of them without one; those of every area come first. */
  findForPlace(districtCode: string | undefined, limit: number): Promise<readonly Officer[]>;
  save(officer: Officer): Promise<SaveResult<Officer>>;
}

/** Offices: one per sponsor. */
export interface OfficeRepository extends ManyAtOnce<Office> {
  add(office: Office): Promise<Result<Office, never>>;
  find(id: string): Promise<Office | null>;
  findByCoordinator(contactId: string): Promise<Office | null>;
  /** The office that has a code of this keyed hash, whatever it is for and whether or not its time is over. */
  findByCode(hash: string): Promise<Office | null>;
  save(office: Office): Promise<SaveResult<Office>>;
  /** In the order of ids. */
  page(afterId: string | null, limit: number): Promise<readonly Office[]>;
  /** The one coordinator is the other from now on. */
  moveContact(from: string, to: string): Promise<void>;
  remove(id: string): Promise<void>;
}

/** What is known of an employee who retires before the record is read. */
export type RetiringEmployee = Pick<Employee, "id" | "retiresOn" | "warned" | "status">;

/** Employees: in an office at most one who has not left per staff number, or per name where there is none. */
export interface EmployeeRepository extends ManyAtOnce<Employee> {
  /** Adds those who are not there yet and returns how many were new. */
  addMissing(employees: readonly Employee[]): Promise<number>;
  find(id: string): Promise<Employee | null>;
  /** Those who joined by this chat, those who have left too. */
  findByContact(contactId: string): Promise<readonly Employee[]>;
  /** The employees of several offices, those who have left too, in no order. */
  findByOffices(officeIds: readonly string[]): Promise<readonly Employee[]>;
  /** The employees of an office, those who have left too, in the order of ids. */
  page(officeId: string, afterId: string | null, limit: number): Promise<readonly Employee[]>;
  /** The employees of all offices who retire between the two days (inclusive), in the order of ids, with nothing unsealed. */
  retiringBetween(
    from: IsoDay,
    to: IsoDay,
    afterId: string | null,
    limit: number,
  ): Promise<readonly RetiringEmployee[]>;
  save(employee: Employee): Promise<Result<Employee, "changed-meanwhile" | "already-there">>;
  moveContact(from: string, to: string): Promise<void>;
  remove(id: string): Promise<void>;
  removeByOffice(officeId: string): Promise<void>;
}

/** The audit log: written once an effect, never changed; writing an id again changes nothing. */
export interface AuditLog {
  write(entry: AuditEntry): Promise<void>;
  /** The entry with this id: whether an effect was done, and with which outcome. */
  entry(id: string): Promise<AuditEntry | null>;
  find(subject: AuditEntry["subject"], limit: number): Promise<readonly AuditEntry[]>;
  /** How many acts of this actor (an officer's, a contact's or a job's id) since then, by action. */
  countByAction(actorId: string, since: number): Promise<Readonly<Record<string, number>>>;
}

/** Which tasks are meant: but for some, of one kind, of every kind but some. */
export interface TaskChoice {
  readonly skipIds?: readonly string[];
  readonly kind?: Task["kind"];
  readonly except?: readonly Task["kind"][];
}

/** What waits for a human being. */
export interface TaskRepository extends ManyAtOnce<Task> {
  add(task: Task): Promise<void>;
  find(id: string): Promise<Task | null>;
  /** The open tasks that an area covers. */
  open(area: Area, limit: number, which?: TaskChoice): Promise<readonly Task[]>;
  countOpen(area: Area, which?: Pick<TaskChoice, "except">): Promise<number>;
  save(task: Task): Promise<SaveResult<Task>>;
  moveContact(from: string, to: string): Promise<void>;
  removeByContact(contactId: string): Promise<void>;
}

/** Questions that the answers did not settle; what nobody looked at for half a year is forgotten. */
export interface QuestionRepository {
  add(question: AskedQuestion): Promise<void>;
  find(id: string): Promise<AskedQuestion | null>;
  /** The open ones, oldest first. */
  open(limit: number, skipIds?: readonly string[]): Promise<readonly AskedQuestion[]>;
  save(question: AskedQuestion): Promise<SaveResult<AskedQuestion>>;
  moveContact(from: string, to: string): Promise<void>;
  removeByContact(contactId: string): Promise<void>;
}

/** Accidents and deaths that somebody told of. */
export interface CareRepository {
  add(care: CareCase): Promise<void>;
  find(id: string): Promise<CareCase | null>;
  /** Oldest first. */
  findByContact(contactId: string, limit: number): Promise<readonly CareCase[]>;
  /** The open ones in the order of ids, for a job that walks through all: those after `afterId`. */
  pageOpen(afterId: string | null, limit: number): Promise<readonly CareCase[]>;
  save(care: CareCase): Promise<SaveResult<CareCase>>;
  moveContact(from: string, to: string): Promise<void>;
  removeByContact(contactId: string): Promise<void>;
}

/** What officers propose as topics. */
export interface TopicDraftRepository {
  add(draft: TopicDraft): Promise<void>;
  list(limit: number): Promise<readonly TopicDraft[]>;
  /** Takes a draft away that has become a topic, or is none; false where there is no such draft. */
  remove(id: string): Promise<boolean>;
}

/** All that is stored of people and money. */
export interface Repositories {
  readonly contacts: ContactRepository;
  readonly persons: PersonRepository;
  readonly workers: WorkerRepository;
  readonly sponsors: SponsorRepository;
  readonly pledges: PledgeRepository;
  readonly dueItems: DueItemRepository;
  readonly offices: OfficeRepository;
  readonly employees: EmployeeRepository;
  readonly proofs: ProofRepository;
  readonly attachments: AttachmentRepository;
  readonly officers: OfficerRepository;
  readonly audit: AuditLog;
  readonly tasks: TaskRepository;
  readonly cares: CareRepository;
  readonly questions: QuestionRepository;
  readonly topicDrafts: TopicDraftRepository;
}
