import type { CareCase } from "../../src/domain/care/care-case";
import type { CareRepository } from "../../src/operations/repositories";
import { byId, noClash, type Shelf, saveFreely } from "./memory-shelf";

/** Accidents and deaths, oldest first. */
export function memoryCares(shelf: Shelf<CareCase>): CareRepository {
  const oldest = (a: CareCase, b: CareCase) => a.openedAt - b.openedAt || byId(a, b);
  return {
    add: async (care) => void shelf.add(care, noClash),
    find: async (id) => shelf.find(id),
    findByContact: async (contactId, limit) =>
      shelf.all((care) => care.contactId === contactId, oldest).slice(0, limit),
    pageOpen: async (afterId, limit) =>
      shelf.all(({ id, status }) => status === "open" && id > (afterId ?? ""), byId).slice(0, limit),
    save: async (care) => saveFreely(shelf, care),
    moveContact: async (from, to) => {
      for (const care of shelf.all(({ contactId }) => contactId === from))
        saveFreely(shelf, { ...care, contactId: to });
    },
    removeByContact: async (contactId) => {
      for (const { id } of shelf.all((care) => care.contactId === contactId)) shelf.byId.delete(id);
    },
  };
}
