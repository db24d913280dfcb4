import { FILE_LIMIT, readUpload } from "../../../src/channels/simulator/upload";
import { tinyPdf, tinyPng } from "../../support/simulator-rig";

const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1]);
const webp = Buffer.concat([
  Buffer.from("RIFF"),
  Buffer.from([24, 0, 0, 0]),
  Buffer.from("WEBPVP8 "),
  Buffer.alloc(16),
]);

describe("a file that somebody sends", () => {
  it.each([
    ["a PNG", tinyPng, "photo", "image/png"],
    ["a JPEG", jpeg, "photo", "image/jpeg"],
    ["a WebP", webp, "photo", "image/webp"],
    ["a PDF", tinyPdf, "document", "application/pdf"],
  ])("is taken when it is %s, whatever its name says", (_, bytes, kind, mimeType) => {
    const upload = readUpload(bytes, "kuitansi.exe");
    expect(upload).toMatchObject({ ok: true, value: { kind, mimeType, fileName: "kuitansi.exe" } });
  });

  it.each([
    ["nothing", Buffer.alloc(0), "simulator.error.file-empty"],
    ["a page named as a photo", Buffer.from("<!doctype html><script>alert(1)</script>"), "simulator.error.file-kind"],
    [
      "a drawing that may hold a script",
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      "simulator.error.file-kind",
    ],
    ["a program", Buffer.from("MZ\u0090\u0000", "latin1"), "simulator.error.file-kind"],
    [
      "one byte too much",
      Buffer.concat([tinyPng, Buffer.alloc(FILE_LIMIT - tinyPng.length + 1)]),
      "simulator.error.file-large",
    ],
  ])("is refused with a remedy when it is %s", (_, bytes, error) => {
    expect(readUpload(bytes, "foto.png")).toEqual({ ok: false, error });
  });

  it("is taken up to exactly the limit", () => {
    const bytes = Buffer.concat([tinyPng, Buffer.alloc(FILE_LIMIT - tinyPng.length)]);
    expect(readUpload(bytes, "foto.png").ok).toBe(true);
  });

  it.each([
    ["../../etc/passwd", "passwd"],
    ["C:\\Users\\foto.png", "foto.png"],
    ["a\r\nb.png", "ab.png"],
    ["", "file"],
  ])("keeps only a plain name: %j", (given, kept) => {
    expect(readUpload(tinyPng, given)).toMatchObject({ ok: true, value: { fileName: kept } });
  });
});
