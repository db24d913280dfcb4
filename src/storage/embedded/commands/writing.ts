import type { Collection } from "../collection";
import { describeFailure, EngineError } from "../errors";
import { ownField } from "../paths";
import { type Match, PreparedQuery, type QuerySpec } from "../query";
import { compileProjection } from "../semantics";
import { compileUpdate, isOperatorUpdate, seedFromFilter, type Update, withIdentity } from "../update/update";
import {
  assign,
  type Document,
  decodePlain,
  decodeTyped,
  encode,
  MAX_DOCUMENT_BYTES,
  plainCopy,
  sameBytes,
} from "../values";
import { type Command, checkHint, type Engine, type Request } from "./command";

const BATCH_FIELDS = ["ordered", "bypassDocumentValidation"];

/** Runs the parts of a bulk write in one go; an `ordered` one stops at the first failure. */
function eachPart(request: Request, parts: readonly unknown[], work: (part: unknown, index: number) => void): Document {
  const ordered = !request.has("ordered") || request.flag("ordered");
  const writeErrors: Document[] = [];
  for (const [index, part] of parts.entries()) {
    try {
      work(part, index);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      writeErrors.push({ index, ...describeFailure(error) });
      if (ordered) break;
    }
  }
  return writeErrors.length > 0 ? { writeErrors } : {};
}

/**
 * Inserts documents, with an `_id` made where one is missing, and makes the collection. What fails is told by its
 * index; in order, the rest is not tried.
 */
export const insert: Command = {
  fields: ["documents", ...BATCH_FIELDS],
  async run(request, engine) {
    const documents = request.list("documents");
    if (documents.length === 0)
      throw new EngineError(72, "Write batch sizes must be between 1 and 100000. Got 0 operations.");
    let n = 0;
    const failures = await engine.databases.store.write(() => {
      const collection = engine.databases.ensure(request.db, request.collection);
      return eachPart(request, documents, (bytes) => {
        insertOne(collection, bytes);
        n += 1;
      });
    });
    return { n, ...failures, ok: 1 };
  },
};

function insertOne(collection: Collection, given: unknown): void {
  if (!(given instanceof Uint8Array)) throw new EngineError(14, "a document to insert must be an object");
  const bytes = startsWithIdentity(given) ? given : encode(withIdentity(decodeTyped(given)));
  if (bytes.length > MAX_DOCUMENT_BYTES) throw new EngineError(10334, `BSONObj size: ${bytes.length} is invalid`);
  const plain = decodePlain(bytes);
  if (Array.isArray(plain["_id"]) || plain["_id"] instanceof RegExp) {
    throw new EngineError(2, "The '_id' value cannot be an array or a regular expression");
  }
  collection.insert(bytes, plain);
}

function startsWithIdentity(bytes: Uint8Array): boolean {
  return bytes[5] === 0x5f && bytes[6] === 0x69 && bytes[7] === 0x64 && bytes[8] === 0;
}

/** What one update is made of. */
interface UpdatePart {
  readonly filter: Document;
  readonly typedFilter: Document;
  readonly update: Update;
  readonly multi: boolean;
  readonly upsert: boolean;
  readonly sort?: Document;
}

interface Updated {
  readonly before: Uint8Array | undefined;
  readonly after: Uint8Array;
  readonly changed: boolean;
}

/**
 * Updates or replaces what filters match, one or many, and inserts where an upsert finds none. Says how many matched
 * and how many changed.
 */
export const update: Command = {
  fields: ["updates", ...BATCH_FIELDS],
  async run(request, engine) {
    const totals = { n: 0, nModified: 0 };
    const upserted: Document[] = [];
    const failures = await engine.databases.store.write(() =>
      eachPart(request, request.list("updates"), (given, index) => {
        const part = parseUpdate(request, given, engine, request.collection);
        const results = updateDocuments(engine, request, part);
        totals.n += results.length;
        totals.nModified += results.filter(({ before, changed }) => before && changed).length;
        for (const { before, after } of results) if (!before) upserted.push({ index, _id: decodeTyped(after)["_id"] });
      }),
    );
    return { ...totals, ...(upserted.length > 0 ? { upserted } : {}), ...failures, ok: 1 };
  },
};

function parseUpdate(request: Request, given: unknown, engine: Engine, collection: string): UpdatePart {
  const part = request.part("updates", given, [
    "q",
    "u",
    "multi",
    "upsert",
    "arrayFilters",
    "hint",
    "collation",
    "sort",
  ]);
  checkHint(part, engine.databases.find(request.db, collection));
  const multi = part.flag("multi");
  if (multi && !isOperatorUpdate(part.raw("u")))
    throw new EngineError(9, "multi update is not supported for replacement-style update");
  if (multi && part.has("sort")) throw new EngineError(9, "Cannot specify sort with multi=true");
  const filter = part.plain("q");
  return {
    filter,
    typedFilter: part.document("q"),
    update: compileUpdate(
      part.raw("u"),
      filter,
      part.has("arrayFilters") ? (plainCopy(part.list("arrayFilters")) as unknown[]) : [],
    ),
    multi,
    upsert: part.flag("upsert"),
    ...(part.has("sort") ? { sort: part.plain("sort") } : {}),
  };
}

function updateDocuments(engine: Engine, request: Request, part: UpdatePart): Updated[] {
  const collection = engine.databases.find(request.db, request.collection);
  const found = collection ? matchesOf(engine, collection, part) : [];
  if (!collection || found.length === 0) return part.upsert ? [upsertOne(engine, request, part)] : [];
  return found.map((match) => updateOne(engine, collection, match, part.update));
}

function matchesOf(
  engine: Engine,
  collection: Collection,
  { filter, sort, multi }: Pick<UpdatePart, "filter" | "sort" | "multi">,
): Match[] {
  const spec: QuerySpec = { filter, isToChange: true, ...(sort ? { sort } : {}), ...(multi ? {} : { limit: 1 }) };
  return [...new PreparedQuery(engine.databases.store, collection, spec).run()];
}

function updateOne(engine: Engine, collection: Collection, match: Match, update: Update): Updated {
  const { record, bytes, plain } = match;
  // The values that were read are changed in place: nobody asks this match for them again.
  const updated = update.apply(match.typed, { now: engine.now(), inserting: false });
  const after = encode(updated);
  checkSize(after);
  const changed = !sameBytes(bytes, after);
  if (changed) collection.replace(record, plain, after, plainAfter(plain, updated, update.roots));
  return { before: bytes, after, changed };
}

/** The plain values of a document after an update: what it cannot have changed is taken from those of before. */
function plainAfter(before: Document, updated: Document, roots: Update["roots"]): Document {
  if (!roots) return plainCopy(updated) as Document;
  const after = { ...before };
  for (const root of roots) {
    const value = ownField(updated, root);
    if (value === undefined) delete after[root];
    else assign(after, root, plainCopy(value));
  }
  return after;
}

function upsertOne(engine: Engine, request: Request, { typedFilter, update }: UpdatePart): Updated {
  const made = update.apply(seedFromFilter(typedFilter), { now: engine.now(), inserting: true });
  const after = encode(withIdentity(made));
  checkSize(after);
  engine.databases.ensure(request.db, request.collection).insert(after, decodePlain(after));
  return { before: undefined, after, changed: true };
}

function checkSize(bytes: Uint8Array): void {
  if (bytes.length > MAX_DOCUMENT_BYTES)
    throw new EngineError(10334, `Resulting document after update is larger than ${MAX_DOCUMENT_BYTES}`);
}

/** Removes one document (limit 1) or every document (limit 0) that a filter matches, and says how many. */
export const remove: Command = {
  fields: ["deletes", ...BATCH_FIELDS],
  async run(request, engine) {
    let n = 0;
    const failures = await engine.databases.store.write(() =>
      eachPart(request, request.list("deletes"), (given) => {
        const part = request.part("deletes", given, ["q", "limit", "hint", "collation"]);
        const collection = engine.databases.find(request.db, request.collection);
        checkHint(part, collection);
        const limit = part.whole("limit", 0);
        if (limit !== 0 && limit !== 1)
          throw new EngineError(9, `The limit field in delete objects must be 0 or 1. Got ${limit}`);
        if (!collection) return;
        const found = matchesOf(engine, collection, { filter: part.plain("q"), multi: limit === 0 });
        for (const { record, plain } of found) collection.remove(record, plain);
        n += found.length;
      }),
    );
    return { n, ...failures, ok: 1 };
  },
};

/**
 * Updates, replaces or removes the first document in the order asked for, and gives it back as it was or, with `new`,
 * as it became.
 */
export const findAndModify: Command = {
  fields: [
    "query",
    "update",
    "remove",
    "new",
    "upsert",
    "sort",
    "fields",
    "arrayFilters",
    "hint",
    "collation",
    "bypassDocumentValidation",
  ],
  run(request, engine) {
    if (request.flag("remove")) return findAndRemove(request, engine);
    if (!request.has("update")) throw new EngineError(9, "Either an update or remove=true must be specified");
    return findAndUpdate(request, engine);
  },
};

async function findAndRemove(request: Request, engine: Engine): Promise<Document> {
  for (const field of ["update", "new", "upsert", "arrayFilters"]) {
    const given = field === "update" || field === "arrayFilters" ? request.has(field) : request.flag(field);
    if (given) throw new EngineError(9, `Cannot specify both '${field}' and remove=true`);
  }
  const project = projectionOf(request);
  const removed = await engine.databases.store.write(() => {
    const collection = engine.databases.find(request.db, request.collection);
    checkHint(request, collection);
    const [match] = collection ? matchesOf(engine, collection, { ...targetOf(request), multi: false }) : [];
    if (collection && match) collection.remove(match.record, match.plain);
    return match;
  });
  return { lastErrorObject: { n: removed ? 1 : 0 }, value: removed ? project(removed.bytes) : null, ok: 1 };
}

async function findAndUpdate(request: Request, engine: Engine): Promise<Document> {
  const project = projectionOf(request);
  const target = targetOf(request);
  const part: UpdatePart = {
    ...target,
    typedFilter: request.document("query"),
    update: compileUpdate(
      request.raw("update"),
      target.filter,
      request.has("arrayFilters") ? (plainCopy(request.list("arrayFilters")) as unknown[]) : [],
    ),
    multi: false,
    upsert: request.flag("upsert"),
  };
  const [done] = await engine.databases.store.write(() => {
    checkHint(request, engine.databases.find(request.db, request.collection));
    return updateDocuments(engine, request, part);
  });
  const shown = request.flag("new") ? done?.after : done?.before;
  const created = done && !done.before ? { upserted: decodeTyped(done.after)["_id"] } : {};
  return {
    lastErrorObject: { n: done ? 1 : 0, updatedExisting: done?.before !== undefined, ...created },
    value: shown ? project(shown) : null,
    ok: 1,
  };
}

function targetOf(request: Request): { filter: Document; sort: Document } {
  return { filter: request.plain("query"), sort: request.plain("sort") };
}

function projectionOf(request: Request): (bytes: Uint8Array) => Document {
  const fields = request.plain("fields");
  if (Object.keys(fields).length === 0) return decodeTyped;
  const project = compileProjection(fields);
  return (bytes) => project(decodePlain(bytes));
}
