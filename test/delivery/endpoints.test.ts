import { createEndpoints, type Reached } from "../../src/delivery/endpoints";
import type { Contact } from "../../src/domain/messaging/contact";
import fc from "../support/property";

const names = ["a", "b", "c", "d", "e", "f"];
const chat = fc.record(
  {
    principalId: fc.constantFrom(...names, "gone"),
    blockedAt: fc.integer({ min: 1, max: 5 }),
    lastInboundAt: fc.integer({ min: 1, max: 5 }),
    optedOutAt: fc.integer({ min: 1, max: 5 }),
  },
  { requiredKeys: [] },
);
const town = fc.tuple(...names.map(() => chat)).map((chats) =>
  chats.map((fields, index): Contact => {
    const id = names[index] ?? "";
    const { principalId, ...own } = fields;
    const linked = principalId === undefined || principalId === id ? {} : { principalId };
    return { id, channel: "simulator", address: id, language: "id", ...own, ...linked } as Contact;
  }),
);

const placeOf = ({ id, endpointId, channel, language }: Contact): Reached => ({
  ...{ id, channel, language },
  ...(endpointId === undefined ? {} : { endpointId }),
});

describe("whose chat is whose", () => {
  it("is the same for many at once as one by one", async () => {
    await fc.assert(
      fc.asyncProperty(town, fc.subarray([...names, "nobody"]), async (contacts, ids) => {
        const of = (principalId: string) => contacts.filter((one) => one.principalId === principalId);
        const endpoints = createEndpoints({
          find: async (id) => contacts.find((one) => one.id === id) ?? null,
          outlines: async (wanted) => contacts.filter(({ id }) => wanted.includes(id)),
          endpoints: async (id) => of(id),
          outlinesOf: async (wanted) => contacts.filter(({ principalId }) => wanted.includes(principalId ?? "")),
        });
        const singly = new Map<string, Reached>();
        for (const id of ids) {
          const found = await endpoints.reach(id);
          if (found) singly.set(id, placeOf(found));
        }
        expect(await endpoints.reachAll([...ids, ...ids])).toEqual(singly);
      }),
    );
  });
});
