import { isDeepStrictEqual } from "node:util";
import { house } from "../../src/conversation/flows";
import { consentTextVersion } from "../../src/conversation/flows/welcome";
import type { FlowPosition, SessionState } from "../../src/conversation/session";
import { type Language, wholeLanguageOf } from "../../src/domain/messaging/contact";
import type { InboundContent } from "../../src/domain/messaging/message";
import { openDueItems } from "../../src/operations/scheduled";
import { type ChatTown, type Chatter, openTown } from "../support/chat";
import fc from "../support/property";
import { type Act, anAct, doNext } from "../support/talk";
import { draftOf, Town } from "../support/town";
import { faultsIn } from "../support/wording";

const start = "2026-11-09T09:00:00+07:00";
/** Somebody new, a worker's own contact, a sponsor and an officer. */
const people = ["baru", "pekerja", "sponsor", "petugas"] as const;

/** A town in which each of them has something going on. */
async function busyTown(): Promise<{ town: ChatTown; numbers: readonly string[] }> {
  const chats = openTown(start);
  const town = new Town(chats.repositories);
  town.now = chats.now;
  await town.officer("petugas");
  for (const name of ["pekerja", "sponsor", "petugas"]) {
    await town.does(name, "record-consent", {
      status: "given",
      textVersion: consentTextVersion,
      at: town.now,
      messageId: "m",
    });
  }
  const own = await town.worker("pekerja", draftOf(51, { payer: "self" }));
  const sponsored = await town.worker("pekerja", draftOf(52));
  const rejected = await town.worker("pekerja", draftOf(53));
  await town.worker("pekerja", draftOf(54));
  await town.verifies("petugas", own);
  await town.verifies("petugas", sponsored);
  const { revision = 0 } = (await town.repositories.workers.find(rejected)) ?? {};
  await town.does("petugas", "reject-worker", { workerId: rejected, revision, reason: "nik-mismatch" });
  await town.sponsors("sponsor");
  const another = await town.worker("tetangga", draftOf(55));
  await town.verifies("petugas", another);
  await town.does("tetangga", "open-task", { kind: "question", text: "Kapan kartunya jadi" });
  await openDueItems(town.deps, town.now);
  const [due] = await town.sees("pekerja", "reportable-dues", {});
  await town.does("pekerja", "report-payment", { dueItemIds: [due?.dueItemId ?? ""], reference: "REF 998877" });
  chats.now = town.now;
  const workers = await town.repositories.workers.page(["submitted", "verified", "rejected"], null, 100);
  return { town: chats, numbers: workers.map(({ number }) => number) };
}

async function setLanguage(town: ChatTown, person: Chatter, language: Language): Promise<void> {
  const { id } = await person.contact();
  await town.repositories.contacts.update(id, { language });
}

/** Whether the person has a way on from the last message: choices, an open question, or a word to type. */
function hasWayOn(person: Chatter): boolean {
  const last = person.heard.at(-1);
  if (!last) return false;
  return last.options !== undefined || person.session().state.position !== undefined || /\bMENU\b/u.test(last.text);
}

/** Inputs that answer nothing anywhere: whoever sends them must find everything as it was. */
const saysNothing = (sent: InboundContent): boolean =>
  sent.type === "unreadable" ||
  sent.type === "location" ||
  sent.type === "edited" ||
  (sent.type === "choice" && !sent.value.startsWith("!") && /^(?:zz|0)?\||^$/u.test(sent.value)) ||
  (sent.type === "text" && (sent.text.length > 5_000 || sent.text.trim() === ""));

const interrupting = new Set(
  "menu batal kembali ulang bantuan status kenapa petugas bahasa jeda lanjut stop kecelakaan meninggal".split(" "),
);

const answersOf = ({ correcting, answers }: FlowPosition): FlowPosition["answers"] => correcting?.before ?? answers;

/** Answers that were given and stand neither in the present conversation nor in one that was put aside. */
function lost(before: SessionState, after: SessionState): string[] {
  const { position } = before;
  if (!position || position.history.length === 0 || house.flows.get(position.flow)?.errand) return [];
  const given = answersOf(position);
  const kept = [after.position, ...after.aside]
    .filter((one) => one?.flow === position.flow)
    .map((one) => one && answersOf(one));
  if (kept.some((answers) => Object.keys(given).every((key) => isDeepStrictEqual(given[key], answers?.[key]))))
    return [];
  return Object.keys(given);
}

/** Conversations with answers in them that are gone, although nobody ended, discarded, deleted or outlived them. */
function vanished(town: ChatTown, sent: InboundContent, before: SessionState, after: SessionState): string[] {
  const { position, pending } = before;
  const isConfirmed = pending !== undefined && sent.type === "text" && /^(?:baru|buang)$/u.test(sent.text);
  if (isConfirmed) return [];
  // Whoever stands in "my data" may have everything deleted by the next answer.
  const aside = position?.flow === "my-data" ? [] : before.aside;
  const standing = position && !mayEnd(sent, position) ? [position] : [];
  const left = [after.position, ...after.aside];
  return [...aside, ...standing]
    .filter(({ flow, history }) => history.length > 0 && flow !== house.welcome && !house.flows.get(flow)?.errand)
    .filter(({ touchedAt }) => town.now - touchedAt < 29 * 86_400_000)
    .filter(
      (one) =>
        !left.some((kept) => kept?.flow === one.flow && (one !== position || Object.keys(answersOf(kept)).length > 0)),
    )
    .map(({ flow }) => flow);
}

/** An answer may be the last of its conversation; a word that opens something else is none, unless it says what was just asked. */
const mayEnd = (sent: InboundContent, { step }: FlowPosition): boolean =>
  sent.type !== "text" ||
  (sent.text === "hapus data saya" && step === "delete") ||
  !(interrupting.has(sent.text) || opening.has(sent.text) || sent.text.startsWith("/start"));
const opening = new Set([
  "sudah bayar",
  "data saya",
  "hapus data saya",
  "jadi sponsor",
  "/daftar",
  "/sponsor",
  "/menu",
  "baru",
]);

const place = ({ position }: SessionState): unknown =>
  position && { flow: position.flow, step: position.step, answers: position.answers, correcting: position.correcting };

function checkTurn(
  town: ChatTown,
  person: Chatter,
  turn: { sent: InboundContent; before: SessionState },
  language: Language,
): void {
  expect(person.heard.length).toBeGreaterThan(0);
  expect(person.heard.flatMap((message) => faultsIn(message, wholeLanguageOf(language)))).toEqual([]);
  expect({ wayOn: hasWayOn(person), last: person.heard.at(-1) }).toMatchObject({ wayOn: true });
  for (const { value } of person.heard.flatMap(({ options = [] }) => options)) {
    expect(Buffer.byteLength(value.slice(value.indexOf("|") + 1))).toBeLessThanOrEqual(40);
  }
  const { state } = person.session();
  const isOld = turn.before.position && town.now - turn.before.position.touchedAt > 29 * 86_400_000;
  if (saysNothing(turn.sent) && turn.before.position && !isOld) {
    expect(place(state)).toEqual(place(turn.before));
  }
  if (turn.sent.type === "text" && interrupting.has(turn.sent.text) && !isOld) {
    expect(lost(turn.before, state)).toEqual([]);
  }
  expect(vanished(town, turn.sent, turn.before, state)).toEqual([]);
}

async function talk(name: (typeof people)[number], language: Language, acts: readonly Act[]): Promise<void> {
  const { town, numbers } = await busyTown();
  const person = town.person(name);
  await setLanguage(town, person, language);
  for (const act of acts) {
    const turn = await doNext(town, person, act, numbers);
    if (!turn) continue;
    const contact = await town.repositories.contacts.find((await person.contact()).id);
    checkTurn(town, person, turn, contact?.language ?? language);
  }
}

describe("whatever people write", () => {
  /** Of 10 to 45 messages each. */
  const talks = 60;
  const actsOf = fc.array(anAct, { minLength: 10, maxLength: 45 });

  it.each(people)("%s is answered in the own language, with a way on, and nothing is lost", async (name) => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom<Language>("id", "en", "jv"), actsOf, async (language, acts) => {
        await talk(name, language, acts);
      }),
      { numRuns: talks },
    );
  });
});
