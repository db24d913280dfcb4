import { consentTextVersion } from "../../src/conversation/flows/welcome";
import type { Area } from "../../src/domain/officer/officer";
import type { WorkerDraft } from "../../src/operations/catalog-views";
import { type ChatTown, openTown } from "./chat";
import { draftOf, Town } from "./town";

/** People who chat, over the same repositories in which others act without a chat. */
export interface People {
  readonly town: ChatTown;
  /** Acts done without a chat, to prepare what a chat is about. */
  readonly acts: Town;
  /** Has somebody agree to the keeping of data. */
  agrees(who: string): Promise<void>;
  /** Makes somebody an officer who has met us before. */
  officer(who: string, area?: Area): Promise<void>;
  /** Registers somebody who pays herself and has an officer accept her: one month is due. Returns the worker's id. */
  payer(who: string, serial: number, changes?: Partial<WorkerDraft>): Promise<string>;
  /** The registration number of a worker. */
  numberOf(workerId: string): Promise<string>;
}

/** Opens a town in which people may be prepared. "Pak Lurah" is an officer of the whole regency. */
export async function openPeople(at?: string): Promise<People> {
  const town = openTown(at);
  const acts = new Town(town.repositories);
  acts.now = town.now;
  const agrees = async (who: string): Promise<void> => {
    await acts.does(who, "record-consent", {
      status: "given",
      textVersion: consentTextVersion,
      at: town.now,
      messageId: "consent",
    });
  };
  const officer = async (who: string, area?: Area): Promise<void> => {
    await acts.officer(who, area);
    await agrees(who);
  };
  await officer("Pak Lurah");
  return {
    town,
    acts,
    agrees,
    officer,
    payer: async (who, serial, changes = {}) => {
      const workerId = await acts.worker(who, draftOf(serial, { payer: "self", ...changes }));
      await acts.verifies("Pak Lurah", workerId);
      return workerId;
    },
    numberOf: async (workerId) => (await town.repositories.workers.find(workerId))?.number ?? "",
  };
}
