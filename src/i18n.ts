import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInstance, type i18n } from "i18next";
import { DateTime } from "luxon";
import { type Language, spokenLanguages, wholeLanguageOf } from "./domain/messaging/contact";
import { remembered } from "./domain/shared/remembered";
import type { Text } from "./domain/shared/text";

/** Puts texts into words. Throws on a key that no locale has: that is a defect, which a static check finds first. */
export interface Translator {
  /** The words of `text` in `language`, or in the language that stands in for it; nested texts among the placeholders are rendered first. */
  render(text: Text, language: Language): string;
}

const localesFolder = join(__dirname, "..", "locales");
const intlLocale: Record<Language, string> = { id: "id-ID", en: "en-GB", jv: "id-ID" };
const zone = "Asia/Jakarta";

/** Reads every `locales/<language>/*.json` (flat objects) into one map of key to words. */
export function readLocale(language: Language, folder = localesFolder): Record<string, string> {
  const files = readdirSync(join(folder, language)).filter((name) => name.endsWith(".json"));
  const parts = files.map(
    (name) => JSON.parse(readFileSync(join(folder, language, name), "utf8")) as Record<string, string>,
  );
  return Object.assign({}, ...parts) as Record<string, string>;
}

/** Making a format costs far more than using it. */
const wholeNumbers = remembered((locale: string) => new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }));
const numbers = remembered((locale: string) => new Intl.NumberFormat(locale));

function formatRupiah(value: unknown, locale: string): string {
  return `Rp ${wholeNumbers(locale === "en-GB" ? "id-ID" : locale).format(Number(value))}`;
}

/** `2027-01` to "Januari 2027"; `2027-01-15` to "15 Januari 2027"; milliseconds to the day and time in Asia/Jakarta. */
function formatMoment(value: unknown, locale: string, format: string): string {
  if (typeof value === "number") return DateTime.fromMillis(value, { zone }).setLocale(locale).toFormat(format);
  return formatDay(String(value), locale, format);
}

/** The same few days and months stand in thousands of messages. */
const formatDay = remembered((iso: string, locale: string, format: string) =>
  DateTime.fromISO(iso, { zone }).setLocale(locale).toFormat(format),
);

function addFormats(instance: i18n): void {
  const add = (name: string, format: (value: unknown, locale: string) => string): void =>
    instance.services.formatter?.add(name, (value: unknown, language) =>
      format(value, intlLocale[(language ?? "id") as Language] ?? "id-ID"),
    );
  add("rupiah", formatRupiah);
  add("month", (value, locale) => formatMoment(value, locale, "LLLL yyyy"));
  add("date", (value, locale) => formatMoment(value, locale, "d LLLL yyyy"));
  add("weekday", (value, locale) => formatMoment(value, locale, "cccc, d LLLL yyyy"));
  add("time", (value, locale) => formatMoment(value, locale, "HH.mm"));
  add("number", (value, locale) => numbers(locale).format(Number(value)));
}

/** Loads all locales at once; a missing key or placeholder throws when it is rendered. */
export function createI18n(): Translator {
  const instance = createInstance();
  const resources = Object.fromEntries(
    spokenLanguages.map((language) => [language, { translation: readLocale(language) }]),
  );
  void instance.init({
    resources,
    lng: "id",
    fallbackLng: false,
    keySeparator: false,
    nsSeparator: false,
    initAsync: false,
    interpolation: { escapeValue: false },
    missingInterpolationHandler: (text: string, match: string[]) => {
      throw new Error(`a placeholder is not filled: ${match[0]} in a text of ${text.length} characters`);
    },
  });
  addFormats(instance);
  const keys = new Map(
    spokenLanguages.map((language) => [language, new Set(Object.keys(resources[language]?.translation ?? {}))]),
  );
  const has = (key: string, language: Language): boolean => keys.get(language)?.has(key) === true;
  return { render: (text, language) => renderText({ instance, has }, text, language) };
}

/** The loaded locales, and whether one has a key. */
interface Locales {
  readonly instance: i18n;
  readonly has: (key: string, language: Language) => boolean;
}

function renderText(locales: Locales, text: Text, language: Language): string {
  const spoken = locales.has(text.key, language) ? language : wholeLanguageOf(language);
  if (!locales.has(text.key, spoken)) throw new Error(`no text for the key "${text.key}" in "${language}"`);
  const params = Object.entries(text.params ?? {}).map(([name, value]) => [
    name,
    typeof value === "object" ? renderText(locales, value, language) : value,
  ]);
  return String(locales.instance.t(text.key, { ...Object.fromEntries(params), lng: spoken }));
}
