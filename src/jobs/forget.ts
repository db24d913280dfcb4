import type { SessionStore } from "../conversation/session";
import { type Outbox, outboxKinds } from "../delivery/outbox";
import type { Logger } from "../logger";
import { eachSafely, toLog } from "../operations/each-safely";
import type { ContactRepository, OfficerRepository } from "../operations/repositories";
import type { Job } from "./job";

/** What forgetting is handed. */
export interface ForgetParts {
  readonly contacts: Pick<ContactRepository, "find" | "toForget" | "update" | "remove">;
  readonly officers: Pick<OfficerRepository, "findByContact">;
  readonly sessions: Pick<SessionStore, "remove">;
  readonly outbox: Pick<Outbox, "dropQueued">;
  readonly logger?: Logger;
}

const mostAtOnce = 500;

/** Forgets the chats of people who had their data deleted (F10.12). An officer's own chat stays: the office needs it. */
export function forgetJob(parts: ForgetParts): Job {
  return {
    name: "forget-contacts",
    schedule: "50 1 * * *",
    run: async (now) => {
      let forgotten = 0;
      const forget = async (id: string): Promise<void> => {
        forgotten += await forgetOne(parts, id, now);
      };
      await eachSafely(await parts.contacts.toForget(now, mostAtOnce), forget, toLog(parts.logger, "forget-contacts"));
      return { forgotten };
    },
  };
}

async function forgetOne(
  { contacts, officers, sessions, outbox }: ForgetParts,
  id: string,
  now: number,
): Promise<number> {
  const principalId = (await contacts.find(id))?.principalId;
  if (await officers.findByContact(principalId ?? id)) {
    await contacts.update(id, { forgetAt: null });
    return 0;
  }
  await outbox.dropQueued(id, outboxKinds, "contact-gone", now);
  await sessions.remove(id);
  await contacts.remove(id);
  return 1;
}
