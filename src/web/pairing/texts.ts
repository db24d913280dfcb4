import type { Language } from "../../domain/messaging/contact";
import type { Translator } from "../../i18n";
import type { SayIn } from "./pairing-page";

/** Every text of the pairing page, by its short name. */
const texts = {
  title: "whatsapp-web.page.title",
  name: "whatsapp-web.page.name",
  starting: "whatsapp-web.page.starting",
  ready: "whatsapp-web.page.ready",
  disconnected: "whatsapp-web.page.disconnected",
  stopped: "whatsapp-web.page.stopped",
  pairing: "whatsapp-web.page.pairing",
  preparing: "whatsapp-web.page.preparing",
  "step.open": "whatsapp-web.page.step.open",
  "step.menu": "whatsapp-web.page.step.menu",
  "step.devices": "whatsapp-web.page.step.devices",
  "step.scan": "whatsapp-web.page.step.scan",
  "step.type": "whatsapp-web.page.step.type",
  "step.wait": "whatsapp-web.page.step.wait",
  picture: "whatsapp-web.page.picture",
  secret: "whatsapp-web.page.secret",
  "no-script": "whatsapp-web.page.no-script",
  "code.title": "whatsapp-web.page.code.title",
  "code.why": "whatsapp-web.page.code.why",
  "code.label": "whatsapp-web.page.code.label",
  "code.open": "whatsapp-web.page.code.open",
  "code.wrong": "whatsapp-web.page.code.wrong",
  "code.slow": "whatsapp-web.page.code.slow",
  "code.again": "whatsapp-web.page.code.again",
  "code.sent": "whatsapp-web.page.code.sent",
} as const;

/** The texts of the pairing page, by their short names. */
export type PairingTexts = typeof texts;

/** Puts the page's texts into words. */
export function pairingWords(translator: Translator): SayIn {
  return (language: Language) => (name) => translator.render({ key: texts[name] }, language);
}
