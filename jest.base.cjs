/** What every jest configuration of the project shares. */
module.exports = {
  testEnvironment: "node",
  transform: { "^.+\\.(t|j|mj)s$": ["@swc/jest", { jsc: { target: "es2022", parser: { syntax: "typescript" } } }] },
  // Packages published as ES modules only; jest runs CommonJS, so they pass through the same transform.
  transformIgnorePatterns: ["/node_modules/(?!(mingo|p-queue|p-throttle|p-timeout|eventemitter3|hono|@hono)/)"],
  moduleFileExtensions: ["ts", "js", "mjs", "cjs", "json", "node"],
  roots: ["<rootDir>/test"],
  setupFiles: ["<rootDir>/test/support/patient-threads.ts"],
  // A busy machine takes many times as long as a quiet one; what hangs is found all the same. No test has a shorter limit.
  testTimeout: 600_000,
};
