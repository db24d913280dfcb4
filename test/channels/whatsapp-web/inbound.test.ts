import { addressOf, isWithheld, toEdited, toInbound, toUnread } from "../../../src/channels/whatsapp-web/inbound";
import { bareId, type MessageFields, readFields } from "../../../src/channels/whatsapp-web/message-fields";
import fc from "../../support/property";

const phone = "6281200000001@c.us";
const arrival = { names: { phone: "6281200000001" }, sequence: 7 };

/** A message as the page holds it. */
function raw(type: string, fields: object = {}, remote = phone, fromMe = false): object {
  const id = { fromMe, remote, id: "AB12", _serialized: `${fromMe}_${remote}_AB12` };
  return { id, type, t: 1_795_000_000, from: { _serialized: remote, user: "x" }, to: "6281299999999@c.us", ...fields };
}

function read(value: unknown): MessageFields {
  const found = readFields(value);
  if (!("fields" in found)) throw new Error(`not read: ${found.faults.join(", ")}`);
  return found.fields;
}

const contentOf = (type: string, fields: object = {}) => toInbound(read(raw(type, fields)), arrival)?.content;

describe("a message of WhatsApp Web", () => {
  it("is told with who wrote it, where an answer goes, and the platform's time in milliseconds", () => {
    expect(toInbound(read(raw("chat", { body: "halo" })), arrival)).toEqual({
      ...{ channel: "whatsapp-web", providerMessageId: `false_${phone}_AB12`, address: phone },
      identifiers: [{ kind: "whatsapp-phone", value: "6281200000001" }],
      ...{ sentAt: 1_795_000_000_000, sequence: 7, content: { type: "text", text: "halo" } },
    });
  });

  it("tells which of our messages it quotes, by the id that is left of the one under which that was sent", () => {
    const quoted = (quotedStanzaID: unknown) =>
      toInbound(read(raw("chat", { body: "kenapa", quotedStanzaID })), arrival)?.quotedMessageId;
    expect(quoted(bareId(`true_${phone}_3EB0AA`))).toBe("3EB0AA");
    expect(bareId("true_100000000000001@lid_3EB0AA")).toBe("3EB0AA");
    expect([undefined, null, 7].map(quoted)).toEqual([undefined, undefined, undefined]);
  });

  it("names a number before the name that stands in its place", () => {
    const names = { lid: "100000000000001", phone: "6281200000001" };
    const kinds = toInbound(read(raw("chat", { body: "a" })), { names, sequence: 1 })?.identifiers.map(
      ({ kind }) => kind,
    );
    expect(kinds).toEqual(["whatsapp-phone", "whatsapp-lid"]);
  });

  it.each([
    ["our own", raw("chat", { body: "a" }, phone, true)],
    ["a status", raw("chat", { body: "a" }, "status@broadcast")],
    ["a status by its mark", raw("chat", { body: "a", isStatusV3: true })],
    ["a broadcast", raw("chat", { body: "a" }, "123@broadcast")],
    ["a channel's", raw("chat", { body: "a" }, "120363@newsletter")],
  ])("is not for us where it is %s", (_name, message) => {
    expect(toInbound(read(message), arrival)).toBeUndefined();
    expect(toUnread(read(message), arrival)).toBeUndefined();
    const edit = { ...message, latestEditSenderTimestampMs: 1 };
    expect(toEdited(read(edit), { before: "b", now: 1 }, arrival)).toBeUndefined();
  });

  it("is a file only where the file's place is told, and carries no name as its words", () => {
    const file = { directPath: "/x", mimetype: "application/pdf", filename: "bukti.pdf", size: 10 };
    const bare = { type: "media", kind: "document", ref: `false_${phone}_AB12`, mimeType: "application/pdf" };
    expect(contentOf("document", { ...file, caption: "bukti.pdf" })).toEqual({
      ...bare,
      ...{ sizeBytes: 10, fileName: "bukti.pdf" },
    });
    expect(contentOf("document", { ...file, caption: "lunas" })).toMatchObject({ caption: "lunas" });
    expect(contentOf("image", { directPath: "/x" })).toEqual({
      type: "media",
      kind: "photo",
      ref: `false_${phone}_AB12`,
    });
    expect(contentOf("image")).toEqual({ type: "unreadable", kind: "other" });
  });

  it.each([
    ["TEL;type=CELL;waid=6281234567890:+62 812-3456-7890", "+6281234567890"],
    ["item1.TEL;waid=6281234567890:0812", "+6281234567890"],
    ["TEL:0812-3456-7890", "0812-3456-7890"],
    ["tel;home:021 555", "021 555"],
  ])("is a phone card of the number in %s, never vouched for", (line, number) => {
    const body = `BEGIN:VCARD\r\nFN:Siti\r\n${line}\r\nEND:VCARD`;
    expect(contentOf("vcard", { body })).toEqual({ type: "phone-card", phone: number, own: false });
  });

  it.each([
    ["vcard", { body: "BEGIN:VCARD\nFN:Siti\nEND:VCARD" }],
    ["chat", { body: " " }],
    ["location", { lat: null }],
  ] as const)("is a %s that says nothing we can read", (type, fields) => {
    expect(contentOf(type, fields)).toEqual({ type: "unreadable", kind: "other" });
  });

  it("has an answer or silence for whatever type and fields come, and never fails", () => {
    const types = fc.oneof(fc.string(), fc.constantFrom("chat", "image", "vcard", "location", "ciphertext", "album"));
    const body = fc.option(fc.string());
    fc.assert(
      fc.property(types, body, body, (type, words, subtype) => {
        const message = toInbound(read(raw(type, { body: words, caption: words, subtype })), arrival);
        expect(message === undefined || message.identifiers.length > 0).toBe(true);
      }),
    );
  });
});

describe("a changed message", () => {
  const change = { before: "satu", now: 99 };
  const edited = (fields: object, before: string | undefined = "satu") =>
    toEdited(read(raw("chat", fields)), { ...change, before }, arrival);

  it("is the same message for the same words, and another for others", () => {
    const ids = ["dua", "dua", "tiga"].map((body) => edited({ body })?.providerMessageId);
    expect([ids[0] === ids[1], ids[1] === ids[2], ids[0]?.startsWith(`false_${phone}_AB12:edit:`)]).toEqual([
      true,
      false,
      true,
    ]);
  });

  it("bears the time of the change where the platform tells it, else ours", () => {
    expect(edited({ body: "dua", latestEditSenderTimestampMs: 55 })?.sentAt).toBe(55);
    expect(edited({ body: "dua" })?.sentAt).toBe(99);
  });

  it("is none where the words were deciphered late, or a picture got another preview", () => {
    expect(toEdited(read(raw("chat", { body: "dua" })), { before: undefined, now: 1 }, arrival)).toBeUndefined();
    expect(edited({ body: "/9j/other", directPath: "/x", caption: "lunas" }, "/9j/one")).toBeUndefined();
    const caption = { directPath: "/x", caption: "lunas", latestEditSenderTimestampMs: 5 };
    expect(edited(caption)?.content).toEqual({ type: "edited", text: "lunas" });
  });
});

describe("a message that cannot be deciphered", () => {
  it("is withheld for good where the phone alone may show it", () => {
    expect(isWithheld(read(raw("ciphertext", { subtype: "view_once_unavailable_fanout" })))).toBe(true);
    expect(isWithheld(read(raw("ciphertext")))).toBe(false);
    expect(isWithheld(read(raw("chat", { body: "a", subtype: "view_once_unavailable_fanout" })))).toBe(false);
  });

  it("is told as something unreadable", () => {
    expect(toUnread(read(raw("ciphertext")), arrival)?.content).toEqual({ type: "unreadable", kind: "other" });
  });
});

describe("a group", () => {
  const group = "120363111111111111@g.us";

  it("has one message for ever, which names nobody of its writers", () => {
    const author = { author: phone };
    const [one, two] = ["a", "b"].map((body) => toInbound(read(raw("chat", { ...author, body }, group)), arrival));
    expect(one).toMatchObject({ providerMessageId: `group:${group}`, address: group, content: { type: "group" } });
    expect(one?.providerMessageId).toBe(two?.providerMessageId);
    expect(JSON.stringify(one)).not.toContain("62812");
  });

  it("is not answered for what WhatsApp itself says in it", () => {
    expect(toInbound(read(raw("gp2", {}, group)), arrival)).toBeUndefined();
  });
});

describe("the fields of a message", () => {
  it("may name addresses as text or as objects", () => {
    const object = { _serialized: phone, server: "c.us", user: "6281200000001" };
    const id = { fromMe: false, remote: object, _serialized: "a" };
    expect(addressOf(read({ id, type: "chat", t: 1 }))).toBe(phone);
  });

  it("are refused by their names alone where they have another shape", () => {
    expect(readFields({ id: { _serialized: "a" }, type: "chat", t: "62812" })).toEqual({
      faults: ["id.fromMe", "id.remote", "t"],
    });
  });
});
