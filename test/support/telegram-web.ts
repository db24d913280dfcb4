import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { TelegramChannel } from "../../src/channels/telegram/telegram-channel";

/** A web server that mounts a channel's webhook, as ours does. */
export interface TelegramWeb {
  readonly url: string;
  /** The channel that takes what Telegram posts; without one, every post is answered with 503. */
  mounted: TelegramChannel | undefined;
  close(): Promise<void>;
}

/** Starts one on a free port of loopback. */
export async function startTelegramWeb(): Promise<TelegramWeb> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const header = request.headers["x-telegram-bot-api-secret-token"];
    const secretToken = typeof header === "string" ? header : undefined;
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    const { status } = (await web.mounted?.webhook({ secretToken, body })) ?? { status: 503 };
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const web: TelegramWeb = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/telegram`,
    mounted: undefined,
    close: async () => {
      const ended = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await ended;
    },
  };
  return web;
}
