import { defineFlow, type FlowContext } from "../flow";
import type { Entry } from "../house";

/**
 * Which consent text is shown. Raised when its meaning changes, so that whoever agreed to an older one is asked again; what
 * changed since then is said by `welcome.changed`, which has to be written anew with it.
 */
export const consentTextVersion = 2;

interface Welcome {
  /** What the person came for, which follows once the welcome is over. */
  wanted: Entry;
  agreed: "yes" | "no" | "more";
}

/** Whether somebody agreed before, to a text that has changed since. */
const agreedBefore = (context: FlowContext): boolean => context.contact.consent?.status === "given";

/** Who we are in two short messages, and the consent to keep data (UU 27/2022 Ps. 20-22, F10.04-F10.06). */
export const welcome = defineFlow<Welcome>()({
  id: "welcome",
  title: { key: "welcome.title" },
  version: 1,
  consentText: consentTextVersion,
  start: "who",
  steps: {
    who: {
      type: "say",
      say: (_given, context) => [{ key: agreedBefore(context) ? "welcome.changed" : "welcome.who" }],
      next: "consent",
    },
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
        // A no to the new text takes nothing back: withdrawing has its own way, which tells what it ends.
        if (agreedBefore(context)) return { next: "kept" };
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
    kept: { type: "finish", say: () => [{ key: "welcome.kept" }], outcome: "declined" },
    declined: { type: "finish", say: () => [{ key: "welcome.declined" }], outcome: "declined" },
  },
});
