import type { Channel, OutgoingFile, SendFailure } from "../../src/delivery/channel";
import type { InboundMessage } from "../../src/domain/messaging/message";
import { spreadsheetKind } from "../../src/domain/payment/proof";
import { waitFor } from "./wait-for";

/** A platform's stand-in with one person on it, as the contract needs it. */
export interface ChannelBench {
  /** A new channel on the same platform, as after a restart; not started. */
  create(): Channel;
  /** Where the person is reached. */
  readonly address: string;
  /** The person writes. */
  says(text: string): void | Promise<void>;
  /** The person sends a file of these bytes. */
  sendsFile(bytes: Uint8Array): void | Promise<void>;
  /** What the person was sent since the last call; waits for at least one message. */
  hears(): Promise<readonly string[]>;
  /** The files that the person was sent so far, as the person has them. */
  seesFiles(): Promise<readonly Uint8Array[]>;
  /** How to bring about each failure that the platform has, for the next message sent. */
  readonly failures: Partial<Record<SendFailure["reason"], () => void | Promise<void>>>;
  /** True where the platform delivers again what was not acknowledged; the others hand it over once. */
  readonly redelivers: boolean;
  close(): Promise<void>;
}

/** How every adapter behaves, whatever its platform. `setup` is called anew for each test. */
export function channelContract(name: string, setup: () => Promise<ChannelBench>): void {
  describe(`the channel contract: ${name}`, () => {
    const held = holdBench(setup);
    contractOfReceiving(held);
    contractOfStopping(held);
    contractOfSending(held);
    contractOfFiles(held);
    contractOfMedia(held);
  });
}

interface Held {
  bench(): ChannelBench;
  /** Starts a channel that is stopped after the test. */
  start(receive: (message: InboundMessage) => Promise<void>): Promise<Channel>;
}

function holdBench(setup: () => Promise<ChannelBench>): Held {
  let current: ChannelBench | undefined;
  let started: Channel[] = [];
  beforeEach(async () => {
    current = await setup();
    started = [];
  });
  afterEach(async () => {
    await Promise.all(started.map((channel) => channel.stop()));
    await current?.close();
  });
  const bench = () => {
    if (!current) throw new Error("the bench is there only while a test runs");
    return current;
  };
  return {
    bench,
    start: async (receive) => {
      const channel = bench().create();
      started.push(channel);
      await channel.start(receive);
      return channel;
    },
  };
}

const textsOf = (messages: readonly InboundMessage[]): readonly string[] =>
  messages.map(({ content }) => (content.type === "text" ? content.text : content.type));

function contractOfReceiving({ bench, start }: Held): void {
  it("hands over what the person wrote, with who wrote it and when, in order", async () => {
    const received: InboundMessage[] = [];
    const channel = await start(async (message) => void received.push(message));
    const before = Date.now();
    for (const text of ["halo", "saya mau daftar 🙏"]) await bench().says(text);
    await waitFor("both messages", () => received.length === 2);
    expect(textsOf(received)).toEqual(["halo", "saya mau daftar 🙏"]);
    expect(new Set(received.map((message) => message.providerMessageId)).size).toBe(2);
    for (const message of received) {
      expect(message).toMatchObject({ channel: channel.name, address: bench().address });
      expect(message.identifiers.length).toBeGreaterThan(0);
      expect(Math.abs(message.sentAt - before)).toBeLessThan(60_000);
    }
    const [one, two] = received.map(({ sentAt, sequence }) => ({ sentAt, sequence }));
    expect([one, two].toSorted((a, b) => a!.sentAt - b!.sentAt || a!.sequence - b!.sequence)).toEqual([one, two]);
  });

  it("hands a message over again, under the same id, until it is received", async () => {
    if (!bench().redelivers) return;
    const tried: InboundMessage[] = [];
    const received: InboundMessage[] = [];
    await start(async (message) => {
      tried.push(message);
      if (tried.length < 3) throw new Error("the storage is down");
      received.push(message);
    });
    await bench().says("halo");
    await waitFor("the message", () => received.length > 0);
    expect(textsOf(received)).toEqual(["halo"]);
    expect(new Set(tried.map((message) => message.providerMessageId)).size).toBe(1);
  });

  it("goes on after a message that could not be received", async () => {
    const received: InboundMessage[] = [];
    let failures = 1;
    await start(async (message) => {
      if (failures-- > 0) throw new Error("the storage is down");
      received.push(message);
    });
    await bench().says("satu");
    await bench().says("dua");
    await waitFor("the second message", () => textsOf(received).includes("dua"));
  });
}

function contractOfStopping({ bench, start }: Held): void {
  it("waits at a stop for the message in hand, and receives nothing after it", async () => {
    let begun = false;
    let finished = 0;
    const channel = await start(async () => {
      begun = true;
      await new Promise((resolve) => setTimeout(resolve, 60));
      finished += 1;
    });
    await bench().says("satu");
    await waitFor("the message", () => begun);
    await channel.stop();
    expect(finished).toBe(1);
    await bench().says("dua");
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(finished).toBe(1);
  });

  it("does not hand over again, after a restart, what was received; and hands over what came meanwhile", async () => {
    const received: InboundMessage[] = [];
    const receive = async (message: InboundMessage) => void received.push(message);
    const first = await start(receive);
    await bench().says("satu");
    await waitFor("the first message", () => received.length === 1);
    await first.stop();
    if (bench().redelivers) await bench().says("dua");
    await start(receive);
    await bench().says("tiga");
    await waitFor("the last message", () => textsOf(received).includes("tiga"));
    expect(textsOf(received)).toEqual(bench().redelivers ? ["satu", "dua", "tiga"] : ["satu", "tiga"]);
  });

  it("can be stopped though nothing ever came, or it never began", async () => {
    const channel = await start(async () => undefined);
    await channel.stop();
    await expect(bench().create().stop()).resolves.toBeUndefined();
  });
}

/** A channel that has heard the person, who on most platforms must write first. */
async function acquaint({ bench, start }: Held): Promise<Channel> {
  let heard = false;
  const channel = await start(async () => {
    heard = true;
  });
  await bench().says("halo");
  await waitFor("the greeting", () => heard);
  return channel;
}

function contractOfSending(held: Held): void {
  const { bench } = held;
  const acquainted = (): Promise<Channel> => acquaint(held);

  it("sends a text as it is, and tells its id", async () => {
    const channel = await acquainted();
    const text = "Iuran *Rp 16.800* <bulan> ini\n1. Ya\n2. Tidak 🙏";
    const one = await channel.send(bench().address, { text });
    expect(await bench().hears()).toEqual([text]);
    const two = await channel.send(bench().address, { text });
    expect(one.ok && two.ok && one.value.messageId !== two.value.messageId).toBe(true);
  });

  it("loses nothing of a text that is longer than the platform's limit", async () => {
    const channel = await acquainted();
    const text = Array.from({ length: 900 }, (_, index) => `Baris ${index} 👨‍👩‍👧‍👦`).join("\n");
    expect(await channel.send(bench().address, { text })).toMatchObject({ ok: true });
    const parts = [...(await bench().hears())];
    while (parts.join("\n").length < text.length) parts.push(...(await bench().hears()));
    expect(parts.join("\n")).toBe(text);
  });

  it("keeps the text whole where there are options and a request for the phone number", async () => {
    const channel = await acquainted();
    const options = [{ value: "ya", label: "Ya" }];
    const message = { text: "Setuju?\n1. Ya", options, requestPhone: { label: "Kirim nomor" } };
    expect(await channel.send(bench().address, message)).toMatchObject({ ok: true });
    expect((await bench().hears()).join("\n")).toContain("Setuju?\n1. Ya");
  });

  it("names every failure by its reason, and sends again afterwards where the person is still there", async () => {
    const channel = await acquainted();
    for (const [reason, bringAbout] of Object.entries(bench().failures)) {
      await bringAbout();
      const sent = await channel.send(bench().address, { text: "Halo" });
      expect(sent).toMatchObject({ ok: false, error: { reason } });
      if (!sent.ok && sent.error.reason === "throttled") expect(sent.error.retryAfterMs).toBeGreaterThan(0);
      if (!sent.ok && sent.error.reason === "rejected") expect(sent.error.detail).not.toContain("Halo");
      if (reason === "blocked-by-person") return;
      expect(await channel.send(bench().address, { text: "Lagi" })).toMatchObject({ ok: true });
    }
  });

  it("shows typing without ever failing", async () => {
    const channel = await acquainted();
    await expect(channel.showTyping(bench().address)).resolves.toBeUndefined();
    await expect(channel.showTyping("nobody")).resolves.toBeUndefined();
  });
}

function contractOfFiles(held: Held): void {
  const { bench } = held;
  const megabytes = (head: string | readonly number[]): Uint8Array => {
    const bytes = Uint8Array.from({ length: 5 * 1024 * 1024 }, (_, index) => (index * 7 + (index >> 8)) % 256);
    bytes.set(typeof head === "string" ? Buffer.from(head) : head);
    return bytes;
  };
  const files: readonly (readonly [string, OutgoingFile])[] = [
    ["photo", { bytes: megabytes([0xff, 0xd8, 0xff, 0xe0]), mimeType: "image/jpeg", name: "bukti.jpg" }],
    ["PDF", { bytes: megabytes("%PDF-1.4\n"), mimeType: "application/pdf", name: "bukti.pdf" }],
    ["spreadsheet", { bytes: megabytes("PK\u0003\u0004"), mimeType: spreadsheetKind, name: "daftar.xlsx" }],
  ];

  it.each(files)("shows a %s of 5 MB byte for byte, with its words whole", async (_kind, file) => {
    const channel = await acquaint(held);
    const text = "Bukti bayar\n\n1. Benar\n2. Belum";
    const message = { text, options: [{ value: "ya", label: "Benar" }], file: { attachmentId: "a" } };
    expect(await channel.send(bench().address, message, file)).toMatchObject({ ok: true });
    expect((await bench().hears()).join("\n")).toContain(text);
    const [seen, ...more] = await bench().seesFiles();
    expect([Buffer.compare(seen ?? new Uint8Array(), file.bytes), more.length]).toEqual([0, 0]);
  });

  it("loses no words that are too long to stand under a photo", async () => {
    const channel = await acquaint(held);
    const text = Array.from({ length: 120 }, (_, index) => `Baris ${index} dengan kata`).join("\n");
    const [, photo] = files[0]!;
    expect(await channel.send(bench().address, { text, file: { attachmentId: "a" } }, photo)).toMatchObject({
      ok: true,
    });
    const parts = [...(await bench().hears())];
    while (parts.join("").length < text.length) parts.push(...(await bench().hears()));
    expect(parts.filter(Boolean).join("\n")).toBe(text);
    expect(await bench().seesFiles()).toHaveLength(1);
  });

  it("sends the words alone where the bytes of the file are not there", async () => {
    const channel = await acquaint(held);
    await channel.send(bench().address, { text: "Tanpa foto", file: { attachmentId: "a" } });
    expect(await bench().hears()).toEqual(["Tanpa foto"]);
    expect(await bench().seesFiles()).toEqual([]);
  });
}

function contractOfMedia({ bench, start }: Held): void {
  const bytes = Uint8Array.from({ length: 5_000 }, (_, index) => index % 251);

  async function received(): Promise<{ channel: Channel; ref: string }> {
    const messages: InboundMessage[] = [];
    const channel = await start(async (message) => void messages.push(message));
    await bench().sendsFile(bytes);
    const message = await waitFor("the file", () => messages[0]);
    if (message.content.type !== "media") throw new Error(`the file came as "${message.content.type}"`);
    return { channel, ref: message.content.ref };
  }

  it("fetches a file of exactly the size that is allowed, byte for byte", async () => {
    const { channel, ref } = await received();
    const fetched = await channel.fetchMedia(ref, bytes.length);
    expect(fetched.ok && Buffer.compare(fetched.value, bytes)).toBe(0);
  });

  it("refuses a file of one byte more than is allowed", async () => {
    const { channel, ref } = await received();
    expect(await channel.fetchMedia(ref, bytes.length - 1)).toEqual({ ok: false, error: { reason: "too-large" } });
  });

  it("says that a file which it does not know is gone", async () => {
    const { channel } = await received();
    expect(await channel.fetchMedia("never-sent", 10_000)).toEqual({ ok: false, error: { reason: "gone" } });
  });
}
