import type { IsoDay } from "../../src/domain/shared/calendar";
import { type CloudHouse, openCloudHouse, restingTemplate as resting } from "../support/cloud-house";

const QUARTER = 15 * 60_000;
const DAY = 24 * 3_600_000;

let house: CloudHouse;
beforeEach(async () => {
  house = await openCloudHouse(Date.parse("2026-12-08T09:00:00+07:00"));
});
afterEach(() => house.close());

const templatesTo = (name: string) =>
  house.sent.flatMap(({ to, message }) => (to === name && message.template ? [message.template.name] : []));

describe("a template that the platform does not send just now", () => {
  it("holds a reminder until it is approved again, and nobody is marked or called", async () => {
    const dwi = await house.person("Dwi");
    await house.remind(dwi, "2026-12-15" as IsoDay);
    for (let tries = 0; tries < 12; tries += 1) {
      house.failures.push(resting);
      await house.settled();
      house.now += QUARTER;
    }
    expect([house.failures, house.sent]).toEqual([[], []]);
    await house.settled();
    expect(templatesTo("Dwi")).toEqual(["reminder"]);
    const { contacts, tasks } = house.storage.repositories;
    expect(await contacts.find(dwi.id)).not.toHaveProperty("undeliverableAt");
    expect(await tasks.open({ type: "all" }, 10)).toEqual([]);
  });

  it("holds up neither the others nor whoever writes meanwhile, who is told the news at once", async () => {
    await house.tell(await house.person("Dwi", 3 * DAY), "satu", "answer");
    house.failures.push(resting);
    await house.settled();
    await house.tell(await house.person("Siti", 0), "dua");
    await house.settled();
    expect(house.sent.map(({ to }) => to)).toEqual(["Siti"]);
    await house.writes("Dwi", "ada apa");
    await house.settled();
    const told = house.sent.filter(({ to }) => to === "Dwi").map(({ message }) => message.text);
    expect(told).toContain("Jawaban dari petugas: satu");
    expect(told.length).toBeGreaterThan(1);
    expect(templatesTo("Dwi")).toEqual([]);
    expect(await house.storage.outbox.counts()).toMatchObject({ queued: 0, failed: 0 });
  });
});
