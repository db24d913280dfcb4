import { house } from "../../src/conversation/flows";
import { freshState, type SessionState } from "../../src/conversation/session";
import { takeTurn } from "../../src/conversation/take-turn";
import { createKnowledge } from "../../src/knowledge";

const knowledge = { ...createKnowledge(), rephrases: true as const };
const now = Date.parse("2026-11-23T09:00:00+07:00");
const consent = { status: "given", textVersion: 99, at: 1, messageId: "m" } as const;
const contact = { id: "c", channel: "simulator", address: "c", language: "id", consent } as const;
const state: SessionState = { ...freshState, promptId: 1 };

/** What is looked up and said, with every look-up answered by `said`. */
function take(typed: string, said: string | null, rephrases = true) {
  const results = new Map<string, unknown>();
  const looked: { name: string; input: unknown }[] = [];
  for (;;) {
    const taken = takeTurn(
      house,
      state,
      { type: "text", text: typed },
      {
        now,
        contact,
        messageId: "m",
        knowledge: rephrases ? knowledge : createKnowledge(),
        words: ({ key }) => key,
        results,
      },
    );
    if (taken.type === "turn")
      return { looked, keys: taken.turn.bubbles.flatMap(({ texts }) => texts.map(({ key }) => key)) };
    looked.push(taken.request);
    const empty = { workers: [], pledges: [], proofs: [] };
    results.set(taken.request.key, taken.request.name === "rephrased" ? said : empty);
  }
}

const wasAsked = (looked: readonly { name: string }[]) => looked.some(({ name }) => name === "rephrased");

describe("an answer in other words", () => {
  it("stands for the plain one, with its basis as ever, and the question goes without a name", () => {
    const { looked, keys } = take("nama saya Sumarni 081234567890, santunan kematian berapa?", "Begini.");
    expect(keys).toContain("layout.plain");
    expect(keys.some((key) => key.startsWith("knowledge.basis"))).toBe(true);
    expect(keys).not.toContain("knowledge.jkm.amount.answer");
    const sent = JSON.stringify(looked.find(({ name }) => name === "rephrased"));
    expect(sent).not.toMatch(/Sumarni|0812/);
  });

  it("is left out where it failed", () => {
    expect(take("santunan kematian berapa?", null).keys).toContain("knowledge.jkm.amount.answer");
  });

  it.each(["bapak saya meninggal", "kecelakaan", "batas waktu klaim kematian kapan?", "cacat total dapat berapa?"])(
    "is not asked for in need, or where something is uncertain: %j",
    (typed) => expect(wasAsked(take(typed, "Begini.").looked)).toBe(false),
  );

  it("is not asked for where nothing leaves the house", () => {
    expect(wasAsked(take("santunan kematian berapa?", "Begini.", false).looked)).toBe(false);
  });
});
