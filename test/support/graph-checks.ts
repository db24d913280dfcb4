import { z } from "zod";
import type { GraphFile, Payload } from "./graph-server";

const title = (longest: number) => z.string().trim().min(1).max(longest);
const body = z.object({ text: title(1024) });
const held = z.object({ id: z.string(), caption: z.string().max(1024).optional(), filename: z.string().optional() });
const unique = (values: readonly string[]): boolean => new Set(values).size === values.length;

const buttons = z.strictObject({
  type: z.literal("button"),
  header: z
    .object({ type: z.enum(["image", "document"]), image: held.optional(), document: held.optional() })
    .optional(),
  body,
  action: z.strictObject({
    buttons: z
      .array(z.object({ type: z.literal("reply"), reply: z.object({ id: title(256), title: title(20) }) }))
      .min(1)
      .max(3)
      .refine((all) => unique(all.map(({ reply }) => reply.title)) && unique(all.map(({ reply }) => reply.id))),
  }),
});

const row = z.strictObject({ id: title(200), title: title(24), description: z.string().max(72).optional() });
const list = z.strictObject({
  type: z.literal("list"),
  body,
  action: z.strictObject({
    button: title(20),
    sections: z
      .array(z.object({ rows: z.array(row).min(1).max(10) }))
      .length(1)
      .refine(([only]) => unique((only?.rows ?? []).map(({ id }) => id))),
  }),
});

const parameter = z.union([
  z.strictObject({ type: z.literal("text"), text: z.string().regex(/^(?!.*(\n|\t| {5})).+$/u) }),
  z.strictObject({ type: z.literal("payload"), payload: title(128) }),
]);
const template = z.object({
  name: z.string().regex(/^[a-z0-9_]+$/u),
  language: z.object({ code: z.enum(["id", "en"]) }),
  components: z.array(z.object({ type: z.enum(["body", "button"]), parameters: z.array(parameter).min(1) })),
});

const message = z.discriminatedUnion("type", [
  z.object({ type: z.literal("text"), text: z.object({ body: title(4096) }) }),
  z.object({ type: z.literal("interactive"), interactive: z.discriminatedUnion("type", [buttons, list]) }),
  z.object({ type: z.literal("image"), image: held }),
  z.object({ type: z.literal("document"), document: held }),
  z.object({ type: z.literal("template"), template }),
]);

const envelope = z.union([
  z.object({
    recipient_type: z.literal("individual"),
    to: z.string().regex(/^\d+$/u),
    recipient: z.never().optional(),
  }),
  z.object({
    recipient_type: z.literal("individual"),
    recipient: z.string().regex(/^[A-Z]{2}\./u),
    to: z.never().optional(),
  }),
  z.object({ recipient_type: z.literal("group"), to: z.string() }),
]);

/** What the platform would not take of a message; `undefined` where it takes it. */
export function bodyFault(payload: Payload, files: ReadonlyMap<string, GraphFile>): string | undefined {
  if (payload["messaging_product"] !== "whatsapp") return "messaging_product";
  if (!envelope.safeParse(payload).success) return "recipient";
  const read = message.safeParse(payload);
  if (!read.success) return read.error.issues.map(({ path }) => path.join(".")).join(", ");
  const used = [...JSON.stringify(payload).matchAll(/"(?:image|document)":\{"id":"(\w+)"/gu)].map(([, id]) => id ?? "");
  return used.every((id) => files.has(id)) ? undefined : "media id";
}
