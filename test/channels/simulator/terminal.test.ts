import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable, Writable } from "node:stream";
import { createSimulatorChannel, type SimulatorChannel } from "../../../src/channels/simulator/simulator-channel";
import { runTerminal, type TerminalParts } from "../../../src/channels/simulator/terminal";
import type { InboundMessage } from "../../../src/domain/messaging/message";
import { createI18n } from "../../../src/i18n";
import { createMemorySimulatorStore } from "../../support/memory-simulator-store";
import { tinyPng } from "../../support/simulator-rig";

class Page extends Writable {
  text = "";
  override _write(chunk: Buffer, _: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

/** A service that answers in two bubbles a little later, as the real one does by its queues. */
function slowEcho() {
  const store = createMemorySimulatorStore();
  let now = Date.parse("2026-11-23T02:00:00Z");
  const channel = createSimulatorChannel({ store, now: () => now });
  const received: InboundMessage[] = [];
  let work: Promise<unknown> = Promise.resolve();
  const answer = async ({ address, content }: InboundMessage): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    const said = content.type === "text" ? content.text : content.type;
    if (said === "panggil petugas") await channel.send("Petugas", { text: `${address} memanggil` });
    await channel.send(address, { text: `Membaca: ${said}\n\n1. Ya\n2. Tidak` });
    await channel.send(address, { text: `Pukul ${new Date(now).toISOString()}` });
  };
  const start = (): Promise<void> =>
    channel.start(async (message) => {
      received.push(message);
      work = work.then(() => answer(message));
    });
  const setClock = (atMs: number): void => {
    now = atMs;
  };
  return { channel, received, start, setClock, settled: async () => void (await work) };
}

async function converse(
  lines: string,
  more: Partial<TerminalParts> = {},
  before?: (channel: SimulatorChannel) => Promise<void>,
) {
  const echo = slowEcho();
  await echo.start();
  await before?.(echo.channel);
  const output = new Page();
  const { channel, settled } = echo;
  const parts = { channel, contact: "Siti", input: Readable.from([lines]), output, settled, prompt: false };
  const summary = await runTerminal({ ...parts, translator: createI18n(), ...more });
  return { output: output.text, summary, received: echo.received };
}

describe("the simulator in a terminal", () => {
  it("answers each line before it reads the next, and prints replies only when it is piped", async () => {
    const { output, summary, received } = await converse("halo\nya");
    expect(output).toBe(
      [
        "< Membaca: halo",
        "",
        "  1. Ya",
        "  2. Tidak",
        "< Pukul 2026-11-23T02:00:00.000Z",
        "< Membaca: ya",
        "",
        "  1. Ya",
        "  2. Tidak",
        "< Pukul 2026-11-23T02:00:00.000Z",
        "",
      ].join("\n"),
    );
    expect(summary).toEqual({ posted: 2, refused: 0 });
    expect(received.map((message) => message.address)).toEqual(["Siti", "Siti"]);
  });

  it("prints the same for the same transcript", async () => {
    const transcript = "halo\n\r\n/sebagai Budi\nsaya Budi\n/waktu 2026-12-15T09:00\n/start daftar\n";
    const setClockOf = (): Partial<TerminalParts> => ({ setClock: () => undefined });
    expect((await converse(transcript, setClockOf())).output).toBe((await converse(transcript, setClockOf())).output);
  });

  it("skips empty lines, and takes an unknown command as a message", async () => {
    const { received } = await converse("\n  \n/start daftar\nconstructor\n");
    expect(received.map((message) => message.content)).toEqual([
      { type: "text", text: "/start daftar" },
      { type: "text", text: "constructor" },
    ]);
  });

  it("speaks as somebody else, who then gets what came meanwhile, and nobody gets it twice", async () => {
    const { output, received } = await converse("panggil petugas\n/sebagai Petugas\n/sebagai Siti\n/sebagai Petugas\n");
    expect(received.map((message) => message.address)).toEqual(["Siti"]);
    expect(output.match(/memanggil/g)).toHaveLength(1);
    expect(output.trimEnd().endsWith("< Siti memanggil")).toBe(true);
  });

  it("names a photo or PDF above the words that came with it", async () => {
    const { output } = await converse("halo\n", {}, async (channel) => {
      const send = channel.send.bind(channel);
      const photo = { bytes: new Uint8Array(tinyPng), mimeType: "image/png", name: "bukti.png" } as const;
      const paper = { ...photo, mimeType: "application/pdf", name: "bukti.pdf" } as const;
      jest
        .spyOn(channel, "send")
        .mockImplementationOnce((to) => send(to, { text: "" }, paper))
        .mockImplementationOnce((to) => send(to, { text: "Cocok?\n1. Ya" }, photo));
    });
    expect(output).toBe("< [berkas bukti.pdf]\n< [foto bukti.png]\n  Cocok?\n  1. Ya\n");
  });

  it("does not repeat what was said in an earlier session", async () => {
    const { output } = await converse(
      "halo\n",
      {},
      async (channel) => void (await channel.send("Siti", { text: "dulu" })),
    );
    expect(output).not.toContain("dulu");
  });

  it("sets the clock in Asia/Jakarta, and says why it cannot", async () => {
    const setTo: number[] = [];
    await converse("/waktu 2026-12-15T09:00\n", { setClock: (at) => void setTo.push(at) });
    expect(setTo).toEqual([Date.parse("2026-12-15T02:00:00Z")]);
    const without = await converse("/waktu 2026-12-15T09:00\n");
    expect([without.output, without.summary.refused]).toEqual([expect.stringMatching(/^! .*--now/), 1]);
    const unreadable = await converse("/waktu besok\n", { setClock: () => undefined });
    expect(unreadable.output).toMatch(/^! .*Contoh/);
  });

  it("sends a photo with its caption, and says what is wrong with another file", async () => {
    const folder = await mkdtemp(join(tmpdir(), "kamar-terminal-"));
    await writeFile(join(folder, "bukti bayar.png"), tinyPng);
    await writeFile(join(folder, "catatan.txt"), "catatan");
    const lines = [
      `/foto "${folder}/bukti bayar.png" iuran Desember`,
      `/foto ${folder}/catatan.txt`,
      `/foto ${folder}/none`,
      "/foto",
    ];
    const { output, received, summary } = await converse(`${lines.join("\n")}\n`);
    await rm(folder, { recursive: true });
    expect(received).toHaveLength(1);
    expect(received[0]!.content).toMatchObject({
      type: "media",
      fileName: "bukti bayar.png",
      caption: "iuran Desember",
    });
    expect(output.split("\n").filter((line) => line.startsWith("! "))).toHaveLength(3);
    expect(summary).toEqual({ posted: 1, refused: 3 });
  });

  it("greets and prompts at a terminal", async () => {
    const { output } = await converse("halo\n", { prompt: true });
    expect(output).toMatch(/^! Simulator: untuk mencoba, bukan nomor resmi\. .*Siti/);
    expect(output.match(/Siti> /g)).toHaveLength(2);
  });

  it("speaks English when asked to", async () => {
    expect((await converse("/waktu x\n", { language: "en" })).output).toMatch(/^! The clock/);
  });

  it("saves the whole conversation as a transcript", async () => {
    const saveTo = new Page();
    const { output } = await converse("halo\n", { saveTo });
    expect(saveTo.text).toBe(`> halo\n${output}`);
  });

  it("takes lines as they are typed, and the last one without a line end", async () => {
    const input = new PassThrough();
    const conversation = converse("", { input });
    input.write("ha");
    await new Promise((resolve) => setTimeout(resolve, 10));
    input.write("lo\nkabar");
    input.end();
    expect((await conversation).received.map((message) => message.content)).toEqual([
      { type: "text", text: "halo" },
      { type: "text", text: "kabar" },
    ]);
  });

  it("does not begin for a name that is none", async () => {
    await expect(converse("halo\n", { contact: " " })).rejects.toThrow("Nama harus");
  });
});
