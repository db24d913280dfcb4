import type { AddressInfo } from "node:net";
import { createServer, connect as dial, type Socket } from "node:net";

/** A wire between a program and its database that can be cut and mended. */
export interface SeverableLink {
  /** The database's address by way of the wire. */
  readonly uri: string;
  /** Breaks what goes through, and refuses what comes, until `mend`. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

/** Lays a wire on loopback to a server of MongoDB's protocol, a TCP address or a socket of a folder. */
export async function severableLink(uri: string): Promise<SeverableLink> {
  const far = new URL(uri);
  const host = decodeURIComponent(far.hostname);
  const target = host.endsWith(".sock") ? { path: host } : { host, port: Number(far.port || 27_017) };
  const open = new Set<Socket>();
  let isCut = false;
  const server = createServer((near) => {
    if (isCut) return void near.destroy();
    const other = dial(target);
    for (const [one, peer] of [
      [near, other],
      [other, near],
    ] as const) {
      open.add(one);
      one.pipe(peer);
      one.on("error", () => undefined);
      one.on("close", () => {
        open.delete(one);
        peer.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const breakAll = (): void => {
    for (const socket of open) socket.destroy();
  };
  return {
    uri: `mongodb://127.0.0.1:${port}${far.pathname}?directConnection=true`,
    cut: () => {
      isCut = true;
      breakAll();
    },
    mend: () => {
      isCut = false;
    },
    close: async () => {
      breakAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
