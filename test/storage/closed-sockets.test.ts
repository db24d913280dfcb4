import type { Socket } from "node:net";
import { endWritesToClosed } from "../../src/storage/mongo/closed-sockets";
import { MongoClient } from "../support/driver";
import { openTestDatabase } from "../support/engine";

interface Inner {
  readonly topology: {
    readonly s: {
      readonly servers: ReadonlyMap<string, { readonly pool: { connections: Iterable<{ socket: Socket }> } }>;
    };
  };
}

describe("a command that is written to a connection which closes before it is taken", () => {
  it("fails, or is done on another one, and is not waited for for ever", async () => {
    const database = await openTestDatabase();
    const client = new MongoClient(database.uri, { maxPoolSize: 1 });
    endWritesToClosed(client);
    await client.connect();
    await client.db().command({ ping: 1 });
    const sockets = [...(client as unknown as Inner).topology.s.servers.values()].flatMap(({ pool }) =>
      [...pool.connections].map(({ socket }) => socket),
    );
    expect(sockets).toHaveLength(1);
    for (const socket of sockets) {
      // As a socket that has no room, and then ends without an error.
      socket.write = () => {
        setImmediate(() => socket.destroy());
        return false;
      };
    }
    const ended = client
      .db()
      .command({ ping: 1 })
      .then(
        () => "done",
        () => "failed",
      );
    const forEver = new Promise((resolve) => setTimeout(resolve, 5_000, "waits for ever").unref());
    expect(await Promise.race([ended, forEver])).toMatch(/done|failed/u);
    await client.close(true);
    await database.close();
  });
});
