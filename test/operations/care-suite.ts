import { draftOf, places, type Town } from "../support/town";

/** What is promised about tasks for officers and the rights over one's data. */
export function careSuite(open: () => Promise<Town>): void {
  describe("asking for help and for one's data", () => {
    let town: Town;
    beforeEach(async () => {
      town = await open();
    });
    const pledgeOf = async (id: string) => (await town.repositories.pledges.find(id))!;

    describe("a task", () => {
      it("of an emergency calls the officers of the place at once", async () => {
        await town.officer("Near", { type: "district", districtCode: places.getasan.districtCode });
        await town.officer("Far", { type: "district", districtCode: places.tengaran.districtCode });
        await town.worker("Asih", draftOf(1));
        await town.does("Asih", "open-task", { kind: "emergency", text: "jatuh dari pohon" });
        expect(town.told("Near")).toEqual(["notice.rule.emergency"]);
        expect(town.told("Officer")).toEqual(["notice.rule.emergency"]);
        expect(town.told("Far")).toEqual([]);
        expect(new Set([...town.notices.values()].map(({ kind }) => kind))).toEqual(new Set(["urgent"]));
        expect(await town.sees("Far", "next-task", { skipIds: [] })).toBeNull();
        expect(await town.sees("Near", "next-task", { skipIds: [] })).toMatchObject({
          kind: "emergency",
          canAnswer: true,
        });
      });

      it("of nobody's place, or of a place without an officer, reaches officers who have areas of their own", async () => {
        const officer = await town.repositories.officers.findByContact((await town.contact("Officer")).id);
        await town.repositories.officers.save({ ...officer!, area: { type: "district", districtCode: "33.22.19" } });
        const far = { type: "district", districtCode: places.tengaran.districtCode } as const;
        await town.officer("Far", far);
        expect(await town.does("Asih", "open-task", { kind: "emergency", text: "tolong" })).toEqual({ told: 2 });
        await town.does("Asih", "open-task", { kind: "emergency", ...places.getasan });
        expect(town.told("Far")).toEqual(["notice.rule.emergency", "notice.rule.emergency"]);
        expect(await town.sees("Far", "next-task", { skipIds: [] })).toMatchObject({ waiting: 2, canAnswer: true });
        const [task] = await town.repositories.tasks.open(far, 1);
        expect(await town.does("Far", "answer-task", { taskId: task!.id, answer: "Ya" })).toBe("done");
      });

      it("of an emergency comes before any number of older questions", async () => {
        for (let count = 0; count < 101; count += 1)
          await town.does("Asih", "open-task", { kind: "question", text: "?" });
        await town.does("Asih", "open-task", { kind: "emergency", text: "tolong" });
        const first = await town.sees("Officer", "next-task", { skipIds: [] });
        expect(first).toMatchObject({ kind: "emergency", text: "tolong", waiting: 102 });
        const second = await town.sees("Officer", "next-task", { skipIds: [first!.taskId] });
        expect(second).toMatchObject({ kind: "question" });
      });

      it("says how many officers can hear of it: not who asks, and not who blocked us", async () => {
        const input = { kind: "question", text: "boleh?" } as const;
        expect(await town.does("Asih", "open-task", input, { effectId: "q" })).toEqual({ told: 1 });
        expect(await town.does("Officer", "open-task", input)).toEqual({ told: 0 });
        await town.does("Officer", "set-blocked", { blocked: true });
        expect(await town.does("Asih", "open-task", input)).toEqual({ told: 0 });
        expect(await town.does("Asih", "open-task", input, { effectId: "q" })).toEqual({ told: 1 });
      });

      it("is answered once, to whoever asked", async () => {
        await town.officer("Second");
        await town.does("Asih", "open-task", { kind: "question", text: "boleh?" }, { effectId: "q" });
        const taskId = town.deps.ids.derive("q", "task");
        expect(await town.does("Asih", "answer-task", { taskId, answer: "ya" })).toBe("not-allowed");
        expect(await town.does("Officer", "answer-task", { taskId, answer: "Boleh" })).toBe("done");
        expect(await town.does("Second", "answer-task", { taskId, answer: "Tidak" })).toBe("not-allowed");
        expect(town.told("Asih")).toEqual(["notice.rule.answer"]);
        expect([...town.notices.values()].map(({ kind }) => kind)).toContain("answer");
      });
    });

    describe("the rights over one's data", () => {
      it("withdrawn consent ends pledges and registrations, and leaves those who were registered by a helper", async () => {
        const own = await town.verified("Dwi", 1);
        const helped = await town.verified("Dwi", 2, { relation: "helper" });
        const other = await town.verified("Asih", 3);
        const pledgeId = await town.sponsors("Dwi", { workerId: other });
        await town.does("Dwi", "withdraw-consent", { textVersion: 1, messageId: "m" });
        expect((await town.contact("Dwi")).consent).toMatchObject({ status: "withdrawn", messageId: "m" });
        expect((await town.workerNow(own)).status).toBe("withdrawn");
        expect((await town.workerNow(helped)).status).toBe("verified");
        expect(await pledgeOf(pledgeId)).toMatchObject({ status: "ended", endReason: "consent-withdrawn" });
        expect(town.told("Asih")).toContain("notice.rule.worker.ended");
        const task = await town.sees("Officer", "next-task", { skipIds: [] });
        expect(task).toMatchObject({
          kind: "data-request",
          number: (await town.workerNow(helped)).number,
          canAnswer: false,
        });
      });

      it("deletion removes who is nowhere registered", async () => {
        const workerId = await town.verified("Dwi", 1);
        expect(await town.does("Dwi", "delete-data", {})).toEqual({ removed: true, kept: ["audit"] });
        expect(await town.repositories.workers.find(workerId)).toBeNull();
        expect(await town.repositories.persons.findByNik(draftOf(1).nik)).toBeNull();
        expect(await town.sees("Dwi", "own-affairs", {})).toEqual({ workers: [], pledges: [], proofs: [] });
      });

      it("deletion keeps whom BPJS has registered, and asks an officer", async () => {
        const workerId = await town.insured("Dwi", 1, { payer: "self" });
        await town.pays("Dwi");
        const outcome = await town.does("Dwi", "delete-data", {});
        expect(outcome).toEqual({ removed: false, kept: ["open-dues", "registered-at-bpjs", "audit"] });
        expect((await town.workerNow(workerId)).status).toBe("withdrawn");
        expect(await town.sees("Officer", "next-task", { skipIds: [] })).toMatchObject({ kind: "data-request" });
      });
    });
  });
}
