import { version } from "../package.json";
import type { LinkedPhone } from "./linked-phone";
import type { Service } from "./service";
import type { Health } from "./web/server";

/**
 * How the service is. `degraded` where the database or a channel is; while only a channel is, the rest is served, so that
 * nobody takes the whole away from its people. A phone that is still starting is well.
 */
export async function healthOf(
  { storage, channels }: Pick<Service, "storage" | "channels">,
  phone: Pick<LinkedPhone, "state"> | undefined,
): Promise<Health> {
  const [isUp, inbox, outbox, linked] = await Promise.all([
    storage.ping(),
    storage.inbox.counts(),
    storage.outbox.counts(),
    phone?.state(),
  ]);
  const conditions = Object.fromEntries(channels.map((channel) => [channel.name, channel.condition?.() ?? "on"]));
  const isLinked = linked === undefined || linked === "ready" || linked === "starting";
  const areOn = isLinked && Object.values(conditions).every((condition) => condition === "on");
  return {
    status: isUp && areOn ? "ok" : "degraded",
    ...(isUp && !areOn ? { serves: true } : {}),
    version,
    storage: storage.kind,
    channels: { ...conditions, ...(linked === undefined ? {} : { "whatsapp-web": linked }) },
    inbox,
    outbox,
  };
}
