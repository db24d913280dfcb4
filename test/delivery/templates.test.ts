import { allTemplates, templateMessage, templateNames } from "../../src/delivery/templates";
import { languages } from "../../src/domain/messaging/contact";
import { createI18n } from "../../src/i18n";

const translator = createI18n();
const words = (...[text, language]: Parameters<typeof translator.render>) => translator.render(text, language);
const all = allTemplates(words);
const gapsOf = (text: string): string[] => [...text.matchAll(/\{\{(.*?)\}\}/gu)].map(([, name = ""]) => name);

describe("the templates", () => {
  it("exist in every language, each name once", () => {
    expect(all.map(({ name, language }) => `${name} ${language}`)).toEqual(
      templateNames.flatMap((name) => languages.map((language) => `${name} ${language}`)),
    );
  });

  it.each(all.map((one) => [`${one.name} (${one.language})`, one] as const))(
    "keep the platform's rules: %s",
    (_, one) => {
      const { name, category, body, examples, footer, buttons } = one;
      expect(name).toMatch(/^[a-z0-9_]{1,512}$/u);
      expect(category).toBe("UTILITY");
      expect(body.length).toBeLessThanOrEqual(1024);
      expect(body).not.toMatch(/^\W*\{\{|\}\}\W*$/u);
      expect(body).not.toMatch(/\}\}\s*\{\{|\t|\n{3}| {2}/u);
      expect(gapsOf(body)).toEqual(examples.map((_example, index) => `${index + 1}`));
      // The platform wants more words than gaps; at least three for each is safe.
      expect(body.split(/\s+/u).length).toBeGreaterThan(3 * examples.length);
      expect(examples.filter((example) => /^\s*$|\n|\{\{/u.test(example))).toEqual([]);
      expect(footer.length).toBeLessThanOrEqual(60);
      expect([...gapsOf(footer), ...buttons.flatMap(gapsOf)]).toEqual([]);
      expect(buttons.length).toBeLessThanOrEqual(10);
      expect(buttons.filter((button) => button.length === 0 || button.length > 25)).toEqual([]);
      expect(new Set(buttons).size).toBe(buttons.length);
    },
  );

  it("have the same gaps and buttons in every language", () => {
    for (const name of templateNames) {
      const forms = all.filter((one) => one.name === name).map(({ body, buttons }) => [gapsOf(body), buttons.length]);
      expect(new Set(forms.map((form) => JSON.stringify(form))).size).toBe(1);
    }
  });

  it("promise nothing and advertise nothing: such words would make them marketing", () => {
    expect(all.filter(({ body }) => /gratis|promo|hadiah|diskon|bonus|free|offer|discount|!/iu.test(body))).toEqual([]);
  });

  it("names in a warning what is lost by three unpaid months, and promises nothing of what may be covered before", () => {
    const warnings = all.filter(({ name }) => name === "lapse_warning").map(({ body }) => body);
    expect(warnings[0]).toContain("biaya kecelakaan kerja dan santunan kematian tidak bisa diklaim");
    expect(warnings[1]).toContain("the costs of a work accident and the death benefit cannot be claimed");
    expect(warnings.filter((body) => /masih ditanggung|still covered/u.test(body))).toEqual([]);
  });

  it("names in the countdown too what is lost, what one payment saves, and that nobody can promise what is covered before", () => {
    const countdowns = all.filter(({ name }) => name.endsWith("countdown"));
    expect(countdowns).toHaveLength(2 * languages.length);
    for (const { body, language } of countdowns) {
      expect(body).toContain(words({ key: "reminder.lapse.saves" }, language));
      expect(body).toMatch(/biaya kecelakaan kerja dan santunan kematian tidak bisa diklaim|cannot be claimed/u);
    }
  });

  it("say as a text what they say as a template", () => {
    const params = [
      { key: "templates.month", params: { period: "2026-12" } },
      { key: "templates.amount", params: { amount: 16_800 } },
      { key: "templates.day", params: { day: "2026-12-15" } },
    ];
    const { text, template } = templateMessage("reminder", params, "id", words);
    expect(template?.params).toEqual(["Desember 2026", "Rp 16.800", "15 Desember 2026"]);
    const submitted = all.find(({ name, language }) => name === "reminder" && language === "id");
    const filled = template?.params.reduce(
      (body, param, index) => body.replace(`{{${index + 1}}}`, param),
      submitted?.body ?? "",
    );
    expect(text).toBe(filled);
    expect(template?.buttons).toHaveLength(submitted?.buttons.length ?? 0);
  });
});
