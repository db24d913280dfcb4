import type { Area, AuditEntry, Officer, Task } from "../../src/domain/officer/officer";
import type { Attachment, Proof } from "../../src/domain/payment/proof";
import type {
  AttachmentRepository,
  AuditLog,
  OfficerRepository,
  ProofRepository,
  TaskRepository,
} from "../../src/operations/repositories";
import {
  byId,
  byText,
  type ClashOf,
  inDistrict,
  noClash,
  type Shelf,
  save,
  saveFreely,
  saveMany,
  tally,
} from "./memory-shelf";

/** Proofs that keep the promises of their port. */
export function memoryProofs(shelf: Shelf<Proof>): ProofRepository {
  const clash: ClashOf<Proof, "same-proof"> = ({ contentHash, status }, others) =>
    contentHash !== undefined &&
    status !== "rejected" &&
    others.some((other) => other.contentHash === contentHash && other.status !== "rejected")
      ? "same-proof"
      : null;
  const oldest = (a: Proof, b: Proof) => a.createdAt - b.createdAt || byId(a, b);
  const latest = (which: (proof: Proof) => boolean) =>
    shelf
      .all((proof) => (proof.status !== "rejected" || Boolean(proof.takenBack)) && which(proof), oldest)
      .toReversed();
  const waiting = (area: Area) =>
    shelf.all(({ status, districtCode }) => status === "waiting" && inDistrict(area, districtCode), oldest);
  return {
    add: async (proof) => shelf.add(proof, clash),
    find: async (id) => shelf.find(id),
    findByContact: async (contactId, limit) =>
      shelf.all((proof) => proof.contactId === contactId, oldest).slice(0, limit),
    findByMarks: async (marks, limit) =>
      latest((proof) => (proof.marks ?? []).some((mark) => marks.includes(mark))).slice(0, limit),
    latestOf: async (contactId, limit) => latest((proof) => proof.contactId === contactId).slice(0, limit),
    findByReceipt: async (hash) => shelf.all(({ receiptHash }) => receiptHash === hash)[0] ?? null,
    save: async (proof) => save(shelf, proof, clash),
    waiting: async (area, limit, skipIds = []) =>
      waiting(area)
        .filter(({ id }) => !skipIds.includes(id))
        .slice(0, limit),
    countWaiting: async (area) => waiting(area).length,
    moveContact: async (from, to) => {
      for (const proof of shelf.all(({ contactId }) => contactId === from))
        saveFreely(shelf, { ...proof, contactId: to });
    },
    removeByContact: async (contactId) => {
      for (const { id } of shelf.all((proof) => proof.contactId === contactId)) shelf.byId.delete(id);
    },
  };
}

/** Photos and documents by the id they were stored under. */
export function memoryAttachments(shelf: Shelf<Attachment>): AttachmentRepository {
  return {
    add: async (attachment) => void shelf.add(attachment, noClash),
    find: async (id) => shelf.find(id),
    moveContact: async (from, to) => {
      for (const attachment of shelf.all(({ contactId }) => contactId === from))
        shelf.put({ ...attachment, contactId: to });
    },
    removeByContact: async (contactId) => {
      for (const { id } of shelf.all((attachment) => attachment.contactId === contactId)) shelf.byId.delete(id);
    },
  };
}

/** Officers, found by their contact, their code or their place. */
export function memoryOfficers(shelf: Shelf<Officer>): OfficerRepository {
  return {
    add: async (officer) => void shelf.add(officer, noClash),
    find: async (id) => shelf.find(id),
    findByContact: async (contactId) => shelf.all((one) => one.active && one.contactId === contactId)[0] ?? null,
    findByCodeHash: async (codeHash) => shelf.all((officer) => officer.codeHash === codeHash)[0] ?? null,
    list: async (limit) => shelf.all(() => true, byId).slice(0, limit),
    findForPlace: async (districtCode, limit) =>
      shelf
        .all(
          ({ active, area }) => active && inDistrict(area, districtCode),
          (a, b) => byText(a.area.type, b.area.type) || byId(a, b),
        )
        .slice(0, limit),
    save: async (officer) => saveFreely(shelf, officer),
  };
}

/** The audit log. */
export function memoryAudit(shelf: Shelf<AuditEntry>): AuditLog {
  return {
    write: async (entry) => void shelf.add(entry, noClash),
    entry: async (id) => shelf.find(id),
    find: async (subject, limit) =>
      shelf
        .all((entry) => entry.subject.type === subject.type && entry.subject.id === subject.id)
        .sort((a, b) => a.at - b.at || byId(a, b))
        .slice(0, limit),
    countByAction: async (actorId, since) =>
      tally(
        shelf.all(({ actor, at }) => actor.id === actorId && at >= since),
        ({ action }) => action,
      ),
  };
}

/** Tasks for officers, oldest first. */
export function memoryTasks(shelf: Shelf<Task>): TaskRepository {
  const oldest = (a: Task, b: Task) => a.createdAt - b.createdAt || byId(a, b);
  const open = (area: Area) =>
    shelf.all(({ status, districtCode }) => status === "open" && inDistrict(area, districtCode)).sort(oldest);
  return {
    add: async (task) => void shelf.add(task, noClash),
    find: async (id) => shelf.find(id),
    findMany: async (ids) => shelf.all(({ id }) => ids.includes(id), oldest),
    open: async (area, limit, { skipIds = [], kind, except = [] } = {}) =>
      open(area)
        .filter((task) => !skipIds.includes(task.id) && (kind === undefined || task.kind === kind))
        .filter((task) => !except.includes(task.kind))
        .slice(0, limit),
    countOpen: async (area, { except = [] } = {}) => open(area).filter((task) => !except.includes(task.kind)).length,
    save: async (task) => saveFreely(shelf, task),
    saveMany: async (tasks) => saveMany(shelf, tasks, noClash),
    moveContact: async (from, to) => {
      for (const task of shelf.all(({ contactId }) => contactId === from))
        saveFreely(shelf, { ...task, contactId: to });
    },
    removeByContact: async (contactId) => {
      for (const { id } of shelf.all((task) => task.contactId === contactId)) shelf.byId.delete(id);
    },
  };
}
