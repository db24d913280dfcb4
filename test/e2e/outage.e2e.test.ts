import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startEmbeddedEngine } from "../../src/storage/embedded/index";
import { stopInTime } from "../support/quiet-machine";
import { emptyFolder, freePort, type RunningProcess, startProgram } from "../support/service-process";
import { severableLink } from "../support/severable-link";
import { waitFor } from "../support/wait-for";

/** Longer than a query waits for a server, so that what is asked meanwhile fails. Milliseconds. */
const awayMs = 7_000;

let service: RunningProcess | undefined;
afterEach(() => service?.child.kill("SIGKILL"));

describe("npm start", () => {
  it("lives through the time for which its database is away, and answers again when it is back", async () => {
    const { folder, remove } = await emptyFolder();
    const engine = await startEmbeddedEngine({ directory: join(folder, "elsewhere") });
    const link = await severableLink(engine.uri);
    const port = await freePort();
    service = startProgram("dist/main.js", folder, { PORT: String(port), MONGODB_URI: link.uri });
    const at = (path: string): string => `http://127.0.0.1:${port}${path}`;
    const status = (path: string, init?: RequestInit): Promise<number> =>
      fetch(at(path), init).then(
        (response) => response.status,
        () => 0,
      );
    const post = (body: object): RequestInit => ({
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const introduce = async (name: string): Promise<string> =>
      ((await (await fetch(at("/simulator/contacts"), post({ name }))).json()) as { id: string }).id;
    const says = (id: string, text: string): Promise<number> =>
      status(`/simulator/contacts/${id}/messages`, post({ id: randomUUID(), type: "text", text }));
    const bubbles = async (id: string): Promise<number> => {
      const told = await fetch(at(`/simulator/contacts/${id}/bubbles`));
      return ((await told.json()) as { bubbles: unknown[] }).bubbles.length;
    };
    try {
      await waitFor("the start", async () => (await status("/healthz")) === 200);
      const first = await introduce("Bu Tini");
      await says(first, "daftar");
      await waitFor("the welcome", async () => (await bubbles(first)) >= 2);

      link.cut();
      const [lost] = await Promise.all([says(first, "1"), sleep(awayMs)]);
      expect(lost).toBeGreaterThanOrEqual(500);
      expect(await Promise.all([status("/healthz"), status("/metrics")])).toEqual([503, 503]);
      link.mend();

      await waitFor("the database to be found again", async () => (await status("/healthz")) === 200);
      const second = await introduce("Pak Joko");
      expect(await says(second, "daftar")).toBeLessThan(300);
      await waitFor("the other one's welcome", async () => (await bubbles(second)) >= 2);
      expect(service.child.exitCode).toBeNull();
      await stopInTime(service);
    } finally {
      service.child.kill("SIGKILL");
      await link.close();
      await engine.close();
      await remove();
    }
  });
});
