import { languages } from "../../src/domain/messaging/contact";
import { createI18n, readLocale } from "../../src/i18n";

/** A value that fits each format that a text may ask for; a text's own placeholder has none. */
const fitting: Readonly<Record<string, string | number>> = {
  rupiah: 1234567,
  number: 1234567,
  month: "2027-01",
  date: "2027-01-15",
  weekday: "2027-01-15",
  time: Date.UTC(2027, 0, 15),
};
const translator = createI18n();

describe.each(languages)("the texts in %s", (language) => {
  const locale = Object.entries(readLocale(language));

  it("can all be said, with every placeholder filled and every format known", () => {
    for (const [key, words] of locale) {
      const placeholders = [...words.matchAll(/\{\{([^}]*)\}\}/gu)].map(([, inner = ""]) => inner.split(","));
      const params = Object.fromEntries(
        placeholders.map(([name = "", format]) => [name.trim(), format ? fitting[format.trim()] : "#"]),
      );
      expect([key, Object.values(params).includes(undefined)]).toEqual([key, false]);
      const said = translator.render({ key, params: params as Record<string, string | number> }, language);
      expect([key, said.match(/\{\{|\}\}|\$t\(|undefined|NaN|Invalid/u)]).toEqual([key, null]);
    }
  });

  it.each(Object.entries(fitting))("format a value as %s, not as it is stored", (format, value) => {
    const used = locale.find(([, words]) => new RegExp(`^[^{]*\\{\\{\\w+, ${format}\\}\\}[^{]*$`, "u").test(words));
    if (used === undefined) return;
    const [key, words] = used;
    const name = /\{\{(\w+)/u.exec(words)?.[1] ?? "";
    expect(translator.render({ key, params: { [name]: value } }, language)).not.toContain(String(value));
  });

  it("hold no text that is empty or ends with a blank", () => {
    expect(locale.filter(([, words]) => words === "" || words !== words.trimEnd()).map(([key]) => key)).toEqual([]);
  });
});
