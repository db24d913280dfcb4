/**
 * Imports point one way (see ARCHITECTURE.md):
 * domain <- operations <- conversation, knowledge, reminders, delivery <- channels, storage, jobs, web, papers <- service, main.
 */
const rooms = (...names) => `^src/(${names.join("|")})/`;
const inner = ["operations", "conversation", "knowledge", "reminders", "delivery"];
const outer = ["channels", "storage", "jobs", "web", "papers"];
/** What puts the rooms together; `i18n.ts` and `logger.ts` are lent to the rooms as types. */
const roots =
  "^src/(main|health|service|conversation-ports|senders|live-facts|whatsapp-cloud|whatsapp-web|linked-phone|supervisor|config|rehearsal|job-moments)\\.ts$";
const lent = "^src/(i18n|logger)\\.ts$";
/** Libraries that compute and touch nothing outside the process. */
const pureLibraries = "node_modules/(luxon|@types/luxon|date-holidays|libphonenumber-js|fastest-levenshtein|zod)/";

const apart = outer.map((room) => ({
  name: `${room}-stays-apart`,
  comment: "The outer rooms never import each other: declare a port in an inner room and let service.ts hand it over.",
  severity: "error",
  from: { path: rooms(room) },
  to: { path: rooms(...outer.filter((other) => other !== room)) },
}));

module.exports = {
  forbidden: [
    {
      name: "domain-imports-domain-only",
      comment: "Rules take what they need as arguments: no clock, file, network, database or other room.",
      severity: "error",
      from: { path: rooms("domain") },
      to: { pathNot: ["^src/domain/", pureLibraries] },
    },
    {
      name: "operations-import-domain-only",
      comment: "An operation works on the ports of operations/repositories.ts; it knows no chat, storage or channel.",
      severity: "error",
      from: { path: rooms("operations") },
      to: { path: rooms(...inner.filter((room) => room !== "operations"), ...outer) },
    },
    {
      name: "inner-imports-no-outer",
      comment: "Declare a port in the inner room; main hands over what implements it.",
      severity: "error",
      from: { path: rooms(...inner) },
      to: { path: rooms(...outer) },
    },
    {
      name: "inner-stands-without-server",
      comment: "The inner rooms know no database, web server or platform.",
      severity: "error",
      from: { path: rooms(...inner) },
      to: { path: "node_modules/(mongoose|mongodb|mingo|lmdb|hono|@hono|grammy|node-cron|dotenv)/" },
    },
    ...apart,
    {
      name: "mongoose-lives-in-storage",
      comment: "Schemas and documents never leave storage; work with the repositories' ports.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/storage/" },
      to: { path: "node_modules/(mongoose|mongodb|mingo|lmdb)/" },
    },
    {
      name: "rooms-import-no-root",
      comment: "The configuration and the wiring are handed to the rooms, never fetched by them.",
      severity: "error",
      from: { path: "^src/[^/]+/" },
      to: { path: roots },
    },
    {
      name: "lent-as-types-only",
      comment: "A room names the types of i18n.ts and logger.ts and is handed the values.",
      severity: "error",
      from: { path: "^src/[^/]+/" },
      to: { path: lent, dependencyTypesNot: ["type-only"] },
    },
    {
      name: "source-imports-no-test-or-script",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "^(test|scripts)/" },
    },
    {
      name: "no-circle",
      comment: "Two files that import each other are one file, or a third is missing.",
      severity: "error",
      from: { path: "^(src|scripts)/" },
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    { name: "resolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: "specify",
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      conditionNames: ["node", "require", "import", "default", "types"],
      exportsFields: ["exports"],
      extensions: [".ts", ".mjs", ".js", ".cjs", ".json", ".d.ts"],
    },
  },
};
