import type { Contact } from "../../src/domain/messaging/contact";
import type { Officer } from "../../src/domain/officer/officer";
import type { Notice } from "../../src/operations/notify";
import { tellAdmins } from "../../src/operations/tell-admins";

const contact = (id: string, channel: Contact["channel"]): Contact => ({ id, channel, address: id, language: "id" });
const contacts = [contact("wati", "telegram"), contact("joko", "telegram"), contact("retno", "whatsapp-cloud")];
const officer = (id: string, more: Partial<Officer> = {}): Officer => ({
  ...{ id, revision: 0, name: id, role: "admin", area: { type: "all" }, active: true, contactId: id, createdAt: 0 },
  ...more,
});

async function toldBy(officers: readonly Officer[]): Promise<readonly [number, readonly Notice[]]> {
  const notices: Notice[] = [];
  const told = await tellAdmins(
    {
      officers: { list: async () => officers },
      findContact: async (id) => contacts.find((one) => one.id === id) ?? null,
      notify: async (notice) => notices.push(...[notice].flat()),
    },
    { cause: "down", rule: "facts.alarm.rule", texts: [{ key: "text" }], channel: "whatsapp-cloud" },
  );
  return [told, notices];
}

describe("a trouble that an operator must see to", () => {
  it("is told to every admin at any hour, once for its cause", async () => {
    const [told, notices] = await toldBy([officer("wati"), officer("joko"), officer("another", { contactId: "joko" })]);
    expect(told).toBe(2);
    expect(notices).toEqual(
      ["wati", "joko"].map((id) => ({
        ...{ id: `down:${id}`, contactId: id, kind: "urgent", rule: "facts.alarm.rule", texts: [{ key: "text" }] },
      })),
    );
  });

  it.each([
    ["a verifier", officer("wati", { role: "verifier" })],
    ["whose service has ended", officer("wati", { active: false })],
    ["who is reached over the channel in trouble only", officer("retno")],
    ["whose contact is gone", officer("nobody")],
  ])("is not told to an officer: %s", async (_name, one) => {
    expect(await toldBy([one])).toEqual([0, []]);
  });
});
