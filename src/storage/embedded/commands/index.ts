import { EngineError } from "../errors";
import type { Document } from "../values";
import type { Reply } from "../wire";
import * as catalog from "./catalog";
import { type Command, type Engine, noTransactions, Request } from "./command";
import * as reading from "./reading";
import * as session from "./session";
import * as writing from "./writing";

const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ["hello", session.hello],
  ["ismaster", session.hello],
  ["isMaster", session.hello],
  ["ping", session.ping],
  ["buildInfo", session.buildInfo],
  ["buildinfo", session.buildInfo],
  ["endSessions", session.endSessions],
  ["connectionStatus", session.connectionStatus],
  ["insert", writing.insert],
  ["update", writing.update],
  ["delete", writing.remove],
  ["findAndModify", writing.findAndModify],
  ["findandmodify", writing.findAndModify],
  ["find", reading.find],
  ["getMore", reading.getMore],
  ["killCursors", reading.killCursors],
  ["count", reading.count],
  ["distinct", reading.distinct],
  ["aggregate", reading.aggregate],
  ["explain", reading.explain],
  ["create", catalog.create],
  ["createIndexes", catalog.createIndexes],
  ["dropIndexes", catalog.dropIndexes],
  ["listIndexes", catalog.listIndexes],
  ["listCollections", catalog.listCollections],
  ["drop", catalog.drop],
  ["dropDatabase", catalog.dropDatabase],
  ["listDatabases", catalog.listDatabases],
]);

/** Runs a command (numbers in their BSON wrappers). What cannot be done is thrown as an {@link EngineError}. */
export async function runCommand(body: Document, engine: Engine): Promise<Reply> {
  const name = Object.keys(body)[0] ?? "";
  const command = COMMANDS.get(name);
  if (body["startTransaction"] !== undefined || body["autocommit"] !== undefined) throw noTransactions();
  if (name === "commitTransaction" || name === "abortTransaction") throw noTransactions();
  if (!command) throw new EngineError(59, `no such command: '${name}'`);
  const request = new Request(name, body);
  request.check(command);
  return command.run(request, engine);
}
