import { createService } from "../../../src/service";
import { silentLogger } from "../../support/storage";
import { type Place, storageOf } from "./place";

/** Opens the months and plans their reminders by the real jobs, at this moment (milliseconds); nothing is sent. */
export async function planReminders(place: Place, at: number): Promise<void> {
  const storage = await storageOf(place);
  const service = createService({
    config: { simulator: false, reminderHour: 8 },
    ...{ storage, logger: silentLogger, clock: () => at },
  });
  for (const job of service.jobs) if (["open-due-items", "plan-reminders"].includes(job.name)) await job.run(at);
  await storage.close();
}
