import type { Employee, Office } from "../../src/domain/office/office";
import { foldWords } from "../../src/domain/shared/folded-text";
import type { EmployeeRepository, OfficeRepository } from "../../src/operations/repositories";
import { byId, type ClashOf, noClash, type Shelf, save, saveFreely, saveMany } from "./memory-shelf";

/** Offices that keep the promises of their port. */
export function memoryOffices(shelf: Shelf<Office>): OfficeRepository {
  return {
    add: async (office) => shelf.add<never>(office, noClash as ClashOf<Office, never>),
    find: async (id) => shelf.find(id),
    findMany: async (ids) => shelf.all(({ id }) => ids.includes(id), byId),
    saveMany: async (offices) => saveMany(shelf, offices, noClash as ClashOf<Office, never>),
    findByCoordinator: async (contactId) =>
      shelf.all(({ coordinatorIds }) => coordinatorIds.includes(contactId), byId)[0] ?? null,
    findByCode: async (hash) => shelf.all(({ codes }) => codes.some((code) => code.hash === hash))[0] ?? null,
    save: async (office) => saveFreely(shelf, office),
    page: async (afterId, limit) => shelf.all(({ id }) => id > (afterId ?? ""), byId).slice(0, limit),
    moveContact: async (from, to) => {
      for (const office of shelf.all(({ coordinatorIds }) => coordinatorIds.includes(from))) {
        const coordinatorIds = [...new Set([...office.coordinatorIds.filter((id) => id !== from), to])];
        saveFreely(shelf, { ...office, coordinatorIds });
      }
    },
    remove: async (id) => void shelf.byId.delete(id),
  };
}

const keyOf = ({ officeId, name, staffNumber }: Employee): string => `${officeId} ${staffNumber ?? foldWords(name)}`;

/** Employees that keep the promises of their port. */
export function memoryEmployees(shelf: Shelf<Employee>): EmployeeRepository {
  const clash: ClashOf<Employee, "already-there"> = (employee, others) =>
    employee.status === "active" &&
    others.some((one) => one.id !== employee.id && one.status === "active" && keyOf(one) === keyOf(employee))
      ? "already-there"
      : null;
  return {
    addMissing: async (employees) => {
      let added = 0;
      for (const employee of employees) {
        if (shelf.find(employee.id) !== null || clash(employee, shelf.all()) !== null) continue;
        shelf.put(employee);
        added += 1;
      }
      return added;
    },
    find: async (id) => shelf.find(id),
    findMany: async (ids) => shelf.all(({ id }) => ids.includes(id), byId),
    findByContact: async (contactId) => shelf.all((one) => one.contactId === contactId, byId),
    findByOffices: async (officeIds) => shelf.all(({ officeId }) => officeIds.includes(officeId), byId),
    page: async (officeId, afterId, limit) =>
      shelf.all((one) => one.officeId === officeId && one.id > (afterId ?? ""), byId).slice(0, limit),
    retiringBetween: async (from, to, afterId, limit) =>
      shelf
        .all(({ id, status }) => status === "active" && id > (afterId ?? ""), byId)
        .filter(({ retiresOn }) => retiresOn !== undefined && retiresOn >= from && retiresOn <= to)
        .slice(0, limit)
        .map(({ id, retiresOn, status, warned }) => ({
          ...{ id, status },
          ...(retiresOn && { retiresOn }),
          ...(warned && { warned }),
        })),
    save: async (employee) => save(shelf, employee, clash),
    saveMany: async (employees) => saveMany(shelf, employees, clash),
    moveContact: async (from, to) => {
      for (const one of shelf.all(({ contactId }) => contactId === from)) saveFreely(shelf, { ...one, contactId: to });
    },
    remove: async (id) => void shelf.byId.delete(id),
    removeByOffice: async (officeId) => {
      for (const { id } of shelf.all((one) => one.officeId === officeId)) shelf.byId.delete(id);
    },
  };
}
