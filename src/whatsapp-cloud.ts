import {
  createWhatsAppCloudChannel,
  type WhatsAppCloudChannel,
  type WhatsAppCloudOptions,
} from "./channels/whatsapp-cloud/whatsapp-cloud-channel";
import type { WhatsAppCloudConfig } from "./config";
import { createDeliveryReports, type DeliveryReports } from "./delivery/delivery-reports";
import { languages } from "./domain/messaging/contact";
import type { Translator } from "./i18n";
import type { Logger } from "./logger";
import type { Storage } from "./storage/open-storage";

/** What the Cloud API is wired from. */
export interface WhatsAppCloudParts extends Pick<WhatsAppCloudOptions, "onAlarm" | "onTemplateEvent"> {
  readonly config: WhatsAppCloudConfig;
  readonly storage: Storage;
  readonly translator: Translator;
  readonly logger: Logger;
  /** Milliseconds. */
  readonly clock: () => number;
}

/** The channel, and what takes the platform's word on what became of our messages. */
export interface WiredWhatsAppCloud {
  readonly channel: WhatsAppCloudChannel;
  /** Stopped after the channel. */
  readonly reports: DeliveryReports;
}

/** Wires the Cloud API with the storage. Nothing runs before the channel's `start`. */
export function wireWhatsAppCloud(parts: WhatsAppCloudParts): WiredWhatsAppCloud {
  const { config, storage, translator, logger, clock, onAlarm, onTemplateEvent } = parts;
  const reports = createDeliveryReports({
    outbox: storage.outbox,
    logger,
    reportUndeliverable: ({ contactId }, messageId) => addTask(storage, contactId, messageId, clock()),
  });
  const channel = createWhatsAppCloudChannel({
    ...config,
    // A list does not know in which language it is read.
    listButton: languages.map((language) => translator.render({ key: "delivery.list.button" }, language)).join(" / "),
    logger,
    now: clock,
    onDelivery: (report) => reports.take(report),
    onNameChange: async ({ before, after, address }) => {
      const { contacts } = storage.repositories;
      const seen = { channel: "whatsapp-cloud", address, identifiers: [...before, ...after], now: clock() } as const;
      const contact = await contacts.resolve(seen);
      await contacts.update(contact.id, { address });
    },
    ...(onAlarm ? { onAlarm } : {}),
    ...(onTemplateEvent ? { onTemplateEvent } : {}),
  });
  return { channel, reports };
}

/** The id follows from the message, so a report that comes again makes no second task. */
async function addTask({ repositories, vault }: Storage, contactId: string, messageId: string, now: number) {
  await repositories.tasks.add({
    id: vault.derive(messageId, "undeliverable"),
    revision: 0,
    kind: "undeliverable",
    status: "open",
    contactId,
    createdAt: now,
  });
}
