const { readdirSync, readFileSync } = require("node:fs");
const { join } = require("node:path");

const opensDatabase = /from "(\.\.\/)+support\/(storage|engine|engine-bench|outbox-suite)"/u;
const suites = readdirSync(join(__dirname, "test"), { withFileTypes: true, recursive: true })
  .filter((entry) => entry.name.endsWith(".test.ts") && !entry.parentPath.includes(`${join("test", "e2e")}`))
  .map((entry) => join(entry.parentPath, entry.name))
  .filter((path) => opensDatabase.test(readFileSync(path, "utf8")));

/** `npm run test:storage`: every suite that opens a database, for the server that MONGODB_URI names. */
module.exports = {
  ...require("./jest.base.cjs"),
  testMatch: suites,
  randomize: true,
};
