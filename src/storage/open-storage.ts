import { join } from "node:path";
import type { Connection } from "mongoose";
import type { SessionStore } from "../conversation/session";
import type { FirstWrites } from "../delivery/first-writes";
import type { Inbox } from "../delivery/inbox";
import type { Outbox } from "../delivery/outbox";
import type { SimulatorStore } from "../domain/messaging/simulator-store";
import type { FactMarkRepository } from "../knowledge/fact-marks";
import type { Logger } from "../logger";
import type { ChannelStates } from "../operations/channel-states";
import type { PassStore } from "../operations/page-passes";
import type { Repositories } from "../operations/repositories";
import { copyEverything } from "./copy";
import { checkKeys } from "./key-check";
import { migrations } from "./migrations";
import { migrate } from "./migrations/migrate";
import { dropFormerMessageIndexes } from "./migrations/open-messages";
import { MongoChannelStates } from "./mongo/channel-states";
import { buildIndexes, connect, ping } from "./mongo/connect";
import { MongoFactMarkRepository } from "./mongo/fact-marks";
import { MongoFirstWrites } from "./mongo/first-writes";
import { MongoInbox, type OnUnreadable } from "./mongo/inbox";
import { MongoOutbox } from "./mongo/outbox";
import { MongoPassStore } from "./mongo/page-passes";
import { createRepositories } from "./mongo/repositories";
import { createRunCoordinator, type RunCoordinator } from "./mongo/run-coordinator";
import { MongoSessionStore } from "./mongo/sessions";
import { MongoSimulatorStore } from "./mongo/simulator-store";
import type { Vault } from "./vault";

/** Everything that is stored, ready for use. */
export interface Storage {
  readonly kind: "embedded" | "mongodb";
  readonly repositories: Repositories;
  readonly inbox: Inbox;
  readonly outbox: Outbox;
  readonly firstWrites: FirstWrites;
  readonly sessions: SessionStore;
  readonly simulator: SimulatorStore;
  readonly channelStates: ChannelStates;
  readonly passes: PassStore;
  readonly factMarks: FactMarkRepository;
  readonly vault: Vault;
  /** Lets each distributed run of a node-cron job happen in one process only. */
  readonly runCoordinator: RunCoordinator;
  /** Whether the database answers. */
  ping(): Promise<boolean>;
  /** Copies everything that is stored, as it lies, to an embedded engine in an empty data folder. */
  copyTo(dataFolder: string): Promise<void>;
  /** Lets go of the connection and, where this process runs it, of the embedded engine. */
  close(): Promise<void>;
}

/**
 * Opens the storage: the server at `mongodbUri`, or the embedded engine in `<dataFolder>/db` where that is not set. It is
 * returned once the database is migrated and every index is built. Throws with the remedy where the server does not
 * answer, was written with other keys, or by a newer version. Several can be open in one process.
 */
export async function openStorage(from: {
  readonly mongodbUri?: string;
  readonly dataFolder: string;
  readonly vault: Vault;
  readonly logger: Logger;
  /** Whether the embedded engine computes in a thread of its own, beside this one; it takes a little longer to be there. */
  readonly engineThread?: boolean;
}): Promise<Storage> {
  const engine = await engineFor(from);
  try {
    const connection = await connect(engine.uri);
    try {
      return await storageOn(connection, engine, from);
    } catch (error) {
      await connection.close();
      throw error;
    }
  } catch (error) {
    await engine.close();
    throw error;
  }
}

interface Engine {
  readonly kind: Storage["kind"];
  readonly uri: string;
  close(): Promise<void>;
}

async function engineFor(from: {
  readonly mongodbUri?: string;
  readonly dataFolder: string;
  readonly logger: Logger;
  readonly engineThread?: boolean;
}): Promise<Engine> {
  if (from.mongodbUri !== undefined && from.mongodbUri !== "")
    return { kind: "mongodb", uri: from.mongodbUri, close: async () => {} };
  // Loaded only where it is used: a service on MongoDB needs neither its file format nor its query library.
  const start = from.engineThread
    ? (await import("./embedded/thread")).startEngineThread
    : (await import("./embedded/index")).startEmbeddedEngine;
  const engine = await start({ directory: join(from.dataFolder, "db") });
  from.logger.info(
    { owned: engine.owned },
    "the embedded database engine is in use: for trying out, tests and a village-size start; set MONGODB_URI for more",
  );
  return { kind: "embedded", uri: engine.uri, close: () => engine.close() };
}

/** An officer hears of what somebody wrote and nobody can read any more as of any message that could not be answered. */
function tellingOfficers({
  repositories,
  vault,
  logger,
}: Pick<Storage, "repositories" | "vault"> & { logger: Logger }) {
  const tell: OnUnreadable = async ({ key, contactId, error }, createdAt) => {
    const errorId = vault.derive(key, "error").slice(0, 8);
    logger.error({ err: error, errorId }, "what was stored of a talk cannot be read; an officer is told");
    const id = vault.derive(key, "parked");
    const task = { id, revision: 0, kind: "parked-message", status: "open", contactId, text: errorId } as const;
    await repositories.tasks.add({ ...task, createdAt });
    return errorId;
  };
  return tell;
}

async function storageOn(
  connection: Connection,
  engine: Engine,
  { vault, logger }: { readonly vault: Vault; readonly logger: Logger },
): Promise<Storage> {
  connection.on("error", (error: Error) => logger.error({ error: error.name }, "the database connection failed"));
  await checkKeys(connection, vault);
  await migrate({ connection, vault, migrations, logger });
  const repositories = createRepositories(connection, vault);
  const onUnreadable = tellingOfficers({ repositories, vault, logger });
  const storage: Storage = {
    kind: engine.kind,
    repositories,
    inbox: new MongoInbox(connection, vault, onUnreadable),
    outbox: new MongoOutbox(connection, vault, ({ key, contactId }, now) =>
      repositories.tasks.add({
        id: vault.derive(key, "undeliverable"),
        revision: 0,
        kind: "undeliverable",
        status: "open",
        contactId,
        createdAt: now,
      }),
    ),
    firstWrites: new MongoFirstWrites(connection),
    sessions: new MongoSessionStore(connection, vault, onUnreadable),
    simulator: new MongoSimulatorStore(connection, vault),
    channelStates: new MongoChannelStates(connection, vault),
    passes: new MongoPassStore(connection),
    factMarks: new MongoFactMarkRepository(connection, vault),
    vault,
    runCoordinator: createRunCoordinator(connection),
    ping: () => ping(connection),
    copyTo: (dataFolder) => copyToFolder(connection, dataFolder, logger),
    close: async () => {
      await connection.close();
      await engine.close();
    },
  };
  // Also where the version says that it was done: an older process, or a dump that was restored, may have brought them back.
  await dropFormerMessageIndexes(connection);
  await buildIndexes(connection);
  return storage;
}

async function copyToFolder(from: Connection, dataFolder: string, logger: Logger): Promise<void> {
  const engine = await engineFor({ dataFolder, logger });
  try {
    const to = await connect(engine.uri);
    await copyEverything(from, to).finally(() => to.close());
  } finally {
    await engine.close();
  }
}
