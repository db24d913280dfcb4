import { dinas, reportOf } from "../support/office-town";
import type { Town } from "../support/town";
import type { Scenario } from "./crash-scenarios";

const empty = {};

/** The office has reported its bill; returns the proof's id and what was paid, in rupiah. */
async function billed(town: Town): Promise<{ proofId: string; bill: number }> {
  const { bill } = await dinas(town);
  await town.does("Retno", "report-bill", reportOf(bill), { effectId: "bill" });
  return { proofId: town.deps.ids.derive("bill", "proof"), bill };
}

/** Dewi of the office chats with us and has not paid. */
async function chatting(town: Town): Promise<void> {
  await dinas(town);
  const { code = "" } = await town.does("Retno", "office-code", empty);
  await town.does("Siti", "join-office", { code, name: "Siti" });
}

async function joins(town: Town, name: string): Promise<{ code: string; name: string }> {
  await dinas(town, 1);
  const { code = "" } = await town.does("Retno", "office-code", empty);
  return { code, name };
}

/** The effects of an office, each where it has something to do. */
export const officeScenarios: Record<string, Scenario> = {
  "open-office": async () => ({
    who: "Retno",
    name: "open-office",
    input: { kind: "agency", officeName: "Dinas Contoh", name: "Bu Retno" },
  }),
  "join-office, somebody new": async (town) => ({
    who: "Dewi",
    name: "join-office",
    input: await joins(town, "Dewi"),
  }),
  "join-office, somebody on the list": async (town) => ({
    who: "Siti",
    name: "join-office",
    input: await joins(town, "siti"),
  }),
  "join-office, with a wrong code": async () => ({
    who: "Dewi",
    name: "join-office",
    input: { code: "2222-2222", name: "Dewi" },
  }),
  "office-code": async (town) => {
    await dinas(town, 1);
    return { who: "Retno", name: "office-code", input: empty };
  },
  "add-employees": async (town) => {
    await dinas(town, 1);
    return { who: "Retno", name: "add-employees", input: { text: "Rina; 1004\nWati; 1005" } };
  },
  "pair-employees": async (town) => {
    await dinas(town, 3, { paired: false });
    return { who: "Retno", name: "pair-employees", input: empty };
  },
  "remind-employees": async (town) => {
    await chatting(town);
    return { who: "Retno", name: "remind-employees", input: empty };
  },
  "make-office-list": async (town) => {
    await dinas(town);
    return { who: "Retno", name: "make-office-list", input: empty };
  },
  "report-bill": async (town) => {
    const { bill } = await dinas(town);
    return { who: "Retno", name: "report-bill", input: reportOf(bill) };
  },
  "confirm-bill": async (town) => {
    const { proofId, bill } = await billed(town);
    return { who: "Officer", name: "confirm-bill", input: { proofId, found: bill, unpaid: [] } };
  },
  "confirm-bill, but for one": async (town) => {
    const { proofId, bill } = await billed(town);
    return { who: "Officer", name: "confirm-bill", input: { proofId, found: bill - 8_400, unpaid: [2] } };
  },
  "leave-office": async (town) => {
    await chatting(town);
    return { who: "Siti", name: "leave-office", input: empty };
  },
  "remove-employee": async (town) => {
    await chatting(town);
    const [siti] = await town.sees("Retno", "find-employees", { text: "siti" });
    return { who: "Retno", name: "remove-employee", input: { employeeId: siti?.employeeId ?? "" } };
  },
  "hand-over-office, by a code": async (town) => {
    await dinas(town, 1);
    return { who: "Retno", name: "hand-over-office", input: {} };
  },
  "hand-over-office, to an employee": async (town) => {
    await chatting(town);
    const [siti] = await town.sees("Retno", "find-employees", { text: "siti" });
    return { who: "Retno", name: "hand-over-office", input: { employeeId: siti?.employeeId ?? "" } };
  },
  "take-over-office": async (town) => {
    await dinas(town);
    const begun = await town.does("Retno", "hand-over-office", {});
    const code = begun.status === "code" ? begun.code : "";
    return { who: "Joko", name: "take-over-office", input: { code, name: "Pak Joko" } };
  },
  "delete-data, of the coordinator": async (town) => {
    await dinas(town);
    return { who: "Retno", name: "delete-data", input: empty };
  },
  "withdraw-consent, of an employee": async (town) => {
    await chatting(town);
    return { who: "Siti", name: "withdraw-consent", input: { textVersion: 1, messageId: "m" } };
  },
  "add-employees, who are completed": async (town) => {
    await dinas(town, 1);
    return { who: "Retno", name: "add-employees", input: { text: "Siti; 1001; 1-4-2035\nBudi; 1002; 2-4-2035\nRina" } };
  },
  "make-staff-template": async (town) => {
    await dinas(town, 1);
    return { who: "Retno", name: "make-staff-template", input: empty };
  },
  "set-monthly-list": async (town) => {
    await dinas(town, 1);
    return { who: "Retno", name: "set-monthly-list", input: { wanted: false } };
  },
  "open-office-page": async (town) => {
    await dinas(town, 1);
    return { who: "Retno", name: "open-office-page", input: empty };
  },
};
