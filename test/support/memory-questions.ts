import type { AskedQuestion, TopicDraft } from "../../src/domain/officer/asked-question";
import type { QuestionRepository, TopicDraftRepository } from "../../src/operations/repositories";
import { byId, noClash, type Shelf, saveFreely } from "./memory-shelf";

const oldest = <T extends { id: string; createdAt: number }>(a: T, b: T) => a.createdAt - b.createdAt || byId(a, b);

/** Questions that were not settled, oldest first. */
export function memoryQuestions(shelf: Shelf<AskedQuestion>): QuestionRepository {
  return {
    add: async (question) => void shelf.add(question, noClash),
    find: async (id) => shelf.find(id),
    open: async (limit, skipIds = []) =>
      shelf.all(({ id, status }) => status === "open" && !skipIds.includes(id), oldest).slice(0, limit),
    save: async (question) => saveFreely(shelf, question),
    moveContact: async (from, to) => {
      for (const question of shelf.all(({ contactId }) => contactId === from))
        saveFreely(shelf, { ...question, contactId: to });
    },
    removeByContact: async (contactId) => {
      for (const { id } of shelf.all((question) => question.contactId === contactId)) shelf.byId.delete(id);
    },
  };
}

/** Drafts of topics, oldest first. */
export function memoryTopicDrafts(shelf: Shelf<TopicDraft>): TopicDraftRepository {
  return {
    add: async (draft) => void shelf.add(draft, noClash),
    list: async (limit) => shelf.all(() => true, oldest).slice(0, limit),
    remove: async (id) => shelf.byId.delete(id),
  };
}
