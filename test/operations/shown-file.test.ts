import { keepMade } from "../../src/operations/made-file";
import { shownFileFor } from "../../src/operations/shown-file";
import { memoryRepositories } from "../support/memory-repositories";
import { draftOf, places, Town } from "../support/town";

const bytes = Uint8Array.of(0xff, 0xd8, 0xff, 7);

/** Asih, of Getasan, has sent a photo for her month; three officers and a stranger are there. */
async function waitingPhoto() {
  const town = new Town(memoryRepositories());
  const { contacts, attachments, dueItems } = town.repositories;
  await town.officer("Bu Camat");
  await town.officer("Getasan", { type: "district", districtCode: places.getasan.districtCode });
  await town.officer("Tengaran", { type: "district", districtCode: places.tengaran.districtCode });
  const workerId = await town.worker("Asih", draftOf(1, { payer: "self" }));
  await town.verifies("Bu Camat", workerId);
  const [due] = await dueItems.findByWorkers([workerId], 1);
  const { id: contactId } = await town.contact("Asih");
  const kept = { contactId, mimeType: "image/jpeg", bytes, contentHash: "hash", createdAt: town.now } as const;
  await attachments.add({ ...kept, id: "photo" });
  const report = { dueItemIds: [due?.id ?? ""], attachmentId: "photo", contentHash: "hash" };
  await town.does("Asih", "report-payment", report);
  const asked = async (who: string, id = "photo") =>
    (await shownFileFor(town.deps, id, (await town.contact(who)).id))?.bytes ?? null;
  return { town, kept, asked, contacts };
}

describe("the file of a proof", () => {
  it.each([
    ["an officer of the whole regency", "Bu Camat", bytes],
    ["an officer of the kecamatan", "Getasan", bytes],
    ["an officer of another kecamatan", "Tengaran", null],
    ["a stranger", "Budi", null],
    ["even whoever sent it", "Asih", null],
  ])("is shown, or not, to %s", async (_title, who, expected) => {
    const { asked } = await waitingPhoto();
    expect(await asked(who)).toEqual(expected);
  });

  it("is not shown to an officer who has stopped being one", async () => {
    const { town, asked } = await waitingPhoto();
    const { officers } = town.repositories;
    const officer = await officers.findByContact((await town.contact("Bu Camat")).id);
    if (!officer) throw new Error("there is no such officer");
    await officers.save({ ...officer, active: false });
    expect(await asked("Bu Camat")).toBeNull();
  });

  it("is gone once its sender's files were removed", async () => {
    const { town, kept, asked } = await waitingPhoto();
    await town.repositories.attachments.removeByContact(kept.contactId);
    expect(await asked("Bu Camat")).toBeNull();
  });

  it("is no file that was sent and never became a proof, and none that does not exist", async () => {
    const { town, kept, asked } = await waitingPhoto();
    await town.repositories.attachments.add({ ...kept, id: "ktp" });
    expect([await asked("Bu Camat", "ktp"), await asked("Bu Camat", "none")]).toEqual([null, null]);
  });

  it("is shown to nobody but whom it was made for, where the house made it", async () => {
    const { town, kept, asked } = await waitingPhoto();
    const file = { bytes, mimeType: "image/png", name: "tanda-terima" } as const;
    const madeFor = async (contactId: string) =>
      (await keepMade(town.deps, { cause: "paid", contactId, file, now: town.now })).attachmentId;
    const id = await madeFor(kept.contactId);
    expect([await asked("Asih", id), await asked("Bu Camat", id), await asked("Budi", id)]).toEqual([
      bytes,
      null,
      null,
    ]);
    expect([await madeFor(kept.contactId), await madeFor("another")]).toEqual([id, expect.not.stringMatching(id)]);
  });

  it("is not shown to an officer who sent it herself", async () => {
    const { town, asked } = await waitingPhoto();
    await town.officer("Asih");
    expect(await asked("Asih")).toBeNull();
  });
});
