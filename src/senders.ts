import type { Config } from "./config";
import { type AllowanceRule, allowanceRules, createAllowance } from "./delivery/allowance";
import type { Channel } from "./delivery/channel";
import type { LookAtReminders } from "./delivery/due-reminders";
import type { Endpoints } from "./delivery/endpoints";
import type { OutsideWindow } from "./delivery/outside-window";
import { createPassOn, type PassOnParts } from "./delivery/pass-on";
import { createRoom } from "./delivery/room";
import { createSender, type Sender } from "./delivery/sender";
import { templateMessage } from "./delivery/templates";
import { hasWindow } from "./delivery/window";
import type { ChannelName } from "./domain/messaging/contact";
import type { Translator } from "./i18n";
import type { Logger } from "./logger";
import type { Deps } from "./operations/deps";
import { isCallStillSo } from "./operations/lapse-calls";
import { isListStillSo } from "./operations/office-month";
import { shownFileFor } from "./operations/shown-file";
import type { Storage } from "./storage/open-storage";

/** What the senders are wired from. */
export interface SendersParts {
  readonly config: Pick<Config, "whatsAppCloud" | "whatsAppWeb">;
  /** What channels allow, where it is not the usual. */
  readonly allowances?: Readonly<Partial<Record<ChannelName, Partial<AllowanceRule>>>>;
  readonly storage: Storage;
  readonly deps: Deps;
  readonly endpoints: Endpoints;
  readonly lookAtReminders: LookAtReminders;
  readonly translator: Translator;
  readonly logger: Logger;
  /** Milliseconds. */
  readonly clock: () => number;
  /** Names this process among those that lease. */
  readonly owner: string;
  readonly passOn: PassOnParts;
}

/** Wires the sender of a channel, with its allowance and, where it has a window, its templates. */
export function senderOf(parts: SendersParts, channel: Channel): Sender {
  const { storage, deps, endpoints, translator, logger, clock, owner, config } = parts;
  const { contacts, tasks } = storage.repositories;
  return createSender({
    ...{ channel, logger, clock, owner, outbox: storage.outbox },
    isWithoutReminders: channel.name === "whatsapp-web" && config.whatsAppWeb?.reminders !== true,
    allowance: createAllowance(ruleOf(parts, channel.name), clock),
    ...(hasWindow(channel.name) ? { outsideWindow: outsideWindow(parts, channel.name) } : {}),
    findContact: (id) => endpoints.through(id),
    otherChats: {
      passOn: createPassOn(parts.passOn),
      markUndeliverable: (id, at) => contacts.update(id, { undeliverableAt: at }),
    },
    markBlocked: (id, at) => contacts.update(id, { blockedAt: at }),
    lookAtReminders: parts.lookAtReminders,
    isStillSo: async ({ rule, createdAt }, contactId) =>
      isCallStillSo({ rule, createdAt }, clock()) && isListStillSo(deps, { rule, contactId, createdAt }, clock()),
    files: {
      load: (attachmentId, contactId) => shownFileFor(deps, attachmentId, contactId),
      words: (text, language) => translator.render(text, language),
    },
    reportUndeliverable: ({ id, contactId }) =>
      tasks.add({
        ...{ id: storage.vault.derive(id, "undeliverable"), revision: 0, kind: "undeliverable", status: "open" },
        ...{ contactId, createdAt: clock() },
      }),
  });
}

/** A number's throughput is what the platform grants it. */
function ruleOf({ config, allowances }: SendersParts, name: ChannelName): AllowanceRule {
  const { perSecond, dailyPeople } = config.whatsAppCloud ?? {};
  const granted = name === "whatsapp-cloud" && perSecond && dailyPeople ? { perSecond, dailyPeople } : {};
  return { ...allowanceRules[name], ...granted, ...allowances?.[name] };
}

/** What a channel needs whose people may be written to first by approved templates only. */
function outsideWindow(parts: SendersParts, name: ChannelName): OutsideWindow {
  const { storage, clock, translator } = parts;
  const most = ruleOf(parts, name).dailyPeople ?? Number.MAX_SAFE_INTEGER;
  return {
    room: createRoom({ firstWrites: storage.firstWrites, channel: name, most, clock }),
    composeKnock: ({ language }) =>
      templateMessage("status_update", [], language, (text, spoken) => translator.render(text, spoken)),
    noteClosed: (chatId, at) => storage.repositories.contacts.update(chatId, { windowClosedAt: at }),
  };
}
