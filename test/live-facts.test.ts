import type { KnowledgeReply } from "../src/knowledge";
import type { FactMark, FactMarkRepository } from "../src/knowledge/fact-marks";
import { type LiveFacts, wireFacts } from "../src/live-facts";
import { marksInMemory } from "./support/fact-town";
import { memoryRepositories } from "./support/memory-repositories";
import { silentLogger } from "./support/storage";
import { Town } from "./support/town";
import { waitFor } from "./support/wait-for";

const now = Date.parse("2026-12-02T12:00:00+07:00");
const said = { factId: "F4.07", by: "officer-1", on: "2026-12-01", at: 0 };
const corrected: FactMark = { ...said, id: "a", kind: "corrected", values: { days: { days: 5 } } };
const expired: FactMark = { ...said, id: "b", kind: "expired", until: "2026-12-01" };

const wired: LiveFacts[] = [];
afterEach(async () => {
  for (const one of wired.splice(0)) await one.stop();
});

function openFacts(factMarks: FactMarkRepository, town = new Town(memoryRepositories())) {
  const facts = wireFacts({
    ...{ storage: { factMarks }, deps: () => town.deps, logger: silentLogger },
    ...{ clock: () => now, refreshMs: 5 },
  });
  wired.push(facts);
  const answers = (): KnowledgeReply => facts.knowledge.answerTopic("jkm.payout-time", now);
  return { facts, town, answers, figures: () => JSON.stringify(answers()) };
}

describe("the facts of a running service", () => {
  it("are those of the release until it has started, then those of the officers", async () => {
    const { facts, figures } = openFacts(marksInMemory(corrected));
    expect(figures()).toContain('"days":3');
    await facts.start();
    expect(figures()).toContain('"days":5');
  });

  it("follow what another process has marked", async () => {
    const marks = marksInMemory();
    const [here, there] = [openFacts(marks), openFacts(marks)];
    await here.facts.start();
    await there.facts.desk.mark(
      { ...said, id: "a" },
      { kind: "corrected", figure: { name: "days", unit: "days", value: 5 }, from: "2026-12-02", source: "cabang" },
    );
    expect(there.figures()).toContain('"days":5');
    await waitFor("the other mark", () => here.figures().includes('"days":5'));
  });

  it("stay as they are while the marks cannot be read", async () => {
    const marks = marksInMemory(corrected);
    let reads = 0;
    const broken: FactMarkRepository = {
      ...marks,
      all: async () => {
        reads += 1;
        if (reads > 1) throw new Error("the database is gone");
        return marks.all();
      },
    };
    const { facts, figures } = openFacts(broken);
    await facts.start();
    await waitFor("some more reads", () => reads > 3);
    expect(figures()).toContain('"days":5');
  });

  it("raise one alarm a day for a withheld answer, however often it is asked, and in however many processes", async () => {
    const marks = marksInMemory(expired);
    const town = new Town(memoryRepositories());
    const both = [openFacts(marks, town), openFacts(marks, town)];
    for (const one of both) {
      await one.facts.start();
      expect(one.answers().reaction).toBe("withheld");
      expect(one.answers().reaction).toBe("withheld");
    }
    for (const one of both) await one.facts.stop();
    const tasks = await town.repositories.tasks.open({ type: "all" }, 10);
    expect(tasks).toMatchObject([{ kind: "fact-withheld", text: "F4.07" }]);
  });

  it("raise none for an answer that is given", async () => {
    const { facts, town, answers } = openFacts(marksInMemory());
    await facts.start();
    expect(answers().reaction).toBe("answer");
    await facts.stop();
    expect(await town.repositories.tasks.open({ type: "all" }, 10)).toEqual([]);
  });
});
