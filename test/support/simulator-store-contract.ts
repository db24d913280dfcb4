import type { SimulatorBubble, SimulatorStore } from "../../src/domain/messaging/simulator-store";

/** A store under test, and how it is closed and opened again on the same data; a store in memory has no `reopen`. */
export interface OpenSimulatorStore {
  readonly store: SimulatorStore;
  reopen?(): Promise<SimulatorStore>;
  close(): Promise<void>;
}

const said = (text: string, at = 1000): Omit<SimulatorBubble, "position"> => ({ from: "person", text, at });

/** What every `SimulatorStore` promises. `open` gives an empty one each time. */
export function simulatorStoreContract(name: string, open: () => Promise<OpenSimulatorStore>): void {
  describe(`simulator store: ${name}`, () => {
    let opened: OpenSimulatorStore;
    let store: SimulatorStore;
    beforeEach(async () => {
      opened = await open();
      store = opened.store;
    });
    afterEach(() => opened.close());

    it("knows nobody and nothing at first", async () => {
      expect(await store.contacts()).toEqual([]);
      expect(await store.after("Siti", 0)).toEqual([]);
      expect(await store.readFile("none")).toBeNull();
    });

    it("counts the bubbles of each contact up on its own", async () => {
      await store.append("Siti", "a", said("one"));
      await store.append("Budi", "a", said("other"));
      await store.append("Siti", "b", said("two"));
      const siti = await store.after("Siti", 0);
      expect(siti.map((bubble) => bubble.text)).toEqual(["one", "two"]);
      expect(siti[1]!.position).toBeGreaterThan(siti[0]!.position);
      expect(siti[0]!.position).toBeGreaterThan(0);
      expect((await store.after("Budi", 0)).map((bubble) => bubble.text)).toEqual(["other"]);
    });

    it("returns the bubble as it will be read, with options, file and time", async () => {
      const full = {
        from: "service",
        text: "Pilih: 😀\nsatu",
        options: [{ value: "1", label: "Satu" }],
        file: { ref: "r", name: "kuitansi.jpg", mimeType: "image/jpeg" },
        at: 1_790_000_000_123,
      } as const;
      const kept = await store.append("Siti", "a", full);
      expect(kept).toEqual({ position: kept.position, ...full });
      expect(await store.after("Siti", 0)).toEqual([kept]);
    });

    it("keeps a bubble without options and file free of them", async () => {
      const kept = await store.append("Siti", "a", said("one"));
      expect(Object.keys((await store.after("Siti", 0))[0]!).sort()).toEqual(["at", "from", "position", "text"]);
      expect(Object.keys(kept).sort()).toEqual(["at", "from", "position", "text"]);
    });

    it("takes the same id twice as one bubble and gives back the first", async () => {
      const first = await store.append("Siti", "a", said("one", 1));
      const again = await store.append("Siti", "a", said("one", 2));
      expect(again).toEqual(first);
      expect(await store.after("Siti", 0)).toEqual([first]);
    });

    it("takes the same id at the same moment as one bubble", async () => {
      const kept = await Promise.all(Array.from({ length: 5 }, () => store.append("Siti", "a", said("one"))));
      expect(new Set(kept.map((bubble) => bubble.position)).size).toBe(1);
      expect(await store.after("Siti", 0)).toHaveLength(1);
    });

    it("gives every bubble its own position when many arrive at once", async () => {
      await Promise.all(Array.from({ length: 30 }, (_, index) => store.append("Siti", `b${index}`, said(`${index}`))));
      const positions = (await store.after("Siti", 0)).map((bubble) => bubble.position);
      expect(new Set(positions).size).toBe(30);
      expect(positions).toEqual([...positions].sort((a, b) => a - b));
    });

    it("reads on from a position, oldest first, 500 at most", async () => {
      for (let index = 0; index < 505; index++) await store.append("Siti", `b${index}`, said(`${index}`));
      const first = await store.after("Siti", 0);
      expect(first).toHaveLength(500);
      const rest = await store.after("Siti", first.at(-1)!.position);
      expect(rest.map((bubble) => bubble.text)).toEqual(["500", "501", "502", "503", "504"]);
      expect(await store.after("Siti", rest.at(-1)!.position)).toEqual([]);
    });

    it("lists contacts in the order of their first bubble, whatever their names are made of", async () => {
      const names = ["Siti", "Bu Ani (warung)", "$where.x", "ꦱꦶꦠꦶ", "a".repeat(40)];
      for (const name of names) await store.append(name, "a", said("halo"));
      await store.append("Siti", "b", said("lagi"));
      expect(await store.contacts()).toEqual(names);
    });

    it("keeps names that differ only in letters' size apart", async () => {
      await store.append("siti", "a", said("small"));
      await store.append("Siti", "a", said("large"));
      expect((await store.after("Siti", 0)).map((bubble) => bubble.text)).toEqual(["large"]);
    });

    it("gives a file back byte for byte, also one that was saved twice and one of 5 MB", async () => {
      const bytes = Uint8Array.from({ length: 5 * 1024 * 1024 }, (_, index) => index % 256);
      await store.saveFile("big", bytes);
      await store.saveFile("small", Uint8Array.of(0, 255, 10));
      await store.saveFile("small", Uint8Array.of(0, 255, 10));
      const big = await store.readFile("big");
      expect(Buffer.compare(Buffer.from(big!), Buffer.from(bytes))).toBe(0);
      expect([...(await store.readFile("small"))!]).toEqual([0, 255, 10]);
    });

    it("has everything after it was closed and opened again, and counts on", async () => {
      if (opened.reopen === undefined) return;
      const before = await store.append("Siti", "a", said("one"));
      await store.saveFile("f", Uint8Array.of(1, 2, 3));
      const reopened = await opened.reopen();
      expect(await reopened.contacts()).toEqual(["Siti"]);
      expect(await reopened.append("Siti", "a", said("one"))).toEqual(before);
      expect((await reopened.append("Siti", "b", said("two"))).position).toBeGreaterThan(before.position);
      expect([...(await reopened.readFile("f"))!]).toEqual([1, 2, 3]);
    });
  });
}
