import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { Ledger } from "../../../src/channels/whatsapp-web/ledger";
import { silentLogger } from "../../support/storage";

let folder: string;
let now: number;
const open = (): Ledger => new Ledger(folder, () => now, silentLogger);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ledger-"));
  now = Date.parse("2026-11-23T23:00:00+07:00");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("what a linked phone's channel remembers", () => {
  it("is how many went out today, whoever restarts, until midnight in Asia/Jakarta", () => {
    open().countSent();
    open().countSent();
    expect([open().sentToday(), open().untilTomorrow()]).toEqual([2, 3_600_000]);
    now += 3_600_000;
    expect(open().sentToday()).toBe(0);
    open().countSent();
    expect(open().sentToday()).toBe(1);
  });

  it("is from when on to look through messages: with a margin, but not before the account was ours", () => {
    const ledger = open();
    ledger.belongsTo("one@c.us", 1_000_000);
    expect(ledger.sweepFrom(500)).toBe(1_000_000);
    ledger.noteHeardUntil(5_000_000);
    ledger.noteHeardUntil(4_000_000);
    expect(ledger.sweepFrom(500)).toBe(4_999_500);
    ledger.flush();
    const next = open();
    next.belongsTo("one@c.us", 9_000_000);
    expect(next.sweepFrom(500)).toBe(4_999_500);
    next.belongsTo("two@c.us", 9_000_000);
    expect(next.sweepFrom(500)).toBe(9_000_000);
    expect([next.isOurs(9_000_000), next.isOurs(8_000_000)]).toEqual([true, false]);
  });

  it("is which messages were handed over, of the last five hundred", () => {
    const ledger = open();
    for (let index = 0; index < 501; index += 1) ledger.noteHanded(`message ${index}`);
    ledger.flush();
    const next = open();
    expect([next.wasHanded("message 0"), next.wasHanded("message 1"), next.wasHanded("message 500")]).toEqual([
      ...[false, true, true],
    ]);
  });

  it("is which sends began and have no known end, for three days", () => {
    open().noteBegun("a");
    expect(open().begunAt("a")).toBe(now);
    open().noteEnded("a");
    expect(open().begunAt("a")).toBeUndefined();
    open().noteBegun("b");
    now += 4 * 86_400_000;
    open().noteBegun("c");
    expect(open().begunAt("b")).toBeUndefined();
  });

  it("names nobody, and leaves one file", () => {
    const ledger = open();
    ledger.belongsTo("6281200000001@c.us", now);
    ledger.noteHanded("false_6281200000001@c.us_AB");
    ledger.flush();
    expect(readdirSync(folder)).toEqual(["ledger.json"]);
    expect(readFileSync(join(folder, "ledger.json"), "utf8")).not.toContain("62812");
  });

  it("is unknown where the file is spoilt: the day counts as used up, nothing is swept in from before, and the log says so", () => {
    const lines: string[] = [];
    const logger = pino({ level: "info" }, { write: (line) => void lines.push(line) });
    for (const content of ["{", '{"day":"2026-11-23","sent":"many","handed":[]}', ""]) {
      writeFileSync(join(folder, "ledger.json"), content);
      const ledger = new Ledger(folder, () => now, logger);
      expect(ledger.sentToday()).toBeGreaterThan(5_000);
      expect(open().sentToday()).toBeGreaterThan(5_000);
      ledger.belongsTo("one@c.us", now);
      expect([ledger.sentToday() > 5_000, ledger.sweepFrom(10)]).toEqual([true, now]);
      ledger.countSent();
      expect(open().sentToday()).toBeGreaterThan(5_000);
      rmSync(join(folder, "ledger.json"));
    }
    expect(readdirSync(folder)).toEqual(["ledger.json.spoilt"]);
    expect(lines.map((line) => /spoilt/u.test(line))).toEqual([true, true, true]);
    writeFileSync(join(folder, "ledger.json"), "{");
    const later = open();
    now += 3_600_000;
    expect(later.sentToday()).toBe(0);
  });

  it("is nothing yet where there is no file, and that is no fault", () => {
    const lines: string[] = [];
    const ledger = new Ledger(folder, () => now, pino({ level: "info" }, { write: (line) => void lines.push(line) }));
    expect([ledger.sentToday(), ledger.sweepFrom(10), lines]).toEqual([0, now, []]);
  });
});
