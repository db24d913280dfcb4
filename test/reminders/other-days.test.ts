import { loadConfig } from "../../src/config";
import { dayOf } from "../../src/domain/shared/calendar";
import { rehearse } from "../../src/rehearsal";
import { defaultRungs, RUNGS, type RungTables, readRungs } from "../../src/reminders/rungs";
import { freshPlace, removePlace } from "../support/house-copies";
import { ladderOf } from "../support/memory-ladder";
import { memoryRepositories } from "../support/memory-repositories";
import { openHouse } from "../support/one-house";
import { silentLogger } from "../support/storage";
import { DAY, MORNING, Town } from "../support/town";

const tablesOf = (written: string): RungTables => {
  const read = readRungs(written);
  if (!read.ok) throw new Error(read.error);
  return read.value;
};

describe("the days of the reminders as they are written", () => {
  it("are the usual ones where nothing is written, and those again where they are written out", () => {
    expect(tablesOf("")).toEqual(defaultRungs);
    expect(tablesOf("-7, -3, 0, 5w, 10w")).toEqual({ "JKK+JKM": RUNGS, "JKK+JKM+JHT": RUNGS });
  });

  it("may be others for one set of programmes, and leave the other as it is", () => {
    const tables = tablesOf("JKK+JKM+JHT: -5, +2w");
    expect(tables["JKK+JKM"]).toEqual(RUNGS);
    expect(tables["JKK+JKM+JHT"]).toEqual([
      { id: "d-5", days: -5, tells: ["payer"] },
      { id: "d+2", days: 2, tells: ["payer", "worker"] },
    ]);
  });

  it.each([
    ["tomorrow", /write days from -12 to 12/u],
    ["-7, , 0", /write days from -12 to 12/u],
    ["-30", /write days from -12 to 12/u],
    ["0, -3", /the earliest first/u],
    ["0, 0", /each day once/u],
    ["-3w, 5w", /w only after days that come after the due day/u],
    ["JKK+JKM: 0w", /w only after days that come after the due day/u],
    ["JHT: 0", /JKK\+JKM or JKK\+JKM\+JHT before the colon/u],
    ["JKK+JKM: 0; 3", /one list for each/u],
  ])("are refused at the start, with what is wrong: %s", (written, fault) => {
    const config = loadConfig({ REMINDER_DAYS: written });
    expect(config.ok ? "" : config.error).toMatch(/REMINDER_DAYS: /u);
    expect(config.ok ? "" : config.error).toMatch(fault);
  });
});

/** Marni and Siti pay for themselves, Siti for JHT too. */
async function settle(town: Town): Promise<void> {
  await town.officer("Officer");
  for (const who of ["Officer", "Marni", "Siti"])
    await town.does(who, "record-consent", { status: "given", textVersion: 1, at: town.now, messageId: "yes" });
  await town.insured("Marni", 1, { payer: "self" });
  await town.insured("Siti", 2, { payer: "self", programmes: "JKK+JKM+JHT" });
}

describe("other days", () => {
  it("are those on which the people of these programmes are reminded, and of these only", async () => {
    const town = new Town(memoryRepositories());
    await settle(town);
    const told = await ladderOf(town, tablesOf("JKK+JKM: -5, 2; JKK+JKM+JHT: -2")).pass(25);
    const idOf = async (who: string) => (await town.contact(who)).id;
    const daysOf = (id: string) => told.filter(({ contactId }) => contactId === id).map(({ day }) => day);
    // Due on Monday the 16th, the 15th being a Sunday.
    expect(daysOf(await idOf("Marni"))).toEqual(["2026-11-11", "2026-11-18"]);
    expect(daysOf(await idOf("Siti"))).toEqual(["2026-11-14"]);
  });

  it("are those that the timeline foretells", async () => {
    const config = loadConfig({ REMINDER_DAYS: "-5, 2" });
    if (!config.ok) throw new Error(config.error);
    const place = await freshPlace(MORNING);
    const house = await openHouse(place);
    try {
      const town = new Town(house.storage.repositories);
      Object.assign(town.deps, house.service.deps);
      await settle(town);
      await house.service.settled();
      const days: string[] = [];
      const span = { from: MORNING + DAY, until: MORNING + 16 * DAY };
      await rehearse({ storage: house.storage, config: config.value, logger: silentLogger, ...span }, async (one) => {
        if (one.address === "Marni" && one.text.includes("November 2026")) days.push(dayOf(one.at));
      });
      expect(days).toEqual(["2026-11-11", "2026-11-18"]);
    } finally {
      await house.close();
      await removePlace(place);
    }
  });
});
