/** `npm test`: everything that needs neither a network nor a browser nor another server. */
module.exports = {
  ...require("./jest.base.cjs"),
  testMatch: ["**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/", "/test/e2e/", "/test/engine/"],
  randomize: true,
  // One process keeps what every suite before loaded until its heap is full; a worker is begun anew once it holds too much.
  maxWorkers: 2,
  workerIdleMemoryLimit: "1GB",
};
