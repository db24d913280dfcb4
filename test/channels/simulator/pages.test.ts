import { randomUUID } from "node:crypto";
import { spreadsheetKind } from "../../../src/domain/payment/proof";
import { type SimulatorRig, simulatorRig, tinyPdf, tinyPng } from "../../support/simulator-rig";

const uuid = "0b9e6f0a-52f4-4f0e-8a53-1f0f7a2f4c11";

async function errorOf(response: Response): Promise<{ status: number; code: string; message: string }> {
  const body = (await response.json()) as { error: { code: string; message: string } };
  return { status: response.status, ...body.error };
}

function fileForm(bytes: Uint8Array<ArrayBuffer>, name: string, more: Record<string, string> = {}): FormData {
  const form = new FormData();
  form.set("id", uuid);
  form.set("file", new File([bytes], name));
  for (const [key, value] of Object.entries(more)) form.set(key, value);
  return form;
}

describe("the simulator's page", () => {
  let rig: SimulatorRig;
  beforeEach(async () => {
    rig = await simulatorRig();
  });

  it("shows four phones in Indonesian, says that it is no official number, and holds no inline script or style", async () => {
    const page = await (await rig.ask("/")).text();
    for (const word of ["Pekerja", "Sponsor", "Warga", "Petugas", "bukan nomor resmi"]) expect(page).toContain(word);
    expect(page).toContain('<html lang="id">');
    expect(page).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=/i);
    expect(page).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  });

  it("is in English when asked to be, and in Indonesian for a language it does not have", async () => {
    expect(await (await rig.ask("/?lang=en")).text()).toContain("not an official number");
    expect(await (await rig.ask("/?lang=fr")).text()).toContain('<html lang="id">');
  });

  it("shows everybody who has chatted before, as text and never as markup", async () => {
    await rig.channel.send('<img src=x onerror="alert(1)">', { text: "halo" });
    const page = await (await rig.ask("/")).text();
    expect(page).toContain("&lt;img src=x");
    expect(page).not.toContain("<img src=x");
  });

  it("has every file that it names, with its type", async () => {
    const page = await (await rig.ask("/")).text();
    const paths = new Set([...page.matchAll(/(?:src|href)="(\/simulator\/assets\/[^"]+)"/g)].map((match) => match[1]!));
    expect(paths.size).toBeGreaterThanOrEqual(4);
    for (const path of paths) {
      const response = await rig.ask(path);
      expect([path, response.status]).toEqual([path, 200]);
      expect(response.headers.get("content-type")).toMatch(/^(text\/(css|javascript)|image\/svg\+xml)/);
    }
  });

  it.each(["..%2Fpages.ts", "%2e%2e/pages.ts", "pages.ts", "constructor"])(
    "gives out no other file: %s",
    async (name) => {
      expect((await rig.ask(`/simulator/assets/${name}`)).status).toBe(404);
    },
  );

  it("lists the contacts with their opaque ids", async () => {
    const { contacts } = (await (await rig.ask("/simulator/contacts")).json()) as { contacts: object[] };
    expect(contacts).toHaveLength(4);
    expect(contacts[0]).toMatchObject({ id: rig.idOf("Pekerja"), name: "Pekerja", role: "worker" });
  });

  it("adds a person by name, and says what is wrong with a name that is none", async () => {
    const added = await rig.post("/simulator/contacts", { name: " Bu  Siti " });
    expect(await added.json()).toMatchObject({ id: rig.idOf("Bu Siti"), name: "Bu Siti", role: null });
    for (const body of [{ name: "" }, { name: "x".repeat(41) }, { name: 7 }, {}, null]) {
      expect(await errorOf(await rig.post("/simulator/contacts", body))).toMatchObject({ status: 422, code: "name" });
    }
  });

  it("takes a text and a pressed button", async () => {
    const path = `/simulator/contacts/${rig.idOf("Pekerja")}/messages`;
    const text = await rig.post(path, { id: randomUUID(), type: "text", text: "  halo\n" });
    expect(await text.json()).toMatchObject({ position: 1, from: "person", text: "  halo\n", at: rig.now });
    await rig.post(path, { id: randomUUID(), type: "choice", value: "v1", label: "Daftar" });
    expect(rig.received.map((message) => message.content)).toEqual([
      { type: "text", text: "  halo\n" },
      { type: "choice", value: "v1" },
    ]);
  });

  it("counts a message that is sent twice once", async () => {
    const path = `/simulator/contacts/${rig.idOf("Pekerja")}/messages`;
    for (const _ of [1, 2]) await rig.post(path, { id: uuid, type: "text", text: "halo" });
    expect(await rig.channel.after("Pekerja", 0)).toHaveLength(1);
    expect(rig.received[0]).toEqual(rig.received[1]);
  });

  it.each([
    ["an empty text", { id: uuid, type: "text", text: " \n" }],
    ["a text beyond every platform's limit", { id: uuid, type: "text", text: "x".repeat(65_537) }],
    ["no id", { type: "text", text: "halo" }],
    ["an id that is none", { id: "1", type: "text", text: "halo" }],
    ["an unknown type", { id: uuid, type: "sticker" }],
    ["a button without a value", { id: uuid, type: "choice", value: "", label: "x" }],
    ["a list", []],
  ])("refuses %s kindly and hands nothing over", async (_, body) => {
    const response = await rig.post(`/simulator/contacts/${rig.idOf("Pekerja")}/messages`, body);
    expect(await errorOf(response)).toMatchObject({
      status: 422,
      code: "message",
      message: expect.stringMatching(/Coba/),
    });
    expect(rig.received).toEqual([]);
  });

  it("refuses what is no JSON, and more bytes than any message has", async () => {
    const path = `/simulator/contacts/${rig.idOf("Pekerja")}/messages`;
    const broken = await rig.ask(path, { method: "POST", headers: { "content-type": "application/json" }, body: "{" });
    expect(broken.status).toBe(422);
    const huge = await rig.post(path, { id: uuid, type: "text", text: "x".repeat(500_000) });
    expect(huge.status).toBe(413);
    expect(rig.received).toEqual([]);
  });

  it("says so in English when the page is English", async () => {
    const path = `/simulator/contacts/${rig.idOf("Pekerja")}/messages`;
    const response = await rig.post(path, {}, { headers: { "accept-language": "en" } });
    expect((await errorOf(response)).message).toContain("Please");
  });

  it("does not know a contact that nobody introduced", async () => {
    const path = "/simulator/contacts/00000000000000000000";
    expect((await rig.post(`${path}/messages`, { id: uuid, type: "text", text: "halo" })).status).toBe(404);
    expect((await rig.ask(`${path}/bubbles`)).status).toBe(404);
  });

  it("asks to wait while the service stops", async () => {
    await rig.channel.stop();
    const response = await rig.post(`/simulator/contacts/${rig.idOf("Pekerja")}/messages`, {
      id: uuid,
      type: "text",
      text: "halo",
    });
    expect(await errorOf(response)).toMatchObject({ status: 503, code: "stopped" });
    expect((await rig.ask("/simulator/stream?after=")).status).toBe(503);
  });

  it("reads bubbles on from a position, and all of them when the position is none", async () => {
    for (const text of ["a", "b", "c"]) await rig.channel.send("Warga", { text });
    const path = `/simulator/contacts/${rig.idOf("Warga")}/bubbles`;
    const textsAfter = async (after: string): Promise<string[]> => {
      const body = (await (await rig.ask(`${path}?after=${after}`)).json()) as { bubbles: { text: string }[] };
      return body.bubbles.map((bubble) => bubble.text);
    };
    expect(await textsAfter("1")).toEqual(["b", "c"]);
    expect(await textsAfter("3")).toEqual([]);
    for (const none of ["", "-1", "x", "1e99", "0.5"])
      expect([none, await textsAfter(none)]).toEqual([none, ["a", "b", "c"]]);
  });

  it.each([
    ["a photo", tinyPng, "kuitansi.png", true, "image/png", "inline"],
    ["a PDF", tinyPdf, "kuitansi.pdf", false, "application/pdf", "attachment"],
  ])("takes %s and gives it back as what it is", async (_, bytes, name, isPhoto, type, disposition) => {
    const path = `/simulator/contacts/${rig.idOf("Pekerja")}/files`;
    const body = fileForm(new Uint8Array(bytes), name, { caption: "bukti" });
    const sent = await rig.ask(path, { method: "POST", body });
    const bubble = (await sent.json()) as { text: string; file: { url: string } };
    expect(bubble).toMatchObject({ text: "bukti", file: { name, isPhoto } });
    expect(rig.received[0]!.content).toMatchObject({ type: "media", mimeType: type, sizeBytes: bytes.length });

    const file = await rig.ask(bubble.file.url);
    expect(Buffer.from(await file.arrayBuffer())).toEqual(bytes);
    expect(file.headers.get("content-type")).toBe(type);
    expect(file.headers.get("content-disposition")).toBe(disposition);
    expect(file.headers.get("x-content-type-options")).toBe("nosniff");
  });

  it("refuses a file of another kind, one too large, none at all, and what is no form", async () => {
    const path = `/simulator/contacts/${rig.idOf("Pekerja")}/files`;
    const send = async (body: FormData | string) => errorOf(await rig.ask(path, { method: "POST", body }));
    const page = new TextEncoder().encode("<script>alert(1)</script>");
    expect(await send(fileForm(page, "foto.png"))).toMatchObject({ status: 422, code: "file-kind" });
    const large = new Uint8Array(5 * 1024 * 1024 + 1);
    large.set(tinyPng);
    expect(await send(fileForm(large, "foto.png"))).toMatchObject({ status: 413, code: "file-large" });
    expect(await send(fileForm(new Uint8Array(6 * 1024 * 1024), "a.png"))).toMatchObject({ status: 413 });
    expect(await send(fileForm(new Uint8Array(), "a.png"))).toMatchObject({ status: 422, code: "file-empty" });
    expect(await send(new FormData())).toMatchObject({ status: 422 });
    expect(await send("text")).toMatchObject({ status: 415 });
    expect(rig.received).toEqual([]);
  });

  it("serves a photo that the service shows as one, a PDF to be saved, and neither to anybody elsewhere", async () => {
    for (const [bytes, mimeType, name, disposition] of [
      [tinyPng, "image/png", "bukti.png", "inline"],
      [tinyPdf, "application/pdf", "bukti.pdf", "attachment"],
      [Buffer.from("PK\u0003\u0004"), spreadsheetKind, "daftar.xlsx", "attachment"],
    ] as const) {
      await rig.channel.send("Petugas", { text: "Cocok?" }, { bytes: new Uint8Array(bytes), mimeType, name });
      const read = await rig.ask(`/simulator/contacts/${rig.idOf("Petugas")}/bubbles?after=0`);
      const { bubbles } = (await read.json()) as { bubbles: { file?: { url: string } }[] };
      const file = bubbles.at(-1)?.file;
      expect(file).toMatchObject({ name, isPhoto: disposition === "inline" });
      const served = await rig.ask(file?.url ?? "");
      expect([served.status, served.headers.get("content-disposition")]).toEqual([200, disposition]);
      expect(Buffer.from(await served.arrayBuffer()).equals(bytes)).toBe(true);
      expect((await rig.ask(file?.url ?? "", { remoteAddress: "10.0.0.7" })).status).toBe(403);
      expect((await rig.ask(file?.url ?? "", { headers: { origin: "http://elsewhere.example" } })).status).toBe(403);
    }
  });

  it("does not have a file that nobody sent", async () => {
    expect((await rig.ask("/simulator/files/none")).status).toBe(404);
  });

  it("never writes a person's name in an address", async () => {
    const name = "Bu Siti Aminah";
    const { id } = (await (await rig.post("/simulator/contacts", { name })).json()) as { id: string };
    const sent = await rig.ask(`/simulator/contacts/${id}/files`, {
      method: "POST",
      body: fileForm(new Uint8Array(tinyPng), "a.png"),
    });
    const page = await (await rig.ask("/")).text();
    const addresses = [...page.matchAll(/(?:src|href|action)="([^"]*)"/g)].map((match) => match[1]);
    addresses.push(((await sent.json()) as { file: { url: string } }).file.url, id);
    expect(addresses.join(" ")).not.toMatch(/siti|aminah/i);
  });
});
