import { formatCursor, parseCursor } from "../../../src/channels/simulator/bubble-stream";
import fc from "../../support/property";
import { type SimulatorRig, simulatorRig } from "../../support/simulator-rig";
import { waitFor } from "../../support/wait-for";

interface ServerEvent {
  readonly event: string;
  readonly id: string;
  readonly data: { readonly text?: string; readonly contact?: string; readonly position?: number };
}

/** Reads a stream's events one by one. */
function eventsOf(response: Response) {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  const next = async (): Promise<ServerEvent | null> => {
    for (;;) {
      const end = rest.indexOf("\n\n");
      if (end >= 0) {
        const block = rest.slice(0, end);
        rest = rest.slice(end + 2);
        if (block.startsWith(":")) continue;
        const field = (name: string): string => new RegExp(`^${name}: (.*)$`, "m").exec(block)?.[1] ?? "";
        return { event: field("event"), id: field("id"), data: JSON.parse(field("data")) as ServerEvent["data"] };
      }
      const { done, value } = await reader.read();
      if (done) return null;
      rest += value;
    }
  };
  return { next, close: () => reader.cancel() };
}

describe("the stream of new bubbles", () => {
  let rig: SimulatorRig;
  const open: { close(): Promise<void> }[] = [];
  beforeEach(async () => {
    rig = await simulatorRig();
  });
  afterEach(async () => {
    for (const stream of open.splice(0)) await stream.close().catch(() => undefined);
    await rig.channel.stop();
  });

  async function stream(after: string, headers: Record<string, string> = {}) {
    const events = eventsOf(await rig.ask(`/simulator/stream?after=${after}`, { headers }));
    open.push(events);
    expect(await events.next()).toMatchObject({ event: "ready" });
    return events;
  }

  it("brings what came after the cursor, then what comes, for every chat that it names and for no other", async () => {
    const [worker, officer] = [rig.idOf("Pekerja"), rig.idOf("Petugas")];
    await rig.channel.send("Pekerja", { text: "old" });
    await rig.channel.send("Pekerja", { text: "missed" });
    const events = await stream(`${worker}.1,${officer}.0`);
    expect(await events.next()).toMatchObject({
      event: "bubble",
      data: { contact: worker, text: "missed", position: 2 },
    });
    await rig.channel.send("Warga", { text: "not for this page" });
    await rig.channel.send("Petugas", { text: "new" });
    expect(await events.next()).toMatchObject({
      event: "bubble",
      id: `${worker}.2,${officer}.1`,
      data: { contact: officer, text: "new" },
    });
  });

  it("goes on exactly where a lost connection stood, by Last-Event-ID, which wins over the address", async () => {
    const worker = rig.idOf("Pekerja");
    const first = await stream(`${worker}.0`);
    await rig.channel.send("Pekerja", { text: "a" });
    const last = await first.next();
    await first.close();
    for (const text of ["b", "c"]) await rig.channel.send("Pekerja", { text });
    const second = await stream(`${worker}.0`, { "last-event-id": last!.id });
    expect([(await second.next())?.data.text, (await second.next())?.data.text]).toEqual(["b", "c"]);
  });

  it("brings a burst complete and in order", async () => {
    const events = await stream(`${rig.idOf("Pekerja")}.0`);
    const texts = Array.from({ length: 600 }, (_, index) => `${index}`);
    const sent = Promise.all(texts.map((text) => rig.channel.send("Pekerja", { text })));
    const got: string[] = [];
    while (got.length < texts.length) got.push((await events.next())?.data.text ?? "end");
    await sent;
    expect(got).toEqual(texts);
  });

  it("brings a long past complete at once, without waiting for a heartbeat", async () => {
    await rig.channel.stop();
    rig = await simulatorRig(undefined, undefined, 24 * 3_600_000);
    for (let index = 0; index < 1001; index++) await rig.channel.send("Pekerja", { text: `${index}` });
    const events = await stream(`${rig.idOf("Pekerja")}.0`);
    let last: string | undefined;
    for (let count = 0; count < 1001; count++) last = (await events.next())?.data.text;
    expect(last).toBe("1000");
  });

  it("says that an answer is coming", async () => {
    const worker = rig.idOf("Pekerja");
    const events = await stream(`${worker}.0`);
    await rig.channel.showTyping("Pekerja");
    expect(await events.next()).toMatchObject({ event: "typing", data: { contact: worker } });
  });

  it("does not say so behind the answer that came while the bubble before it was read", async () => {
    const events = await stream(`${rig.idOf("Pekerja")}.0`);
    const after = rig.store.after.bind(rig.store);
    let isFirst = true;
    rig.store.after = async (name, position) => {
      if (isFirst) {
        isFirst = false;
        await rig.channel.showTyping("Pekerja");
        await rig.channel.send("Pekerja", { text: "answer" });
      }
      return after(name, position);
    };
    await rig.channel.send("Pekerja", { text: "before" });
    const heard = [await events.next(), await events.next()];
    await rig.channel.send("Pekerja", { text: "next" });
    heard.push(await events.next());
    expect(heard.map((event) => event?.data.text ?? event?.event)).toEqual(["before", "answer", "next"]);
  });

  it("finds within a heartbeat what another process has written", async () => {
    const events = await stream(`${rig.idOf("Pekerja")}.0`);
    await rig.store.append("Pekerja", "elsewhere", { from: "service", text: "from elsewhere", at: 1 });
    expect((await events.next())?.data.text).toBe("from elsewhere");
  });

  it("ends when the channel stops", async () => {
    const events = await stream(`${rig.idOf("Pekerja")}.0`);
    await rig.channel.stop();
    expect(await events.next()).toBeNull();
  });

  it("leaves nobody listening after the page is gone", async () => {
    const leaves: number[] = [];
    const subscribe = rig.channel.subscribe.bind(rig.channel);
    rig.channel.subscribe = (name, listener) => {
      const leave = subscribe(name, listener);
      return () => {
        leaves.push(1);
        leave();
      };
    };
    const events = await stream(`${rig.idOf("Pekerja")}.0,${rig.idOf("Warga")}.0`);
    await events.close();
    await waitFor("nobody listening", () => leaves.length >= 2);
    expect(leaves).toHaveLength(2);
  });

  it("reads its own cursor again, and leaves out what is none", () => {
    const id = fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 20, maxLength: 20 });
    const pairs = fc.uniqueArray(fc.tuple(id, fc.nat(999_999_999)), { selector: ([key]) => key, maxLength: 50 });
    fc.assert(fc.property(pairs, (all) => expect(parseCursor(formatCursor(new Map(all)))).toEqual(new Map(all))));
    fc.assert(fc.property(fc.string(), (text) => expect(parseCursor(text).size).toBeLessThanOrEqual(200)));
    expect(parseCursor("x.1,,00000000000000000000.-1,00000000000000000000.1.2")).toEqual(new Map());
  });
});
