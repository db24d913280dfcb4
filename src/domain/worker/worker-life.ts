import { fail, ok, type Result, unreachable } from "../shared/result";
import type { RejectionReason, Worker, WorkerStatus } from "./worker";

/** What a registration that was rejected brings when it is handed in again. */
export type MendedData = Omit<
  Worker,
  | "id"
  | "revision"
  | "number"
  | "status"
  | "registeredBy"
  | "rejection"
  | "kpj"
  | "credit"
  | "withoutSponsorSince"
  | "submittedAt"
  | "verifiedAt"
> & { readonly registeredBy: Worker["registeredBy"] };

/** What can happen to a registration. */
export type WorkerEvent =
  /** An officer has compared it with the KTP. */
  | { readonly type: "verify" }
  | { readonly type: "reject"; readonly reason: RejectionReason; readonly note?: string }
  /** What was wrong has been put right by whoever registered it. */
  | { readonly type: "mend"; readonly data: MendedData }
  /** BPJS Ketenagakerjaan has given the participant number (F6.08); given again it corrects the former. */
  | { readonly type: "record-kpj"; readonly kpj: string }
  /**
   * A month was confirmed as paid: protection runs, or runs again (F2.15). Of somebody without a KPJ nothing more is known
   * than before: what BPJS Ketenagakerjaan sees of her is said once it has given the number.
   */
  | { readonly type: "confirm-month" }
  /** No month of hers was paid after all: nothing protects her yet. */
  | { readonly type: "take-back-months" }
  /** Three months in a row were not paid (F2.13), with or without a KPJ. */
  | { readonly type: "lapse" }
  | { readonly type: "withdraw" }
  | { readonly type: "die" };

/** Why an event does not fit: the status in which the registration stands. */
export interface WorkerRefusal {
  readonly code: "worker.status";
  readonly status: WorkerStatus;
}

/** From which statuses each event is possible; everything else is refused. */
const allowedFrom: Readonly<Record<WorkerEvent["type"], readonly WorkerStatus[]>> = {
  verify: ["submitted"],
  reject: ["submitted"],
  mend: ["rejected"],
  "record-kpj": ["verified", "registered", "active", "inactive"],
  "confirm-month": ["registered", "active", "inactive"],
  "take-back-months": ["active"],
  lapse: ["verified", "registered", "active"],
  withdraw: ["submitted", "verified", "registered", "active", "inactive", "rejected"],
  die: ["submitted", "verified", "registered", "active", "inactive"],
};

/** The registration after an event at a moment (milliseconds), or why the event does not fit. The revision is the store's. */
export function changeWorker(worker: Worker, event: WorkerEvent, atMs: number): Result<Worker, WorkerRefusal> {
  if (!allowedFrom[event.type].includes(worker.status)) return fail({ code: "worker.status", status: worker.status });
  switch (event.type) {
    case "verify":
      return ok({ ...worker, status: "verified", verifiedAt: atMs });
    case "reject":
      return ok({ ...worker, status: "rejected", rejection: rejectionOf(event, atMs) });
    case "mend":
      return ok(mended(worker, event.data, atMs));
    case "record-kpj":
      return ok({ ...worker, kpj: event.kpj, status: worker.status === "verified" ? "registered" : worker.status });
    case "confirm-month":
      return ok({
        ...worker,
        status: worker.status === "inactive" && worker.kpj === undefined ? "verified" : "active",
      });
    case "take-back-months":
      return ok({ ...worker, status: "registered" });
    case "lapse":
      return ok({ ...worker, status: "inactive" });
    case "withdraw":
      return ok({ ...worker, status: "withdrawn" });
    case "die":
      return ok({ ...worker, status: "deceased" });
    default:
      return unreachable(event);
  }
}

/** Whether a registration stands: a person has at most one that does. */
export function stands(status: WorkerStatus): boolean {
  return status !== "withdrawn" && status !== "rejected";
}

/** Whether a worker may be proposed to a sponsor: hoping for one, and one for whom months can be paid. */
export function mayBeSponsored(worker: Pick<Worker, "status" | "payer">): boolean {
  return worker.payer === "sponsor" && owesMonths(worker.status);
}

/** The statuses of those for whom months can be paid; after a lapse too, because paying lets protection run again (F2.15). */
export const owingStatuses = [
  "verified",
  "registered",
  "active",
  "inactive",
] as const satisfies readonly WorkerStatus[];

/** Whether months of this worker can be asked for: looked at by an officer, and not gone. */
export function owesMonths(status: WorkerStatus): boolean {
  return owingStatuses.some((one) => one === status);
}

/** Whether three unpaid months have ended the protection (F2.13), and the present month is paid so that it runs again (F2.15). */
export const hasLapsed = ({ status }: Pick<Worker, "status">): boolean => status === "inactive";

function rejectionOf(event: { readonly reason: RejectionReason; readonly note?: string }, atMs: number) {
  const { reason, note } = event;
  return { reason, at: atMs, ...(note === undefined ? {} : { note }) };
}

function mended(worker: Worker, data: MendedData, atMs: number): Worker {
  const { id, revision, number } = worker;
  return { ...data, id, revision, number, status: "submitted", submittedAt: atMs };
}
