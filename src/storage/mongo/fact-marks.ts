import type { Connection } from "mongoose";
import type { FactMark, FactMarkRepository } from "../../knowledge/fact-marks";
import type { Sealed, Vault } from "../vault";
import {
  anything,
  type CollectionPlan,
  compact,
  contextOf,
  number,
  type StoredDocument,
  sealed,
  text,
} from "./collection-plan";
import { Documents } from "./documents";

interface MarkDocument extends StoredDocument {
  factId: string;
  by: string;
  on: string;
  at: number;
  kind: FactMark["kind"];
  values?: Extract<FactMark, { kind: "corrected" }>["values"];
  from?: string;
  until?: string;
  words?: Sealed;
}

const plan: CollectionPlan = {
  name: "fact_marks",
  fields: {
    factId: text,
    by: text,
    on: text,
    at: number,
    kind: text,
    values: anything,
    from: text,
    until: text,
    words: sealed,
  },
  indexes: [[{ at: 1, _id: 1 }]],
};

/** A fact sheet of some 150 facts takes decades to come near; beyond it the oldest are left out. */
const mostMarks = 5_000;

/** What officers said of facts: documents are inserted and never changed. The source is in words, so it is sealed. */
export class MongoFactMarkRepository implements FactMarkRepository {
  private readonly marks: Documents<MarkDocument>;

  constructor(
    connection: Connection,
    private readonly vault: Vault,
  ) {
    this.marks = new Documents(connection, plan);
  }

  async add({ id, source, ...plain }: FactMark): Promise<void> {
    const words = source === undefined ? undefined : this.vault.seal(source, contextOf(plan, id));
    await this.marks.insert(compact<MarkDocument>({ ...plain, _id: id, words }));
  }

  async all(): Promise<readonly FactMark[]> {
    const newestFirst = await this.marks.find({}, { at: -1, _id: -1 }, mostMarks);
    return newestFirst.reverse().map((document) => this.toMark(document));
  }

  private toMark({ _id: id, words, ...plain }: MarkDocument): FactMark {
    const source = words && this.vault.open<string>(words, contextOf(plan, id));
    return { ...plain, id, ...(source === undefined ? {} : { source }) } as FactMark;
  }
}
