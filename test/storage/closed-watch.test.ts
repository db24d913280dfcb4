import type { Socket } from "node:net";
import { endWritesToClosed } from "../../src/storage/mongo/closed-sockets";
import { MongoClient } from "../support/driver";
import { openTestDatabase } from "../support/engine";
import { waitFor } from "../support/wait-for";

interface Inner {
  readonly topology: {
    readonly s: {
      readonly servers: ReadonlyMap<string, { readonly monitor: { readonly connection: { socket: Socket } } }>;
    };
  };
}

describe("the driver's watch over a server", () => {
  it("is begun anew where a look of it is written to a socket that is closed already", async () => {
    const database = await openTestDatabase();
    const client = new MongoClient(database.uri, { heartbeatFrequencyMS: 500, serverMonitoringMode: "poll" });
    endWritesToClosed(client);
    await client.connect();
    let looks = 0;
    client.on("serverHeartbeatSucceeded", () => {
      looks += 1;
    });
    await waitFor("the first look", () => looks > 0);
    const [server] = [...(client as unknown as Inner).topology.s.servers.values()];
    const socket = server?.monitor.connection.socket;
    // As a socket does between the moment of its end and the event that tells of it.
    if (socket)
      socket.write = () => {
        setImmediate(() => socket.destroy());
        return false;
      };
    const before = looks;
    await waitFor("the watch to look again", () => looks > before + 1);
    expect(server?.monitor.connection.socket).not.toBe(socket);
    await client.close();
    await database.close();
  });
});
