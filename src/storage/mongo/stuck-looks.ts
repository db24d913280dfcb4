import type { Connection } from "mongoose";

type Client = ReturnType<Connection["getClient"]>;
/** What the driver has for each server and does not show: its watch, which looks every few seconds whether it is there. */
interface Inner {
  readonly topology?: {
    readonly s: { readonly servers: ReadonlyMap<string, { readonly monitor: Watch | null }> };
  };
}
interface Watch {
  close(): void;
  connect(): void;
}

/** A look waits five seconds for its answer; one that lets the server answer late, for ten more. Milliseconds. */
const patience = { usual: 10_000, late: 20_000 } as const;

/**
 * Begins the driver's watch over a server anew where one of its looks never ends. Where a server closes all connections in one
 * moment, driver 7.8 writes a look to a socket that is closed already, and waits for ever until that has room: without
 * this, the server would be away for this process from then on. `patienceMs`: for how long a look may take.
 */
export function endStuckLooks(
  client: Client,
  patienceMs: { readonly usual: number; readonly late: number } = patience,
) {
  const looks = new Map<string, NodeJS.Timeout>();
  const ended = ({ connectionId }: { readonly connectionId: string }): void => {
    clearTimeout(looks.get(connectionId));
    looks.delete(connectionId);
  };
  client.on("serverHeartbeatStarted", (look) => {
    ended(look);
    const ms = look.awaited ? patienceMs.late : patienceMs.usual;
    looks.set(look.connectionId, setTimeout(() => lookAnew(client, look.connectionId), ms).unref());
  });
  client.on("serverHeartbeatSucceeded", ended);
  client.on("serverHeartbeatFailed", ended);
  client.on("topologyClosed", () => {
    for (const connectionId of [...looks.keys()]) ended({ connectionId });
  });
}

function lookAnew(client: Client, address: string): void {
  const watch = (client as unknown as Inner).topology?.s.servers.get(address)?.monitor;
  watch?.close();
  watch?.connect();
}
