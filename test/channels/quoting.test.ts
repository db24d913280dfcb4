import { allowanceRules } from "../../src/delivery/allowance";
import type { InboundMessage } from "../../src/domain/messaging/message";
import { readLocale } from "../../src/i18n";
import type { Deps } from "../../src/operations/deps";
import { explainRule, type Rule } from "../../src/operations/rules";
import { openGraphTown } from "../support/graph-town";
import { openTelegramTown } from "../support/telegram-town";

const AT = "2026-11-23T09:00:00+07:00";
const rules = ["notice.rule.verified", "notice.rule.price"] as const;
type Who = Pick<InboundMessage, "channel" | "address" | "identifiers">;
const telegram: Who = { channel: "telegram", address: "501", identifiers: [{ kind: "telegram-user", value: "501" }] };
const waId = "6281200000501";
const cloud: Who = { channel: "whatsapp-cloud", address: waId, identifiers: [{ kind: "whatsapp-phone", value: waId }] };

const why = (rule: Rule): string => readLocale("id")[explainRule(rule)?.why.key ?? ""] ?? "no such words";

/** Tells a person one thing by each of the rules, the later one after the other. */
async function tell({ notify, repositories }: Deps, who: Who, after: () => Promise<unknown>): Promise<void> {
  const contact = await repositories.contacts.resolve({ ...who, now: Date.parse(AT) });
  for (const rule of rules) {
    await notify({ id: rule, contactId: contact.id, kind: "notice", rule, texts: [{ key: "engine.after" }] });
    await after();
  }
}

// What a person may hear in a second, which the tests of the sender hold, would only make everybody wait.
beforeEach(() => {
  for (const name of ["telegram", "whatsapp-cloud"] as const)
    jest.replaceProperty(allowanceRules, name, { perSecond: 1_000, perPerson: 1_000, personSeconds: 1 });
});
afterEach(() => jest.restoreAllMocks());

describe("KENAPA explains the automatic message that it quotes, otherwise the last one", () => {
  it("on Telegram", async () => {
    const town = await openTelegramTown(AT);
    try {
      const siti = town.server.user(501);
      await town.types(siti, "halo");
      await town.presses(siti, "Setuju");
      const before = siti.messages.length;
      await tell(town.service().deps, telegram, () => town.news(siti));
      const [first, second] = siti.messages.slice(before);
      const asks = (messageId?: number) =>
        town.hear(siti, (one) =>
          one.message({
            text: "kenapa",
            ...(messageId === undefined
              ? {}
              : { reply_to_message: { message_id: messageId, date: 1, chat: { id: 501 } } }),
          }),
        );
      expect(await asks(first?.messageId)).toContain(why(rules[0]));
      expect(await asks(second?.messageId)).toContain(why(rules[1]));
      expect(await asks(siti.messages[0]?.messageId)).toContain(why(rules[1]));
      expect(await asks()).toContain(why(rules[1]));
    } finally {
      await town.close();
    }
  });

  it("on the Cloud API", async () => {
    const town = await openGraphTown(AT);
    try {
      const siti = town.server.person({ waId });
      await town.types(siti, "halo");
      await town.presses(siti, "Setuju");
      const before = siti.messages.length;
      await tell(town.service().deps, cloud, () => town.news(siti));
      const [first, second] = siti.messages.slice(before);
      const asks = (context?: object) =>
        town.hear(siti, (one) =>
          one.message({ type: "text", text: { body: "kenapa" }, ...(context ? { context } : {}) }),
        );
      expect(await asks({ from: "15550783881", id: first?.id })).toContain(why(rules[0]));
      expect(await asks({ from: "15550783881", id: second?.id })).toContain(why(rules[1]));
      expect(await asks({ forwarded: true })).toContain(why(rules[1]));
      expect(await asks()).toContain(why(rules[1]));
    } finally {
      await town.close();
    }
  });
});
