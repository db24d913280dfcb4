import { MAX_DOCUMENT_BYTES } from "../values";
import { MAX_MESSAGE_BYTES } from "../wire";
import type { Command } from "./command";

/** The wire version of MongoDB 7.0, which the drivers of today expect. */
const WIRE_VERSION = 21;
const VERSION = "7.0.0";

/** The handshake: a writable standalone server, so that drivers neither retry writes nor open transactions. */
export const hello: Command = {
  // What a driver says of itself are offers, which a server may leave.
  fields: "any",
  run: (_request, engine) => ({
    helloOk: true,
    ismaster: true,
    isWritablePrimary: true,
    maxBsonObjectSize: MAX_DOCUMENT_BYTES,
    maxMessageSizeBytes: MAX_MESSAGE_BYTES,
    maxWriteBatchSize: 100_000,
    localTime: engine.now(),
    logicalSessionTimeoutMinutes: 30,
    minWireVersion: 0,
    maxWireVersion: WIRE_VERSION,
    readOnly: false,
    engineId: engine.id,
    ok: 1,
  }),
};

/** Answers, which shows that the engine lives. */
export const ping: Command = { fields: [], run: () => ({ ok: 1 }) };

/** The version of MongoDB whose words this engine understands, and the largest document in bytes. */
export const buildInfo: Command = {
  fields: [],
  run: () => ({
    version: VERSION,
    versionArray: [7, 0, 0, 0],
    modules: [],
    storageEngines: ["embedded"],
    maxBsonObjectSize: MAX_DOCUMENT_BYTES,
    ok: 1,
  }),
};

/** Sessions carry nothing here: there are no transactions to end. */
export const endSessions: Command = { fields: [], run: () => ({ ok: 1 }) };

/** Nobody is logged in: the engine has no users, and is reached by whoever may open its socket. */
export const connectionStatus: Command = {
  fields: ["showPrivileges"],
  run: () => ({ authInfo: { authenticatedUsers: [], authenticatedUserRoles: [] }, ok: 1 }),
};
