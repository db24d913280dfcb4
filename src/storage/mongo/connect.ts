import mongoose, { type Connection } from "mongoose";
import { endWritesToClosed } from "./closed-sockets";
import { settle } from "./conflicts";

/** How long a start, or a query in a failing network, waits for a server. Milliseconds. */
const SELECTION_MS = 5_000;
const SOCKET_MS = 30_000;

/**
 * A connection of its own, without global state, that is ready when it is returned. Throws with the remedy where no server
 * answers; the address is not repeated, because it may hold a password.
 */
export async function connect(uri: string): Promise<Connection> {
  try {
    const connection = await mongoose
      .createConnection(uri, {
        autoIndex: false,
        autoCreate: false,
        bufferCommands: false,
        promoteBuffers: true,
        serverSelectionTimeoutMS: SELECTION_MS,
        connectTimeoutMS: SELECTION_MS,
        socketTimeoutMS: SOCKET_MS,
        maxPoolSize: 20,
        appName: "kamar-lindung",
      })
      .asPromise();
    endWritesToClosed(connection.getClient());
    return connection;
  } catch (error) {
    const kind = error instanceof Error ? error.name : "unknown error";
    throw new Error(
      `cannot connect to MongoDB (${kind}): check MONGODB_URI, that the server runs and that this machine may reach it; ` +
        "without MONGODB_URI the embedded engine is used",
    );
  }
}

/**
 * Builds every index of every collection, one after the other, and waits for them. Processes that start together stand in each
 * other's way at it on some engines: it is then done again.
 */
export async function buildIndexes(connection: Connection): Promise<void> {
  for (const model of Object.values(connection.models)) await settle(() => model.createIndexes());
}

/** Whether the server answers within two seconds. */
export async function ping(connection: Connection): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), 2_000);
  });
  const answer = async (): Promise<boolean> => {
    if (connection.db === undefined) return false;
    return (await connection.db.command({ ping: 1 }))["ok"] === 1;
  };
  try {
    return await Promise.race([answer().catch(() => false), late]);
  } finally {
    clearTimeout(timer);
  }
}
