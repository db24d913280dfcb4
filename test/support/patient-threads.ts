import type { ThreadWork } from "../../src/papers/thread";

// A file may take so long at most, which no test is about; a picture on a slow machine must not meet that limit.
jest.mock("../../src/papers/thread", () => {
  const { inThread } = jest.requireActual<typeof import("../../src/papers/thread")>("../../src/papers/thread");
  return { inThread: (work: ThreadWork) => inThread({ ...work, longestMs: 15 * work.longestMs }) };
});
