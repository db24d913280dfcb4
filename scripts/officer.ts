import { randomBytes } from "node:crypto";
import { parseArgs } from "node:util";
import { type Area, type Officer, type OfficerRole, officerRoles } from "../src/domain/officer/officer";
import { endOfficer, standingOf } from "../src/operations/officer-admin";
import { inviteOfficer } from "../src/operations/officer-effects";
import { createPagePasses } from "../src/operations/page-passes";
import type { Storage } from "../src/storage/open-storage";
import { areaOf, nameOfArea } from "./area";
import { open, readMoment } from "./open";
import { runScript } from "./run-script";

const usage = `npm run officer -- invite --name NAME [--role ROLE] [--area AREA]
npm run officer -- list
npm run officer -- end --id ID
npm run officer -- page-code

  invite  prints a one-time code, valid for 7 days, that the officer sends to the bot
  list    every officer: id, how she stands (active, invited or ended), role, area, name
  end     whoever has left sees and decides nothing from now on, and an open code no longer works
  page-code  prints a one-time code, valid for 10 minutes, for the page on which WhatsApp's phone is linked

  --role  verifier (default), who works in one area, or admin, who works in all of them
  --area  all (default), a kecamatan ("Ungaran Barat"), or a village with its kecamatan ("Duren, Bandungan")
  --id    as list prints it
  --now   counts the 7 days from this moment, for a chat whose clock is held
  --data  the store (./data)
`;

/** More officers than a regency has. */
const mostListed = 10_000;

function roleOf(text: string, area: Area): OfficerRole {
  const role = officerRoles.find((one) => one === text);
  if (!role) throw new Error(`The role is one of: ${officerRoles.join(", ")}.`);
  if (role === "admin" && area.type !== "all")
    throw new Error("An admin works in every area: leave --area out, or invite a verifier.");
  return role;
}

function lineOf(officer: Officer): string {
  return [officer.id, standingOf(officer), officer.role, nameOfArea(officer.area), officer.name].join("  ");
}

interface Switches {
  readonly name?: string | undefined;
  readonly role: string;
  readonly area: string;
  readonly id?: string | undefined;
  readonly now?: string | undefined;
}

/** What a command does once the storage is open; returns what it prints. */
type Command = (storage: Storage) => Promise<string>;

function invite(name: string, switches: Switches): Command {
  const area = areaOf(switches.area);
  const role = roleOf(switches.role, area);
  const now = switches.now === undefined ? Date.now() : readMoment(switches.now);
  return async ({ repositories, vault }) => {
    const of = { name, role, area, now, randomBytes: randomBytes(32) };
    return `${(await inviteOfficer({ repositories, ids: vault }, of)).code}\n`;
  };
}

function end(id: string): Command {
  return async ({ repositories, vault }) => {
    const outcome = await endOfficer({ repositories, ids: vault }, id, Date.now());
    if (outcome === "unknown-officer") throw new Error("No officer has that id. See npm run officer -- list.");
    return "ended\n";
  };
}

const list: Command = async ({ repositories }) => {
  const officers = await repositories.officers.list(mostListed);
  return officers.map((officer) => `${lineOf(officer)}\n`).join("");
};

const pageCode: Command = async ({ passes: store, vault }) =>
  `${await createPagePasses({ store, hash: vault.hash, randomBytes, clock: Date.now }).makeCode()}\n`;

/** The command with what it needs, or null where something is missing. */
function commandOf(name: string | undefined, switches: Switches): Command | null {
  if (name === "list") return list;
  if (name === "page-code") return pageCode;
  if (name === "invite" && switches.name) return invite(switches.name, switches);
  if (name === "end" && switches.id) return end(switches.id);
  return null;
}

async function officer(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      name: { type: "string" },
      role: { type: "string", default: "verifier" },
      area: { type: "string", default: "all" },
      id: { type: "string" },
      data: { type: "string" },
      now: { type: "string" },
      help: { type: "boolean" },
    },
  });
  const command = values.help ? null : commandOf(positionals[0], values);
  if (command === null) {
    process.stdout.write(usage);
    return values.help ? 0 : 2;
  }
  const { storage } = await open(values.data === undefined ? {} : { dataFolder: values.data });
  try {
    process.stdout.write(await command(storage));
    return 0;
  } finally {
    await storage.close();
  }
}

runScript(officer);
