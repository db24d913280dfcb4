import type { Collection } from "../collection";
import { EngineError } from "../errors";
import { encodeKey } from "../order";
import { expandLeaves, leaves } from "../paths";
import { PreparedQuery, type QuerySpec } from "../query";
import { checkPipeline, compileFilter, compileProjection, compileRawProjection, runPipeline } from "../semantics";
import { parseSort } from "../sorting";
import { cloneValue, type Document, decodePlain, encode, isDocument, numberOf, toPlain } from "../values";
import { CursorReply, type Reply } from "../wire";
import { type Command, checkHint, type Engine, type Request } from "./command";

const FIRST_BATCH = 101;

/** The documents that a query finds, as BSON, projected. */
function* documentsOf(
  engine: Engine,
  collection: Collection,
  spec: QuerySpec,
  projection: Document,
): Generator<Uint8Array> {
  const project = Object.keys(projection).length > 0 ? compileRawProjection(projection) : undefined;
  for (const match of new PreparedQuery(engine.databases.store, collection, spec).run()) {
    yield project ? project(match.bytes) : match.bytes;
  }
}

function* nothing(): Generator<Uint8Array> {}

/** What `find` asks for. */
function findSpec(request: Request): { spec: QuerySpec; projection: Document } {
  const spec = {
    filter: request.plain("filter"),
    sort: request.plain("sort"),
    skip: request.count("skip", 0),
    limit: Math.abs(request.whole("limit", 0)),
  };
  return { spec, projection: request.plain("projection") };
}

/** Refuses what `find` could not do; where it is done at once, the doing refuses it. */
function checkSpec(spec: QuerySpec, projection: Document): void {
  compileFilter(spec.filter);
  parseSort(spec.sort ?? {});
  compileProjection(projection);
}

/**
 * Finds, sorts, skips, limits and projects, in batches (101 documents unless told). A negative limit is one batch and
 * no cursor.
 */
export const find: Command = {
  fields: [
    "filter",
    "sort",
    "projection",
    "hint",
    "skip",
    "limit",
    "batchSize",
    "singleBatch",
    "allowDiskUse",
    "noCursorTimeout",
    "collation",
  ],
  run(request, engine) {
    const { spec, projection } = findSpec(request);
    const collection = engine.databases.find(request.db, request.collection);
    if (!collection || request.has("hint")) checkSpec(spec, projection);
    checkHint(request, collection);
    const source = collection ? documentsOf(engine, collection, spec, projection) : nothing();
    const single = request.flag("singleBatch") || request.whole("limit", 0) < 0;
    const namespace = `${request.db}.${request.collection}`;
    const batch = engine.cursors.start(namespace, source, request.count("batchSize", FIRST_BATCH), single);
    return new CursorReply(namespace, batch, "firstBatch");
  },
};

/** The next batch of an open cursor, whoever opened it. 43 where it is not open. */
export const getMore: Command = {
  fields: ["collection", "batchSize"],
  run(request, engine) {
    const namespace = `${request.db}.${request.text("collection")}`;
    const batch = engine.cursors.more(namespace, cursorId(request.raw("getMore")), request.count("batchSize", 0));
    return new CursorReply(namespace, batch, "nextBatch");
  },
};

/** Lets cursors go, and says which of them were open. */
export const killCursors: Command = {
  fields: ["cursors"],
  run(request, engine) {
    const ids = request.list("cursors");
    const killed = ids.filter((id) => engine.cursors.kill(cursorId(id)));
    const unknown = ids.filter((id) => !killed.includes(id));
    return { cursorsKilled: killed, cursorsNotFound: unknown, cursorsAlive: [], cursorsUnknown: [], ok: 1 };
  },
};

function cursorId(value: unknown): bigint {
  if (typeof value === "object" && value !== null && "toBigInt" in value)
    return (value as { toBigInt(): bigint }).toBigInt();
  return BigInt(numberOf(value) ?? 0);
}

/** Counts what a filter matches, after `skip` and up to `limit`; 0 where there is no such collection. */
export const count: Command = {
  fields: ["query", "limit", "skip", "hint", "collation"],
  run(request, engine) {
    const collection = engine.databases.find(request.db, request.collection);
    const spec = {
      filter: request.plain("query"),
      skip: request.count("skip", 0),
      limit: Math.abs(request.whole("limit", 0)),
    };
    checkHint(request, collection);
    if (!collection) return compiled(spec.filter, { n: 0, ok: 1 });
    if (Object.keys(spec.filter).length === 0 && !spec.skip && !spec.limit) return { n: collection.count(), ok: 1 };
    return { n: new PreparedQuery(engine.databases.store, collection, spec).count(), ok: 1 };
  },
};

function compiled(filter: Document, reply: Reply): Reply {
  compileFilter(filter);
  return reply;
}

/** Every value of a path once, those of arrays one by one, in the order in which values sort. */
export const distinct: Command = {
  fields: ["key", "query", "hint", "collation"],
  run(request, engine) {
    const collection = engine.databases.find(request.db, request.collection);
    const key = request.text("key");
    const filter = request.plain("query");
    checkHint(request, collection);
    if (!collection) return compiled(filter, { values: [], ok: 1 });
    const values = new Map<string, unknown>();
    for (const { plain } of new PreparedQuery(engine.databases.store, collection, { filter }).run()) {
      const found = leaves(plain, key);
      for (const value of expandLeaves(found)) {
        if (!Array.isArray(value) || !found.values.includes(value))
          values.set(encodeKey(value).toString("latin1"), value);
      }
    }
    return { values: [...values.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value), ok: 1 };
  },
};

/**
 * Runs a pipeline. Without a collection it has to begin with `$documents` (73); stages that are not served are
 * refused.
 */
export const aggregate: Command = {
  fields: ["pipeline", "cursor", "allowDiskUse", "hint", "collation", "bypassDocumentValidation"],
  run(request, engine) {
    const pipeline = toPlain(cloneValue(request.list("pipeline"))) as unknown[];
    checkPipeline(pipeline);
    const onDatabase = numberOf(request.raw("aggregate")) === 1;
    const name = onDatabase ? "$cmd.aggregate" : request.collection;
    if (onDatabase && !("$documents" in (pipeline[0] ?? {}))) {
      throw new EngineError(73, "an aggregation without a collection needs to start with $documents");
    }
    const collection = onDatabase ? undefined : engine.databases.find(request.db, name);
    checkHint(request, collection);
    const rows = runAggregation(request, engine, collection, pipeline);
    const namespace = `${request.db}.${name}`;
    const batch = engine.cursors.start(namespace, rows.values(), cursorSize(request));
    return new CursorReply(namespace, batch, "firstBatch");
  },
};

function cursorSize(request: Request): number {
  if (!request.has("cursor"))
    throw new EngineError(9, "The 'cursor' option is required, except for aggregate with the explain argument");
  return numberOf(request.document("cursor")["batchSize"]) ?? FIRST_BATCH;
}

/** The leading `$match`, `$sort`, `$skip` and `$limit` are a query, which may use an index; the rest is mingo's. */
function runAggregation(
  request: Request,
  engine: Engine,
  collection: Collection | undefined,
  pipeline: Document[],
): Uint8Array[] {
  const { spec, rest } = splitPipeline(pipeline);
  const resolve = (name: string): Document[] => {
    const other = engine.databases.find(request.db, name);
    return other ? [...other.scan()].map(({ bytes }) => decodePlain(bytes)) : [];
  };
  const query = collection && new PreparedQuery(engine.databases.store, collection, spec);
  const found = query ? query.run() : [].values();
  if (rest.length === 0) return [...found].map(({ bytes }) => bytes);
  const counter = counterOf(rest);
  if (counter) return counted(query?.count() ?? 0, counter);
  return runPipeline(plainOf(found), rest, resolve).map(encode);
}

/** The `$group` by which drivers count documents: one constant group, one sum of ones. */
function counterOf([group, ...more]: readonly Document[]): { group: unknown; field: string } | undefined {
  const spec: unknown = group?.["$group"];
  if (more.length > 0 || !isDocument(spec) || (typeof spec["_id"] !== "number" && spec["_id"] !== null))
    return undefined;
  const [field, ...others] = Object.keys(spec).filter((key) => key !== "_id");
  const sum: unknown = field === undefined ? undefined : spec[field];
  const ones = isDocument(sum) && Object.keys(sum).length === 1 && sum["$sum"] === 1;
  return field !== undefined && others.length === 0 && ones ? { group: spec["_id"], field } : undefined;
}

/** The answer of that `$group`, for which grouping would hold all documents in memory. */
function counted(count: number, { group, field }: { group: unknown; field: string }): Uint8Array[] {
  return count === 0 ? [] : [encode({ _id: group, [field]: count })];
}

function* plainOf(matches: Iterable<{ plain: Document }>): Generator<Document> {
  for (const { plain } of matches) yield plain;
}

/** What may be asked of the query before the pipeline, in the order in which a query does it. */
function splitPipeline(pipeline: readonly Document[]): { spec: QuerySpec; rest: Document[] } {
  const rest = [...pipeline];
  const take = (name: string): unknown => (rest[0] && name in rest[0] ? rest.shift()?.[name] : undefined);
  const filter = take("$match");
  const sort = take("$sort");
  const skip = take("$skip");
  const limit = take("$limit");
  const spec: QuerySpec = {
    filter: isDocument(filter) ? filter : {},
    ...(isDocument(sort) ? { sort } : {}),
    ...(skip === undefined ? {} : { skip: stageCount("$skip", skip, 0) }),
    ...(limit === undefined ? {} : { limit: stageCount("$limit", limit, 1) }),
  };
  return { spec, rest };
}

function stageCount(stage: string, value: unknown, least: number): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= least) return value;
  throw new EngineError(2, `invalid argument to ${stage} stage: a whole number from ${least} on is needed`);
}

/** Says which index a query uses and how much it looked at; for `find`, `count`, `update`, `delete` and `aggregate`'s query part. */
export const explain: Command = {
  fields: ["verbosity"],
  run(request, engine) {
    const inner = request.document("explain");
    const name = Object.keys(inner)[0] ?? "";
    const collection = engine.databases.find(request.db, String(inner[name]));
    const spec = explainedSpec(name, toPlain(cloneValue(inner)) as Document);
    if (!collection) return { queryPlanner: { winningPlan: { stage: "EOF" } }, ok: 1 };
    const query = new PreparedQuery(engine.databases.store, collection, spec);
    const nReturned = [...query.run()].length;
    const { plan, keysExamined, documentsExamined } = query.work;
    const scan = plan
      ? { stage: "IXSCAN", indexName: plan.index.name, keyPattern: plan.index.key }
      : { stage: "COLLSCAN" };
    const sorts = Object.keys(spec.sort ?? {}).length > 0 && !plan?.sorted;
    return {
      queryPlanner: {
        namespace: collection.namespace,
        winningPlan: sorts ? { stage: "SORT", inputStage: scan } : scan,
      },
      executionStats: { nReturned, totalKeysExamined: keysExamined, totalDocsExamined: documentsExamined },
      ok: 1,
    };
  },
};

function explainedSpec(name: string, command: Document): QuerySpec {
  const first = (list: unknown): Document => (Array.isArray(list) ? ((list[0] as Document | undefined) ?? {}) : {});
  switch (name) {
    case "find":
      return {
        filter: command["filter"] ?? {},
        sort: command["sort"] ?? {},
        skip: command["skip"] ?? 0,
        limit: command["limit"] ?? 0,
      };
    case "count":
      return { filter: command["query"] ?? {} };
    case "findAndModify":
      return { filter: command["query"] ?? {}, sort: command["sort"] ?? {}, limit: 1 };
    case "update":
      return { filter: first(command["updates"])["q"] ?? {} };
    case "delete":
      return { filter: first(command["deletes"])["q"] ?? {} };
    case "aggregate":
      return splitPipeline(command["pipeline"] ?? []).spec;
    default:
      throw new EngineError(59, `Explain failed due to unknown command: ${name}`);
  }
}
