import { DAY, draftOf, places, type Town } from "../support/town";

/** What is promised to whoever registers, and to the officer who decides. */
export function registrationSuite(open: () => Promise<Town>): void {
  describe("registering", () => {
    let town: Town;
    beforeEach(async () => {
      town = await open();
    });

    describe("a registration", () => {
      it("says nothing of a NIK that somebody else registered but that it is taken", async () => {
        await town.worker("Asih", draftOf(1));
        const { nik } = draftOf(1);
        expect(await town.sees("Asih", "nik-status", { nik })).toBe("own");
        expect(await town.sees("Budi", "nik-status", { nik })).toBe("taken");
        expect(await town.sees("Budi", "nik-status", { nik: draftOf(2).nik })).toBe("free");
        const again = await town.does("Budi", "submit-worker", draftOf(1, { name: "Orang Lain" }));
        expect(again).toEqual({ status: "already-registered" });
        const person = await town.repositories.persons.findByNik(nik);
        expect(person?.name).toBe(draftOf(1).name);
      });

      it("that was rejected is mended under the same number", async () => {
        const workerId = await town.worker("Asih", draftOf(1));
        await town.does("Officer", "reject-worker", { workerId, revision: 0, reason: "nik-mismatch" });
        const before = await town.workerNow(workerId);
        expect(await town.sees("Asih", "nik-status", { nik: draftOf(1).nik })).toBe("own-rejected");
        expect(await town.sees("Budi", "nik-status", { nik: draftOf(1).nik })).toBe("free");
        const outcome = await town.does("Asih", "submit-worker", draftOf(2, { mends: workerId }));
        expect(outcome).toEqual({ status: "submitted", number: before.number, workerId });
        expect(await town.workerNow(workerId)).toMatchObject({ status: "submitted", personId: before.personId });
        expect((await town.workerNow(workerId)).rejection).toBeUndefined();
        expect(await town.sees("Budi", "nik-status", { nik: draftOf(1).nik })).toBe("free");
        expect(await town.sees("Budi", "nik-status", { nik: draftOf(2).nik })).toBe("taken");
      });

      it("of somebody else is not mended, withdrawn or corrected", async () => {
        const workerId = await town.worker("Asih", draftOf(1));
        expect(await town.does("Budi", "submit-worker", draftOf(2, { mends: workerId }))).toEqual({
          status: "already-registered",
        });
        expect(await town.does("Budi", "withdraw-worker", { workerId })).toBe("not-allowed");
        expect(await town.does("Budi", "correct-data", { workerId, field: "name", value: "Budi" })).toBe("not-allowed");
        expect((await town.workerNow(workerId)).status).toBe("submitted");
      });

      it("shows others the first name and the place only", async () => {
        const workerId = await town.worker("Asih", draftOf(1));
        const { number } = await town.workerNow(workerId);
        const glimpse = await town.sees("Budi", "worker-by-number", { number: number.toLowerCase() });
        expect(glimpse).toMatchObject({ workerId, firstName: "Sumarni1", isVerified: false, seeksSponsor: false });
        expect(JSON.stringify(glimpse)).not.toMatch(/Lestari|3322015708/);
        expect(await town.sees("Budi", "worker-by-number", { number: "KL-2222-223" })).toBeNull();
      });

      it("gets a new revision when its data are corrected, so that an officer accepts only what she saw", async () => {
        const workerId = await town.worker("Asih", draftOf(1));
        const seen = await town.workerNow(workerId);
        await town.does("Asih", "correct-data", { workerId, field: "phone", value: "0812 3456 7890" });
        const outcome = await town.does("Officer", "verify-worker", { workerId, revision: seen.revision });
        expect(outcome).toBe("changed-meanwhile");
        expect((await town.sees("Officer", "next-to-verify", { skipIds: [] }))?.phone).toBe("+6281234567890");
      });
    });

    describe("an officer", () => {
      it("sees and decides nothing outside the area, nor what she registered herself", async () => {
        await town.officer("Verifier", { type: "district", districtCode: places.tengaran.districtCode });
        const outside = await town.worker("Asih", draftOf(1));
        const own = await town.worker("Verifier", draftOf(2, places.tengaran));
        expect(await town.sees("Verifier", "next-to-verify", { skipIds: [] })).toBeNull();
        expect(await town.verifies("Verifier", outside)).toBe("not-allowed");
        expect(await town.verifies("Verifier", own)).toBe("not-allowed");
        expect(await town.verifies("Asih", outside)).toBe("not-allowed");
        expect(await town.verifies("Officer", own)).toBe("done");
      });

      it("comes too late where another has decided already", async () => {
        await town.officer("Second");
        const workerId = await town.worker("Asih", draftOf(1));
        expect(await town.does("Officer", "verify-worker", { workerId, revision: 0 })).toBe("done");
        expect(await town.does("Second", "verify-worker", { workerId, revision: 0 })).toBe("changed-meanwhile");
        expect(await town.does("Second", "reject-worker", { workerId, revision: 0, reason: "other" })).toBe(
          "changed-meanwhile",
        );
        expect(town.told("Asih")).toEqual(["notice.rule.verified"]);
      });

      it("is shown neighbours of a similar name", async () => {
        await town.worker("Asih", draftOf(1, { name: "Sri Wahyuni" }));
        await town.worker("Budi", draftOf(2, { name: "Sri Wahyuno" }));
        await town.worker("Joko", draftOf(3, { name: "Sri Wahyuni", ...places.tengaran }));
        const next = await town.sees("Officer", "next-to-verify", { skipIds: [] });
        expect(next?.similar).toHaveLength(1);
      });

      it("counts what waits and what was done today", async () => {
        await town.verified("Asih", 1);
        await town.worker("Budi", draftOf(2));
        const counts = await town.sees("Officer", "officer-counts", {});
        expect(counts).toMatchObject({
          toVerify: 1,
          workers: { submitted: 1, verified: 1 },
          today: { "verify-worker": 1 },
        });
        expect(await town.sees("Asih", "officer-counts", {})).toBeNull();
      });

      it("is made by a code that works once, for a week, and is not guessed", async () => {
        const { inviteOfficer } = await import("../../src/operations/officer-effects");
        const invite = (fill: number) =>
          inviteOfficer(town.deps, {
            name: "Tini",
            role: "verifier",
            area: { type: "all" },
            now: town.now,
            randomBytes: new Uint8Array(16).fill(fill),
          });
        const { code } = await invite(1);
        expect(await town.does("Tini", "redeem-officer-code", { code })).toEqual({ status: "welcome", name: "Tini" });
        expect(await town.does("Budi", "redeem-officer-code", { code })).toEqual({ status: "unknown-code" });
        const other = await invite(2);
        expect(await town.does("Tini", "redeem-officer-code", { code: other.code })).toEqual({
          status: "already-officer",
        });
        for (let wrong = 0; wrong < 5; wrong += 1)
          expect(await town.does("Joko", "redeem-officer-code", { code: "2222-2222" })).toEqual({
            status: "unknown-code",
          });
        expect(await town.does("Joko", "redeem-officer-code", { code: other.code })).toEqual({
          status: "unknown-code",
        });
        town.now += DAY;
        expect(await town.does("Joko", "redeem-officer-code", { code: other.code })).toMatchObject({
          status: "welcome",
        });
        const late = await invite(3);
        town.now += 8 * DAY;
        expect(await town.does("Retno", "redeem-officer-code", { code: late.code })).toEqual({
          status: "unknown-code",
        });
      });
    });
  });
}
