import type { ChannelName, Contact } from "../domain/messaging/contact";
import type { Text } from "../domain/shared/text";
import { type ChannelStanding, type ChannelStates, toldState } from "./channel-states";
import type { Notify } from "./notify";
import type { PagePasses } from "./page-passes";
import type { OfficerRepository } from "./repositories";

/** What the alarm about a linked phone is handed. */
export interface LinkAlarmParts {
  readonly channel: ChannelName;
  readonly states: Pick<ChannelStates, "find" | "noteAlarm">;
  readonly officers: Pick<OfficerRepository, "list">;
  readonly findContact: (id: string) => Promise<Contact | null>;
  readonly notify: Notify;
  readonly passes: Pick<PagePasses, "makeCode">;
  /** The whole public address of the page on which the phone is linked; none where it opens on the service's computer only. */
  readonly page?: string;
  /** Told where there is trouble and no admin can be told of it. */
  readonly onNobody: () => void;
  /** Milliseconds. */
  readonly clock: () => number;
}

/** Tells the admins when a linked phone needs them. */
export interface LinkAlarm {
  /** Looks how the channel stands, and tells each trouble once, and once that it is over. */
  check(): Promise<void>;
  /** Sends every admin a code for the page, where the phone is to be linked; false where nobody could be told. */
  sendCodes(): Promise<boolean>;
}

type Trouble = "pairing" | "down";

/** Whoever stands before the phone just now needs no alarm. Milliseconds. */
const pairingPatienceMs = 30_000;
/** What comes back by itself within this time wakes nobody. Milliseconds. */
const downPatienceMs = 10 * 60_000;
const mostOfficers = 1_000;

/** The alarm to the officers with the role admin, on a channel other than the one that is in trouble. */
export function createLinkAlarm(parts: LinkAlarmParts): LinkAlarm {
  const { channel, states, clock, passes, page } = parts;
  const tellAll = async (cause: string, textsFor: () => Promise<readonly Text[]>): Promise<boolean> => {
    const contacts = await admins(parts);
    for (const contactId of contacts) {
      const id = `${channel}:${cause}:${contactId}`;
      await parts.notify({ id, contactId, kind: "urgent", rule: "whatsapp-web.alarm.rule", texts: await textsFor() });
    }
    if (contacts.length === 0) parts.onNobody();
    return contacts.length > 0;
  };
  const pairingTexts = async (): Promise<readonly Text[]> => [
    { key: "whatsapp-web.alarm.pairing" },
    codeText(page, await passes.makeCode()),
  ];
  const begunAt = clock();
  let isNeverTold = false;
  /** A process that never got as far as to tell its state, such as without a browser, leaves nothing to note the alarm on. */
  const checkNever = async (): Promise<void> => {
    if (isNeverTold || clock() - begunAt <= downPatienceMs) return;
    await tellAll(`never:${begunAt}`, downTexts);
    isNeverTold = true;
  };
  const downTexts = async (): Promise<readonly Text[]> => [{ key: "whatsapp-web.alarm.down" }];
  const backTexts = async (): Promise<readonly Text[]> => [{ key: "whatsapp-web.alarm.back" }];

  return {
    check: async () => {
      const standing = await states.find(channel);
      if (standing === null) return checkNever();
      const trouble = troubleOf(standing, clock());
      if (trouble === null) {
        if (standing.alarm === undefined || toldState(standing, clock()) !== "ready") return;
        await tellAll(`back:${standing.alarm}`, backTexts);
        return states.noteAlarm(channel, null);
      }
      const cause = `${trouble}:${standing.notReadySince ?? standing.heartbeatAt}`;
      // A phone that is to be linked may have been down before: that is news. The other way round it is none.
      if (standing.alarm === cause || (trouble === "down" && standing.alarm !== undefined)) return;
      await tellAll(cause, trouble === "pairing" ? pairingTexts : downTexts);
      await states.noteAlarm(channel, cause);
    },
    sendCodes: () => tellAll(`code:${clock()}`, pairingTexts),
  };
}

/** An address of this computer would be a link to the admin's own phone: without a public one, the place is told in words. */
function codeText(page: string | undefined, code: string): Text {
  return page === undefined
    ? { key: "whatsapp-web.alarm.code-here", params: { code } }
    : { key: "whatsapp-web.alarm.code", params: { page, code } };
}

function troubleOf(standing: ChannelStanding, now: number): Trouble | null {
  const state = toldState(standing, now);
  if (state === "ready") return null;
  if (state === "pairing-needed") return now - standing.since > pairingPatienceMs ? "pairing" : null;
  return now - (standing.notReadySince ?? standing.heartbeatAt) > downPatienceMs ? "down" : null;
}

async function admins({ channel, officers, findContact }: LinkAlarmParts): Promise<readonly string[]> {
  const ids = (await officers.list(mostOfficers)).flatMap(({ active, role, contactId }) =>
    active && role === "admin" && contactId !== undefined ? [contactId] : [],
  );
  const contacts = await Promise.all(ids.map(findContact));
  return contacts.flatMap((contact) => (contact && contact.channel !== channel ? [contact.id] : []));
}
