import { parseArgs } from "node:util";
import { consentTextVersion } from "../src/conversation/flows/welcome";
import { bandsOf } from "../src/domain/contribution/contribution";
import type { Contact } from "../src/domain/messaging/contact";
import type { IsoDay } from "../src/domain/shared/calendar";
import { addDays, dayOf } from "../src/domain/shared/calendar";
import { parseNik, readNik } from "../src/domain/shared/nik";
import { periodOf } from "../src/domain/shared/period";
import { villages } from "../src/domain/shared/region";
import { OCCUPATIONS } from "../src/domain/worker/occupations";
import type { WorkerDraft } from "../src/operations/catalog-views";
import type { Deps } from "../src/operations/deps";
import { inviteOfficer } from "../src/operations/officer-effects";
import { createOperations } from "../src/operations/operations";
import { open, readMoment } from "./open";
import { runScript } from "./run-script";

const usage = `npm run seed -- [--workers N] [--sponsors N] [--offices N] [--seed S] [--now MOMENT] [--data DIR]

Fills the store with invented people: workers who are registered and verified, sponsors who pledge for some of them.
The same seed gives the same people, as of --now (this moment, unless told). An office has employees who each stand by a worker, as far as there are workers left. In the simulator they are "Pekerja S-1",
"Sponsor S-1", "Koordinator S-1" and so on (S: the seed), and "Petugas" is their officer. Not in production.
`;

const firstNames =
  "Siti Sri Slamet Suparman Wahyuni Sutrisno Endang Joko Rini Bambang Tutik Agus Lestari Sugeng Yanti Darsono Kartini Mulyono Ratna Paijo".split(
    " ",
  );
const lastNames =
  "Rahayu Widodo Lestari Santoso Utami Prasetyo Handayani Susanto Puspita Hartono Wulandari Setiawan".split(" ");

/** A small generator of repeatable random numbers (mulberry32): the seed decides everything. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

type Random = ReturnType<typeof randomFrom>;

function pick<T>(list: readonly T[], random: Random): T {
  const one = list[random(list.length)];
  if (one === undefined) throw new Error("nothing to pick from");
  return one;
}

/** An invented NIK: a real structure, a birth day from 1965 to 2004, a serial that counts up. */
function inventNik(index: number, random: Random): string {
  const two = (number: number): string => String(number).padStart(2, "0");
  const day = 1 + random(28) + (random(2) === 0 ? 40 : 0);
  return `3322${two(1 + random(13))}${two(day)}${two(1 + random(12))}${two((65 + random(40)) % 100)}${String(1 + (index % 9_999)).padStart(4, "0")}`;
}

function inventDraft(index: number, random: Random, today: IsoDay): WorkerDraft {
  const nik = parseNik(inventNik(index, random));
  if (!nik.ok) throw new Error("an invented NIK could not be read");
  const { bornOn, sex } = readNik(nik.value, today);
  const village = pick(villages, random);
  const occupation = pick(OCCUPATIONS, random);
  const band = pick(bandsOf().slice(0, 5), random);
  return {
    nik: nik.value,
    name: `${pick(firstNames, random)} ${pick(lastNames, random)}`,
    bornOn,
    sex,
    districtCode: village.district.code,
    villageId: village.id,
    occupationId: occupation.id,
    sector: occupation.sector,
    income: band.incomeFrom,
    base: band.base,
    programmes: "JKK+JKM",
    payer: random(3) === 0 ? "self" : "sponsor",
    funding: "private",
    relation: "self",
    sharesNikWithSponsor: true,
    warnings: [],
  };
}

interface Town {
  readonly deps: Deps;
  readonly perform: ReturnType<typeof createOperations>["perform"];
  readonly random: Random;
  readonly seed: number;
  readonly now: number;
}

/** Somebody who chats in the simulator under this name, so that one can go on as them there. */
const contactOf = ({ deps, now }: Town, name: string): Promise<Contact> =>
  deps.repositories.contacts.resolve({
    channel: "simulator",
    address: name,
    identifiers: [{ kind: "simulator-name", value: name }],
    now,
  });

/** Petugas, who is made an officer unless she is one: no invitation stays open, because anybody could work out its code. */
async function seedOfficer(town: Town): Promise<Contact> {
  const { deps, perform, seed, now } = town;
  const contact = await contactOf(town, "Petugas");
  if (await deps.repositories.officers.findByContact(contact.id)) return contact;
  const randomBytes = Buffer.alloc(32, `seed-${seed}`);
  const of = { name: "Petugas Contoh", role: "verifier", area: { type: "all" }, now, randomBytes } as const;
  const { code } = await inviteOfficer(deps, of);
  await perform("redeem-officer-code", { code }, { contact, now, effectId: `seed:${seed}:officer:${now}` });
  return contact;
}

async function seedWorkers(town: Town, count: number, officer: Contact): Promise<void> {
  const { deps, perform, random, seed, now } = town;
  for (let index = 0; index < count; index += 1) {
    const contact = await contactOf(town, `Pekerja ${seed}-${index + 1}`);
    const effect = (name: string) => ({ now, effectId: `seed:${seed}:${index}:${name}` });
    await perform(
      "record-consent",
      { status: "given", textVersion: consentTextVersion, at: now, messageId: `seed:${seed}:${index}` },
      { contact, ...effect("consent") },
    );
    const outcome = await perform("submit-worker", inventDraft(index, random, dayOf(now)), {
      contact,
      ...effect("submit"),
    });
    if (outcome.status !== "submitted") continue;
    const worker = await deps.repositories.workers.find(outcome.workerId);
    if (worker)
      await perform(
        "verify-worker",
        { workerId: worker.id, revision: worker.revision },
        { contact: officer, ...effect("verify") },
      );
  }
}

async function seedSponsors(town: Town, count: number): Promise<void> {
  const { perform, random, seed, now } = town;
  for (let index = 0; index < count; index += 1) {
    const contact = await contactOf(town, `Sponsor ${seed}-${index + 1}`);
    const effect = (name: string) => ({ contact, now, effectId: `seed:${seed}:sponsor:${index}:${name}` });
    await perform(
      "record-consent",
      { status: "given", textVersion: consentTextVersion, at: now, messageId: `seed:${seed}:s${index}` },
      effect("consent"),
    );
    const { held } = await perform(
      "make-pledges",
      {
        name: `${pick(firstNames, random)} ${pick(lastNames, random)}`,
        kind: "person",
        showsName: true,
        count: 1,
        wishes: {},
        programmes: "JKK+JKM",
        startPeriod: periodOf(now),
        monthsAhead: 1,
        route: "direct",
      },
      effect("pledge"),
    );
    await perform("confirm-pledges", { pledgeIds: held.map(({ pledgeId }) => pledgeId) }, effect("confirm"));
  }
}

/** How many employees an invented office has. */
const staff = 8;

/** Offices whose employees each stand by a worker who still looks for a sponsor; some of them retire within a year. */
async function seedOffices(town: Town, count: number): Promise<void> {
  const { perform, random, seed, now } = town;
  for (let index = 0; index < count; index += 1) {
    const contact = await contactOf(town, `Koordinator ${seed}-${index + 1}`);
    const effect = (name: string) => ({ contact, now, effectId: `seed:${seed}:office:${index}:${name}` });
    await perform(
      "record-consent",
      { status: "given", textVersion: consentTextVersion, at: now, messageId: `seed:${seed}:o${index}` },
      effect("consent"),
    );
    const name = `${pick(firstNames, random)} ${pick(lastNames, random)}`;
    const officeName = `Dinas Contoh ${seed}-${index + 1}`;
    await perform("open-office", { kind: "agency", officeName, name }, effect("open"));
    await perform("add-employees", { text: inventStaff(random, dayOf(now)) }, effect("staff"));
    const { held } = await perform(
      "make-pledges",
      {
        ...{ name, officeName, kind: "office", showsName: true, count: staff, wishes: {}, programmes: "JKK+JKM" },
        ...{ startPeriod: periodOf(now), monthsAhead: 1, route: "coordinator" },
      },
      effect("pledge"),
    );
    await perform("confirm-pledges", { pledgeIds: held.map(({ pledgeId }) => pledgeId) }, effect("confirm"));
    await perform("pair-employees", {}, effect("pair"));
  }
}

function inventStaff(random: Random, today: IsoDay): string {
  const lines = Array.from({ length: staff }, (_, index) => {
    const retiresOn = addDays(today, 200 + random(9_000));
    return `${pick(firstNames, random)} ${pick(lastNames, random)}; ${100_001 + index}; ${retiresOn}`;
  });
  return lines.join("\n");
}

async function seed(): Promise<number> {
  const { values } = parseArgs({
    options: {
      workers: { type: "string", default: "20" },
      sponsors: { type: "string", default: "10" },
      offices: { type: "string", default: "0" },
      seed: { type: "string", default: "1" },
      now: { type: "string" },
      data: { type: "string" },
      help: { type: "boolean" },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const numbers = [values.workers, values.sponsors, values.offices, values.seed].map(Number);
  const [workers = 0, sponsors = 0, offices = 0, number = 1] = numbers;
  if (!numbers.every((one) => Number.isInteger(one) && one >= 0 && one <= 100_000))
    throw new Error("Write --workers, --sponsors, --offices and --seed as whole numbers up to 100000.");
  const { storage, config } = await open(values.data === undefined ? {} : { dataFolder: values.data });
  try {
    if (config.production) throw new Error("Invented people do not belong into production.");
    const untold = { notify: async () => 0, withdraw: async () => undefined };
    const deps: Deps = { repositories: storage.repositories, ids: storage.vault, ...untold };
    const town: Town = {
      deps,
      perform: createOperations(deps).perform,
      random: randomFrom(number),
      seed: number,
      now: values.now === undefined ? Date.now() : readMoment(values.now),
    };
    const officer = await seedOfficer(town);
    await seedWorkers(town, workers, officer);
    await seedSponsors(town, sponsors);
    await seedOffices(town, offices);
    process.stdout.write(`${workers} workers, ${sponsors} sponsors and ${offices} offices, seed ${number}\n`);
    return 0;
  } finally {
    await storage.close();
  }
}

runScript(seed);
