import type { CloudAlarm } from "./channels/whatsapp-cloud/failures";
import type { NameChange } from "./channels/whatsapp-cloud/inbound";
import { readTemplateTrouble, type TemplateTrouble } from "./channels/whatsapp-cloud/template-events";
import {
  createWhatsAppCloudChannel,
  type WhatsAppCloudChannel,
} from "./channels/whatsapp-cloud/whatsapp-cloud-channel";
import type { WhatsAppCloudConfig } from "./config";
import { createDeliveryReports, type DeliveryReports } from "./delivery/delivery-reports";
import type { Delivery } from "./delivery/outbox";
import type { OtherChats } from "./delivery/pass-on";
import { templateNames } from "./delivery/templates";
import { type Identifier, languages } from "./domain/messaging/contact";
import { dayOf } from "./domain/shared/calendar";
import { periodOf } from "./domain/shared/period";
import type { Translator } from "./i18n";
import type { Logger } from "./logger";
import type { Notify } from "./operations/notify";
import { tellAdmins } from "./operations/tell-admins";
import type { Storage } from "./storage/open-storage";

/** What the Cloud API is wired from. */
export interface WhatsAppCloudParts {
  readonly config: WhatsAppCloudConfig;
  readonly storage: Storage;
  readonly translator: Translator;
  /** Tells the admins of a trouble. */
  readonly notify: Notify;
  /** See `DeliveryReportsOptions`. */
  readonly passOn: OtherChats["passOn"];
  readonly repeat: OtherChats["passOn"];
  /** Says that a number is somebody else's than it was. */
  readonly forgetOwners: () => void;
  /** Told what the platform says of a message, for the metrics. */
  readonly noteDelivery: (status: Delivery["status"]) => void;
  readonly logger: Logger;
  /** Milliseconds. */
  readonly clock: () => number;
}

/** The channel, and what takes the platform's word on what became of our messages. */
export interface WiredWhatsAppCloud {
  readonly channel: WhatsAppCloudChannel;
  /** Stopped after the channel and its sender. */
  readonly reports: DeliveryReports;
}

/** Wires the Cloud API with the storage. Nothing runs before the channel's `start`. */
export function wireWhatsAppCloud(parts: WhatsAppCloudParts): WiredWhatsAppCloud {
  const { config, storage, translator, logger, clock } = parts;
  const reports = createDeliveryReports({
    outbox: storage.outbox,
    logger,
    noteChat: (id, found, at) =>
      storage.repositories.contacts.update(
        id,
        found === "out-of-reach" ? { undeliverableAt: at } : { windowClosedAt: at },
      ),
    passOn: parts.passOn,
    repeat: parts.repeat,
    reportUndeliverable: ({ contactId }, messageId) => addTask(storage, contactId, messageId, clock()),
  });
  const channel = createWhatsAppCloudChannel({
    ...config,
    // A list does not know in which language it is read.
    listButton: languages.map((language) => translator.render({ key: "delivery.list.button" }, language)).join(" / "),
    logger,
    now: clock,
    onDelivery: (report) => {
      parts.noteDelivery(report.status);
      return reports.take(report);
    },
    onNameChange: async (change) => {
      await rename(storage, change, clock());
      parts.forgetOwners();
    },
    onAlarm: (alarm) => {
      raise(parts, alarm).catch((error) => logger.error({ err: error, alarm }, "the admins could not be told"));
    },
    onTemplateEvent: async (event) => {
      const found = readTemplateTrouble(event, templateNames);
      if (found) await raiseForTemplate(parts, found);
    },
    onTemplateFault: (trouble) => {
      raiseForTemplate(parts, trouble).catch((error) => logger.error({ err: error }, "the admins could not be told"));
    },
  });
  return { channel, reports };
}

/** Once a day at most: a trouble that comes and goes, or several processes that meet it, are one piece of news. */
async function raise({ storage, notify, clock, logger }: WhatsAppCloudParts, alarm: CloudAlarm): Promise<void> {
  const { officers, contacts } = storage.repositories;
  const told = await tellAdmins(
    { officers, findContact: (id) => contacts.find(id), notify },
    {
      cause: `whatsapp-cloud:${alarm}:${dayOf(clock())}`,
      rule: "whatsapp-cloud.alarm.rule",
      texts: [{ key: `whatsapp-cloud.alarm.${alarm}` }],
      channel: "whatsapp-cloud",
    },
  );
  if (told === 0) logger.warn({ alarm }, "no admin can be told on another channel; see /healthz");
}

/** Tells the admins of a template that was refused or put into another category: once a month for the same change. */
async function raiseForTemplate(parts: WhatsAppCloudParts, found: TemplateTrouble): Promise<void> {
  const { name, language, trouble } = found;
  parts.logger.error({ name, language, ...trouble }, "a template of WhatsApp needs an operator: npm run templates");
  const { officers, contacts } = parts.storage.repositories;
  await tellAdmins(
    { officers, findContact: (id) => contacts.find(id), notify: parts.notify },
    {
      cause: `template:${name}:${language}:${trouble.value}:${periodOf(parts.clock())}`,
      rule: "whatsapp-cloud.alarm.rule",
      texts: [{ key: `whatsapp-cloud.template.${trouble.type}`, params: { name, language, value: trouble.value } }],
    },
  );
}

/** The old number may soon be a stranger's, so it leads here no more. Done again, it changes nothing. */
async function rename({ repositories }: Storage, { before, after, address }: NameChange, now: number): Promise<void> {
  const { contacts } = repositories;
  const seen = { channel: "whatsapp-cloud", address, identifiers: [...after, ...before], now } as const;
  const { id } = await contacts.resolve(seen);
  await contacts.update(id, { address });
  const isKept = ({ value }: Identifier): boolean => after.some((one) => one.value === value);
  await contacts.dropIdentifiers(
    id,
    before.filter((one) => !isKept(one)),
  );
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
