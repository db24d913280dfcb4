import { z } from "zod";
import type { TemplateText } from "../../delivery/templates";
import { fail, ok, type Result } from "../../domain/shared/result";
import type { GraphClient, GraphError } from "./client";

/** A template as the platform has it. */
export interface KnownTemplate {
  readonly name: string;
  readonly language: string;
  /** For example `APPROVED`, `PENDING`, `REJECTED`, `PAUSED`. */
  readonly status: string;
  readonly category: string;
  /** Why it was rejected, as the platform's code. */
  readonly reason?: string;
  readonly body: string;
  readonly footer: string;
  readonly buttons: readonly string[];
}

const componentSchema = z.object({
  type: z.string(),
  text: z.string().optional(),
  buttons: z.array(z.object({ text: z.string().optional() })).optional(),
});
const pageSchema = z.object({
  data: z.array(
    z.object({
      name: z.string(),
      language: z.string(),
      status: z.string(),
      category: z.string().default(""),
      rejected_reason: z.string().optional(),
      components: z.array(componentSchema).default([]),
    }),
  ),
  paging: z
    .object({ next: z.string().optional(), cursors: z.object({ after: z.string().optional() }).optional() })
    .optional(),
});

const fields = "name,language,status,category,rejected_reason,components";
/** An account holds 250 names at most, in some languages each. */
const mostPages = 50;

/** What is submitted: the body of a call to `<account>/message_templates`. */
export function toSubmission({ name, language, category, body, examples, footer, buttons }: TemplateText) {
  const example = examples.length > 0 ? { example: { body_text: [examples] } } : {};
  return {
    name,
    language,
    category,
    components: [
      { type: "BODY", text: body, ...example },
      { type: "FOOTER", text: footer },
      { type: "BUTTONS", buttons: buttons.map((text) => ({ type: "QUICK_REPLY", text })) },
    ],
  };
}

/** All templates of the account. */
export async function listTemplates(
  client: GraphClient,
  accountId: string,
): Promise<Result<readonly KnownTemplate[], GraphError>> {
  const found: KnownTemplate[] = [];
  let after = "";
  for (let page = 0; page < mostPages; page += 1) {
    const query = new URLSearchParams({ fields, limit: "100", ...(after === "" ? {} : { after }) });
    const answer = await client.get(`${accountId}/message_templates?${query}`);
    if (!answer.ok) return answer;
    const read = pageSchema.safeParse(answer.value);
    if (!read.success) return fail({ cause: "an answer of another form" });
    found.push(...read.data.data.map(toKnown));
    const { next, cursors } = read.data.paging ?? {};
    if (next === undefined || cursors?.after === undefined) return ok(found);
    after = cursors.after;
  }
  return ok(found);
}

/** Submits one template for approval; the status in which it is from now on. */
export async function submitTemplate(
  client: GraphClient,
  accountId: string,
  template: TemplateText,
): Promise<Result<string, GraphError>> {
  const answer = await client.post(`${accountId}/message_templates`, toSubmission(template));
  if (!answer.ok) return answer;
  return ok(z.object({ status: z.string() }).safeParse(answer.value).data?.status ?? "PENDING");
}

function toKnown(one: z.infer<typeof pageSchema>["data"][number]): KnownTemplate {
  const part = (type: string) => one.components.find((component) => component.type.toUpperCase() === type);
  const reason = one.rejected_reason === "NONE" ? undefined : one.rejected_reason;
  return {
    name: one.name,
    language: one.language,
    status: one.status.toUpperCase(),
    category: one.category.toUpperCase(),
    ...(reason === undefined ? {} : { reason }),
    body: part("BODY")?.text ?? "",
    footer: part("FOOTER")?.text ?? "",
    buttons: part("BUTTONS")?.buttons?.map(({ text = "" }) => text) ?? [],
  };
}

/** How a template of ours stands at the platform. */
export type TemplateStanding =
  | { readonly state: "approved" | "missing" }
  /** In review: nothing is to be done but to wait. */
  | { readonly state: "pending" }
  /** Rejected, paused, switched off or deleted. */
  | { readonly state: "refused"; readonly status: string; readonly reason?: string }
  | { readonly state: "category"; readonly category: string }
  | { readonly state: "different"; readonly part: "body" | "footer" | "buttons" };

const waiting: readonly string[] = ["PENDING", "IN_APPEAL"];

/** Holds a template of ours against what the platform has. */
export function standingOf(ours: TemplateText, known: readonly KnownTemplate[]): TemplateStanding {
  const theirs = known.find(({ name, language }) => name === ours.name && language === ours.language);
  if (!theirs) return { state: "missing" };
  const { status, reason } = theirs;
  if (waiting.includes(status)) return { state: "pending" };
  if (status !== "APPROVED") return { state: "refused", status, ...(reason === undefined ? {} : { reason }) };
  if (theirs.category !== ours.category) return { state: "category", category: theirs.category };
  if (theirs.body !== ours.body) return { state: "different", part: "body" };
  if (theirs.footer !== ours.footer) return { state: "different", part: "footer" };
  const isSame = theirs.buttons.join("\n") === ours.buttons.join("\n");
  return isSame ? { state: "approved" } : { state: "different", part: "buttons" };
}
