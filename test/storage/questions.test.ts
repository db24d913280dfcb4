import type { AskedQuestion, TopicDraft } from "../../src/domain/officer/asked-question";
import { suiteRepositories } from "../support/storage";
import { unique } from "../support/stored-values";

const repositories = suiteRepositories();

const question = (fields: Partial<AskedQuestion> = {}): AskedQuestion => ({
  id: unique("question"),
  revision: 0,
  reason: "unanswered",
  text: "kapan [nama] datang?",
  status: "open",
  createdAt: 1,
  ...fields,
});

describe("questions that were not settled", () => {
  it("are kept once under their id, come back as they were, and are listed oldest first while they are open", async () => {
    const [late, early] = [question({ createdAt: 20, topic: "jkm.amount" }), question({ createdAt: 10 })];
    for (const one of [late, early, early]) await repositories.questions.add(one);
    expect(await repositories.questions.open(10)).toEqual([early, late]);
    expect(await repositories.questions.open(1, [early.id])).toEqual([late]);
    const saved = await repositories.questions.save({ ...early, status: "answered", settledBy: "act" });
    expect(saved).toMatchObject({ ok: true });
    expect(await repositories.questions.find(early.id)).toEqual({
      ...early,
      revision: 1,
      status: "answered",
      settledBy: "act",
    });
    expect(await repositories.questions.save(early)).toEqual({ ok: false, error: "changed-meanwhile" });
    expect(await repositories.questions.open(10)).toEqual([late]);
  });

  it("follow the contact that wants an answer, and go with it", async () => {
    const [from, to] = [unique("contact"), unique("contact")];
    const wanted = question({ contactId: from });
    await repositories.questions.add(wanted);
    await repositories.questions.moveContact(from, to);
    expect((await repositories.questions.find(wanted.id))?.contactId).toBe(to);
    await repositories.questions.removeByContact(to);
    expect(await repositories.questions.find(wanted.id)).toBeNull();
  });
});

describe("drafts of topics", () => {
  it("are kept once, listed oldest first, and removed by their id", async () => {
    const draft: TopicDraft = {
      ...{ id: unique("draft"), revision: 0, questions: ["apa itu?"], answer: "Begini.", basis: "" },
      ...{ topic: "jkm.amount", officerId: "officer", createdAt: 5 },
    };
    const older = { ...draft, id: unique("draft"), createdAt: 4 };
    for (const one of [draft, older, older]) await repositories.topicDrafts.add(one);
    expect(await repositories.topicDrafts.list(10)).toEqual([older, draft]);
    expect(await repositories.topicDrafts.remove(older.id)).toBe(true);
    expect(await repositories.topicDrafts.remove(older.id)).toBe(false);
    expect(await repositories.topicDrafts.list(10)).toEqual([draft]);
  });
});
