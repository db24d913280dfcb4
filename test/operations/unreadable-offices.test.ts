import { atHour, type IsoDay } from "../../src/domain/shared/calendar";
import { createI18n } from "../../src/i18n";
import { openLapseTasks } from "../../src/operations/lapse-tasks";
import { sendMonthlyLists } from "../../src/operations/office-month";
import { warnOfOfficeRetirements } from "../../src/operations/office-retirement";
import { createOperations } from "../../src/operations/operations";
import { programmesOf } from "../../src/operations/payers";
import { openDueItems } from "../../src/operations/scheduled";
import { createReminderLook } from "../../src/reminders/words";
import { memoryRepositories } from "../support/memory-repositories";
import { dinas } from "../support/office-town";
import { places, Town, wishOf } from "../support/town";
import { withUnreadable } from "../support/unreadable-workers";

let town: Town;
beforeEach(async () => {
  town = new Town(memoryRepositories());
});

/** The town's dependencies, where one record of a kind cannot be read by its id. */
function withBad(kind: "employees" | "sponsors", bad: string) {
  const all = town.repositories[kind];
  const find = async (id: string) => (id === bad ? Promise.reject(new Error("unreadable")) : all.find(id));
  return { ...town.deps, repositories: { ...town.repositories, [kind]: Object.assign(Object.create(all), { find }) } };
}

const contactOf = async (who: string): Promise<string> => (await town.contact(who)).id;
const sentTo = async (who: string, rule: string): Promise<number> => {
  const id = await contactOf(who);
  return [...town.notices.values()].filter((one) => one.contactId === id && one.rule === rule).length;
};

/** Another office, which Wati coordinates and which pays for one worker. */
async function another(): Promise<void> {
  await town.insured("Worker9", 9);
  await town.does("Wati", "open-office", { kind: "company", officeName: "PT Contoh", name: "Bu Wati" });
  await town.does("Wati", "add-employees", { text: "Tini; 2001; 1-11-2027" });
  const wish = wishOf({ kind: "office", officeName: "PT Contoh", name: "Bu Wati", route: "coordinator" });
  const { held } = await town.does("Wati", "make-pledges", wish);
  await town.does("Wati", "confirm-pledges", { pledgeIds: held.map(({ pledgeId }) => pledgeId) });
}

describe("a record of an office that cannot be read", () => {
  const morning = atHour("2026-11-05" as IsoDay, 9);

  it("keeps no other office from its monthly list", async () => {
    await dinas(town);
    await another();
    const [bad] = await town.repositories.workers.findByContact(await contactOf("Worker1"));
    const deps = withUnreadable(town, bad?.id ?? "");
    await expect(sendMonthlyLists(deps, 1, morning)).rejects.toThrow("1 of 2 failed");
    expect(await sentTo("Wati", "office.rule.monthly-list")).toBe(1);
    expect(await sentTo("Retno", "office.rule.monthly-list")).toBe(0);
    expect(await sendMonthlyLists(town.deps, 1, morning)).toEqual({ listed: 1 });
  });

  const warned = async (who: string): Promise<readonly unknown[]> => {
    const id = await contactOf(who);
    const told = [...town.notices.values()].filter(({ contactId, rule }) => contactId === id && rule.endsWith("ments"));
    return told.flatMap(({ texts }) => texts.flatMap(({ params }) => params?.["employee"] ?? []));
  };

  it("keeps no other employee's retirement from being told", async () => {
    await dinas(town);
    await another();
    const text = "Siti; 1001; 1-11-2027\nBudi; 1002; 1-11-2027";
    await town.does("Retno", "add-employees", { text });
    const office = await town.repositories.offices.findByCoordinator(await contactOf("Retno"));
    const staff = await town.repositories.employees.findByOffices([office?.id ?? ""]);
    const deps = withBad("employees", staff.find(({ name }) => name === "Siti")?.id ?? "");
    await expect(warnOfOfficeRetirements(deps, morning)).rejects.toThrow("failed");
    expect([await warned("Retno"), await warned("Wati")]).toEqual([["Budi"], ["Tini"]]);
    expect(await warnOfOfficeRetirements(town.deps, morning)).toEqual({ told: 1 });
  });

  it("keeps no other office from hearing of retirements", async () => {
    await dinas(town);
    await another();
    await town.does("Retno", "add-employees", { text: "Siti; 1001; 1-11-2027" });
    const office = await town.repositories.offices.findByCoordinator(await contactOf("Retno"));
    await expect(warnOfOfficeRetirements(withBad("sponsors", office?.id ?? ""), morning)).rejects.toThrow("failed");
    expect(await warned("Wati")).toEqual(["Tini"]);
  });
});

describe("a worker who cannot be read, among those of a sponsor", () => {
  let deps: Town["deps"];
  let bad: string;
  let good: string;
  /** Retno owes a month for Asih, who cannot be read, and for Budi. */
  beforeEach(async () => {
    await town.officer("Officer");
    bad = await town.insured("Asih", 1);
    good = await town.insured("Budi", 2);
    for (const _ of [bad, good]) await town.sponsors("Retno");
    await openDueItems(town.deps, town.now);
    deps = withUnreadable(town, bad);
  });

  const unpaid = () => town.repositories.dueItems.findByWorkers([bad, good], 10);

  it("is left out of the reminder of the others' months", async () => {
    const { render } = createI18n();
    const lookAt = createReminderLook({
      deps,
      words: (text, language) => render(text, language),
      clock: () => town.now,
    });
    const contact = await town.contact("Retno");
    const reminders = (await unpaid()).map(({ id: dueItemId }) => ({ dueItemId, rung: "d-7" }));
    expect(reminders).toHaveLength(2);
    const found = await lookAt(contact.id, reminders);
    const own = (await town.itemsOf(good)).map(({ id }) => id);
    expect([...found.dueItemIds]).toEqual(own);
    expect((await found.free(contact, reminders)).text.match(/• /gu)).toHaveLength(1);
    // Looked at once more, it is still one officer's task about one month.
    await lookAt(contact.id, reminders);
    const tasks = await town.repositories.tasks.open({ type: "all" }, 10);
    const { districtCode } = places.getasan;
    expect(tasks).toMatchObject([{ kind: "unreadable-month", workerId: bad, text: "2026-11", districtCode }]);
    await expect(
      lookAt(
        contact.id,
        reminders.filter(({ dueItemId }) => !own.includes(dueItemId)),
      ),
    ).rejects.toThrow("unreadable");
  });

  it("is on the officers' list like the others, and keeps no officer from it", async () => {
    await openLapseTasks(deps, await unpaid(), town.now);
    const tasks = await town.repositories.tasks.open({ type: "all" }, 10, { kind: "lapse" });
    expect(tasks.map(({ workerId }) => workerId).toSorted()).toEqual([bad, good].toSorted());
    const of = { contact: await town.contact("Officer"), now: town.now };
    const skipIds = tasks.filter(({ workerId }) => workerId === good).map(({ id }) => id);
    const task = await createOperations(deps).lookUp("next-task", { skipIds }, of);
    expect(task).toMatchObject({ kind: "lapse", isUnreadable: true, canAnswer: true });
    expect(task).not.toHaveProperty("number");
  });

  it("keeps no month from its programmes", async () => {
    expect([...(await programmesOf(deps, await unpaid())).values()]).toEqual(["JKK+JKM", "JKK+JKM"]);
  });
});
