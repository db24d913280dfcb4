import { Hono } from "hono";
import { pageHeaders } from "../../src/channels/simulator/guard";
import { createI18n } from "../../src/i18n";
import { createOfficePages } from "../../src/operations/office-page";
import { createOfficeApp } from "../../src/web/office/office-app";
import { memoryRepositories } from "./memory-repositories";
import { dinas } from "./office-town";
import { Town } from "./town";

/** The page of an office of three employees, who have not paid, and the town that it is in. */
export async function officeWeb(): Promise<{ town: Town; app: Hono; code: () => Promise<string> }> {
  const town = new Town(memoryRepositories());
  await dinas(town);
  const translator = createI18n();
  let drawn = 0;
  const app = createOfficeApp({
    pages: createOfficePages(town.deps, {
      randomBytes: (count) => {
        drawn += 1;
        return new Uint8Array(count).fill(drawn);
      },
      clock: () => town.now,
    }),
    headers: pageHeaders,
    words: (text, language) => translator.render(text, language),
  });
  const code = async (): Promise<string> => (await town.does("Retno", "open-office-page", {})).code ?? "";
  return { town, app: new Hono().route("/", app), code };
}
