import type { Repositories } from "../../src/operations/repositories";
import { Town } from "../support/town";
import { careSuite } from "./care-suite";
import { officeSuite } from "./office-suite";
import { paymentSuite } from "./payment-suite";
import { pledgeSuite } from "./pledge-suite";
import { registrationSuite } from "./registration-suite";
import { sameReceiptSuite } from "./same-receipt-suite";
import { standBySuite } from "./stand-by-suite";

/** What lookups, effects and jobs promise, on whatever storage is opened. */
export function operationsSuite(open: () => Promise<Repositories>): void {
  const openTown = async (): Promise<Town> => {
    const town = new Town(await open());
    await town.officer("Officer");
    return town;
  };
  registrationSuite(openTown);
  pledgeSuite(openTown);
  standBySuite(openTown);
  paymentSuite(openTown);
  sameReceiptSuite(openTown);
  officeSuite(openTown);
  careSuite(openTown);
}
