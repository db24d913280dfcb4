import type { Language } from "../../domain/messaging/contact";
import type { TextParam } from "../../domain/shared/text";
import type { Translator } from "../../i18n";
import type { SimulatorContact } from "./contact-name";

/** The people whom the page shows from the first moment. Their names are kept in Indonesian, as they are in chats. */
export const roles = ["worker", "sponsor", "citizen", "officer"] as const;
/** One of the people whom the page always shows. */
export type Role = (typeof roles)[number];

const roleNames: Record<Role, string> = {
  worker: "simulator.role.worker",
  sponsor: "simulator.role.sponsor",
  citizen: "simulator.role.citizen",
  officer: "simulator.role.officer",
};
const roleHints: Record<Role, string> = {
  worker: "simulator.hint.worker",
  sponsor: "simulator.hint.sponsor",
  citizen: "simulator.hint.citizen",
  officer: "simulator.hint.officer",
};

/** Looks up words in one language. */
export type Say = (key: string, params?: Readonly<Record<string, TextParam>>) => string;

/** A contact with what its phone says about it. */
export interface ShownContact extends SimulatorContact {
  /** The role, or null for a person whom somebody added by name. */
  readonly role: Role | null;
  readonly label: string;
  readonly hint: string;
}

/** The words of one language. */
export function sayIn(translator: Translator, language: Language): Say {
  return (key, params) => translator.render(params === undefined ? { key } : { key, params }, language);
}

/** Under which name a role chats, in whichever language the page is shown. */
export function nameOfRole(translator: Translator, role: Role): string {
  return translator.render({ key: roleNames[role] }, "id");
}

/** How a contact's phone is headed. */
export function shownContact(contact: SimulatorContact, role: Role | null, say: Say): ShownContact {
  if (role === null) return { ...contact, role, label: contact.name, hint: say("simulator.hint.other") };
  return { ...contact, role, label: say(roleNames[role]), hint: say(roleHints[role]) };
}

/** The words that the page's script needs; `{name}` is filled in there. */
export function scriptWords(say: Say): Record<string, string> {
  return {
    connected: say("simulator.connection.back"),
    disconnected: say("simulator.connection.lost"),
    notSent: say("simulator.error.not-sent"),
    fileLarge: say("simulator.error.file-large"),
    online: say("simulator.service.online"),
    typing: say("simulator.service.typing"),
    person: say("simulator.log.person"),
    service: say("simulator.log.service"),
    today: say("simulator.day.today"),
    yesterday: say("simulator.day.yesterday"),
    file: say("simulator.log.file"),
    photo: say("simulator.log.photo"),
    unread: say("simulator.tabs.unread"),
  };
}
