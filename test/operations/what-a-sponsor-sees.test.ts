import { readLocale } from "../../src/i18n";
import { announcePrices } from "../../src/operations/price-news";
import { announcePauseEnds, endPauses, expireHolds, matchWaiting } from "../../src/operations/scheduled";
import type { Chatter } from "../support/chat";
import { openPeople, type People } from "../support/people";

/** What only the worker, her helper and an officer may know; the first name, the village and the work are not among it. */
const secrets = [
  "Lestariningsih",
  "3322015708900001",
  "17 Agustus 1990",
  "1990-08-17",
  "81234567891",
  "2.600.000",
  "2600000",
];

let people: People;
const heard: string[] = [];

const said = async (who: Chatter, ...lines: string[]): Promise<void> => {
  for (const line of lines) heard.push(await who.says(line));
};

beforeAll(async () => {
  people = await openPeople();
  await people.payer("Asih", 1, {
    ...{ payer: "sponsor", name: "Sumarni Lestariningsih", income: 2_600_000, base: 2_600_000 },
    ...{ phone: "+6281234567891", sharesNikWithSponsor: false },
  } as Parameters<People["payer"]>[2]);
  for (const who of ["Retno", "Joko"]) await people.agrees(who);
});

/** Everything that a sponsor goes through with her, and a stranger who only has her number. */
async function wholeLife(): Promise<void> {
  const { town, acts } = people;
  const [retno, joko] = [town.person("Retno"), town.person("Joko")];
  const workerId = (await town.repositories.workers.page(["verified"], null, 1))[0]?.id ?? "";
  const asks = ["ya", "1", "1", "1", "1", "1", "1", "1", "1"];
  await said(joko, await people.numberOf(workerId), "1", "Joko", "batal", "menu");
  await said(retno, "sponsor", "1", "Retno", ...asks, "1", "1", "status", "pekerja saya", "1", "1", "1", "1", "status");
  await said(joko, await people.numberOf(workerId), "sponsor", "1", "Joko", ...asks, "1", "pekerja saya");
  await said(retno, "lanjut", "ya", "sudah bayar", "1", "1", "pekerja saya", "1", "2", "3 bulan", "status");
  await said(retno, "pekerja saya", "1", "berhenti membantu", "5", "ya", "status");
  acts.now = town.now;
  await announcePrices(acts.deps, Date.parse("2026-12-02T09:00:00+07:00"));
  await matchWaiting(acts.deps, town.now);
  await said(joko, "pekerja saya", "1", "1", "status", "pekerja saya", "1", "jeda dulu", "1", "1");
  const [pledge] = (await acts.sees("Joko", "own-affairs", {})).pledges;
  const until = pledge?.pausedUntil ?? town.now;
  await announcePauseEnds(acts.deps, until - 86_400_000);
  await endPauses(acts.deps, until);
  await expireHolds(acts.deps, until);
}

describe("what a sponsor or a stranger is told of a worker", () => {
  it("is the first name, the village and the work, whatever they ask and whatever befalls them", async () => {
    await wholeLife();
    const own = await Promise.all(["Retno", "Joko"].map(async (who) => (await people.town.person(who).contact()).id));
    const told = [...people.town.notices, ...people.acts.notices.values()];
    const notices = told.filter(({ contactId }) => own.includes(contactId)).map((notice) => JSON.stringify(notice));
    expect(notices.length).toBeGreaterThan(4);
    const words = [...heard, ...notices];
    expect(words.filter((text) => text.includes("Sumarni")).length).toBeGreaterThan(5);
    for (const secret of secrets) expect(words.filter((text) => text.includes(secret))).toEqual([]);
  });

  it("has no gap in any sentence for more than that, but the NIK of whoever shares it for paying", () => {
    const allowed =
      /^(?:amount|after|basis|before|change|channel|count|day|district|first|from|last|later|month|months|most|name|names|next|office|payer|period|place|price|rest|sponsor|state|total|until|village|work)$/u;
    const entries = Object.entries(readLocale("id")).filter(([key]) =>
      /^(?:sponsor|pledges|retirement|notice\.(?:sponsor|matched|how-to-pay|price|retirement)|status\.(?:pledge|sponsor))/u.test(
        key,
      ),
    );
    expect(entries.length).toBeGreaterThan(100);
    const gaps = entries.flatMap(([key, text]) =>
      [...text.matchAll(/\{\{\s*(\w+)/gu)].map(([, gap = ""]) => [key, gap]),
    );
    const other = gaps.filter(([, gap = ""]) => !allowed.test(gap));
    expect(other).toEqual([["status.pledge-nik", "nik"]]);
  });
});
