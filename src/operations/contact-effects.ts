import { chatIdOf } from "../domain/messaging/endpoints";
import type { Act } from "./deps";
import { contactSubject, type EffectsOf, plainEffect } from "./effect";
import type { ContactChange } from "./repositories";

/** What a contact decides about itself: consent, language, silence. Set anew each time, so doing it again changes nothing. */
export const contactEffects: EffectsOf<
  "record-consent" | "set-language" | "opt-out" | "pause-reminders" | "set-blocked"
> = {
  "record-consent": plainEffect(async (act, consent) => {
    // Whoever agrees again, or for the first time, is not to be forgotten, in no chat.
    const { contacts } = act.deps.repositories;
    for (const { id } of await contacts.endpoints(act.contact.id)) await contacts.update(id, { forgetAt: null });
    return set(act, { consent, forgetAt: null }, { status: consent.status, textVersion: consent.textVersion });
  }),
  "set-language": plainEffect((act, { language }) => set(act, { language }, { language })),
  "opt-out": plainEffect((act, { on }) => set(act, { optedOutAt: on ? act.now : null }, { on: String(on) })),
  "pause-reminders": plainEffect((act, { until }) => set(act, { pausedUntil: until }, { until: until ?? 0 })),
  // One chat is blocked, not the person.
  "set-blocked": plainEffect(async (act, { blocked }) => {
    await act.deps.repositories.contacts.update(chatIdOf(act.contact), { blockedAt: blocked ? act.now : null });
    return { outcome: "done", subject: contactSubject(act), details: { blocked: String(blocked) } };
  }),
};

async function set(act: Act, fields: ContactChange, details: Readonly<Record<string, string | number>>) {
  await act.deps.repositories.contacts.update(act.contact.id, fields);
  return { outcome: "done" as const, subject: contactSubject(act), details };
}
