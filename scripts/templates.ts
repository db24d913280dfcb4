import { parseArgs } from "node:util";
import { GraphClient, type GraphError } from "../src/channels/whatsapp-cloud/client";
import { meaningOf, remedyOf } from "../src/channels/whatsapp-cloud/failures";
import {
  listTemplates,
  standingOf,
  submitTemplate,
  type TemplateStanding,
  toSubmission,
} from "../src/channels/whatsapp-cloud/templates-api";
import { loadConfig, readEnvironment, type WhatsAppCloudConfig } from "../src/config";
import { allTemplates, type TemplateText } from "../src/delivery/templates";
import { createI18n } from "../src/i18n";
import { runScript } from "./run-script";

const usage = `npm run templates -- [--check] [--submit]

Prints the templates of the WhatsApp Cloud API as they are submitted: JSON for each template and language. Where
WHATSAPP_CLOUD_ACCESS_TOKEN is set it then looks how they stand there, and ends with code 1 if one is not as it should be.
  --check    only how they stand
  --submit   submits those that are missing first
`;
const timeoutMs = 20_000;

/** What an operator does about a standing; nothing where all is well. */
function adviceOf(standing: TemplateStanding): string {
  switch (standing.state) {
    case "approved":
      return "approved";
    case "pending":
      return "in review at WhatsApp: wait, it takes up to a day";
    case "missing":
      return "missing: npm run templates -- --submit";
    case "refused":
      return `${standing.status}${standing.reason ? ` (${standing.reason})` : ""}: see WhatsApp Manager, change the text or appeal`;
    case "category":
      return `its category is ${standing.category}, not UTILITY: it costs more and may be held back; ask for a review in WhatsApp Manager`;
    case "different":
      return `its ${standing.part} differs from ours: edit it in WhatsApp Manager, or delete it there and submit it again`;
  }
}

function explain(error: GraphError): Error {
  const { meaning, alarm } = meaningOf(error);
  const numbers = [error.status, error.code, error.cause].filter((one) => one !== undefined).join(", ");
  const remedy = alarm
    ? remedyOf(alarm)
    : "check WHATSAPP_CLOUD_ACCOUNT_ID, that the token has whatsapp_business_management, and the connection";
  return new Error(`WhatsApp did not answer as hoped: ${meaning} (${numbers}). Please ${remedy}.`);
}

async function submitMissing(client: GraphClient, accountId: string, ours: readonly TemplateText[]): Promise<void> {
  const known = await listTemplates(client, accountId);
  if (!known.ok) throw explain(known.error);
  for (const template of ours) {
    if (standingOf(template, known.value).state !== "missing") continue;
    const submitted = await submitTemplate(client, accountId, template);
    if (!submitted.ok) throw explain(submitted.error);
    process.stdout.write(`submitted ${template.name} (${template.language}): ${submitted.value}\n`);
  }
}

async function check(client: GraphClient, accountId: string, ours: readonly TemplateText[]): Promise<number> {
  const known = await listTemplates(client, accountId);
  if (!known.ok) throw explain(known.error);
  const standings = ours.map((template) => ({ template, standing: standingOf(template, known.value) }));
  for (const { template, standing } of standings)
    process.stdout.write(`${template.name} (${template.language}): ${adviceOf(standing)}\n`);
  return standings.every(({ standing }) => standing.state === "approved") ? 0 : 1;
}

function clientOf({ apiRoot, apiVersion, accessToken }: WhatsAppCloudConfig): GraphClient {
  return new GraphClient({ root: apiRoot, version: apiVersion, accessToken, timeoutMs });
}

async function templates(): Promise<number> {
  const options = { check: { type: "boolean" }, submit: { type: "boolean" }, help: { type: "boolean" } } as const;
  const { values } = parseArgs({ options });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const config = loadConfig(readEnvironment(process.env));
  if (!config.ok) throw new Error(config.error);
  const translator = createI18n();
  const ours = allTemplates((text, language) => translator.render(text, language));
  const isPrinting = !values.check && !values.submit;
  if (isPrinting) process.stdout.write(`${JSON.stringify(ours.map(toSubmission), null, 2)}\n`);
  const cloud = config.value.whatsAppCloud;
  if (!cloud) {
    if (isPrinting) return 0;
    throw new Error("Nothing can be looked up without WHATSAPP_CLOUD_ACCESS_TOKEN; README shows how to get one.");
  }
  const client = clientOf(cloud);
  if (values.submit) await submitMissing(client, cloud.accountId, ours);
  return check(client, cloud.accountId, ours);
}

runScript(templates);
