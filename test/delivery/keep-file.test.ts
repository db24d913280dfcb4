import type { Channel, MediaFailure } from "../../src/delivery/channel";
import { createKeepFile, type FileMessage } from "../../src/delivery/keep-file";
import type { InboundContent } from "../../src/domain/messaging/message";
import type { Attachment } from "../../src/domain/payment/proof";
import { fail, ok, type Result } from "../../src/domain/shared/result";
import { tinyPdf, tinyPng } from "../support/simulator-rig";
import { testIds } from "../support/town";

const jpeg = Buffer.concat([Buffer.from("ffd8ffe000104a46494600010100000100010000", "hex"), Buffer.alloc(40)]);
const webp = Buffer.concat([Buffer.from("RIFF\u0024\0\0\0WEBPVP8 ", "latin1"), Buffer.alloc(40)]);
const gif = Buffer.concat([Buffer.from("GIF89a"), Buffer.alloc(40)]);
const program = Buffer.concat([Buffer.from("MZ"), Buffer.alloc(80)]);

const largestFile = 5 * 1024 * 1024;

type Media = Extract<InboundContent, { type: "media" }>;
const messageWith = (media: Partial<Media> = {}): FileMessage => ({
  id: "telegram:1",
  contactId: "contact",
  message: {
    channel: "telegram",
    providerMessageId: "1",
    address: "1",
    identifiers: [],
    sentAt: 1,
    sequence: 1,
    content: { type: "media", kind: "photo", ref: "file", ...media },
  },
});

/** A channel that has this file, and a store that keeps an attachment once for its id. */
function rig(file: Result<Uint8Array, MediaFailure>) {
  const kept = new Map<string, Attachment>();
  let fetches = 0;
  const channel = {
    fetchMedia: async (_ref: string, maxBytes: number) => {
      fetches += 1;
      return file.ok && file.value.length > maxBytes ? fail({ reason: "too-large" as const }) : file;
    },
  } as unknown as Channel;
  const keep = createKeepFile({
    channelOf: (name) => (name === "telegram" ? channel : undefined),
    add: async (attachment) => void kept.set(attachment.id, attachment),
    derive: testIds.derive,
  });
  return { keep, kept, fetches: () => fetches };
}

describe("keeping a file", () => {
  it("has no more than sixteen in memory at once, however many come", async () => {
    let underWay = 0;
    let most = 0;
    const fetchMedia = async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise(setImmediate);
      underWay -= 1;
      return ok(jpeg);
    };
    const channel = { fetchMedia } as unknown as Channel;
    const keep = createKeepFile({ channelOf: () => channel, add: async () => undefined, derive: testIds.derive });
    const kept = await Promise.all(Array.from({ length: 50 }, () => keep(messageWith(), 1)));
    expect(kept.filter(({ ok }) => ok)).toHaveLength(50);
    expect(most).toBe(16);
  });

  it("says when its turn has come, and is not fetched where that is refused", async () => {
    const { keep, fetches } = rig(ok(jpeg));
    const refused = keep(messageWith(), 1, "paper", () => Promise.reject(new Error("too late")));
    await expect(refused).rejects.toThrow("too late");
    expect(fetches()).toBe(0);
    expect(await keep(messageWith(), 1, "paper", async () => undefined)).toMatchObject({ ok: true });
  });

  it.each([
    ["a JPEG", jpeg, "image/jpeg"],
    ["a PNG", tinyPng, "image/png"],
    ["a WebP", webp, "image/webp"],
    ["a PDF", tinyPdf, "application/pdf"],
  ])("keeps %s, told by its first bytes whatever its sender calls it", async (_what, bytes, mimeType) => {
    const { keep, kept } = rig(ok(bytes));
    const result = await keep(messageWith({ mimeType: "text/html", fileName: "virus.exe" }), 5);
    if (!result.ok) throw new Error(result.error);
    expect([...kept.values()]).toMatchObject([{ id: result.value.attachmentId, mimeType, createdAt: 5 }]);
  });

  it.each([
    ["a GIF", gif],
    ["a program", program],
    ["plain words", Buffer.from("saya sudah bayar")],
    ["nothing", Buffer.alloc(0)],
  ])("keeps no %s, though it is called a photo", async (_what, bytes) => {
    const { keep, kept } = rig(ok(bytes));
    expect(await keep(messageWith({ mimeType: "image/jpeg", fileName: "bukti.jpg" }), 5)).toEqual(fail("wrong-kind"));
    expect(kept.size).toBe(0);
  });

  it("takes 5 MB and not a byte more, and fetches nothing that is said to be larger", async () => {
    const whole = Buffer.concat([jpeg, Buffer.alloc(largestFile - jpeg.length)]);
    expect(await rig(ok(whole)).keep(messageWith(), 5)).toMatchObject({ ok: true });
    expect(await rig(ok(Buffer.concat([whole, Buffer.alloc(1)]))).keep(messageWith(), 5)).toEqual(fail("too-large"));
    const announced = rig(ok(jpeg));
    expect(await announced.keep(messageWith({ sizeBytes: largestFile + 1 }), 5)).toEqual(fail("too-large"));
    expect(announced.fetches()).toBe(0);
  });

  it.each<MediaFailure["reason"]>(["unreachable", "gone"])(
    "says that it cannot be had where it is %s",
    async (reason) => {
      expect(await rig(fail({ reason })).keep(messageWith(), 5)).toEqual(fail("unreachable"));
    },
  );

  it("keeps one file for one message, however often, and tells the same file by its hash", async () => {
    const { keep, kept } = rig(ok(jpeg));
    const first = await keep(messageWith(), 5);
    const again = await keep(messageWith(), 6);
    const other = await keep({ ...messageWith(), id: "telegram:2" }, 7);
    expect(again).toEqual(first);
    expect(kept.size).toBe(2);
    if (!first.ok || !other.ok) throw new Error("the file was not kept");
    expect(other.value.contentHash).toBe(first.value.contentHash);
    expect(other.value.attachmentId).not.toBe(first.value.attachmentId);
  });
});
