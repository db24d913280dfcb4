import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Supervised, type SupervisedProgram, supervise } from "../../src/supervisor";
import { emptyFolder } from "../support/service-process";
import { silentLogger } from "../support/storage";
import { waitFor } from "../support/wait-for";

const child = join(__dirname, "../support/supervised-process.ts");
const node = ["--import", require.resolve("tsx")];

let place: Awaited<ReturnType<typeof emptyFolder>>;
let diary: string;
const supervised: Supervised[] = [];
beforeEach(async () => {
  place = await emptyFolder();
  diary = join(place.folder, "diary");
});
afterEach(async () => {
  await Promise.all(supervised.splice(0).map((one) => one.stop()));
  await place.remove();
});

const begin = (manner: string, more: Partial<SupervisedProgram> = {}): Supervised => {
  const one = supervise({
    ...{ name: "child", args: [...node, child, diary, manner], logger: silentLogger, random: () => 0.5 },
    ...{ waits: { firstMs: 20, longestMs: 200 }, ...more },
  });
  supervised.push(one);
  return one;
};
const lines = (): readonly string[] => (existsSync(diary) ? readFileSync(diary, "utf8").trim().split("\n") : []);
const count = (what: string): number => lines().filter((line) => line.startsWith(what)).length;

describe("a supervised child", () => {
  it("is started anew when it is killed, one at a time", async () => {
    const one = begin("stays");
    for (const round of [1, 2, 3]) {
      await waitFor("a beginning", () => count("began") === round);
      const pid = one.pid() ?? 0;
      expect(lines().at(-1)).toBe(`began ${pid}`);
      process.kill(pid, "SIGKILL");
    }
    await waitFor("a beginning", () => count("began") === 4);
    await one.stop();
    expect(one.pid()).toBeUndefined();
    expect([count("began"), count("stopped")]).toEqual([4, 1]);
  });

  it("that ends again and again is started after longer and longer waits", async () => {
    const waited: number[] = [];
    const logger = Object.create(silentLogger, {
      error: { value: ({ waitMs }: { waitMs: number }) => waited.push(waitMs) },
    });
    begin("1", { logger });
    await waitFor("four ends", () => waited.length >= 4);
    expect(waited.slice(0, 4)).toEqual([20, 40, 80, 160]);
  });

  it("that needs an operator is started anew only after the longest wait", async () => {
    const waited: number[] = [];
    const logger = Object.create(silentLogger, {
      error: { value: ({ waitMs }: { waitMs: number }) => waited.push(waitMs) },
    });
    begin("78", { logger });
    await waitFor("an end", () => waited.length > 0);
    expect(waited[0]).toBe(200);
  });

  it("is ended where it does not stop in time", async () => {
    const one = begin("stubborn", { stopMs: 5_000 });
    await waitFor("the beginning", () => count("began") === 1);
    await one.stop();
    expect([count("heard"), count("began")]).toEqual([1, 1]);
  });

  it("is not started any more where it is stopped between two lives", async () => {
    const one = begin("1", { waits: { firstMs: 3_600_000, longestMs: 3_600_000 } });
    await waitFor("its end", () => count("began") === 1 && one.pid() === undefined);
    await one.stop();
    expect(count("began")).toBe(1);
  });

  it("notices when the process that started it is gone", async () => {
    const program = `require(${JSON.stringify(join(__dirname, "../../src/supervisor.ts"))}).supervise({ name: "child",
      args: ${JSON.stringify([...node, child, diary, "stays"])}, random: Math.random, logger: { error() {} } })`;
    const parent = spawn(process.execPath, [...node, "-e", program], { stdio: "inherit" });
    await waitFor("the beginning", () => count("began") === 1);
    parent.kill("SIGKILL");
    await waitFor("the child's end", () => count("alone") === 1);
  });
});
