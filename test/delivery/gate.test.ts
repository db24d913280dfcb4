import { type GateVerdict, gate } from "../../src/delivery/gate";
import type { OutboxKind } from "../../src/delivery/outbox";
import type { Contact } from "../../src/domain/messaging/contact";

const at = (text: string): number => Date.parse(`2026-11-23T${text}:00+07:00`);
const DAY = 86_400_000;
const consent = { status: "given", textVersion: 1, at: 0, messageId: "m" } as const;
const contact: Contact = { id: "c", channel: "telegram", address: "1", language: "id", consent };

const entryOf = (kind: OutboxKind) =>
  ({ kind, channel: "telegram", content: { type: "messages", messages: [] }, createdAt: at("09:00") }) as const;
const verdictOf = (
  kind: OutboxKind,
  fields: Partial<Contact> | null = {},
  moment = "09:00",
  isStillTrue = true,
): GateVerdict =>
  gate(entryOf(kind), { contact: fields === null ? null : { ...contact, ...fields }, isStillTrue, now: at(moment) });

const send = { verdict: "send" };
const drop = (reason: string) => ({ verdict: "drop", reason });
const wait = (until: number) => ({ verdict: "wait", until });
const unasked: readonly OutboxKind[] = ["notice", "reminder", "nudge", "broadcast"];
/** What somebody waits for. */
const awaited: readonly OutboxKind[] = ["answer", "urgent"];

describe("the gate", () => {
  it.each<[string, Partial<Contact>, string]>([
    ["at night", {}, "02:00"],
    ["after a STOP", { optedOutAt: 1 }, "09:00"],
    ["without consent", { consent: { ...consent, status: "declined" } }, "09:00"],
    ["after consent was withdrawn", { consent: { ...consent, status: "withdrawn" } }, "09:00"],
    ["in a pause", { pausedUntil: at("09:00") + DAY }, "09:00"],
  ])(
    "lets an answer through %s, an officer's too, and the call of an officer to an emergency",
    (_when, fields, moment) => {
      for (const kind of ["reply", ...awaited] as const) expect(verdictOf(kind, fields, moment)).toEqual(send);
    },
  );

  it.each(awaited)("drops an %s for somebody who blocked us, who would not get it", (kind) => {
    expect(verdictOf(kind, { blockedAt: 1 })).toEqual(drop("blocked"));
  });

  it.each(["reply", ...awaited, ...unasked] as const)("drops a %s to somebody who was forgotten", (kind) => {
    expect(verdictOf(kind, null)).toEqual(drop("contact-gone"));
  });

  it.each(
    unasked.flatMap((kind) => [
      { kind, fields: { blockedAt: 1 }, reason: "blocked" },
      { kind, fields: { optedOutAt: 1 }, reason: "opted-out" },
      { kind, fields: { consent: { ...consent, status: "declined" as const } }, reason: "no-consent" },
      { kind, fields: { consent: { ...consent, status: "withdrawn" as const } }, reason: "no-consent" },
    ]),
  )("drops a $kind where the contact is or has: $reason", ({ kind, fields, reason }) => {
    expect(verdictOf(kind, fields)).toEqual(drop(reason));
  });

  it.each(unasked)("drops a %s to somebody who was never asked for consent", (kind) => {
    const { consent: _none, ...unknown } = contact;
    expect(gate(entryOf(kind), { contact: unknown, isStillTrue: true, now: at("09:00") })).toEqual(drop("no-consent"));
  });

  it.each(unasked)("drops a %s that is not true any more, and rather than let it wait", (kind) => {
    expect(verdictOf(kind, {}, "02:00", false)).toEqual(drop("not-true-any-more"));
  });

  it.each([
    ["06:59", wait(at("07:00"))],
    ["07:00", send],
    ["19:59", send],
    ["20:00", wait(at("07:00") + DAY)],
    ["23:30", wait(at("07:00") + DAY)],
    ["00:10", wait(at("07:00"))],
  ])("at %s in Asia/Jakarta treats what nobody asked for like this: %j", (moment, verdict) => {
    for (const kind of unasked) expect(verdictOf(kind, {}, moment)).toEqual(verdict);
  });

  it("drops in a pause what a pause is about, because it may end earlier and the next comes by itself; news goes", () => {
    const pausedUntil = at("09:00") + 3 * DAY;
    for (const kind of ["reminder", "nudge", "broadcast"] as const)
      expect(verdictOf(kind, { pausedUntil })).toEqual(drop("paused"));
    expect(verdictOf("notice", { pausedUntil })).toEqual(send);
    expect(verdictOf("reminder", { pausedUntil: at("08:59") })).toEqual(send);
  });

  it("drops reminders, and lets everything else go, on a channel where nobody turned them on", () => {
    const verdictThere = (kind: OutboxKind): GateVerdict =>
      gate(entryOf(kind), { contact, isStillTrue: true, isWithoutReminders: true, now: at("09:00") });
    for (const kind of ["reminder", "nudge", "broadcast"] as const)
      expect(verdictThere(kind)).toEqual(drop("channel-without-reminders"));
    for (const kind of ["reply", ...awaited, "notice"] as const) expect(verdictThere(kind)).toEqual(send);
  });
});

describe("the gate of a channel with a window", () => {
  const HOUR = DAY / 24;
  const now = at("09:00");
  const there = (kind: OutboxKind, fields: Partial<Contact>, ageMs = 0, content: "messages" | "knock" = "messages") =>
    gate(
      {
        kind,
        channel: "whatsapp-cloud",
        content: content === "knock" ? { type: "knock" } : { type: "messages", messages: [] },
        createdAt: now - ageMs,
      },
      { contact: { ...contact, channel: "whatsapp-cloud", ...fields }, isStillTrue: true, now },
    );
  const wrote = (agoMs: number): Partial<Contact> => ({ lastInboundAt: now - agoMs });
  const hold = (knocks: boolean) => ({ verdict: "hold", knocks });

  it.each([0, HOUR, 24 * HOUR - 5 * 60_000 - 1])(
    "lets everything go in free words %d ms after the person wrote",
    (ago) => {
      for (const kind of ["reply", ...awaited, ...unasked] as const) expect(there(kind, wrote(ago))).toEqual(send);
    },
  );

  it.each<[string, Partial<Contact>]>([
    ["five minutes before a day has passed", wrote(24 * HOUR - 5 * 60_000)],
    ["where the person never wrote", {}],
    ["where the platform said so", { ...wrote(HOUR), windowClosedAt: now }],
    ["where the person wrote on another channel", { ...wrote(HOUR), channel: "whatsapp-web" }],
  ])("sends templates, holds news and drops what has lost its moment %s", (_when, fields) => {
    expect(there("reminder", fields)).toEqual({ verdict: "template" });
    for (const kind of ["reply", ...awaited, "notice"] as const) expect(there(kind, fields)).toEqual(hold(true));
    for (const kind of ["nudge", "broadcast"] as const) expect(there(kind, fields)).toEqual(drop("window-closed"));
    expect(there("notice", fields, 0, "knock")).toEqual({ verdict: "template" });
  });

  it("asks nobody to write for a late reply who said STOP or never agreed, but does for what an officer answers", () => {
    for (const fields of [{ optedOutAt: 1 }, { consent: { ...consent, status: "declined" as const } }]) {
      expect(there("reply", fields)).toEqual(hold(false));
      expect(there("answer", fields)).toEqual(hold(true));
    }
  });

  it("gives up after thirty days, and knocks at no open door", () => {
    expect(there("notice", {}, 30 * DAY - 1)).toEqual(hold(true));
    expect(there("notice", {}, 30 * DAY)).toEqual({ verdict: "give-up" });
    expect(there("notice", wrote(HOUR), 0, "knock")).toEqual(drop("not-true-any-more"));
  });
});
