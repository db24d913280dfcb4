import { createDeliveryReports, type DeliveryReport } from "../../src/delivery/delivery-reports";
import type { DeliveredEntry, Delivery } from "../../src/delivery/outbox";
import { silentLogger } from "../support/storage";
import { waitFor } from "../support/wait-for";

/** An outbox that knows a message from the n-th time on that it is asked. */
function rig(knownFrom: number, entries: readonly DeliveredEntry[] = [{ contactId: "siti", kind: "reply" }]) {
  const noted: Delivery[] = [];
  const told: string[] = [];
  /** At which of the times the storage fails, and what it waits for. */
  const faults: number[] = [];
  const holds = new Map<number, Promise<void>>();
  let asked = 0;
  const reports = createDeliveryReports({
    outbox: {
      noteDelivery: async (_id, delivery) => {
        asked += 1;
        const [place, hasFault] = [asked, faults.includes(asked)];
        await holds.get(place);
        if (hasFault) throw new Error("the database is away");
        if (place < knownFrom) return [];
        noted.push(delivery);
        return entries;
      },
    },
    reportUndeliverable: async ({ contactId }, messageId) => void told.push(`${contactId} ${messageId}`),
    noteChat: async (chatId, found) => void told.push(`${chatId} is ${found}`),
    passOn: async ({ id }) => told.push(`${id} goes to another chat`) > 0 && id !== "stays",
    repeat: async ({ id }) => told.push(`${id} goes again`) > 0 && id !== "stays",
    logger: silentLogger,
    waitsMs: [5, 5, 5],
  });
  return { reports, noted, told, faults, holds, asked: () => asked };
}

const report = (status: DeliveryReport["status"]): DeliveryReport => ({
  messageId: "m",
  status,
  at: 1,
  ...(status === "failed" ? { failure: { code: 131_026, meaning: "not there", reason: "rejected" } } : {}),
});

describe("what a platform says of a message", () => {
  it("is recorded", async () => {
    const { reports, noted, told } = rig(1);
    await reports.take(report("read"));
    expect([noted, told]).toEqual([[{ status: "read", at: 1 }], []]);
  });

  it("makes an officer hear of each person who did not get it", async () => {
    const contacts = ["siti", "budi", "siti"].map((contactId) => ({ contactId, kind: "reminder" }) as const);
    const { reports, told } = rig(1, contacts);
    await reports.take(report("failed"));
    expect(told).toEqual(["siti m", "budi m"]);
  });

  it.each([
    [{ code: 131_026, meaning: "not there", reason: "rejected", ofChat: true }, "siti's chat is out-of-reach"],
    [{ code: 131_047, meaning: "too late", reason: "window-closed" }, "siti's chat is window-closed"],
  ] as const)("tells about the chat where the reason is the chat's (%j)", async (failure, expected) => {
    const { reports, told } = rig(1, [{ contactId: "siti", endpointId: "siti's chat", kind: "notice" }]);
    await reports.take({ messageId: "m", status: "failed", at: 1, failure });
    expect(told).toEqual([expected, "siti m"]);
  });

  it.each([
    ["out-of-reach", { code: 131_026, meaning: "not there", reason: "rejected", ofChat: true }, "goes to another chat"],
    ["window-closed", { code: 131_047, meaning: "too late", reason: "window-closed" }, "goes again"],
  ] as const)(
    "lets each reminder of a chat that is %s go another way, and an officer hear of what cannot",
    async (found, failure, way) => {
      const reminder = (id: string, contactId: string): DeliveredEntry => ({
        ...{ contactId, kind: "reminder" },
        reminder: {
          ...{ id, contactId, channel: "whatsapp-cloud", kind: "reminder", sentParts: 0, attempts: 0 },
          content: { type: "reminder", dueItemId: id, rung: "d-7" },
          ...{ notBefore: 1, createdAt: 1 },
        },
      });
      const { reports, told } = rig(1, [reminder("one", "siti"), reminder("two", "siti"), reminder("stays", "budi")]);
      await reports.take({ messageId: "m", status: "failed", at: 1, failure });
      expect(told).toEqual([
        ...[`siti is ${found}`, `one ${way}`, `siti is ${found}`, `two ${way}`],
        ...[`budi is ${found}`, `stays ${way}`, "budi m"],
      ]);
    },
  );

  it("is recorded later where it overtakes the record of its message, and holds up nobody meanwhile", async () => {
    const { reports, noted, told, asked } = rig(3);
    await reports.take(report("failed"));
    expect([asked(), noted]).toEqual([1, []]);
    await waitFor("the record", () => noted.length === 1);
    await reports.stop();
    expect(told).toEqual(["siti m"]);
  });

  it("is let go where the message stays unknown", async () => {
    const { reports, noted, asked } = rig(100);
    await reports.take(report("read"));
    await waitFor("the tries", () => asked() === 4);
    await reports.stop();
    expect([asked(), noted]).toEqual([4, []]);
  });

  it.each([true, false])("is recorded later where the storage fails meanwhile; at a stop: %s", async (isStopped) => {
    const { reports, noted, told, asked, faults } = rig(2);
    await reports.take(report("failed"));
    faults.push(2);
    if (isStopped) await waitFor("the fault", () => asked() === 2);
    if (isStopped) await reports.stop();
    await waitFor("the record", () => noted.length === 1);
    await reports.stop();
    expect(told).toEqual(["siti m"]);
  });

  it("is tried once more at a stop, also where a try is under way that missed its message", async () => {
    const { reports, noted, asked, holds } = rig(3);
    await reports.take(report("failed"));
    let letGo = (): void => undefined;
    holds.set(
      2,
      new Promise<void>((resolve) => {
        letGo = resolve;
      }),
    );
    await waitFor("the try", () => asked() === 2);
    const stopped = reports.stop();
    letGo();
    await stopped;
    expect(noted).toHaveLength(1);
  });

  it("is tried once more at a stop, which does not wait", async () => {
    const { reports, noted } = rig(2);
    await reports.take(report("read"));
    await reports.stop();
    expect(noted).toHaveLength(1);
  });
});
