import type { Socket } from "node:net";
import type { Connection } from "mongoose";

type Client = ReturnType<Connection["getClient"]>;
interface Line {
  readonly socket: Socket;
}
/** What the driver has for each server and does not show: its connections, in use or not, and that of its watch. */
interface Server {
  readonly pool: { readonly checkedOut: Iterable<Line>; readonly connections: Iterable<Line> };
  readonly monitor: { readonly connection: Line | null } | null;
}
interface Inner {
  readonly topology?: { readonly s: { readonly servers: ReadonlyMap<string, Server> } };
}

/**
 * Has a command fail whose connection closes before it was taken, and a look of the driver whether the server is there. Driver 7.8
 * waits for room in the socket, and where that closes without an error waits for ever: whoever asked would never be
 * answered, or the server be away for this process from then on. Woken when it closes, the driver sees that it is closed.
 */
export function endWritesToClosed(client: Client): void {
  const heard = new WeakSet<Socket>();
  const hear = (): void => {
    for (const { pool, monitor } of (client as unknown as Inner).topology?.s.servers.values() ?? []) {
      const watch = monitor?.connection ? [monitor.connection] : [];
      for (const { socket } of [...pool.checkedOut, ...pool.connections, ...watch]) {
        if (heard.has(socket)) continue;
        heard.add(socket);
        socket.once("close", () => socket.emit("drain"));
      }
    }
  };
  hear();
  client.on("serverHeartbeatStarted", hear);
  // The driver keeps a new connection among the others only after it has said that there is one.
  client.on("connectionReady", () => void setImmediate(hear));
}
