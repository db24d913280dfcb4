import type { ChannelName, Contact } from "../domain/messaging/contact";
import type { Text } from "../domain/shared/text";
import type { Notice, Notify } from "./notify";
import type { OfficerRepository } from "./repositories";
import type { Rule } from "./rules";

/** What telling the admins is handed. */
export interface AdminParts {
  readonly officers: Pick<OfficerRepository, "list">;
  readonly findContact: (id: string) => Promise<Contact | null>;
  readonly notify: Notify;
}

/** A trouble that an operator must see to. */
export interface Trouble {
  /** Names it: the same cause is told once. */
  readonly cause: string;
  /** Why it is sent, for KENAPA. */
  readonly rule: Rule;
  readonly texts: readonly Text[];
  /** The channel that is in trouble, over which nobody is told; none where they all work. */
  readonly channel?: ChannelName;
  /** An `urgent` call where nothing is said. */
  readonly kind?: Notice["kind"];
  readonly options?: NonNullable<Notice["options"]>;
}

const mostOfficers = 1_000;

/** Tells every officer with the role admin of a trouble, on another channel than the one in trouble; how many that were. */
export async function tellAdmins(parts: AdminParts, trouble: Trouble): Promise<number> {
  const { cause, rule, texts, channel, kind = "urgent", options } = trouble;
  const ids = (await parts.officers.list(mostOfficers)).flatMap(({ active, role, contactId }) =>
    active && role === "admin" && contactId !== undefined ? [contactId] : [],
  );
  const contacts = await Promise.all([...new Set(ids)].map(parts.findContact));
  const reachable = contacts.filter((contact) => contact !== null && contact.channel !== channel);
  for (const contact of reachable)
    if (contact)
      await parts.notify({
        ...{ id: `${cause}:${contact.id}`, contactId: contact.id, kind, rule, texts },
        ...(options === undefined ? {} : { options }),
      });
  return reachable.length;
}
