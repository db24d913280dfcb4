import { addWithRule } from "../../src/delivery/ruled-outbox";
import { languages } from "../../src/domain/messaging/contact";
import { readLocale } from "../../src/i18n";
import { allRules, explainRule } from "../../src/operations/rules";
import { openTown } from "../support/chat";

describe("the rules of automatic messages", () => {
  it.each(languages)("each say why a message came and how to get no more of them: %s", (language) => {
    const words = readLocale(language);
    for (const rule of allRules) {
      const explained = explainRule(rule);
      expect(words[explained?.why.key ?? ""]).toMatch(/^(Karena|Because) .*\.$/su);
      expect(words[explained?.stop.key ?? ""]).toMatch(/\.$/u);
    }
  });

  it("answer KENAPA with the reason of the last message and the way to stop it", async () => {
    const town = openTown();
    const person = town.person("Marni");
    await person.says("halo");
    expect(await person.saysAll("menu", "kenapa")).toContain("Belum ada pesan otomatis");
    const contactId = (await person.contact()).id;
    for (const rule of allRules) {
      town.notices.push({ contactId, text: "news", rule });
      const said = await person.says("kenapa");
      const words = readLocale("id");
      const { why, stop } = explainRule(rule)!;
      expect(said).toContain(words[why.key]);
      expect(said).toContain(words[stop.key]);
    }
  });
});

describe("the outbox", () => {
  const entry = {
    id: "1",
    contactId: "c",
    channel: "simulator",
    content: { type: "knock" },
    notBefore: 0,
    createdAt: 0,
  };
  const taken: string[] = [];
  const { add } = addWithRule({ add: async (entries) => taken.push(...entries.map(({ id }) => id)) });
  beforeEach(() => taken.splice(0));

  it.each(["answer", "urgent", "notice", "reminder", "nudge", "broadcast"] as const)(
    "takes no %s without a registered rule",
    async (kind) => {
      for (const stray of [{}, { rule: "toString" }, { rule: "notice.rule.unknown" }])
        await expect(add([{ ...entry, kind, ...stray } as never])).rejects.toThrow("no registered rule");
      expect(taken).toEqual([]);
      await add([{ ...entry, kind, rule: "reminder.rule" } as never]);
      expect(taken).toEqual(["1"]);
    },
  );

  it("takes a reply, which answers a question, without one", async () => {
    await add([{ ...entry, kind: "reply" } as never]);
    expect(taken).toEqual(["1"]);
  });
});
