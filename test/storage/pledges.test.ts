import type { IsoDay } from "../../src/domain/shared/calendar";
import type { Pledge, Sponsor } from "../../src/domain/sponsor/sponsor";
import { suiteRepositories } from "../support/storage";
import { idsOf, outcomes, pledge, sponsor, twenty, unique } from "../support/stored-values";

const repositories = suiteRepositories();

describe("sponsors", () => {
  it("exist once per contact", async () => {
    const contactId = unique("contact");
    const added = await Promise.all(twenty.map(() => repositories.sponsors.add(sponsor({ contactId }))));
    expect(outcomes(added)).toEqual({ ok: 1, errors: new Set(["contact-has-sponsor"]) });
    expect(await repositories.sponsors.findByContact(contactId)).toMatchObject({ contactId });
  });

  it("come back exactly as they were written, and are gone once removed", async () => {
    const retiring = { retiresOn: "2029-03-01" as IsoDay, retirementPlan: "successor" } as const;
    const one = sponsor({ name: "Dinas \ud800 \u{1f33e}", kind: "office", officeName: "", ...retiring });
    await repositories.sponsors.add(one);
    expect(await repositories.sponsors.findMany([one.id])).toEqual([one]);
    expect(await repositories.sponsors.contactsOf([one.id, "nobody"])).toEqual(new Map([[one.id, one.contactId]]));
    await repositories.sponsors.remove(one.id);
    expect(await repositories.sponsors.findByContact(one.contactId)).toBeNull();
  });
});

describe("sponsors who retire", () => {
  it("are found by the day, both ends included, and all of them page by page", async () => {
    const days = ["2041-02-28", "2041-03-01", "2041-03-31", "2041-04-01"].map((day) => day as IsoDay);
    const [before, first, last, after] = days.map((retiresOn) => sponsor({ retiresOn })) as [
      Sponsor,
      Sponsor,
      Sponsor,
      Sponsor,
    ];
    for (const one of [after, last, before, first, sponsor()]) await repositories.sponsors.add(one);
    const within = ["2041-03-01" as IsoDay, "2041-03-31" as IsoDay] as const;
    const { id, contactId, retiresOn } = last;
    expect(idsOf(await repositories.sponsors.retiringBetween(...within, null, 10))).toEqual(idsOf([first, last]));
    expect(await repositories.sponsors.retiringBetween(...within, first.id, 10)).toEqual([
      { id, contactId, retiresOn },
    ]);
    expect(idsOf(await repositories.sponsors.page(before.id, 3))).toEqual(idsOf([first, last, after]));
  });
});

describe("sponsors who stand by", () => {
  it("are found ready longest first, page by page, all or those who asked for a village", async () => {
    const villageId = unique("village");
    const since = (at: number, more: { villageId?: string } = {}) =>
      sponsor({ standsBy: { since: at, most: 2, ...more } });
    const [first, second, third] = [since(9_001, { villageId }), since(9_002), since(9_003, { villageId })] as const;
    for (const one of [third, first, sponsor(), second]) await repositories.sponsors.add(one);
    const after = { since: 9_001, id: first.id };
    expect(await repositories.sponsors.standingBy({}, 9, { since: 9_000, id: "" })).toEqual([first, second, third]);
    expect(await repositories.sponsors.standingBy({}, 1, after)).toEqual([second]);
    expect(await repositories.sponsors.standingBy({ villageId }, 9)).toEqual([first, third]);
    const { standsBy: _, ...rest } = first;
    await repositories.sponsors.save(rest);
    expect(idsOf(await repositories.sponsors.standingBy({ villageId }, 9))).toEqual([third.id]);
  });
});

describe("pledges", () => {
  it("are offered to one stand-by sponsor at a time, beside the one that pays, and pay only where that has ended", async () => {
    const workerId = unique("worker");
    const paying = pledge({ workerId, status: "active" });
    await repositories.pledges.add(paying);
    const standBy = { period: "2026-05" as Pledge["startPeriod"], replaces: paying.id };
    const added = await Promise.all(twenty.map(() => repositories.pledges.add(pledge({ workerId, standBy }))));
    expect(outcomes(added)).toEqual({ ok: 1, errors: new Set(["worker-taken"]) });
    const offer = (await repositories.pledges.findOffer(workerId)) as Pledge;
    expect(offer.standBy).toEqual(standBy);
    expect(await repositories.pledges.findOffers([unique("worker"), workerId])).toEqual([offer]);
    expect((await repositories.pledges.findByWorker(workerId))?.id).toBe(paying.id);
    const active = { ...offer, status: "active" as const };
    expect(await repositories.pledges.save(active)).toEqual({ ok: false, error: "worker-taken" });
    expect((await repositories.pledges.save({ ...paying, status: "ended" })).ok).toBe(true);
    expect((await repositories.pledges.save(active)).ok).toBe(true);
    expect(await repositories.pledges.findOffer(workerId)).toBeNull();
    expect((await repositories.pledges.findByWorker(workerId))?.id).toBe(offer.id);
  });

  it("hold a worker once, however many sponsors want the same one at once", async () => {
    const workerId = unique("worker");
    const over = pledge({ workerId, status: "ended", endReason: "declined" });
    expect((await repositories.pledges.add(over)).ok).toBe(true);
    const added = await Promise.all(twenty.map(() => repositories.pledges.add(pledge({ workerId }))));
    expect(outcomes(added)).toEqual({ ok: 1, errors: new Set(["worker-taken"]) });
    const holder = await repositories.pledges.findByWorker(workerId);
    expect(holder).toMatchObject({ workerId, status: "held" });
    expect(await repositories.pledges.findByWorkers([workerId, unique("worker")])).toEqual([holder]);
    expect(await repositories.pledges.save({ ...over, status: "active" })).toEqual({
      ok: false,
      error: "worker-taken",
    });
  });

  it("let one of many waiting pledges take a worker, and free the worker when they end", async () => {
    const workerId = unique("worker");
    const { workerId: _, ...waiting } = pledge({ status: "waiting" });
    const many = twenty.map((): Pledge => ({ ...waiting, id: unique("pledge") }));
    for (const one of many) await repositories.pledges.add(one);
    const held = await Promise.all(many.map((one) => repositories.pledges.save({ ...one, workerId, status: "held" })));
    expect(outcomes(held)).toEqual({ ok: 1, errors: new Set(["worker-taken"]) });
    const holder = (await repositories.pledges.findByWorker(workerId)) as Pledge;
    await repositories.pledges.save({ ...holder, status: "ended", endReason: "hold-expired" });
    expect(await repositories.pledges.findByWorker(workerId)).toBeNull();
    expect((await repositories.pledges.add(pledge({ workerId }))).ok).toBe(true);
  });

  it("name holds and pauses whose time is over, earliest first", async () => {
    const held = [-30, -20, 5].map((heldUntil) => pledge({ heldUntil }));
    const paused = [-30, -20, 5].map((pausedUntil) => pledge({ status: "paused", pausedUntil }));
    for (const one of [...held, ...paused, pledge(), pledge({ status: "paused" })].reverse())
      await repositories.pledges.add(one);
    expect(idsOf(await repositories.pledges.expiredHolds(-20, 10))).toEqual(idsOf(held.slice(0, 2)));
    expect(idsOf(await repositories.pledges.endedPauses(-20, 10))).toEqual(idsOf(paused.slice(0, 2)));
    expect(idsOf(await repositories.pledges.expiredHolds(-20, 1))).toEqual(idsOf(held.slice(0, 1)));
    expect(idsOf(await repositories.pledges.expiredHolds(-20, 10, held[0]))).toEqual(idsOf(held.slice(1, 2)));
    expect(idsOf(await repositories.pledges.endedPauses(9, 10, paused[0]))).toEqual(idsOf(paused.slice(1)));
    const twin = pledge({ heldUntil: -30, id: `${held[0]?.id}-twin` });
    await repositories.pledges.add(twin);
    expect(idsOf(await repositories.pledges.expiredHolds(-20, 1, held[0]))).toEqual([twin.id]);
  });

  it("wait in their order, and are found by their sponsor and by id", async () => {
    const sponsorId = unique("sponsor");
    const [late, early] = [-5, -6].map((createdAt) => pledge({ sponsorId, status: "waiting", createdAt }));
    await repositories.pledges.add(late as Pledge);
    await repositories.pledges.add(early as Pledge);
    expect(await repositories.pledges.findBySponsor(sponsorId)).toEqual([early, late]);
    expect(await repositories.pledges.waiting(2)).toEqual([early, late]);
    expect((await repositories.pledges.waiting(1, early))[0]).toEqual(late);
    expect(idsOf(await repositories.pledges.page(["waiting"], null, 1))).toHaveLength(1);
  });

  it("wait for a worker who fits their wishes, whatever others wish for, and not for one of the same sponsor", async () => {
    const here = { districtCode: unique("district"), occupationId: unique("work") };
    const { districtCode } = here;
    const wished = [here, { districtCode }, { ...here, occupationId: "other" }, { occupationId: "x" }];
    const own = wished.map((wishes, index) => pledge({ status: "waiting", wishes, createdAt: 1_000_000 + index }));
    for (const one of [...own].reverse()) await repositories.pledges.add(one);
    const [both, place] = own;
    // The suite shares one database: whoever wishes for nothing fits here too.
    const fitting = async (exceptSponsorIds?: readonly string[]): Promise<readonly Pledge[]> =>
      (await repositories.pledges.waitingFor(here, 1_000, exceptSponsorIds)).filter(({ id }) =>
        idsOf(own).includes(id),
      );
    expect(await fitting()).toEqual([both, place]);
    expect(await fitting([both?.sponsorId ?? ""])).toEqual([place]);
    expect(await fitting([both?.sponsorId ?? "", place?.sponsorId ?? ""])).toEqual([]);
    expect(await repositories.pledges.waitingFor(here, 1)).toHaveLength(1);
  });

  it("come back exactly as they were written", async () => {
    const reasons = { pauseReason: "money", leaveReason: "moved" } as const;
    const wishes = { districtCode: "33.22.01", villageId: "33.22.01-kopeng" };
    const one = pledge({ wishes, monthsAhead: 6, route: "coordinator", heldUntil: 7, ...reasons });
    await repositories.pledges.add(one);
    expect(await repositories.pledges.find(one.id)).toEqual(one);
  });
});
