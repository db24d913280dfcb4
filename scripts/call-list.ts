import { chmodSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { type Language, languages } from "../src/domain/messaging/contact";
import { createI18n } from "../src/i18n";
import { callList } from "../src/operations/call-list";
import { areaOf } from "./area";
import { callListCsv } from "./call-list/csv";
import { callListPage } from "./call-list/page";
import { open, readMoment } from "./open";
import { runScript } from "./run-script";

const usage = `npm run call-list -- [--area AREA] [--out FILE] [--csv] [--language LANGUAGE] [--now MOMENT] [--data DIR]

Prints whom no chat reaches any more, with the number to call: a page for A4 paper, ordered by kecamatan and village.
Whoever said STOP is not on it, and whoever writes again is off it by that. The list names people: keep it safe.
  --area      all (default), a kecamatan ("Ungaran Barat"), or a village with its kecamatan ("Duren, Bandungan")
  --out       into this file, which only its owner may read; without it, to standard output
  --csv       a table for a spreadsheet instead of a page
  --language  ${languages.join(" or ")}
  --now       the moment that is printed on it (now)
  --data      the store (./data)
`;

function languageOf(text: string): Language {
  const language = languages.find((one) => one === text);
  if (!language) throw new Error(`The language is one of: ${languages.join(", ")}.`);
  return language;
}

/** Readable by its owner only, also where the file was there before. */
function writePrivately(file: string, text: string): void {
  writeFileSync(file, "", { mode: 0o600 });
  chmodSync(file, 0o600);
  writeFileSync(file, text);
}

async function printCallList(): Promise<number> {
  const { values } = parseArgs({
    options: {
      area: { type: "string", default: "all" },
      out: { type: "string" },
      csv: { type: "boolean" },
      language: { type: "string", default: "id" },
      now: { type: "string" },
      data: { type: "string" },
      help: { type: "boolean" },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const area = areaOf(values.area);
  const language = languageOf(values.language);
  const at = values.now === undefined ? Date.now() : readMoment(values.now);
  const { storage } = await open(values.data === undefined ? {} : { dataFolder: values.data });
  try {
    const calls = await callList(storage, area);
    const translator = createI18n();
    const words = (key: string, params: Readonly<Record<string, string | number>> = {}): string =>
      translator.render({ key, params }, language);
    const text = values.csv ? callListCsv(calls, words) : callListPage(calls, { words, language, at });
    if (values.out === undefined) process.stdout.write(text);
    else writePrivately(values.out, text);
    return 0;
  } finally {
    await storage.close();
  }
}

runScript(printCallList);
