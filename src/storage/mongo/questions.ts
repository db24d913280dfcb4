import type { Connection } from "mongoose";
import type { AskedQuestion, TopicDraft } from "../../domain/officer/asked-question";
import type { QuestionRepository, SaveResult, TopicDraftRepository } from "../../operations/repositories";
import type { Sealed, Vault } from "../vault";
import { Aggregates, noClash } from "./aggregates";
import { notSkipped } from "./areas";
import {
  type CollectionPlan,
  compact,
  contextOf,
  expiry,
  inDays,
  moment,
  number,
  type StoredDocument,
  sealed,
  text,
} from "./collection-plan";

interface QuestionDocument extends StoredDocument, Omit<AskedQuestion, "id" | "text"> {
  revision: number;
  words: Sealed;
  expiresAt: Date;
}

const plan: CollectionPlan = {
  name: "questions",
  fields: {
    revision: number,
    reason: text,
    words: sealed,
    topic: text,
    contactId: text,
    status: text,
    settledBy: text,
    createdAt: number,
    expiresAt: moment,
  },
  indexes: [[{ status: 1, createdAt: 1, _id: 1 }], [{ contactId: 1 }, { sparse: true }], expiry],
};

/** What nobody looked at for half a year, or was settled, helps nobody any more. */
const DAYS_KEPT = 180;

/** Questions without identity; their words are sealed all the same. */
export class MongoQuestionRepository implements QuestionRepository {
  private readonly questions: Aggregates<AskedQuestion, QuestionDocument>;

  constructor(connection: Connection, vault: Vault) {
    this.questions = new Aggregates(connection, plan, {
      toDocument: ({ id, text: words, ...plain }: AskedQuestion): QuestionDocument => ({
        ...compact<Omit<AskedQuestion, "id" | "text">>(plain),
        _id: id,
        words: vault.seal(words, contextOf(plan, id)),
        expiresAt: inDays(DAYS_KEPT),
      }),
      toValue: ({ _id: id, words, expiresAt: _, ...plain }: QuestionDocument): AskedQuestion => ({
        ...plain,
        id,
        text: vault.open<string>(words, contextOf(plan, id)),
      }),
      order: { createdAt: 1, _id: 1 },
    });
  }

  async add(question: AskedQuestion): Promise<void> {
    await this.questions.add(question, noClash);
  }

  find(id: string): Promise<AskedQuestion | null> {
    return this.questions.find(id);
  }

  open(limit: number, skipIds: readonly string[] = []): Promise<readonly AskedQuestion[]> {
    return this.questions.list({ status: "open", ...notSkipped(skipIds) }, limit);
  }

  save(question: AskedQuestion): Promise<SaveResult<AskedQuestion>> {
    return this.questions.save<never>(question, noClash);
  }

  async moveContact(from: string, to: string): Promise<void> {
    await this.questions.documents.updateMany({ contactId: from }, { $set: { contactId: to }, $inc: { revision: 1 } });
  }

  async removeByContact(contactId: string): Promise<void> {
    await this.questions.documents.remove({ contactId });
  }
}

interface DraftDocument extends StoredDocument, Pick<TopicDraft, "topic" | "officerId" | "createdAt"> {
  revision: number;
  words: Sealed;
}

const draftPlan: CollectionPlan = {
  name: "topic_drafts",
  fields: { revision: number, topic: text, officerId: text, words: sealed, createdAt: number },
  indexes: [[{ createdAt: 1, _id: 1 }]],
};

/** Drafts of topics, whose words are sealed like those of the questions behind them. */
export class MongoTopicDraftRepository implements TopicDraftRepository {
  private readonly drafts: Aggregates<TopicDraft, DraftDocument>;

  constructor(connection: Connection, vault: Vault) {
    this.drafts = new Aggregates(connection, draftPlan, {
      toDocument: ({ id, questions, answer, basis, ...plain }: TopicDraft): DraftDocument => ({
        ...compact<Omit<DraftDocument, "_id" | "words">>(plain),
        _id: id,
        words: vault.seal({ questions, answer, basis }, contextOf(draftPlan, id)),
      }),
      toValue: ({ _id: id, words, ...plain }: DraftDocument): TopicDraft => ({
        ...plain,
        id,
        ...vault.open<Pick<TopicDraft, "questions" | "answer" | "basis">>(words, contextOf(draftPlan, id)),
      }),
      order: { createdAt: 1, _id: 1 },
    });
  }

  async add(draft: TopicDraft): Promise<void> {
    await this.drafts.add(draft, noClash);
  }

  list(limit: number): Promise<readonly TopicDraft[]> {
    return this.drafts.list({}, limit);
  }

  async remove(id: string): Promise<boolean> {
    return (await this.drafts.documents.remove({ _id: id })) > 0;
  }
}
