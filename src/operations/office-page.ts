import type { Contact } from "../domain/messaging/contact";
import { type OfficeCodeMark, withCode } from "../domain/office/office";
import { periodOf } from "../domain/shared/period";
import { fail, ok } from "../domain/shared/result";
import type { Effects } from "./catalog";
import type { Act, Deps } from "./deps";
import { contactSubject, type Done, type EffectsOf } from "./effect";
import { type OwnOffice, officeOf, withSponsor } from "./office-access";
import { listOf, officeListName } from "./office-bills";
import type { BillState, OfficeRow, StateSum } from "./office-catalog";
import { hashOfOfficeCode, officeByCode, officeCodeFor } from "./office-codes";
import { rowsOf, shownRow, sumsOf } from "./office-rows";
import { change } from "./saving";

/** How long the code of the page can be used, and how long a visit lasts. Milliseconds. */
const codeMs = 10 * 60_000;
const visitMs = 30 * 60_000;
const secretBytes = 32;

/** The way to an office's page, asked for in the chat. */
export const officePageEffects: EffectsOf<"open-office-page"> = {
  "open-office-page": {
    run: async (act) => openPage(act),
    recall: async (act, { details }) => pageOutcome(act, details?.["status"] === "opened"),
  },
};

async function openPage(act: Act): Promise<Done<"open-office-page">> {
  const { deps, contact, now } = act;
  const own = deps.officePage === undefined ? null : await officeOf(deps, contact.id);
  if (own === null) return { outcome: {}, subject: contactSubject(act), refused: true };
  const hash = hashOfOfficeCode(deps, codeOf(act));
  const mark: OfficeCodeMark = { kind: "page", hash, until: now + codeMs, by: contact.id };
  await change(
    () => deps.repositories.offices.find(own.office.id),
    (office) => ok(office.codes.some((one) => one.hash === hash) ? office : withCode(office, mark, now)),
    (office) => deps.repositories.offices.save(office),
  );
  return { outcome: pageOutcome(act, true), subject: contactSubject(act), details: { status: "opened" } };
}

const codeOf = ({ deps, effectId }: Act): string => officeCodeFor(deps, `${effectId} page`);

/** The code stands behind the number sign, which browsers keep to themselves: no log and no web server in between sees it. */
function pageOutcome(act: Act, isOpened: boolean): Effects["open-office-page"]["outcome"] {
  const page = act.deps.officePage;
  if (!isOpened || page === undefined) return {};
  const code = codeOf(act);
  return { code, link: `${page}#${code}` };
}

/** How an office stands this month, month by month. */
export interface OfficePage {
  readonly name: string;
  readonly period: string;
  readonly language: Contact["language"];
  readonly sums: Readonly<Record<BillState, StateSum>>;
  readonly rows: readonly OfficeRow[];
}

/** An office's page for its coordinator. */
export interface OfficePages {
  /** A visit's secret for a code as it was typed; null where it is not, or no longer, good. */
  redeem(typed: string): Promise<string | null>;
  /** What the visit may see; null where it is over, or the visitor is the coordinator no more. */
  look(secret: string): Promise<OfficePage | null>;
  /** The month's list as `.xlsx`, of which the log keeps who took it. */
  list(secret: string): Promise<{ readonly name: string; readonly bytes: Uint8Array } | null>;
}

/** The page of an office: only keyed hashes of codes and visits are stored, with the office. `clock` in milliseconds. */
export function createOfficePages(
  deps: Deps,
  { randomBytes, clock }: { readonly randomBytes: (count: number) => Uint8Array; readonly clock: () => number },
): OfficePages {
  const visited = (secret: string) => visitOf(deps, secret, clock());
  return {
    redeem: (typed) => redeem(deps, typed, Buffer.from(randomBytes(secretBytes)).toString("base64url"), clock()),
    look: async (secret) => {
      const visit = await visited(secret);
      if (visit === null) return null;
      const now = clock();
      const rows = await rowsOf(deps, visit.own, now);
      const language = (await deps.repositories.contacts.find(visit.by))?.language ?? "id";
      return {
        ...{ name: visit.own.name, period: periodOf(now), language },
        ...{ sums: sumsOf(rows), rows: rows.map(shownRow) },
      };
    },
    list: async (secret) => {
      const visit = await visited(secret);
      if (visit === null || deps.sheets === undefined) return null;
      const now = clock();
      const bytes = await deps.sheets.write(listOf(visit.own.name, await rowsOf(deps, visit.own, now), now));
      await deps.repositories.audit.write({
        ...{ id: deps.ids.derive(`${visit.hash} ${now}`, "office-page-list"), at: now, action: "office-page-list" },
        ...{ actor: { type: "contact", id: visit.by }, subject: { type: "office", id: visit.own.office.id } },
      });
      return { name: `${officeListName(now)}.xlsx`, bytes };
    },
  };
}

/** The code is taken away and the visit put in its place in one write: of two who type it, one comes in. */
async function redeem(deps: Deps, typed: string, secret: string, now: number): Promise<string | null> {
  const own = await officeByCode(deps, typed, now);
  if (own?.mark.kind !== "page") return null;
  const { hash, by = "" } = own.mark;
  const visit: OfficeCodeMark = { kind: "visit", hash: visitHash(deps, secret), until: now + visitMs, by };
  const taken = await change(
    () => deps.repositories.offices.find(own.office.id),
    (office) => {
      if (!office.codes.some((one) => one.hash === hash)) return fail("gone" as const);
      const rest = { ...office, codes: office.codes.filter((one) => one.hash !== hash) };
      return ok(withCode(rest, visit, now, false));
    },
    (office) => deps.repositories.offices.save(office),
  );
  return taken.ok ? secret : null;
}

const visitHash = ({ ids }: Deps, secret: string): string => ids.hash(secret, "office-visit");

async function visitOf(
  deps: Deps,
  secret: string,
  now: number,
): Promise<{ readonly own: OwnOffice; readonly by: string; readonly hash: string } | null> {
  const hash = visitHash(deps, secret);
  const office = await deps.repositories.offices.findByCode(hash);
  const mark = office?.codes.find((one) => one.hash === hash && one.kind === "visit" && (one.until ?? 0) > now);
  const by = mark?.by ?? "";
  if (office === null || mark === undefined || !office.coordinatorIds.includes(by)) return null;
  const own = await withSponsor(deps, office);
  return own === null ? null : { own, by, hash };
}
