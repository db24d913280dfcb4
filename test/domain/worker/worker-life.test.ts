import { parseKpj } from "../../../src/domain/worker/kpj";
import { workerStatuses } from "../../../src/domain/worker/worker";
import { changeWorker, type WorkerEvent } from "../../../src/domain/worker/worker-life";
import { sampleWorker } from "../../support/sample-worker";

const worker = sampleWorker({ revision: 3 });
const { id: _id, revision: _revision, number: _number, status: _status, submittedAt: _at, ...data } = worker;

const events: Record<string, WorkerEvent> = {
  verify: { type: "verify" },
  reject: { type: "reject", reason: "other" },
  mend: { type: "mend", data },
  "record-kpj": { type: "record-kpj", kpj: "12345678901" },
  "confirm-month": { type: "confirm-month" },
  "take-back-months": { type: "take-back-months" },
  lapse: { type: "lapse" },
  withdraw: { type: "withdraw" },
  die: { type: "die" },
};

/** For each event, the status after each status of `workerStatuses`; a dash where it is refused. */
const table: Record<string, string> = {
  verify: "verified - - - - - - -",
  reject: "rejected - - - - - - -",
  mend: "- - - - - submitted - -",
  "record-kpj": "- registered registered active inactive - - -",
  "confirm-month": "- - active active verified - - -",
  "take-back-months": "- - - registered - - - -",
  lapse: "- inactive inactive inactive - - - -",
  withdraw: "withdrawn withdrawn withdrawn withdrawn withdrawn withdrawn - -",
  die: "deceased deceased deceased deceased deceased - - -",
};

describe("the life of a registration", () => {
  it.each(Object.keys(events))("allows %s from the right statuses only", (name) => {
    const event = events[name] as WorkerEvent;
    const after = workerStatuses.map((status) => {
      const next = changeWorker({ ...worker, status }, event, 7);
      return next.ok ? next.value.status : "-";
    });
    expect(after.join(" ")).toBe(table[name]);
  });

  it("is active again by a confirmed month only with a KPJ", () => {
    const lapsed = { ...worker, status: "inactive", kpj: "12345678901" } as const;
    expect(changeWorker(lapsed, { type: "confirm-month" }, 7)).toMatchObject({ value: { status: "active" } });
  });

  it("names the status that refuses", () => {
    const refused = changeWorker({ ...worker, status: "active" }, { type: "verify" }, 7);
    expect(refused).toEqual({ ok: false, error: { code: "worker.status", status: "active" } });
  });

  it("keeps number, id and revision when it is mended, and forgets the rejection", () => {
    const rejected = changeWorker(worker, { type: "reject", reason: "nik-mismatch", note: "?" }, 5);
    expect(rejected.ok && rejected.value.rejection).toEqual({ reason: "nik-mismatch", note: "?", at: 5 });
    const mended = changeWorker({ ...worker, status: "rejected" }, { type: "mend", data: { ...data, base: 2 } }, 9);
    expect(mended).toEqual({ ok: true, value: { ...worker, base: 2, submittedAt: 9 } });
  });
});

describe("a KPJ", () => {
  it.each([
    ["12345678901", "12345678901"],
    [" 1234 5678-901 ", "12345678901"],
  ])("is read from %p", (typed, kpj) => {
    expect(parseKpj(typed)).toEqual({ ok: true, value: kpj });
  });

  it.each([
    ["1234567890", 10],
    ["123456789012", 12],
    ["", 0],
  ])("is not read from %p", (typed, count) => {
    expect(parseKpj(typed)).toEqual({ ok: false, error: { code: "kpj.length", count } });
  });
});
