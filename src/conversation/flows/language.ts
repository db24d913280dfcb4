import { type Language, spokenLanguages } from "../../domain/messaging/contact";
import { defineFlow } from "../flow";
import { oneOf } from "./common";

const synonyms: Readonly<Record<Language, readonly string[]>> = {
  id: ["indonesia", "bahasa", "bahasa indonesia", "indonesian"],
  en: ["inggris", "english", "bahasa inggris"],
  jv: ["jawa", "basa jawa", "boso jowo", "bahasa jawa", "javanese", "krama"],
};

/** BAHASA: in which language we answer. Asked in both, so that either can be read. */
export const language = defineFlow<{ language: Language }>()({
  id: "language",
  title: { key: "errand.language.title" },
  version: 1,
  start: "choose",
  errand: true,
  steps: {
    choose: {
      type: "choose",
      key: "language",
      prompt: () => [{ key: "errand.language" }],
      options: () =>
        spokenLanguages.map((value) => ({
          value,
          label: { key: `errand.language.${value}` },
          synonyms: synonyms[value],
        })),
      next: "set",
    },
    set: {
      type: "act",
      run: ({ language: chosen }, context) => {
        context.perform("set-language", { language: oneOf(chosen, spokenLanguages, "id") });
        return { next: "done" };
      },
    },
    done: { type: "finish", say: () => [{ key: "errand.language.done" }], outcome: "completed" },
  },
});
