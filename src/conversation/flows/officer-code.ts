import { codeLifetimeMs, parseOfficerCode } from "../../domain/officer/officer-code";
import { fail, ok, type Result } from "../../domain/shared/result";
import type { Text } from "../../domain/shared/text";
import { defineFlow, type Input } from "../flow";
import { fromText } from "./common";

interface Code {
  code: string;
  /** The officer's name, once she is welcome. */
  name: string;
}

const dayMs = 86_400_000;
const longestCode = 40;

const code = {
  type: "ask",
  key: "code",
  prompt: () => ({ texts: [{ key: "officer.code.ask" }] }),
  read: (input: Input): Result<string, Text> =>
    fromText<string>(input, (typed) => {
      const read = parseOfficerCode(typed.slice(0, longestCode));
      return read.ok ? ok(read.value) : fail({ key: "officer.code.unreadable" });
    }),
  next: "redeem",
  why: { key: "officer.code.why" },
  help: { key: "officer.code.help" },
} as const;

/** Somebody becomes an officer by a one-time code. */
export const officerCode = defineFlow<Code>()({
  id: "officer-code",
  title: { key: "officer.code.title" },
  version: 1,
  start: "code",
  errand: true,
  // Officers are told of emergencies, which only goes to people who agreed to be written to.
  needsConsent: true,
  steps: {
    code: { ...code, skip: ({ code: given }) => given !== undefined },
    again: {
      ...code,
      prompt: () => ({
        texts: [{ key: "officer.code.unknown", params: { days: Math.round(codeLifetimeMs / dayMs) } }],
      }),
    },
    redeem: {
      type: "act",
      run: ({ code: given = "" }, context) => {
        const outcome = context.perform("redeem-officer-code", { code: given });
        if (outcome.status === "welcome") return { next: "welcome", set: { name: outcome.name } };
        return { next: outcome.status === "unknown-code" ? "again" : "already" };
      },
    },
    welcome: {
      type: "finish",
      say: ({ name = "" }) => [{ key: "officer.code.welcome", params: { name } }],
      outcome: "completed",
      follow: () => ({ flow: "officer" }),
    },
    already: {
      type: "finish",
      say: () => [{ key: "officer.code.already" }],
      outcome: "completed",
      follow: () => ({ flow: "officer" }),
    },
  },
});
