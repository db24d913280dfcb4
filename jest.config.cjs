/** `npm test`: everything that needs neither a network nor a browser nor another server. */
module.exports = {
  ...require("./jest.base.cjs"),
  testMatch: ["**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/", "/test/e2e/", "/test/engine/"],
  randomize: true,
};
