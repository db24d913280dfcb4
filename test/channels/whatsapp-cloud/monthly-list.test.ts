import { sendMonthlyLists } from "../../../src/operations/office-month";
import type { GraphPerson } from "../../support/graph-people";
import { type GraphTown, openGraphTown } from "../../support/graph-town";
import { dinas } from "../../support/office-town";
import { Town } from "../../support/town";

const waId = "6281200000601";
const HOUR = 3_600_000;
/** The list's hour on the first working day of December 2026. */
const RING = Date.parse("2026-12-01T09:45:00+07:00");
let graph: GraphTown;
let retno: GraphPerson;

/** A coordinator on WhatsApp who wrote so long ago, and whose office owes; the contact's id. */
async function coordinator(sinceMs: number): Promise<string> {
  const { contacts } = graph.service().storage.repositories;
  const seen = {
    channel: "whatsapp-cloud",
    address: waId,
    identifiers: [{ kind: "whatsapp-phone", value: waId }],
  } as const;
  const { id } = await contacts.resolve({ ...seen, now: RING });
  const consent = { status: "given", textVersion: 2, at: RING, messageId: "m" } as const;
  await contacts.update(id, { consent, lastInboundAt: RING - sinceMs });
  const town = new Town(graph.service().storage.repositories);
  town.now = RING;
  await dinas(town, 1);
  // The board was made on another phone; what it is about is the same.
  const { id: former } = await town.contact("Retno");
  await graph.service().storage.repositories.offices.moveContact(former, id);
  return id;
}

beforeEach(async () => {
  graph = await openGraphTown(new Date(RING).toISOString());
  retno = graph.server.person({ waId });
});
afterEach(() => graph.close());

const rings = async (): Promise<void> => {
  await sendMonthlyLists(graph.service().deps, 1, RING);
  await graph.service().settled();
};

describe("an office's monthly list on WhatsApp", () => {
  it("goes as a file with its words to a coordinator who wrote within a day", async () => {
    await coordinator(HOUR);
    await rings();
    const [list, ...more] = retno.messages;
    expect(more).toEqual([]);
    expect(list?.text).toContain("Daftar iuran Dinas Contoh, Desember 2026");
    expect(list?.template).toBeUndefined();
    expect(list?.file).toBeDefined();
  });

  it("asks by a template to write, once, and comes when she does", async () => {
    await coordinator(30 * HOUR);
    await rings();
    await rings();
    expect(retno.messages.map(({ template }) => template !== undefined)).toEqual([true]);
    const heard = await graph.types(retno, "menu");
    expect(heard).toContain("Daftar iuran Dinas Contoh, Desember 2026");
    expect(retno.messages.filter(({ file }) => file !== undefined)).toHaveLength(1);
  });

  it("does not come to whoever coordinates the office no more when she writes", async () => {
    const id = await coordinator(30 * HOUR);
    await rings();
    const { offices } = graph.service().storage.repositories;
    const office = await offices.findByCoordinator(id);
    if (office) await offices.save({ ...office, coordinatorIds: ["somebody-else"] });
    expect(await graph.types(retno, "menu")).not.toContain("Daftar iuran");
    expect(await graph.news(retno)).toBe("");
    expect(retno.messages.filter(({ file }) => file !== undefined)).toEqual([]);
    expect((await graph.service().storage.outbox.counts()).queued).toBe(0);
  });
});
