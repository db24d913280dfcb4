import { troubleOf, within } from "../../../src/channels/whatsapp-web/failures";
import { toParts } from "../../../src/channels/whatsapp-web/outbound";
import { nextGap, Pace } from "../../../src/channels/whatsapp-web/pace";
import fc from "../../support/property";

const file = { bytes: new Uint8Array([1]), mimeType: "image/png", name: "bukti.png" } as const;

describe("a message for WhatsApp", () => {
  it("goes as it is, with its numbers and its bold words, and without anything where a button would be", () => {
    const text = "Bapak/Ibu *setuju*?\n\n1. Ya\n2. Tidak";
    expect(toParts({ text, options: [{ value: "ya", label: "Ya" }] })).toEqual([{ text }]);
  });

  it("stands under its file where it is short, and after it where it is not", () => {
    expect(toParts({ text: "Bukti" }, file)).toEqual([{ text: "Bukti", file }]);
    expect(toParts({ text: "" }, file)).toEqual([{ text: "", file }]);
    const long = "kata ".repeat(300).trim();
    expect(toParts({ text: long }, file)).toEqual([{ text: "", file }, { text: long }]);
  });

  it("has no part where there are no words", () => {
    expect(toParts({ text: " \n" })).toEqual([]);
  });
});

describe("the pace of a person", () => {
  it("is never faster than the gap, and no slower than twice the gap", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 600_000 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (gapMs, chance) => {
          const gap = nextGap({ gapMs, random: () => chance });
          expect(gap >= gapMs && gap < 2 * gapMs).toBe(true);
        },
      ),
    );
  });

  it("lets one send at a time, waits out the gap between two, and turns away whoever stands too far back", async () => {
    const gapMs = 4_000;
    const pace = new Pace({ gapMs, now: () => 0, random: () => 0 });
    let let1go = (): void => undefined;
    const first = pace.inLine(() => new Promise<void>((resolve) => (let1go = resolve)));
    const others = [1, 2].map(() => pace.inLine(async () => undefined));
    expect(pace.fullForMs()).toBe(2 * gapMs);
    let1go();
    await Promise.all([first, ...others]);
    expect(pace.fullForMs()).toBe(0);
  });

  it("waits for the gap after the last send, but not for a clock that was set back", async () => {
    let now = 1_000;
    const pace = new Pace({ gapMs: 60, now: () => now, random: () => 0.5 });
    const { signal } = new AbortController();
    const waited = async (): Promise<number> => {
      const began = performance.now();
      await pace.gap(signal);
      return performance.now() - began;
    };
    const soon = new Promise((resolve) => setImmediate(resolve, "later"));
    expect(await Promise.race([pace.gap(signal).then(() => "at once"), soon])).toBe("at once");
    pace.sent();
    expect(await waited()).toBeGreaterThan(80);
    now = -1_000_000;
    expect(await waited()).toBeLessThan(500_000);
    const stopped = new AbortController();
    stopped.abort();
    await expect(pace.gap(stopped.signal)).resolves.toBeUndefined();
  });
});

describe("a failure of the page", () => {
  it.each([
    [new Error("Protocol error (Runtime.callFunctionOn): Target closed"), "page-gone"],
    [new Error("Attempted to use detached Frame 'AB'."), "page-gone"],
    [new Error("Execution context was destroyed, most likely because of a navigation."), "page-gone"],
    [new Error("No LID for user"), "unknown-address"],
    [new Error("wid error: invalid wid"), "unknown-address"],
    [new Error("Cannot read properties of undefined (reading 'markedUnread')"), "page-changed"],
    ["auth timeout", "timeout"],
    ["ready timeout", "timeout"],
    [new Error("Couldn't load version 2.3000.1 from the cache"), "no-such-version"],
    [new Error("sent to 6281200000001"), "page-error"],
    [undefined, "page-error"],
  ])("is named without its words: %p", (error, trouble) => {
    expect(troubleOf(error)).toBe(trouble);
  });

  it("is also an answer that does not come in time", async () => {
    const late = within(5, new Promise<never>(() => undefined));
    expect(troubleOf(await late.catch((error: unknown) => error))).toBe("timeout");
    expect(await within(1_000, Promise.resolve(3))).toBe(3);
  });
});
