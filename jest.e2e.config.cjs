/** `npm run test:e2e`: what needs a real browser or whole processes; one suite at a time. */
module.exports = {
  ...require("./jest.base.cjs"),
  testMatch: ["<rootDir>/test/e2e/**/*.test.ts"],
};
