import type { Identifier } from "../../src/domain/messaging/contact";
import type { Storage } from "../../src/storage/open-storage";
import { openTestStorage } from "../support/storage";
import { twenty, unique } from "../support/stored-values";

let storage: Storage;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ storage, close } = await openTestStorage());
});
afterAll(() => close());

describe("contacts", () => {
  const seen = (...identifiers: Identifier[]) => ({
    channel: "whatsapp-web" as const,
    address: "62811000111@c.us",
    identifiers,
    now: 1_000,
  });
  const phone = (): Identifier => ({ kind: "whatsapp-phone", value: unique("+62811") });
  const lid = (): Identifier => ({ kind: "whatsapp-lid", value: unique("lid") });

  it("are made once, however many messages of a new person arrive at once", async () => {
    const [own, other] = [phone(), lid()];
    const made = await Promise.all(
      twenty.map((index) => storage.repositories.contacts.resolve(index % 2 ? seen(own, other) : seen(other, own))),
    );
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    expect(made[0]).toEqual({
      id: expect.any(String),
      channel: "whatsapp-web",
      address: "62811000111@c.us",
      language: "id",
    });
  });

  it("are looked up anew where somebody who wrote lately was forgotten, or has another identifier by now", async () => {
    const { contacts } = storage.repositories;
    const [own, other] = [phone(), lid()];
    const { id } = await contacts.resolve(seen(own, other));
    expect((await contacts.resolve(seen(own, other))).id).toBe(id);
    await contacts.dropIdentifiers(id, [own]);
    const split = await contacts.resolve(seen(own));
    expect(split.id).not.toBe(id);
    expect((await contacts.resolve(seen(own, other))).id).toBe(split.id);
    await contacts.remove(split.id);
    expect((await contacts.resolve(seen(own))).id).not.toBe(split.id);
  });

  it("tell where they are reached, without what is sealed", async () => {
    const { contacts } = storage.repositories;
    const [principal, further] = [await contacts.resolve(seen(phone())), await contacts.resolve(seen(phone()))];
    await contacts.update(further.id, { principalId: principal.id, blockedAt: 5, lastInboundAt: 4 });
    const outline = { id: principal.id, channel: "whatsapp-web", language: "id" };
    const ofFurther = { ...outline, id: further.id, principalId: principal.id, blockedAt: 5, lastInboundAt: 4 };
    expect(await contacts.outlines([principal.id, "nobody"])).toEqual([outline]);
    expect(await contacts.outlinesOf([principal.id])).toEqual([ofFurther]);
    expect([await contacts.outlines([]), await contacts.outlinesOf([])]).toEqual([[], []]);
  });

  it("are answered where they write from, while all of its names are their own", async () => {
    const { contacts } = storage.repositories;
    const [own, other] = [phone(), lid()];
    const { id } = await contacts.resolve(seen(own, other));
    const there = { ...seen(own, other), channel: "whatsapp-cloud", address: "62811000111" } as const;
    expect(await contacts.answerAt(id, there)).toEqual({
      id,
      language: "id",
      channel: "whatsapp-cloud",
      address: "62811000111",
    });
    await contacts.dropIdentifiers(id, [own]);
    expect(await contacts.answerAt(id, { ...there, address: "elsewhere" })).toBeNull();
    expect(await contacts.answerAt(id, { ...there, identifiers: [] })).toBeNull();
    expect(await contacts.answerAt("nobody", there)).toBeNull();
    expect((await contacts.find(id))?.address).toBe("62811000111");
  });

  it("let go of a name that is somebody else's from now on, and of no other", async () => {
    const [old, kept] = [phone(), lid()];
    const { contacts } = storage.repositories;
    const { id } = await contacts.resolve(seen(old, kept));
    const other = await contacts.resolve(seen(phone()));
    await contacts.dropIdentifiers(id, [old, phone()]);
    await contacts.dropIdentifiers(other.id, [kept]);
    expect((await contacts.resolve(seen(kept))).id).toBe(id);
    expect((await contacts.resolve(seen(old))).id).not.toBe(id);
  });

  it("are found by any identifier, also by one that was learnt later", async () => {
    const [own, other] = [phone(), lid()];
    const { id } = await storage.repositories.contacts.resolve(seen(own));
    expect((await storage.repositories.contacts.resolve(seen(own, other))).id).toBe(id);
    expect((await storage.repositories.contacts.resolve(seen(other))).id).toBe(id);
  });

  it("keep the same value of another kind apart", async () => {
    const value = unique("same");
    const one = await storage.repositories.contacts.resolve(seen({ kind: "whatsapp-phone", value }));
    const two = await storage.repositories.contacts.resolve(seen({ kind: "whatsapp-lid", value }));
    expect(two.id).not.toBe(one.id);
  });

  it("let the surest identifier decide where two contacts are named, and take nothing from the other", async () => {
    const [own, other] = [phone(), lid()];
    const first = await storage.repositories.contacts.resolve(seen(own));
    const second = await storage.repositories.contacts.resolve(seen(other));
    expect((await storage.repositories.contacts.resolve(seen(other, own))).id).toBe(second.id);
    expect((await storage.repositories.contacts.resolve(seen(own, other))).id).toBe(first.id);
    expect((await storage.repositories.contacts.resolve(seen(own))).id).toBe(first.id);
    expect((await storage.repositories.contacts.resolve(seen(other))).id).toBe(second.id);
  });

  it("are answered on the channel from which they wrote last", async () => {
    const own = phone();
    const { id } = await storage.repositories.contacts.resolve(seen(own));
    const moved = { ...seen(own), channel: "whatsapp-cloud" as const, address: "62811000111" };
    await storage.repositories.contacts.resolve(moved);
    expect(await storage.repositories.contacts.find(id)).toMatchObject({
      channel: "whatsapp-cloud",
      address: "62811000111",
    });
  });

  it("are answered at the address from which they wrote last", async () => {
    const own = phone();
    const { id } = await storage.repositories.contacts.resolve(seen(own));
    await storage.repositories.contacts.resolve({ ...seen(own), address: "70011000111@lid" });
    expect((await storage.repositories.contacts.find(id))?.address).toBe("70011000111@lid");
  });

  it("change in the named fields only, and lose those that are set to null", async () => {
    const { contacts } = storage.repositories;
    const { id } = await contacts.resolve(seen(phone()));
    const consent = { status: "given", textVersion: 3, at: 5, messageId: "simulator:1" } as const;
    await contacts.update(id, { consent, language: "en", pausedUntil: 9, address: "elsewhere" });
    await contacts.update(id, { optedOutAt: 7, pausedUntil: null });
    await contacts.update(id, {});
    expect(await contacts.find(id)).toEqual({
      id,
      channel: "whatsapp-web",
      address: "elsewhere",
      language: "en",
      consent,
      optedOutAt: 7,
    });
  });

  it("are named when the moment to forget them has come, and not before", async () => {
    const { contacts } = storage.repositories;
    const { id } = await contacts.resolve(seen(phone()));
    await contacts.update(id, { forgetAt: 1_000 });
    expect(await contacts.toForget(999, 10)).not.toContain(id);
    expect(await contacts.toForget(1_000, 10)).toContain(id);
    await contacts.update(id, { forgetAt: null });
    expect(await contacts.toForget(1_000, 10)).not.toContain(id);
  });

  it("are forgotten with their identifiers", async () => {
    const { contacts } = storage.repositories;
    const own = phone();
    const { id } = await contacts.resolve(seen(own));
    await contacts.remove(id);
    expect(await contacts.find(id)).toBeNull();
    expect((await contacts.resolve(seen(own))).id).not.toBe(id);
  });
});
