import type { Effects, Lookups } from "../../src/operations/catalog";
import { endOfficer, standingOf } from "../../src/operations/officer-admin";
import { shownFileFor } from "../../src/operations/shown-file";
import { memoryRepositories } from "../support/memory-repositories";
import { draftOf, Town } from "../support/town";

let town: Town;
let officerId: string;
beforeEach(async () => {
  town = new Town(memoryRepositories());
  officerId = (await town.officer("Officer")).id;
});

const end = (id = officerId) => endOfficer(town.deps, id, town.now);
const officer = async () => (await town.repositories.officers.find(officerId))!;

/** A verified worker, a proof that waits, a registration that waits and a question that waits. */
async function busyTown() {
  const verified = await town.worker("Asih", draftOf(1, { payer: "self" }));
  await town.verifies("Officer", verified);
  const [due] = await town.sees("Asih", "reportable-dues", {});
  await town.repositories.attachments.add({
    ...{ id: "photo", contactId: (await town.contact("Asih")).id, mimeType: "image/png" },
    ...{ bytes: new Uint8Array([1]), contentHash: "hash", createdAt: town.now },
  });
  const reported = { dueItemIds: [due!.dueItemId], attachmentId: "photo" };
  await town.does("Asih", "report-payment", reported, { effectId: "pay" });
  await town.does("Asih", "open-task", { kind: "question", text: "?" }, { effectId: "ask" });
  const submitted = await town.worker("Budi", draftOf(2));
  const { number } = (await town.repositories.workers.find(submitted))!;
  const { derive } = town.deps.ids;
  return { verified, submitted, number, proofId: derive("pay", "proof"), taskId: derive("ask", "task") };
}

describe("an officer who has left", () => {
  it("is shown nothing that only officers see", async () => {
    const { number, proofId } = await busyTown();
    const looks: [keyof Lookups, Lookups[keyof Lookups]["input"]][] = [
      ["next-to-verify", { skipIds: [] }],
      ["next-proof", { skipIds: [] }],
      ["next-task", { skipIds: [] }],
      ["officer-counts", {}],
      ["officer-worker", { number }],
      ["surplus-use", { proofId, amount: 1 }],
    ];
    for (const [name, input] of looks)
      expect([name, await town.sees("Officer", name, input)]).not.toEqual([name, null]);
    expect(await shownFileFor(town.deps, "photo", (await town.contact("Officer")).id)).not.toBeNull();
    expect(await end()).toBe("ended");
    for (const [name, input] of looks) expect([name, await town.sees("Officer", name, input)]).toEqual([name, null]);
    expect(await shownFileFor(town.deps, "photo", (await town.contact("Officer")).id)).toBeNull();
    expect((await town.sees("Officer", "own-affairs", {})).officer).toBeUndefined();
  });

  it("decides nothing that only officers decide", async () => {
    const { verified, submitted, proofId, taskId } = await busyTown();
    await end();
    const acts: { [N in keyof Effects]?: Effects[N]["input"] } = {
      "verify-worker": { workerId: submitted, revision: 0 },
      "reject-worker": { workerId: submitted, revision: 0, reason: "other" },
      "record-kpj": { workerId: verified, kpj: "12345678901" },
      "confirm-proof": { proofId },
      "reject-proof": { proofId, reason: "other" },
      "answer-task": { taskId, answer: "ya" },
    };
    for (const [name, input] of Object.entries(acts))
      expect([name, await town.does("Officer", name as "confirm-proof", input as { proofId: string })]).toEqual([
        name,
        "not-allowed",
      ]);
  });

  it("is called to no emergency", async () => {
    await end();
    await town.does("Asih", "open-task", { kind: "emergency" });
    expect(town.told("Officer")).toEqual([]);
  });

  it("is written down once, by name, in the audit log, however often it is said", async () => {
    expect(await end()).toBe("ended");
    const once = await officer();
    expect(once).toMatchObject({ name: "Officer", active: false });
    town.now += 1_000;
    expect(await end()).toBe("ended");
    expect(await officer()).toEqual(once);
    const acts = await town.repositories.audit.find({ type: "officer", id: officerId }, 100);
    expect(acts.filter(({ action }) => action === "end-officer")).toHaveLength(1);
    expect(await end("nobody")).toBe("unknown-officer");
  });

  it("comes back by a new code only", async () => {
    await end();
    const again = await town.does("Officer", "redeem-officer-code", { code: "2222-2222" });
    expect(again.status).toBe("unknown-code");
    const { id } = await town.officer("Officer");
    expect(standingOf((await town.repositories.officers.find(id))!)).toBe("active");
    expect(standingOf(await officer())).toBe("ended");
  });
});

describe("an invitation that is ended", () => {
  it("can be redeemed no more", async () => {
    const { inviteOfficer } = await import("../../src/operations/officer-effects");
    const randomBytes = new Uint8Array(16).fill(3);
    const of = { name: "Tini", role: "verifier", area: { type: "all" }, now: town.now, randomBytes } as const;
    const { officer: invited, code } = await inviteOfficer(town.deps, of);
    expect(standingOf(invited)).toBe("invited");
    expect(await end(invited.id)).toBe("ended");
    expect(await town.does("Tini", "redeem-officer-code", { code })).toEqual({ status: "unknown-code" });
    const listed = await town.repositories.officers.list(10);
    expect(new Map(listed.map((one) => [one.name, standingOf(one)]))).toEqual(
      new Map([
        ["Officer", "active"],
        ["Tini", "ended"],
      ]),
    );
  });
});
