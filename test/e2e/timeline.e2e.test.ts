import { loadConfig } from "../../src/config";
import { addDays, atHour, dayOf, type IsoDay } from "../../src/domain/shared/calendar";
import { type Rehearsed, rehearse } from "../../src/rehearsal";
import { freshPlace, removePlace } from "../support/house-copies";
import { type HousePlace, openHouse, type RunningHouse } from "../support/one-house";
import fc from "../support/property";
import { readAppended, textFrom } from "../support/recording-channel";
import { monthsGoBy, standsBy } from "../support/silent-town";
import { silentLogger } from "../support/storage";
import { DAY, MORNING, nameOn, Town, wishOf } from "../support/town";

const days = 90;
/** From then on a world is looked at whose third month is about to pass unpaid; it is over within fewer days. */
const LATER = atHour("2027-02-03" as IsoDay, 9);
const laterDays = 20;

/** What becomes of somebody's first bill: a proof may still wait, be refused, or be of more than was due. */
const payments = fc.constantFrom("nothing", "said", "refused", "paid", "too-much");
type Payment = ReturnType<typeof payments.generate>["value"];
/** How somebody takes our messages on the morning from which on we look: all, none at all, none for a while, or in talk. */
const moods = fc.constantFrom("hears", "stopped", "rests", "talks");
type Mood = ReturnType<typeof moods.generate>["value"];
/** What a sponsor does with the pledge, and with the first bill. */
const sponsorships = fc.record({
  monthsAhead: fc.constantFrom(1, 3, 6),
  pays: payments,
  /** Whether for old age too. */
  savesToo: fc.boolean(),
  mood: moods,
  workersMood: moods,
  next: fc.constantFrom("goes-on", "pauses", "pauses-openly", "leaves", "pays-more-at-once", "retires"),
});
type Sponsorship = ReturnType<typeof sponsorships.generate>["value"];
/** Days on which employees retire: a year, half a year and a month before lie within the days that are looked at. */
const retirements = ["15-12-2027", "20-06-2027", "25-01-2027", "01-04-2041"] as const;
/** An office: of each employee when she retires and whether she chats with us, and whether its first bill is paid. */
const offices = fc.record({
  staff: fc.array(fc.record({ retiresOn: fc.constantFrom(...retirements), chats: fc.boolean() }), {
    minLength: 1,
    maxLength: 3,
  }),
  workers: fc.integer({ min: 1, max: 2 }),
  monthsAhead: fc.constantFrom(1, 3),
  pays: fc.boolean(),
});
type OfficeWorld = ReturnType<typeof offices.generate>["value"];
const worlds = fc.record({
  office: fc.option(offices, { nil: undefined }),
  sponsored: fc.array(sponsorships, { minLength: 1, maxLength: 3 }),
  selfPayers: fc.array(fc.record({ pays: payments, mood: moods }), { minLength: 1, maxLength: 2 }),
  unsponsored: fc.nat(1),
  waitingSponsors: fc.nat(1),
  standBys: fc.nat(2),
  isLater: fc.boolean(),
  /** On the second, free words may go for a day after somebody has written, and approved ones only from then on. */
  channel: fc.constantFrom("simulator", "whatsapp-cloud"),
  /** Somebody has begun to register and was called away. */
  isHalfWay: fc.boolean(),
  reminderDays: fc.constantFrom(undefined, "-5, 0, 3w, 8"),
});
type World = ReturnType<typeof worlds.generate>["value"];

const usual = { channel: "simulator", isHalfWay: false, reminderDays: undefined } as const;
const asMost = { savesToo: false, mood: "hears", workersMood: "hears" } as const;

/** Somebody is paid for in the first month only, and two stand by. */
const silent: World = {
  ...usual,
  office: undefined,
  sponsored: [{ ...asMost, monthsAhead: 1, pays: "paid", next: "goes-on" }],
  selfPayers: [{ pays: "paid", mood: "hears" }],
  unsponsored: 0,
  waitingSponsors: 0,
  standBys: 2,
  isLater: true,
};

/** An office that does not pay, some of whose employees retire soon. */
const officeOnly: World = {
  ...usual,
  office: {
    staff: [
      { retiresOn: "15-12-2027", chats: true },
      { retiresOn: "25-01-2027", chats: false },
    ],
    workers: 2,
    monthsAhead: 1,
    pays: false,
  },
  ...{ sponsored: [], selfPayers: [], unsponsored: 0, waitingSponsors: 0, standBys: 0, isLater: false },
};

/** Nobody has written for long, one has said STOP, one has written today; a proof was refused, another was of too much. */
const closed: World = {
  ...{ channel: "whatsapp-cloud", isHalfWay: true, reminderDays: "-5, 0, 3w, 8" },
  office: undefined,
  sponsored: [
    { ...asMost, monthsAhead: 1, pays: "refused", next: "goes-on" },
    { ...asMost, monthsAhead: 3, pays: "nothing", next: "goes-on", savesToo: true, mood: "stopped" },
  ],
  selfPayers: [
    { pays: "too-much", mood: "talks" },
    { pays: "said", mood: "rests" },
  ],
  ...{ unsponsored: 0, waitingSponsors: 0, standBys: 0, isLater: false },
};

async function pays(town: Town, who: string, payment: Payment): Promise<void> {
  if (payment === "nothing") return;
  const dues = await town.sees(who, "reportable-dues", {});
  const proofId = await town.pays(who, `REF ${who}`);
  if (payment === "said") return;
  if (payment === "refused") {
    await town.does("Officer", "reject-proof", { proofId, reason: "not-found-at-bpjs" });
    return;
  }
  const more = payment === "too-much" ? 9_000 : 0;
  const amount = dues.reduce((sum, due) => sum + due.amount, more);
  await town.does("Officer", "confirm-proof", { proofId, amount });
}

async function takesIt(town: Town, who: string, mood: Mood): Promise<void> {
  if (mood === "stopped") await town.does(who, "opt-out", { on: true });
  // To the end of a day: the timeline and the bell of this test look at different hours of it.
  if (mood === "rests") await town.does(who, "pause-reminders", { until: atHour(addDays(dayOf(town.now), 20), 0) });
  const { id } = await town.contact(who);
  if (mood === "talks") await town.repositories.contacts.update(id, { lastInboundAt: town.now });
}

/** Somebody begins to register and writes no more. */
async function goesHalfWay({ channel, service }: RunningHouse, at: number): Promise<void> {
  const identifiers = [{ kind: nameOn[channel.name], value: "Half" }];
  for (const [sequence, text] of ["daftar", "1", "1"].entries()) {
    const told = { ...textFrom("Half", text, sequence, at + sequence), channel: channel.name, identifiers };
    await channel.deliver(told);
    await service.settled();
  }
}

const changes: Record<Sponsorship["next"], (town: Town, who: string, pledgeId: string) => Promise<unknown>> = {
  "goes-on": async () => undefined,
  pauses: (town, who, pledgeId) =>
    town.does(who, "change-pledge", {
      pledgeId,
      change: { type: "pause", until: atHour(addDays(dayOf(town.now), 40), 0) },
    }),
  "pauses-openly": (town, who, pledgeId) => town.does(who, "change-pledge", { pledgeId, change: { type: "pause" } }),
  leaves: (town, who, pledgeId) => town.does(who, "change-pledge", { pledgeId, change: { type: "end" } }),
  "pays-more-at-once": (town, who, pledgeId) =>
    town.does(who, "change-pledge", { pledgeId, change: { type: "months", monthsAhead: 3 } }),
  retires: (town, who) => town.does(who, "plan-retirement", { retiresOn: "2027-01-10" as IsoDay, plan: "successor" }),
};

async function agrees(town: Town, who: string): Promise<void> {
  await town.does(who, "record-consent", { status: "given", textVersion: 1, at: town.now, messageId: "yes" });
}

/** The office, its coordinator called Retno, its employees, and the workers for whom it pays. */
async function settleOffice(town: Town, { staff, workers, monthsAhead, pays: isPaid }: OfficeWorld): Promise<void> {
  await agrees(town, "Retno");
  await town.does("Retno", "open-office", { kind: "agency", officeName: "Dinas Contoh", name: "Bu Retno" });
  const text = staff.map(({ retiresOn }, index) => `Pegawai ${"ABC"[index]}; 100${index}; ${retiresOn}`).join("\n");
  expect(await town.does("Retno", "add-employees", { text })).toMatchObject({ added: staff.length });
  const { code = "" } = await town.does("Retno", "office-code", {});
  for (const [index, { chats }] of staff.entries()) {
    if (!chats) continue;
    await agrees(town, `Staff${index}`);
    await town.does(`Staff${index}`, "join-office", { code, name: `Pegawai ${"ABC"[index]}` });
  }
  for (let index = 0; index < workers; index += 1) {
    await town.insured(`OfWorker${index}`, 50 + index);
    await agrees(town, `OfWorker${index}`);
  }
  const wish = wishOf({
    kind: "office",
    officeName: "Dinas Contoh",
    count: workers,
    monthsAhead,
    route: "coordinator",
  });
  const { held } = await town.does("Retno", "make-pledges", wish);
  await town.does("Retno", "confirm-pledges", { pledgeIds: held.map(({ pledgeId }) => pledgeId) });
  await town.does("Retno", "pair-employees", {});
  if (isPaid) await paysBill(town);
}

async function paysBill(town: Town): Promise<void> {
  const found = (await town.sees("Retno", "office-board", {}))?.sums.unpaid.amount ?? 0;
  await town.does("Retno", "report-bill", { claimed: found, reference: "REF 1234" }, { effectId: "bill" });
  const input = { proofId: town.deps.ids.derive("bill", "proof"), found, unpaid: [] };
  expect(await town.does("Officer", "confirm-bill", input)).toBe("done");
}

async function settle(house: RunningHouse, world: World): Promise<void> {
  const town = new Town(house.storage.repositories, world.channel);
  Object.assign(town.deps, house.service.deps);
  await town.officer("Officer");
  await agrees(town, "Officer");
  if (world.isHalfWay) await goesHalfWay(house, town.now);
  if (world.office !== undefined) await settleOffice(town, world.office);
  for (const [index, sponsorship] of world.sponsored.entries()) await settleSponsorship(town, sponsorship, index);
  for (const [index, one] of world.selfPayers.entries()) {
    await agrees(town, `Own${index}`);
    await town.insured(`Own${index}`, 20 + index, { payer: "self" });
    await pays(town, `Own${index}`, one.pays);
  }
  for (let index = 0; index < world.unsponsored; index += 1) await town.verified(`Free${index}`, 30 + index);
  for (let index = 0; index < world.waitingSponsors; index += 1)
    await town.does(`Waiting${index}`, "make-pledges", wishOf({ name: `Waiting${index}` }));
  for (let index = 0; index < world.standBys; index += 1) await standsBy(town, `Ready${index}`);
  if (world.isLater) await monthsGoBy(town, LATER);
  else town.now = MORNING + DAY;
  for (const [index, { mood, workersMood }] of world.sponsored.entries()) {
    await takesIt(town, `Sponsor${index}`, mood);
    await takesIt(town, `Worker${index}`, workersMood);
  }
  for (const [index, { mood }] of world.selfPayers.entries()) await takesIt(town, `Own${index}`, mood);
  await house.service.settled();
}

async function settleSponsorship(town: Town, sponsorship: Sponsorship, index: number): Promise<void> {
  const { monthsAhead, pays: payment, savesToo, next } = sponsorship;
  const programmes = savesToo ? "JKK+JKM+JHT" : "JKK+JKM";
  await town.insured(`Worker${index}`, index + 1, { programmes });
  const who = `Sponsor${index}`;
  for (const name of [`Worker${index}`, who]) await agrees(town, name);
  const pledgeId = await town.sponsors(who, { name: who, monthsAhead, programmes });
  await pays(town, who, payment);
  await changes[next](town, who, pledgeId);
}

/** A moment that is told follows from when the bell rang, which is another one here: its day is what is compared. */
const lineOf = (at: number, address: string, text: string): string =>
  `${dayOf(at)} ${address}: ${text.replaceAll(/ pukul \d\d\.\d\d/gu, "")}`;

/** What the timeline foretells, by day. */
async function foretold(house: RunningHouse, world: World, from: number, until: number): Promise<string[]> {
  const config = loadConfig(world.reminderDays === undefined ? {} : { REMINDER_DAYS: world.reminderDays });
  if (!config.ok) throw new Error(config.error);
  const seen: Rehearsed[] = [];
  await rehearse({ storage: house.storage, config: config.value, logger: silentLogger, from, until }, async (one) => {
    seen.push(one);
  });
  return seen.map(({ at, address, text }) => lineOf(at, address, text)).sort();
}

/** What the house really sends, whose bell rings all jobs at other moments than those of the timeline. */
async function really(house: RunningHouse, place: HousePlace, from: number, until: number): Promise<string[]> {
  const sent: string[] = [];
  let seen = readAppended(place.sendsFile).length;
  for (let day = dayOf(from); atHour(day, 0) < until; day = addDays(day, 1)) {
    for (const moment of [from, atHour(day, 0) + 900_000, atHour(day, 10), atHour(day, 19)]) {
      if (moment < from || moment >= until || (moment === from && day !== dayOf(from))) continue;
      house.moveTo(moment);
      await house.service.ringAll();
      await house.service.settled();
      const all = readAppended(place.sendsFile);
      sent.push(...all.slice(seen).map(({ address, text }) => lineOf(moment, address, text)));
      seen = all.length;
    }
  }
  return sent.sort();
}

/** What an office and its people hear in a quarter of a year in which it does not pay. */
function expectOffice(lines: readonly string[]): void {
  const told = (who: string, words: RegExp): number =>
    lines.filter((line) => line.includes(` ${who}: `) && words.test(line)).length;
  // Half a year ahead where she was entered late, a month ahead, and of the other one a year ahead.
  expect(told("Retno", /akan pensiun/u)).toBe(3);
  // November's, on the day after the office was made, and that of each month that began.
  expect(told("Retno", /^\S+ Retno: Daftar iuran Dinas Contoh/u)).toBe(4);
  expect(told("Staff0", /Bapak\/Ibu pensiun 15 Desember 2027/u)).toBe(1);
  expect(told("Retno", /hari ini batas bayar/u)).toBe(3);
  expect(told("OfWorker1", /boleh membayar sendiri/u)).toBeGreaterThan(0);
}

/** What is heard where nobody has written for longer than a day: approved words, and by whoever said STOP none at all. */
function expectClosed(lines: readonly string[]): void {
  const told = (who: string, words: string): number =>
    lines.filter((line) => line.includes(` ${who}: `) && line.includes(words)).length;
  expect(told("Sponsor0", "belum bisa kami pastikan")).toBeGreaterThan(1);
  expect(told("Sponsor1", "")).toBe(0);
  // That there is too much of hers on the next month.
  expect(told("Own0", "ada kabar tentang")).toBe(1);
  expect(lines.filter((line) => line.includes("ini pengingat iuran jaminan kerja"))).toEqual([]);
}

describe("the timeline of the months ahead", () => {
  it("is what is then really sent, message for message, in whatever world", async () => {
    await fc.assert(
      fc.asyncProperty(worlds, async (world) => {
        const { channel, reminderDays } = world;
        const place = { ...(await freshPlace(MORNING)), channel, ...(reminderDays ? { reminderDays } : {}) };
        const house = await openHouse(place);
        try {
          await settle(house, world);
          const from = world.isLater ? LATER : MORNING + DAY;
          // At midnight, when what a day brings has been sent, whichever its hours are.
          const until = atHour(addDays(dayOf(from), world.isLater ? laterDays : days), 0);
          house.moveTo(from);
          const expected = await foretold(house, world, from, until);
          expect(await really(house, place, from, until)).toEqual(expected);
          expect(expected.length).toBeGreaterThan(0);
          // Whom it would be a defect not to ask in this world.
          const asked = expected.filter((line) => /Ready\d: .*siaga, dan ada yang membutuhkan/su.test(line));
          if (world === silent) expect(asked.length).toBeGreaterThanOrEqual(4);
          const reminded = expected.filter((line) => /Ready\d: .*siaga belum dijawab/su.test(line));
          if (world === silent) expect(reminded.length).toBeGreaterThan(0);
          if (world === officeOnly) expectOffice(expected);
          if (world === closed) expectClosed(expected);
        } finally {
          await house.close();
          await removePlace(place);
        }
      }),
      // A counterexample is shown as it was found: each try takes its time.
      { numRuns: 6, endOnFailure: true, examples: [[silent], [officeOnly], [closed]] },
    );
  }, 2_700_000);
});
