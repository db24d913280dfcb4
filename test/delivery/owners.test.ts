import { rememberingOwners } from "../../src/delivery/owners";
import type { Contact } from "../../src/domain/messaging/contact";
import type { InboundMessage } from "../../src/domain/messaging/message";

const message = (address: string): InboundMessage => ({
  channel: "whatsapp-web",
  providerMessageId: "1",
  address,
  identifiers: [{ kind: "whatsapp-phone", value: "62811000111" }],
  sentAt: 1,
  sequence: 1,
  content: { type: "text", text: "halo" },
});
const contact: Contact = { id: "ani", channel: "whatsapp-web", address: "-", language: "id" };

describe("the owners of chats", () => {
  /** What is looked for, with what is found. */
  function rig(found: () => Contact = () => contact) {
    const looked: string[] = [];
    const owners = rememberingOwners(async ({ address }) => {
      looked.push(address);
      return found();
    });
    return { owners, looked };
  }

  it("are looked for once, and told as they were found", async () => {
    const { owners, looked } = rig();
    expect([await owners.of(message("a")), await owners.of(message("a"))]).toEqual([
      { contactId: "ani" },
      { contactId: "ani" },
    ]);
    expect(looked).toEqual(["a"]);
    const further = rig(() => ({ ...contact, endpointId: "chat" }));
    expect(await further.owners.of(message("a"))).toEqual({ contactId: "ani", endpointId: "chat" });
  });

  it("are looked for once for each address that a chat writes from", async () => {
    const { owners, looked } = rig();
    for (const address of ["a", "b", "b", "a", "a"]) await owners.of(message(address));
    expect(looked).toEqual(["a", "b"]);
  });

  it("are looked for again once they were forgotten, and where nobody was found", async () => {
    const { owners, looked } = rig();
    await owners.of(message("a"));
    owners.forget();
    await owners.of(message("a"));
    expect(looked).toEqual(["a", "a"]);
    const failing = rig(() => {
      throw new Error("the storage is away");
    });
    await expect(failing.owners.of(message("a"))).rejects.toThrow("the storage is away");
    await expect(failing.owners.of(message("a"))).rejects.toThrow("the storage is away");
    expect(failing.looked).toEqual(["a", "a"]);
  });
});
