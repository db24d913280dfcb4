import type { IsoDay } from "../../src/domain/shared/calendar";
import type { Period } from "../../src/domain/shared/period";
import type { Text } from "../../src/domain/shared/text";
import { createI18n } from "../../src/i18n";
import { firstPaymentTexts, nextPaymentTexts } from "../../src/operations/next-payment";
import { composeReminderTemplates } from "../../src/reminders/compose";
import { ladderOf } from "../support/memory-ladder";
import { openPeople, type People } from "../support/people";
import { wishOf } from "../support/town";

const CAVEAT = "jadi jumlah pastinya mengikuti tagihan resmi BPJS.";
const { render } = createI18n();
const said = (texts: readonly Text[] = []): string => texts.map((text) => render(text, "id")).join("\n");

let people: People;
beforeEach(async () => {
  people = await openPeople();
  await people.payer("Asih", 1, { payer: "sponsor" });
  await people.agrees("Retno");
});

/** Retno pays so many months at once, from a month on. */
async function pays(monthsAhead: number, startPeriod: string): Promise<void> {
  await people.acts.sponsors("Retno", wishOf({ monthsAhead, startPeriod: startPeriod as Period }));
}

const howToPay = (): string =>
  said([...people.acts.notices.values()].find(({ rule }) => rule === "notice.rule.how-to-pay")?.texts);

const reminders = async (): Promise<string[]> => {
  const { id } = await people.acts.contact("Retno");
  const sent = await ladderOf(people.acts).pass(40);
  return sent.filter(({ contactId }) => contactId === id).map(({ text }) => text);
};

describe("a sum of months across a change of the price (F2.29)", () => {
  it.each([
    { monthsAhead: 3, startPeriod: "2026-12", isMixed: true },
    { monthsAhead: 2, startPeriod: "2026-12", isMixed: true },
    { monthsAhead: 1, startPeriod: "2026-12", isMixed: false },
    { monthsAhead: 3, startPeriod: "2027-01", isMixed: false },
  ])("is left to the official bill wherever it is told: %j", async ({ monthsAhead, startPeriod, isMixed }) => {
    await pays(monthsAhead, startPeriod);
    const status = await people.town.person("Retno").says("status");
    const [next] = (await people.acts.sees("Retno", "own-affairs", {})).pledges.map((pledge) => pledge.next);
    const texts = [howToPay(), status, said(nextPaymentTexts(next)), said(firstPaymentTexts(next))];
    expect(texts.map((text) => text.includes(CAVEAT))).toEqual(texts.map(() => isMixed));
    const sent = (await reminders()).filter((text) => text.includes("Jumlah: Rp"));
    if (isMixed) expect(sent.length).toBeGreaterThan(1);
    expect(sent.filter((text) => text.includes(CAVEAT) !== isMixed)).toEqual([]);
  });

  it("is so in an approved template too", () => {
    const month = { firstName: "Asih", amount: 8_400, dueDay: "2026-12-15" as IsoDay, isMixed: true } as const;
    const facts = [
      { ...month, period: "2026-12" as Period },
      { ...month, period: "2027-01" as Period, amount: 16_800 },
    ];
    expect(said(composeReminderTemplates(facts, "2026-12-08")[0]?.params)).toContain(
      "Rp 25.200 (jumlah pastinya mengikuti tagihan resmi BPJS)",
    );
  });
});
