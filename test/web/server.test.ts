import { connect } from "node:net";
import { Hono } from "hono";
import { streamSSE } from "hono/streaming";
import { createLogger } from "../../src/logger";
import { createWebApp, type Health, type Listening, listen, type WebParts } from "../../src/web/server";

const healthy: Health = {
  status: "ok",
  version: "0.1.0",
  storage: "embedded",
  channels: { simulator: "on" },
  inbox: { waiting: 0, parked: 0 },
  outbox: { queued: 0, failed: 0 },
};
const silent = createLogger("silent");
const webApp = (parts: Partial<WebParts> = {}): Hono =>
  createWebApp({
    health: async () => healthy,
    logger: silent,
    words: (key, params) => [key, params?.["id"]].filter(Boolean).join(" "),
    ...parts,
  });

describe("the web app", () => {
  it.each([
    ["ok", 200],
    ["degraded", 503],
  ] as const)("tells the health as JSON: %s with %i", async (status, code) => {
    const response = await webApp({ health: async () => ({ ...healthy, status }) }).request("/healthz");
    expect(response.status).toBe(code);
    expect(await response.json()).toEqual({ ...healthy, status });
    expect(response.headers.get("cache-control")).toBe("no-store");
  });

  it.each([
    ["fails", async () => Promise.reject(new Error("secret detail"))],
    ["hangs", () => new Promise<Health>(() => undefined)],
  ])("is degraded when the health check %s", async (_, health) => {
    const response = await webApp({ health, healthTimeoutMs: 20 }).request("/healthz");
    expect([response.status, await response.text()]).toEqual([503, '{"status":"degraded"}']);
  });

  it.each(["/healthz", "/metrics"])(
    "has one look in hand for all who ask %s at the same time, also who waits in vain",
    async (path) => {
      let [looks, end] = [0, (): void => undefined];
      const look = async <T>(seen: T): Promise<T> => {
        looks += 1;
        await new Promise<void>((resolve) => {
          end = resolve;
        });
        return seen;
      };
      const parts = { health: () => look(healthy), metrics: () => look({ contentType: "text/plain", text: "1" }) };
      const app = webApp({ ...parts, healthTimeoutMs: 20 });
      const statusOf = async () => (await app.request(path)).status;
      expect(await Promise.all([statusOf(), statusOf()])).toEqual([503, 503]);
      const third = statusOf();
      end();
      expect([await third, looks]).toEqual([200, 1]);
    },
  );

  it("answers an unknown address kindly", async () => {
    const response = await webApp().request("/nowhere");
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({
      error: { code: "not-found", message: "web.not-found" },
    });
  });

  it("answers a defect with an id that is in the log, and with nothing else of it", async () => {
    const logged: { errorId?: string; err?: Error }[] = [];
    const logger = Object.assign(createLogger("silent"), { error: (fields: object) => void logged.push(fields) });
    const app = webApp({
      logger,
      mount: (web) => void web.get("/broken", () => Promise.reject(new Error("secret detail"))),
    });
    const response = await app.request("/broken");
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(text).not.toMatch(/secret|server\.ts|at /);
    expect(text).toContain(logged[0]!.errorId);
    expect(logged[0]!.err?.message).toBe("secret detail");
  });

  it("keeps what is mounted away from its own addresses", async () => {
    const page = new Hono();
    page.use("*", async (c) => c.text("mounted"));
    const app = webApp({ mount: (web) => void web.route("/", page) });
    expect(await (await app.request("/")).text()).toBe("mounted");
    expect(((await (await app.request("/healthz")).json()) as Health).status).toBe("ok");
  });
});

describe("WhatsApp's webhook", () => {
  const path = "/whatsapp/webhook";
  const webhook = (parts: Partial<NonNullable<WebParts["whatsAppWebhook"]>> = {}) =>
    webApp({
      whatsAppWebhook: {
        path,
        verify: (question) => ({ status: 200, text: JSON.stringify(question) }),
        receive: async () => ({ status: 200 }),
        ...parts,
      },
    });

  it("passes the question on, and its answer back as plain text", async () => {
    const response = await webhook().request(`${path}?hub.mode=subscribe&hub.verify_token=t&hub.challenge=7`);
    expect([response.status, await response.json()]).toEqual([
      200,
      { mode: "subscribe", verifyToken: "t", challenge: "7" },
    ]);
    expect(response.headers.get("content-type")).toContain("text/plain");
  });

  it("passes the very bytes on with their signature, and the status back", async () => {
    const posts: { signature: string | undefined; body: Buffer }[] = [];
    const app = webhook({
      receive: async ({ signature, body }) => {
        posts.push({ signature, body: Buffer.from(body) });
        return { status: 500 };
      },
    });
    const body = Buffer.from([0xff, 0x00, 0x7b, 0xe2]);
    const headers = { "x-hub-signature-256": "sha256=1" };
    expect((await app.request(path, { method: "POST", body, headers })).status).toBe(500);
    expect(posts).toEqual([{ signature: "sha256=1", body }]);
  });

  it("is not there where nothing takes it", async () => {
    expect((await webApp().request(path, { method: "POST", body: "{}" })).status).toBe(404);
  });
});

describe("Telegram's webhook", () => {
  const post = (app: Hono, body: string, headers: Record<string, string> = {}) =>
    app.request("/telegram/webhook", { method: "POST", body, headers });

  it("passes the secret and the update on", async () => {
    const got: unknown[] = [];
    const app = webApp({
      telegramWebhook: {
        path: "/telegram/webhook",
        receive: async (post) => {
          got.push(post);
          return { status: 200 };
        },
      },
    });
    const response = await post(app, '{"update_id":7}', { "x-telegram-bot-api-secret-token": "s" });
    expect(response.status).toBe(200);
    await post(app, '{"update_id":8}');
    expect(got).toEqual([
      { secretToken: "s", body: { update_id: 7 } },
      { secretToken: undefined, body: { update_id: 8 } },
    ]);
  });

  it.each([200, 400, 401, 503])("answers with the status that it is told: %i", async (status) => {
    const app = webApp({ telegramWebhook: { path: "/telegram/webhook", receive: async () => ({ status }) } });
    expect((await post(app, "{}")).status).toBe(status);
  });

  it("refuses what is no JSON or larger than any update, without asking anybody", async () => {
    const receive = jest.fn(async () => ({ status: 200 }));
    const app = webApp({ telegramWebhook: { path: "/telegram/webhook", receive } });
    expect((await post(app, "{")).status).toBe(400);
    expect((await post(app, JSON.stringify("x".repeat(1024 * 1024)))).status).toBe(413);
    expect((await app.request("/telegram/webhook")).status).toBe(404);
    expect(receive).not.toHaveBeenCalled();
  });

  it("answers 500 when the update could not be kept, so that Telegram delivers it again", async () => {
    const receive = async () => Promise.reject(new Error("storage is down"));
    const app = webApp({ telegramWebhook: { path: "/telegram/webhook", receive } });
    expect((await post(app, "{}")).status).toBe(500);
  });

  it("is not there when Telegram is not told to call", async () => {
    expect((await post(webApp(), "{}")).status).toBe(404);
  });
});

describe("listening", () => {
  const open: Listening[] = [];
  afterEach(async () => {
    for (const server of open.splice(0)) await server.close(0);
  });
  const start = async (app: Hono = webApp(), port = 0): Promise<Listening> => {
    const server = await listen(app, { host: "127.0.0.1", port });
    open.push(server);
    return server;
  };

  it("serves at the address that it gives", async () => {
    const { url, port } = await start();
    expect(url).toBe(`http://127.0.0.1:${port}`);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  it("names the port and the remedy when the port is taken", async () => {
    const { port } = await start();
    await expect(start(webApp(), port)).rejects.toThrow(new RegExp(`Port ${port} .*set PORT`));
  });

  it("ends streams and idle connections, and lets a request in hand finish", async () => {
    const app = new Hono();
    let begin = (): void => undefined;
    let finish = (): void => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const finished = new Promise<void>((resolve) => (finish = resolve));
    app.get("/slow", async (c) => {
      begin();
      await finished;
      return c.text("finished");
    });
    app.get("/stream", (c) =>
      streamSSE(c, async (stream) => {
        await stream.writeSSE({ data: "begun" });
        while (!stream.aborted) await stream.sleep(10);
      }),
    );
    const server = await listen(app, { host: "127.0.0.1", port: 0 });
    const stream = await fetch(`${server.url}/stream`);
    // The request in hand is over long before this, after which the stream is cut off.
    const graceMs = 3_000;
    const idle = connect(server.port, "127.0.0.1").on("error", () => undefined);
    const slow = fetch(`${server.url}/slow`);
    await begun;
    const before = Date.now();
    const closed = server.close(graceMs);
    finish();
    expect(await (await slow).text()).toBe("finished");
    await closed;
    expect(Date.now() - before).toBeLessThan(20 * graceMs);
    await expect(stream.text()).rejects.toThrow();
    idle.destroy();
    await expect(fetch(`${server.url}/slow`)).rejects.toThrow();
  });
});
