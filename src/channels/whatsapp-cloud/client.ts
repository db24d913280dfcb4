import { z } from "zod";
import { fail, ok, type Result } from "../../domain/shared/result";

/** Why a call to the Graph API failed; nothing in it may hold what was sent, an address or the token. */
export interface GraphError {
  /** The HTTP status; none where no answer came. */
  readonly status?: number;
  /** The platform's own code, for example 131047. */
  readonly code?: number;
  /** How long the platform asks us to wait. Milliseconds. */
  readonly retryAfterMs?: number;
  /** What became of the connection where no answer came, for example `ECONNREFUSED` or `TimeoutError`. */
  readonly cause?: string;
}

/** What names us to the Graph API. */
export interface GraphOptions {
  /** Where the API answers, without a slash at its end. */
  readonly root: string;
  /** For example `v24.0`. */
  readonly version: string;
  readonly accessToken: string;
  /** How long one call may take, its answer included. */
  readonly timeoutMs: number;
}

const errorSchema = z.object({ error: z.object({ code: z.number().optional() }) });

/** Calls the Graph API. Every call has an end: it succeeds, is refused, or is given up after `timeoutMs`. */
export class GraphClient {
  constructor(private readonly options: GraphOptions) {}

  /** Posts JSON to a path such as `123/messages`, and returns the answer's JSON. */
  post(path: string, body: unknown): Promise<Result<unknown, GraphError>> {
    return this.json(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  }

  /** Posts a form, with files in it. */
  upload(path: string, form: FormData): Promise<Result<unknown, GraphError>> {
    return this.json(path, { method: "POST", body: form });
  }

  /** Reads a path such as `<media id>`. */
  get(path: string): Promise<Result<unknown, GraphError>> {
    return this.json(path, { method: "GET" });
  }

  /**
   * Asks for a whole address with our token, and hands over the answer as it begins. A redirection is not followed: it
   * could carry the token elsewhere.
   */
  async open(url: string): Promise<Result<Response, GraphError>> {
    try {
      return ok(await this.fetch(url, { method: "GET", redirect: "manual" }));
    } catch (error) {
      return fail({ cause: causeOf(error) });
    }
  }

  private async json(path: string, init: RequestInit): Promise<Result<unknown, GraphError>> {
    const { root, version } = this.options;
    try {
      const response = await this.fetch(`${root}/${version}/${path}`, { ...init, redirect: "error" });
      const body: unknown = await response.json().catch(() => undefined);
      // A page of a proxy in place of JSON is no answer of the platform's, whatever its status.
      if (response.ok && body !== undefined) return ok(body);
      return fail(errorOf(response, body));
    } catch (error) {
      return fail({ cause: causeOf(error) });
    }
  }

  private fetch(url: string, init: RequestInit): Promise<Response> {
    const { accessToken, timeoutMs } = this.options;
    const headers = { ...init.headers, authorization: `Bearer ${accessToken}` };
    return fetch(url, { ...init, headers, signal: AbortSignal.timeout(timeoutMs) });
  }
}

function errorOf(response: Response, body: unknown): GraphError {
  const { data } = errorSchema.safeParse(body);
  const code = data?.error.code;
  const seconds = Number(response.headers.get("retry-after") ?? "");
  return {
    status: response.status,
    ...(code === undefined ? {} : { code }),
    ...(seconds > 0 ? { retryAfterMs: seconds * 1_000 } : {}),
  };
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  const inner = error.cause instanceof Error ? error.cause : error;
  return "code" in inner && typeof inner.code === "string" ? inner.code : inner.name;
}
