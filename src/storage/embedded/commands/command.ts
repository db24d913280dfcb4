import { refuseCollation } from "../catalog";
import type { Collection } from "../collection";
import type { Cursors } from "../cursors";
import type { Databases } from "../database";
import { EngineError } from "../errors";
import { cloneValue, type Document, isDocument, numberOf, toPlain } from "../values";
import type { Reply } from "../wire";

/** What the commands work on. */
export interface Engine {
  /** Tells this start of the engine from every other. */
  readonly id: string;
  readonly databases: Databases;
  readonly cursors: Cursors;
  readonly now: () => Date;
}

/** A command: the fields that it understands, and what it does. Every other field is refused by name. */
export interface Command {
  readonly fields: readonly string[] | "any";
  run(request: Request, engine: Engine): Reply | Promise<Reply>;
}

/** Fields that any command may carry and that change nothing on a single server without authentication. */
const GENERIC = new Set([
  "$db",
  "lsid",
  "$clusterTime",
  "$readPreference",
  "readConcern",
  "writeConcern",
  "maxTimeMS",
  "comment",
  "apiVersion",
  "apiStrict",
  "apiDeprecationErrors",
]);

/** The fields of one command, read with their types checked. Documents come with numbers in wrappers unless said otherwise. */
export class Request {
  constructor(
    readonly name: string,
    private readonly body: Document,
  ) {}

  get db(): string {
    return this.text("$db");
  }

  /** Refuses fields that the command does not know (40415). */
  check(command: Command): void {
    for (const field of command.fields === "any" ? [] : Object.keys(this.body)) {
      if (field === this.name || GENERIC.has(field) || command.fields.includes(field)) continue;
      throw new EngineError(40415, `BSON field '${this.name}.${field}' is not supported by the embedded engine`);
    }
    if (this.has("collation")) refuseCollation(this.raw("collation"));
    if (this.has("txnNumber")) throw noTransactions();
  }

  has(field: string): boolean {
    return this.body[field] !== undefined;
  }

  raw(field: string): unknown {
    return this.body[field];
  }

  text(field: string): string {
    const value: unknown = this.body[field];
    if (typeof value !== "string") throw new EngineError(14, `BSON field '${this.name}.${field}' must be a string`);
    return value;
  }

  /** The collection that the command names. */
  get collection(): string {
    return this.text(this.name);
  }

  flag(field: string): boolean {
    const value: unknown = this.body[field];
    return value === true || numberOf(value) === 1;
  }

  whole(field: string, otherwise: number): number {
    if (!this.has(field)) return otherwise;
    const value = numberOf(this.body[field]);
    if (value === undefined || !Number.isInteger(value))
      throw new EngineError(14, `BSON field '${this.name}.${field}' must be an integer`);
    return value;
  }

  /** A count that may not be negative. */
  count(field: string, otherwise: number): number {
    const value = this.whole(field, otherwise);
    if (value < 0) throw new EngineError(2, `BSON field '${this.name}.${field}' must not be negative`);
    return value;
  }

  list(field: string): unknown[] {
    const value: unknown = this.body[field];
    if (!Array.isArray(value)) throw new EngineError(14, `BSON field '${this.name}.${field}' must be an array`);
    return value;
  }

  /** A document, with numbers in their wrappers; empty when it was not given. */
  document(field: string): Document {
    const value: unknown = this.body[field] ?? {};
    if (!isDocument(value)) throw new EngineError(14, `BSON field '${this.name}.${field}' must be an object`);
    return value;
  }

  /** A document in plain values; empty when it was not given. */
  plain(field: string): Document {
    return toPlain(cloneValue(this.document(field))) as Document;
  }

  /** A part of this command that is a command-like document of its own, such as one of `updates`. */
  part(list: string, value: unknown, fields: readonly string[]): Request {
    if (!isDocument(value)) throw new EngineError(14, `BSON field '${this.name}.${list}' must hold objects`);
    const part = new Request(`${this.name}.${list}`, value);
    part.check({ fields, run: () => ({}) });
    return part;
  }
}

/** Refuses a `hint` that names no index; one that does is obeyed where the planner finds it useful. */
export function checkHint(request: Request, collection: Collection | undefined): void {
  if (!request.has("hint")) return;
  const hint = request.raw("hint");
  const known = collection?.indexes.some(({ name, key }) =>
    typeof hint === "string" ? name === hint : JSON.stringify(key) === JSON.stringify(request.plain("hint")),
  );
  if (!known)
    throw new EngineError(2, "error processing query: hint provided does not correspond to an existing index");
}

/** The refusal of transactions, as a standalone server words it. */
export function noTransactions(): EngineError {
  return new EngineError(20, "Transaction numbers are only allowed on a replica set member or mongos");
}
