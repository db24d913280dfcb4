import { randomBytes } from "node:crypto";
import { parseArgs } from "node:util";
import type { Area, OfficerRole } from "../src/domain/officer/officer";
import { findDistricts, findVillages } from "../src/domain/shared/region";
import { inviteOfficer } from "../src/operations/officer-effects";
import { open, readMoment, runScript } from "./open";

const usage = `npm run officer -- invite --name NAME [--role verifier|admin] [--area AREA]

Prints a one-time code, valid for 7 days, that the officer sends to the bot.
  --role  verifier (default) or admin
  --now   counts the 7 days from this moment, for a chat whose clock is held
  --area  all (default), a kecamatan ("Ungaran Barat"), or a village with its kecamatan ("Duren, Bandungan")
`;

function areaOf(text: string): Area {
  if (text === "all") return { type: "all" };
  const [district, ...otherDistricts] = findDistricts(text);
  if (district && otherDistricts.length === 0 && !text.includes(","))
    return { type: "district", districtCode: district.code };
  const [village, ...otherVillages] = findVillages(text);
  if (village && otherVillages.length === 0)
    return { type: "village", districtCode: village.district.code, villageId: village.id };
  throw new Error('The area was not found, or there are several. Write "all", a kecamatan, or "village, kecamatan".');
}

function roleOf(text: string): OfficerRole {
  if (text === "verifier" || text === "admin") return text;
  throw new Error("The role is verifier or admin.");
}

async function officer(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      name: { type: "string" },
      role: { type: "string", default: "verifier" },
      area: { type: "string", default: "all" },
      data: { type: "string" },
      now: { type: "string" },
      help: { type: "boolean" },
    },
  });
  if (values.help || positionals[0] !== "invite" || !values.name) {
    process.stdout.write(usage);
    return values.help ? 0 : 2;
  }
  const role = roleOf(values.role);
  const area = areaOf(values.area);
  const { storage } = await open(values.data === undefined ? {} : { dataFolder: values.data });
  try {
    const deps = { repositories: storage.repositories, ids: storage.vault, notify: async () => undefined };
    const { code } = await inviteOfficer(deps, {
      name: values.name,
      role,
      area,
      now: values.now === undefined ? Date.now() : readMoment(values.now),
      randomBytes: randomBytes(32),
    });
    process.stdout.write(`${code}\n`);
    return 0;
  } finally {
    await storage.close();
  }
}

runScript(officer);
