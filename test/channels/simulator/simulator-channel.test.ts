import type { SimulatorEvent } from "../../../src/channels/simulator/simulator-channel";
import { createSimulatorChannel } from "../../../src/channels/simulator/simulator-channel";
import { createMemorySimulatorStore } from "../../support/memory-simulator-store";
import { simulatorRig, tinyPng } from "../../support/simulator-rig";

const upload = { kind: "photo", mimeType: "image/png", fileName: "kuitansi.png", bytes: tinyPng } as const;

describe("the simulator as a channel", () => {
  it("hands over a text with its sender, time and order", async () => {
    const rig = await simulatorRig();
    await rig.channel.post("Siti", { type: "text", text: "halo" }, { id: "m1" });
    expect(rig.received).toEqual([
      {
        channel: "simulator",
        providerMessageId: `${rig.idOf("Siti")}.m1`,
        address: "Siti",
        identifiers: [{ kind: "simulator-name", value: "Siti" }],
        sentAt: rig.now,
        sequence: 1,
        content: { type: "text", text: "halo" },
      },
    ]);
  });

  it("keeps the bubble before it hands the message over", async () => {
    const seen: number[] = [];
    const rig = await simulatorRig(async (_, channel) => void seen.push((await channel.after("Siti", 0)).length));
    await rig.channel.post("Siti", { type: "text", text: "halo" });
    expect(seen).toEqual([1]);
  });

  it("shows one bubble and hands over the very same message when it is posted twice", async () => {
    const rig = await simulatorRig();
    await rig.channel.post("Siti", { type: "text", text: "halo" }, { id: "m1" });
    rig.now += 60_000;
    await rig.channel.post("Siti", { type: "text", text: "halo" }, { id: "m1" });
    expect(await rig.channel.after("Siti", 0)).toHaveLength(1);
    expect(rig.received[1]).toEqual(rig.received[0]);
  });

  it("keeps two people's messages apart though their senders chose the same id", async () => {
    const rig = await simulatorRig();
    await rig.channel.post("Siti", { type: "text", text: "a" }, { id: "m1" });
    await rig.channel.post("Budi", { type: "text", text: "b" }, { id: "m1" });
    expect(new Set(rig.received.map((message) => message.providerMessageId)).size).toBe(2);
  });

  it("gives every message its own id where the sender chose none, over a restart too", async () => {
    const store = createMemorySimulatorStore();
    const first = await simulatorRig(undefined, store);
    await first.channel.post("Siti", { type: "text", text: "a" });
    await first.channel.stop();
    const second = await simulatorRig(undefined, store);
    await second.channel.post("Siti", { type: "text", text: "a" });
    expect(second.received[0]!.providerMessageId).not.toBe(first.received[0]!.providerMessageId);
    expect(second.received[0]!.sequence).toBe(2);
  });

  it("hands over the messages of one person in the order of their bubbles, though each takes its time", async () => {
    const rig = await simulatorRig(
      (message) => new Promise((resolve) => setTimeout(resolve, message.sequence === 1 ? 20 : 0)),
    );
    await Promise.all(["a", "b", "c"].map((text) => rig.channel.post("Siti", { type: "text", text })));
    expect(rig.received.map((message) => message.sequence)).toEqual([1, 2, 3]);
  });

  it("lets the service answer while it is still receiving", async () => {
    const rig = await simulatorRig(
      async (message, channel) => void (await channel.send(message.address, { text: "ya" })),
    );
    await rig.channel.post("Siti", { type: "text", text: "halo" });
    expect((await rig.channel.after("Siti", 0)).map((bubble) => bubble.text)).toEqual(["halo", "ya"]);
  });

  it("passes the value of a pressed button on and shows its label", async () => {
    const rig = await simulatorRig();
    await rig.channel.post("Siti", { type: "choice", value: "v1", label: "Daftar" });
    expect(rig.received[0]!.content).toEqual({ type: "choice", value: "v1" });
    expect((await rig.channel.after("Siti", 0))[0]!.text).toBe("Daftar");
  });

  it("passes a file on by reference and fetches it, within the size that is asked for", async () => {
    const rig = await simulatorRig();
    await rig.channel.post("Siti", { type: "file", upload, caption: "bukti" }, { id: "m1" });
    const { content } = rig.received[0]!;
    expect(content).toMatchObject({ type: "media", kind: "photo", mimeType: "image/png", caption: "bukti" });
    const ref = content.type === "media" ? content.ref : "";
    expect(ref).not.toContain("Siti");
    expect(await rig.channel.fetchMedia(ref, 1000)).toEqual({ ok: true, value: new Uint8Array(tinyPng) });
    expect(await rig.channel.fetchMedia(ref, 10)).toEqual({ ok: false, error: { reason: "too-large" } });
    expect(await rig.channel.fetchMedia("none", 10)).toEqual({ ok: false, error: { reason: "gone" } });
  });

  it("shows a file by reference, and keeps the same bytes once", async () => {
    const rig = await simulatorRig();
    const saved = jest.spyOn(rig.store, "saveFile");
    const file = { bytes: new Uint8Array(tinyPng), mimeType: "image/png", name: "bukti.png" } as const;
    const message = { text: "Cocok?", file: { attachmentId: "secret-id" } };
    for (const to of ["Siti", "Budi"]) await rig.channel.send(to, message, file);
    const [siti, budi] = [...(await rig.channel.after("Siti", 0)), ...(await rig.channel.after("Budi", 0))];
    expect(siti).toEqual({ position: 1, from: "service", text: "Cocok?", file: siti?.file, at: rig.now });
    expect(siti?.file).toMatchObject({ name: "bukti.png", mimeType: "image/png" });
    expect(budi?.file).toEqual(siti?.file);
    expect(new Set(saved.mock.calls.map(([ref]) => ref)).size).toBe(1);
    expect(JSON.stringify(siti)).not.toContain("secret-id");
    expect(await rig.store.readFile(siti?.file?.ref ?? "")).toEqual(file.bytes);
  });

  it("tells of new bubbles and of typing until nobody listens any more", async () => {
    const rig = await simulatorRig();
    const events: SimulatorEvent[] = [];
    const leave = rig.channel.subscribe("Siti", (event) => void events.push(event));
    await rig.channel.showTyping("Siti");
    await rig.channel.send("Siti", { text: "satu", options: [{ value: "1", label: "Satu" }] });
    await rig.channel.send("Budi", { text: "bukan untuk Siti" });
    leave();
    await rig.channel.send("Siti", { text: "dua" });
    expect(events).toEqual([
      { type: "typing" },
      {
        type: "bubble",
        bubble: { position: 1, from: "service", text: "satu", options: [{ value: "1", label: "Satu" }], at: rig.now },
      },
    ]);
  });

  it("knows those who were introduced and those who have chatted, each once", async () => {
    const rig = await simulatorRig();
    await rig.channel.send("Siti", { text: "halo" });
    await rig.channel.send("Pekerja", { text: "halo" });
    const names = (await rig.channel.contacts()).map((contact) => contact.name);
    expect(names).toEqual(["Pekerja", "Sponsor", "Warga", "Petugas", "Siti"]);
    expect(await rig.channel.contactOf(rig.idOf("Siti"))).toEqual({ id: rig.idOf("Siti"), name: "Siti" });
    expect(await rig.channel.contactOf("unknown")).toBeNull();
  });

  it("refuses a name that is none, on the way in and on the way out", async () => {
    const rig = await simulatorRig();
    const posted = await rig.channel.post(" ", { type: "text", text: "halo" });
    expect(posted).toEqual({ ok: false, error: "simulator.error.name" });
    expect(await rig.channel.send("", { text: "halo" })).toMatchObject({ ok: false, error: { reason: "rejected" } });
  });

  it("takes nothing before it has started and after it has stopped, and waits for what is in hand", async () => {
    const store = createMemorySimulatorStore();
    const channel = createSimulatorChannel({ store, now: () => 0 });
    const refused = { ok: false, error: "simulator.error.stopped" };
    expect(await channel.post("Siti", { type: "text", text: "early" })).toEqual(refused);
    let finished = false;
    await channel.start(async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      finished = true;
    });
    const inHand = channel.post("Siti", { type: "text", text: "in time" });
    await new Promise((resolve) => setTimeout(resolve, 5));
    await channel.stop();
    expect(finished).toBe(true);
    expect((await inHand).ok).toBe(true);
    expect(channel.stopping.aborted).toBe(true);
    expect(await channel.post("Siti", { type: "text", text: "late" })).toEqual(refused);
    expect(await store.after("Siti", 0)).toHaveLength(1);
  });

  it("lets the sender know when the message could not be handed over, so that it is posted again", async () => {
    let isDown = true;
    const rig = await simulatorRig(async () => {
      if (isDown) throw new Error("the inbox is down");
    });
    await expect(rig.channel.post("Siti", { type: "text", text: "halo" }, { id: "m1" })).rejects.toThrow("inbox");
    isDown = false;
    expect((await rig.channel.post("Siti", { type: "text", text: "halo" }, { id: "m1" })).ok).toBe(true);
    expect(await rig.channel.after("Siti", 0)).toHaveLength(1);
  });
});
