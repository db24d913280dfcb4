import type { Connection } from "mongoose";
import type { Vault } from "../vault";
import { dropFormerMessageIndexes } from "./open-messages";

/** One step from a schema version to the next. */
export interface Migration {
  /** The version that the database has afterwards; versions count up by one. */
  readonly version: number;
  readonly name: string;
  /** Done again after a crash, it ends the same. */
  up(context: { readonly connection: Connection; readonly vault: Vault }): Promise<void>;
}

/** Every migration, in order. */
export const migrations: readonly Migration[] = [
  {
    version: 1,
    name: "first-schema",
    // An empty database has nothing to change: the record of this migration is its version.
    up: async () => {},
  },
  {
    version: 2,
    name: "indexes-of-open-messages",
    up: ({ connection }) => dropFormerMessageIndexes(connection),
  },
];
