import { codeMeanings, meaningOf, toSendFailure } from "../../../src/channels/whatsapp-cloud/failures";

describe("what a refusal of the platform means for a message", () => {
  it.each([
    ["too many messages a second", { status: 429, code: 130_429 }, { reason: "throttled", retryAfterMs: 5_000 }],
    ["too many calls of the account", { status: 400, code: 80_007 }, { reason: "throttled", retryAfterMs: 60_000 }],
    ["too many calls of the app", { status: 400, code: 4 }, { reason: "throttled", retryAfterMs: 60_000 }],
    ["a number that was reported", { status: 400, code: 131_048 }, { reason: "throttled", retryAfterMs: 900_000 }],
    [
      "too many messages to one person, which holds up nobody else",
      { status: 400, code: 131_056 },
      { reason: "throttled", retryAfterMs: 6_000, ofPerson: true },
    ],
    ["a wait that it names", { status: 429, retryAfterMs: 7_000 }, { reason: "throttled", retryAfterMs: 7_000 }],
    ["a bare 429", { status: 429 }, { reason: "throttled", retryAfterMs: 5_000 }],
    ["a closed window", { status: 400, code: 131_047 }, { reason: "window-closed" }],
    ["no answer", { cause: "ECONNRESET" }, { reason: "unreachable" }],
    ["a page of a proxy", { status: 502 }, { reason: "unreachable" }],
    ["a success that is none", { status: 200 }, { reason: "unreachable" }],
    ["its own fault", { status: 500, code: 131_000 }, { reason: "unreachable" }],
    ["an expired token", { status: 401, code: 190 }, { reason: "throttled", retryAfterMs: 60_000 }],
    ["a missing permission", { status: 403, code: 215 }, { reason: "throttled", retryAfterMs: 60_000 }],
    [
      "a template that is paused, which holds up nothing else",
      { status: 400, code: 132_015 },
      { reason: "throttled", retryAfterMs: 900_000, ofPerson: true, ofTemplate: true },
    ],
  ] as const)("%s", (_name, error, failure) => {
    expect(toSendFailure(error)).toEqual(failure);
  });

  it("says of a number that takes nothing that the chat is at fault", () => {
    expect(toSendFailure({ status: 400, code: 131_026 })).toMatchObject({ reason: "rejected", ofChat: true });
  });

  it.each([131_049, 131_050, 130_472, 132_000, 100, 999_999])(
    "code %i is for good, and is told by its meaning and its number",
    (code) => {
      expect(toSendFailure({ status: 400, code })).toEqual({
        reason: "rejected",
        detail: expect.stringContaining(`code ${code}`) as string,
      });
    },
  );

  it("what stops every message names what an operator must see to, and lets the message wait", () => {
    const operator = Object.values(codeMeanings).filter(({ alarm }) => alarm !== undefined);
    expect(operator.length).toBeGreaterThan(5);
    for (const { reason } of operator) expect(reason).toBe("throttled");
    expect(meaningOf({ status: 401 })).toMatchObject({ alarm: "token-expired" });
  });

  it("every wait is long enough to be of use, and no longer than a quarter of an hour", () => {
    for (const { reason, waitMs } of Object.values(codeMeanings))
      if (reason === "throttled") expect([waitMs! >= 1_000, waitMs! <= 900_000]).toEqual([true, true]);
  });
});
