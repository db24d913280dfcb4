import { join } from "node:path";
import { parseArgs } from "node:util";
import { readLocales } from "./locale-check/locales";
import { runScript } from "./run-script";

const usage = `npm run native-review -- [--language LANGUAGE]

Lists the texts that nobody who speaks the language from home has read yet, each below what it says in Indonesian, and at the
end how many. Mend them in locales/<language>; once all is read, set needsNativeReader to false in locales/partial.json.
  --language  jv (default)
`;

async function review(): Promise<number> {
  const { values } = parseArgs({ options: { language: { type: "string", default: "jv" }, help: { type: "boolean" } } });
  const { languages, partial } = readLocales(join(__dirname, "..", "locales"));
  const words = languages.get(values.language);
  const of = partial[values.language];
  if (values.help || words === undefined || of === undefined) {
    process.stdout.write(usage);
    return values.help ? 0 : 2;
  }
  const unread = of.needsNativeReader ? [...words] : [];
  const indonesian = languages.get("id");
  const lines = unread.map(
    ([key, text]) => `${key}\n  id: ${indonesian?.get(key) ?? ""}\n  ${values.language}: ${text}\n`,
  );
  process.stdout.write(`${lines.join("\n")}\n${unread.length} of ${words.size} texts need a native reader\n`);
  return 0;
}

runScript(review);
