import { forgetJob } from "../../src/jobs/forget";

it("a chat that cannot be read keeps no other from being forgotten, and fails the job", async () => {
  const removed: string[] = [];
  const job = forgetJob({
    contacts: {
      toForget: async () => ["bad", "good"],
      find: async (id) => {
        if (id === "bad") throw new Error("unreadable");
        return null;
      },
      update: async () => undefined,
      remove: async (id) => void removed.push(id),
    },
    officers: { findByContact: async () => null },
    sessions: { remove: async () => undefined },
    outbox: { dropQueued: async () => 0 },
  });
  await expect(job.run(0)).rejects.toThrow("1 of 2 failed");
  expect(removed).toEqual(["good"]);
});
