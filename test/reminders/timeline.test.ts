import { noticeMessage } from "../../src/delivery/notices";
import { dayOf, type IsoDay } from "../../src/domain/shared/calendar";
import { workerStatuses } from "../../src/domain/worker/worker";
import { createI18n } from "../../src/i18n";
import { pagesOf } from "../../src/operations/saving";
import { composeReminder } from "../../src/reminders/compose";
import { foresee } from "../../src/reminders/timeline";
import { foreseenFacts } from "../../src/reminders/words";
import { ladderOf, type Told } from "../support/memory-ladder";
import { memoryRepositories } from "../support/memory-repositories";
import fc from "../support/property";
import { DAY, Town } from "../support/town";

const i18n = createI18n();
const span = 90;

/** A worker's circumstances; `after` is how many days later something befalls her sponsor. */
const lives = fc.record({
  payer: fc.constantFrom("self" as const, "sponsor" as const),
  sector: fc.constantFrom("other" as const, "transport" as const),
  monthsAhead: fc.constantFrom(1, 3, 6, 12),
  paid: fc.constantFrom("nothing" as const, "reported" as const, "rejected" as const, "confirmed" as const),
  fate: fc.constantFrom(
    "none" as const,
    "pause" as const,
    "open-pause" as const,
    "leaves" as const,
    "retires" as const,
  ),
  after: fc.integer({ min: 1, max: 80 }),
});
type Life = typeof lives extends fc.Arbitrary<infer T> ? T : never;

async function liveThrough(town: Town, life: Life, serial: number): Promise<void> {
  const { payer, sector, monthsAhead } = life;
  const [name, sponsor] = [`Worker${serial}`, `Sponsor${serial}`];
  const workerId = await town.insured(name, serial, { payer, sector });
  const who = payer === "self" ? name : sponsor;
  const pledgeId =
    payer === "self" ? undefined : await town.sponsors(sponsor, { workerId, name: sponsor, monthsAhead });
  if (life.paid !== "nothing") {
    const proofId = await town.pays(who);
    if (life.paid === "rejected") await town.does("Officer", "reject-proof", { proofId, reason: "unreadable" });
    if (life.paid === "confirmed") await town.does("Officer", "confirm-proof", { proofId });
  }
  if (pledgeId !== undefined) await befalls(town, life, sponsor, pledgeId);
}

async function befalls(town: Town, { fate, after }: Life, sponsor: string, pledgeId: string): Promise<void> {
  const until = town.now + after * DAY;
  const change = (wanted: Parameters<typeof town.does<"change-pledge">>[2]["change"]) =>
    town.does(sponsor, "change-pledge", { pledgeId, change: wanted });
  if (fate === "pause") await change({ type: "pause", until });
  if (fate === "open-pause") await change({ type: "pause" });
  if (fate === "leaves") await change({ type: "end" });
  if (fate === "retires")
    await town.does(sponsor, "plan-retirement", { retiresOn: dayOf(until) as IsoDay, plan: "successor" });
}

/** What the timeline shows of a town, in the words that it says. */
async function foretold(town: Town): Promise<Told[]> {
  const { workers } = town.repositories;
  const everybody = pagesOf((after) => workers.page(workerStatuses, after, 100));
  const messages = await foresee(
    { deps: town.deps, span: { from: town.now, until: town.now + span * DAY } },
    everybody,
  );
  return Promise.all(
    messages.map(async (message) => {
      const day = dayOf(message.sendAt);
      const { texts, options } = composeReminder(await foreseenFacts(town.deps, message), day);
      const { text } = noticeMessage(texts, options, (one) => i18n.render(one, "id"));
      return { day, contactId: message.contactId, rungs: message.items.map(({ rung }) => rung), text };
    }),
  );
}

const inOrder = (sent: readonly Told[]): string[] =>
  sent.map(({ day, contactId, rungs, text }) => `${day} ${contactId} ${[...rungs].sort().join("+")}\n${text}`).sort();

describe("the timeline of the next 90 days", () => {
  it("is, message for message, what the jobs of the days then send, in any town in which nobody does anything", async () => {
    let counted = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(lives, { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 0, max: 100 }),
        async (all, idle) => {
          const town = new Town(memoryRepositories());
          await town.officer("Officer");
          for (const [index, life] of all.entries()) await liveThrough(town, life, index + 1);
          const ladder = ladderOf(town);
          await ladder.pass(1 + idle);
          const expected = await foretold(town);
          const sent = await ladder.pass(span);
          counted += sent.filter(({ rungs }) => rungs.some((rung) => rung.startsWith("lapse"))).length;
          expect(inOrder(expected)).toEqual(inOrder(sent));
        },
      ),
      { numRuns: 25 },
    );
    expect(counted).toBeGreaterThan(0);
  }, 120_000);
});
