import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A template as it lies at the platform. */
export interface StoredTemplate {
  readonly name: string;
  readonly language: string;
  readonly category: string;
  readonly components: readonly unknown[];
  status: string;
  rejected_reason?: string;
}

/** The part of the Graph API that keeps templates, on loopback, two to a page. */
export interface GraphTemplates {
  readonly apiRoot: string;
  readonly stored: StoredTemplate[];
  close(): Promise<void>;
}

/** The only token that it takes, and the only account that it knows. */
export const templateToken = "EAAG-test-token-of-templates";
/** See `templateToken`. */
export const templateAccount = "102290129340398";

const pageSize = 2;

/** Starts it on a free port. */
export async function startGraphTemplates(): Promise<GraphTemplates> {
  const stored: StoredTemplate[] = [];
  const list = (after: number): unknown => {
    const end = after + pageSize;
    const paging = { cursors: { after: String(end) }, ...(end < stored.length ? { next: "https://example.org" } : {}) };
    return { data: stored.slice(after, end), paging };
  };
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "", "http://loopback");
    const answer = (status: number, body: unknown): void => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    };
    if (request.headers.authorization !== `Bearer ${templateToken}`) return answer(401, { error: { code: 190 } });
    if (url.pathname !== `/v24.0/${templateAccount}/message_templates`) return answer(404, { error: { code: 100 } });
    if (request.method === "GET") return answer(200, list(Number(url.searchParams.get("after") ?? 0)));
    let body = "";
    for await (const chunk of request) body += String(chunk);
    stored.push({ ...(JSON.parse(body) as StoredTemplate), status: "PENDING" });
    return answer(200, { id: String(stored.length), status: "PENDING", category: "UTILITY" });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = (): Promise<void> => new Promise((resolve) => server.close(() => resolve()));
  return { apiRoot: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stored, close };
}
