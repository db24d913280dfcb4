import { randomBytes } from "node:crypto";
import { readlinkSync } from "node:fs";
import { join } from "node:path";
import { isLive } from "../../src/channels/whatsapp-web/process/processes";
import { createPagePasses } from "../../src/operations/page-passes";
import { openStorage } from "../../src/storage/open-storage";
import { createVault } from "../../src/storage/vault";
import { loadVaultKeys } from "../../src/storage/vault-keys";
import { stopInTime } from "../support/quiet-machine";
import { emptyFolder, freePort, type RunningProcess, startProgram } from "../support/service-process";
import { silentLogger } from "../support/storage";
import { waitFor } from "../support/wait-for";
import { WhatsAppStandIn } from "../support/whatsapp-stand-in";

const page = "/whatsapp-web/pairing";

let place: Awaited<ReturnType<typeof emptyFolder>>;
let whatsApp: WhatsAppStandIn;
let port: number;
const running: RunningProcess[] = [];
beforeEach(async () => {
  place = await emptyFolder();
  port = await freePort();
  whatsApp = await WhatsAppStandIn.start();
});
afterEach(async () => {
  for (const { child, ended } of running.splice(0)) {
    child.kill("SIGTERM");
    await ended;
  }
  await whatsApp.close();
  await place.remove();
});

const start = (program: string, env: Record<string, string> = {}): RunningProcess => {
  const started = startProgram(program, place.folder, {
    PORT: String(port),
    WHATSAPP_WEB: "on",
    WHATSAPP_WEB_BROWSER: whatsApp.browserProgram,
    WHATSAPP_WEB_VERSION: whatsApp.version,
    WHATSAPP_WEB_CACHE: whatsApp.cacheFolder,
    WHATSAPP_WEB_GAP_SECONDS: "1",
    ...env,
  });
  running.push(started);
  return started;
};
const at = (path: string): string => `http://127.0.0.1:${port}${path}`;

interface Health {
  readonly status?: string;
  readonly channels?: Readonly<Record<string, string>>;
}
const health = (): Promise<Health> =>
  fetch(at("/healthz")).then(
    async (response) => (await response.json()) as Health,
    () => ({}),
  );
/** Waits until `/healthz` tells this state of the channel. */
async function stands(state: string, service: RunningProcess): Promise<void> {
  const isSo = async (): Promise<boolean> => (await health()).channels?.["whatsapp-web"] === state;
  await waitFor(() => `${state}: ${service.said()}`, isSo);
}

/** The browser's own process: its mark in the profile names it. */
function browserPid(): number {
  const mark = readlinkSync(join(place.folder, "data/whatsapp-web/session/SingletonLock"));
  return Number(mark.slice(mark.lastIndexOf("-") + 1));
}

/** A code as an admin is sent it, made on the store of the running service. */
async function codeForAdmin(): Promise<string> {
  const dataFolder = join(place.folder, "data");
  const keys = await loadVaultKeys({ dataFolder, production: false });
  const vault = createVault({ keys: keys.ok ? keys.value : [] });
  const storage = await openStorage({ dataFolder, vault, logger: silentLogger });
  const { passes: store } = storage;
  const code = await createPagePasses({ store, hash: vault.hash, randomBytes, clock: Date.now }).makeCode();
  await storage.close();
  return code;
}

const isPictureShown = async (): Promise<boolean> => (await (await fetch(at(page))).text()).includes("<svg");

async function pairedMain(): Promise<RunningProcess> {
  const service = start("dist/main.js");
  await stands("pairing-needed", service);
  whatsApp.pair();
  await stands("ready", service);
  return service;
}

describe("WhatsApp on a linked phone, as a child of npm start", () => {
  it("asks for the phone on the page, answers once it is linked, stops in time, and needs no phone at the next start", async () => {
    const first = start("dist/main.js");
    await stands("pairing-needed", first);
    expect((await health()).status).toBe("degraded");
    await waitFor("the picture", isPictureShown);
    whatsApp.pair();
    await stands("ready", first);
    expect((await health()).status).toBe("ok");
    expect(await (await fetch(at(page))).text()).not.toContain("<svg");

    const siti = whatsApp.person(1);
    siti.says("halo");
    await waitFor("the welcome", () => siti.messages.length > 0);
    expect(siti.messages[0]?.text).toContain("Kamar Lindung");
    const sent = /^kamar_lindung_messages_sent_total\{channel="whatsapp-web"\} [1-9]/mu;
    await waitFor("the count of it", async () => sent.test(await (await fetch(at("/metrics"))).text()));

    const ms = await stopInTime(first);
    process.stdout.write(`  stopped ${Math.round(ms)} ms after SIGTERM\n`);
    expect(whatsApp.isOpen).toBe(false);

    siti.says("1");
    const before = siti.messages.length;
    const second = start("dist/main.js");
    await stands("ready", second);
    await waitFor("an answer to what was written meanwhile", () => siti.messages.length > before);
    expect(second.said()).not.toContain('"pairing"');
  });

  it("shows the picture to this computer and to whoever typed an officer's code, and to nobody else", async () => {
    const service = start("dist/main.js");
    await stands("pairing-needed", service);
    const shows = async (headers: Record<string, string>): Promise<[number, boolean]> => {
      const response = await fetch(at(page), { headers });
      return [response.status, (await response.text()).includes("<svg")];
    };
    await waitFor("the picture", async () => (await shows({}))[1]);
    const proxied = { "x-forwarded-for": "203.0.113.9" };
    expect(await shows(proxied)).toEqual([403, false]);
    expect((await fetch(at(`${page}/panel`), { headers: proxied })).status).toBe(403);

    const type = (code: string) =>
      fetch(at(page), {
        method: "POST",
        headers: proxied,
        body: new URLSearchParams({ code }),
        redirect: "manual",
      });
    expect((await type("2345-6789-2345")).status).toBe(403);
    const opened = await type((await codeForAdmin()).toLowerCase());
    expect(opened.status).toBe(303);
    const cookie = opened.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    expect(await shows({ ...proxied, cookie })).toEqual([200, true]);
    expect(await shows({ ...proxied, cookie: `${cookie}x` })).toEqual([403, false]);
  });

  it("comes back by itself when the browser is killed, when its process is killed, and when the phone ends the link", async () => {
    const service = await pairedMain();
    const siti = whatsApp.person(1);
    const answers = async (): Promise<void> => {
      const before = siti.messages.length;
      siti.says("halo");
      await waitFor(
        () => `an answer: ${service.said()}`,
        () => siti.messages.length > before,
      );
    };
    await answers();
    const killed = browserPid();
    process.kill(killed, "SIGKILL");
    await waitFor(
      () => `another browser: ${service.said()}`,
      () => whatsApp.isOpen && browserPid() !== killed,
    );
    await stands("ready", service);
    await answers();

    const orphan = browserPid();
    const child = Number(/"pid":(\d+),"msg":"WhatsApp on a linked phone begins"/u.exec(service.said())?.[1]);
    process.kill(child, "SIGKILL");
    await waitFor(
      () => `another process: ${service.said()}`,
      () => service.said().includes("profile was left locked"),
    );
    await waitFor("the orphan's end", () => !isLive(orphan));
    await stands("ready", service);
    await answers();

    whatsApp.logOut();
    await waitFor(() => `a new picture: ${service.said()}`, isPictureShown);
    whatsApp.pair();
    await stands("ready", service);
  });

  it("lets no second process open the profile, and says so in one sentence", async () => {
    await pairedMain();
    const second = start("dist/whatsapp-web.js");
    expect(await second.ended).toBe(1);
    const told = second
      .said()
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("{"));
    expect(told).toEqual([
      "Another process already holds WhatsApp on the linked phone (npm start begins one by itself): stop it first.",
    ]);
    expect((await health()).channels?.["whatsapp-web"]).toBe("ready");
    running.splice(running.indexOf(second), 1);
  });
});

describe("npm run whatsapp-web", () => {
  it("draws the picture in the terminal, and stops in time while it waits for the phone", async () => {
    const alone = start("dist/whatsapp-web.js");
    await waitFor(
      () => `the picture: ${alone.said()}`,
      () => alone.said().includes("\u2588"),
    );
    expect(alone.said()).toContain("Perangkat tertaut");
    expect(alone.said()).toContain("Linked devices");
    await stopInTime(alone);
  });

  it("shows a code instead where the phone's number is set", async () => {
    const alone = start("dist/whatsapp-web.js", { WHATSAPP_WEB_PAIRING_PHONE: "6281200000000" });
    await waitFor(
      () => `the code: ${alone.said()}`,
      () => /ABCD-?0001/u.test(alone.said()),
    );
    await stopInTime(alone);
  });

  it.each([
    ["the browser is not there", { WHATSAPP_WEB_BROWSER: "/nowhere/chromium" }, "WHATSAPP_WEB_BROWSER"],
    ["it is turned off", { WHATSAPP_WEB: "off" }, "WHATSAPP_WEB=on"],
  ])("says in one sentence what is to be done where %s", async (_, env, remedy) => {
    const alone = start("dist/whatsapp-web.js", env);
    expect(await alone.ended).toBe(78);
    expect(alone.said().trim().split("\n").at(-1)).toContain(remedy);
    expect(alone.said()).not.toContain("    at ");
    running.splice(running.indexOf(alone), 1);
  });
});
