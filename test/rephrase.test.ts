import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import pino from "pino";
import { figuresIn, saysTheSame } from "../src/knowledge/same-claims";
import { createRephrase } from "../src/rephrase";

const answer =
  "Bila peserta aktif meninggal bukan karena kerja, ahli waris mendapat Rp 42.000.000.\nBila belum 3 bulan ikut, hanya Rp 10.000.000 (PP 82/2019).";
const good =
  "Kalau peserta aktif meninggal bukan karena kerja, ahli waris mendapat Rp 42.000.000. Kalau belum 3 bulan ikut, hanya Rp 10.000.000 (PP 82/2019).";

describe("another wording", () => {
  it("is the same where only the words differ", () => expect(saysTheSame(answer, good)).toBe(true));

  it.each([
    ["another sum", good.replace("42.000.000", "48.000.000")],
    ["a sum in words", good.replace("Rp 42.000.000", "empat puluh dua juta rupiah")],
    ["another month count", good.replace("3 bulan", "6 bulan")],
    ["another law", good.replace("82/2019", "44/2015")],
    ["a figure left out", good.replace("hanya Rp 10.000.000 ", "hanya itu ")],
    ["a figure more", `${good} Batasnya 5 hari.`],
    ["a negation lost", good.replace("bukan karena", "karena")],
    ["a promise", good.replace("mendapat", "pasti mendapat")],
    ["another programme", good.replace("peserta aktif", "peserta aktif JHT")],
    ["a link", `${good} www.contoh.id`],
    [
      "another subject",
      "Cuaca cerah kambing 42.000.000 naik gunung bukan 3 belum makan hanya 10.000.000 PP 82/2019 sapi kuda",
    ],
    ["a long addition", `${good} ${"Silakan datang ke kantor kami kapan saja. ".repeat(5)}`],
    ["a month name", `${good} Mulai Januari.`],
    ["nothing", " "],
  ])("is refused for %s", (_name, theirs) => expect(saysTheSame(answer, theirs)).toBe(false));

  it("has its figures read whatever their writing", () => {
    expect(figuresIn("Rp 16.800, 50 persen, 2 x 24 jam, 31 Desember 2026, PP 50/2025")).toEqual(
      ["16800", "2", "2026", "24", "31", "50%", "50/2025", "desember"].sort(),
    );
  });
});

describe("the endpoint", () => {
  let server: Server;
  let asked: { body: string; authorization: string | undefined }[] = [];
  let reply: (respond: (status: number, text: string) => void) => void = () => undefined;
  const logged: string[] = [];
  const logger = pino({}, { write: (line: string) => void logged.push(line) });
  const says = (content: string) => JSON.stringify({ choices: [{ message: { content } }] });

  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = "";
      request.on("data", (part) => (body += String(part)));
      request.on("end", () => {
        asked.push({ body, authorization: request.headers.authorization });
        reply((status, text) => response.writeHead(status).end(text));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  beforeEach(() => {
    asked = [];
    logged.length = 0;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const rephrase = (patienceMs = 60_000) => {
    const { port } = server.address() as AddressInfo;
    const config = { url: `http://127.0.0.1:${port}/v1`, key: "secret", model: "small" };
    return createRephrase(config, { logger, patienceMs })({ question: "dapat apa?", answer, language: "id" });
  };

  it("is believed where it says the same, and is sent the question, the answer and nothing else", async () => {
    reply = (respond) => respond(200, says(good));
    expect(await rephrase()).toBe(good);
    const body = JSON.parse(asked[0]!.body);
    expect(asked[0]!.authorization).toBe("Bearer secret");
    expect(Object.keys(body).sort()).toEqual(["max_tokens", "messages", "model", "temperature"]);
    expect(body.messages[1].content).toBe(`QUESTION: dapat apa?\nANSWER: ${answer}`);
  });

  it.each([
    ["wrong figures", 200, says(good.replace("42.000.000", "50.000.000"))],
    ["an added claim", 200, says(`${good} Santunan pasti cair otomatis.`)],
    ["an error", 500, "no"],
    ["nonsense", 200, "<html>"],
    ["another shape", 200, JSON.stringify({ choices: [] })],
    ["nothing", 200, says("")],
  ])("gives way to the plain answer on %s, and the log holds no word of it", async (_name, status, text) => {
    reply = (respond) => respond(status, text);
    expect(await rephrase()).toBeNull();
    expect(logged).toHaveLength(1);
    expect(logged.join()).not.toMatch(/dapat apa|42\.000|ahli waris|secret/);
  });

  it("is not waited for", async () => {
    reply = () => undefined;
    expect(await rephrase(50)).toBeNull();
  });

  it("is not followed elsewhere", async () => {
    reply = (respond) => respond(302, "");
    expect(await rephrase()).toBeNull();
  });
});
