import { Api } from "grammy";

/** The signal as grammY's types name it: those of a polyfill that predates Node's own. */
type GrammySignal = NonNullable<Parameters<Api["getUpdates"]>[1]>;

/** What names a bot to a Bot API server. */
export interface ClientOptions {
  readonly token: string;
  /** Without a slash at its end. */
  readonly root: string;
}

/** Builds a client of which each call may take `timeoutMs`; its errors' messages leave the URL, and the token, out. */
export function createClient({ token, root }: ClientOptions, timeoutMs: number): Api {
  return new Api(token, { apiRoot: root, timeoutSeconds: timeoutMs / 1000, sensitiveLogs: false });
}

/** Hands Node's signal to grammY, which only listens to it: the polyfill's type wants a method that nobody calls. */
export function forGrammy(signal: AbortSignal): GrammySignal {
  return signal as GrammySignal;
}
