import { createServer, type Server, type Socket } from "node:net";
import type { Engine } from "./commands/command";
import { runCommand } from "./commands/index";
import { describeFailure } from "./errors";
import { encodeReply, MessageReader, parseMessage, type Reply, type WireRequest } from "./wire";

/** Where the server listens: a Unix socket's path, or 0 for a free port on loopback. */
export type ListenOn = { readonly path: string } | { readonly port: 0 };

/** The network side: connections, one command after the other on each of them. */
export class WireServer {
  private readonly server: Server;
  private readonly connections = new Map<Socket, Promise<void>>();

  constructor(private readonly engine: Engine) {
    this.server = createServer((socket) => this.accept(socket));
  }

  /** Listens; gives the port when it is not a Unix socket. */
  async listen(on: ListenOn): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.server.once("error", reject);
      this.server.listen("path" in on ? on : { port: on.port, host: "127.0.0.1" }, resolve);
    });
    const address = this.server.address();
    return typeof address === "object" && address ? address.port : 0;
  }

  /** Takes no new command, lets those in hand finish, and closes every connection. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    const inHand = [...this.connections];
    for (const [socket] of inHand) socket.pause();
    await Promise.all(inHand.map(([, work]) => work));
    for (const [socket] of this.connections) socket.destroy();
    await closed;
  }

  private accept(socket: Socket): void {
    const reader = new MessageReader();
    socket.setNoDelay(true);
    this.connections.set(socket, Promise.resolve());
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.connections.delete(socket));
    socket.on("data", (chunk) => {
      try {
        for (const message of reader.feed(chunk)) this.enqueue(socket, message);
      } catch {
        socket.destroy();
      }
    });
  }

  private enqueue(socket: Socket, message: Buffer): void {
    const before = this.connections.get(socket) ?? Promise.resolve();
    const work = before.then(() => this.answer(socket, message)).catch(() => void socket.destroy());
    this.connections.set(socket, work);
  }

  private async answer(socket: Socket, message: Buffer): Promise<void> {
    const request = parseMessage(message);
    const reply = await this.reply(request);
    if (request.answered && !socket.destroyed) socket.write(encodeReply(request, reply));
  }

  private async reply(request: WireRequest): Promise<Reply> {
    try {
      return await runCommand(request.command, this.engine);
    } catch (error) {
      return { ok: 0, ...describeFailure(error) };
    }
  }
}
