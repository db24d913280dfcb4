import { defineFlow } from "../flow";
import type { Entry } from "../house";

/** Which consent text is shown; raised when its meaning changes, so that it is asked again. */
export const consentTextVersion = 2;

interface Welcome {
  /** What the person came for, which follows once the welcome is over. */
  wanted: Entry;
  agreed: "yes" | "no" | "more";
}

/** Who we are in two short messages, and the consent to keep data (UU 27/2022 Ps. 20-22, F10.04-F10.06). */
export const welcome = defineFlow<Welcome>()({
  id: "welcome",
  title: { key: "welcome.title" },
  version: 1,
  start: "who",
  steps: {
    who: { type: "say", say: () => [{ key: "welcome.who" }], next: "consent" },
    consent: {
      type: "choose",
      key: "agreed",
      prompt: () => [{ key: "welcome.consent" }],
      options: () => [
        {
          value: "yes",
          label: { key: "welcome.agree" },
          synonyms: ["ya", "setuju", "nggih", "inggih", "ok", "oke", "boleh", "yes"],
          next: "agree",
        },
        {
          value: "no",
          label: { key: "welcome.disagree" },
          synonyms: ["tidak", "ndak", "mboten", "ora", "no"],
          next: "decline",
        },
        { value: "more", label: { key: "welcome.more" }, synonyms: ["jelaskan", "lengkap", "detail"], next: "explain" },
      ],
      why: { key: "welcome.why" },
      help: { key: "welcome.help" },
    },
    explain: { type: "say", say: () => [{ key: "welcome.explain" }], next: "consent" },
    agree: {
      type: "act",
      run: (_given, context) => {
        context.perform("record-consent", {
          status: "given",
          textVersion: consentTextVersion,
          at: context.now,
          messageId: context.messageId,
        });
        return { next: "agreed" };
      },
    },
    decline: {
      type: "act",
      run: (_given, context) => {
        context.perform("record-consent", {
          status: "declined",
          textVersion: consentTextVersion,
          at: context.now,
          messageId: context.messageId,
        });
        return { next: "declined" };
      },
    },
    agreed: {
      type: "finish",
      say: () => [{ key: "welcome.agreed" }],
      outcome: "completed",
      follow: ({ wanted }) => wanted ?? { flow: "menu" },
    },
    declined: { type: "finish", say: () => [{ key: "welcome.declined" }], outcome: "declined" },
  },
});
