import { createHash } from "node:crypto";
import { fail, ok, type Result } from "../../domain/shared/result";

/** The most characters that a name in the simulator may have. */
export const NAME_LIMIT = 40;

/** Somebody who chats in the simulator: the name, and the opaque id that stands for it in addresses of the web. */
export interface SimulatorContact {
  readonly id: string;
  readonly name: string;
}

/** Reads the name of a simulated person: 1-40 characters, in one Unicode form, spaces made single, nothing invisible. */
export function parseContactName(typed: string): Result<string, "simulator.error.name"> {
  const name = typed
    .normalize("NFC")
    .replace(/[\p{Cc}\p{Cf}\p{Zs}\p{Zl}\p{Zp}]+/gu, " ")
    .trim();
  const length = [...name].length;
  return length >= 1 && length <= NAME_LIMIT ? ok(name) : fail("simulator.error.name");
}

/** The id of a name: the same at every start, and it shows nothing of the name in an address or a log of requests. */
export function contactIdOf(name: string): string {
  return createHash("sha256").update(`simulator-contact:${name}`).digest("hex").slice(0, 20);
}
