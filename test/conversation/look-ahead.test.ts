import { lookAhead } from "../../src/conversation/look-ahead";
import type { ConversationPorts } from "../../src/conversation/ports";

/** Ports of which each look is written down, and fails where it is told to. */
function watched() {
  const told: string[] = [];
  const failing = new Set<string>();
  const look = <T>(name: string, found: T) => {
    told.push(name);
    return failing.has(name) ? Promise.reject(new Error(`${name} is away`)) : Promise.resolve(found);
  };
  const ports = {
    inbox: { waiting: (id: string, limit: number) => look(`waiting of ${id}, ${limit}`, []) },
    findContact: (id: string) => look(`contact ${id}`, null),
    queueRepliesAfter: (id: string) => {
      told.push(`queued for ${id}`);
      return async () => undefined;
    },
  } as unknown as ConversationPorts;
  return { ports, told, failing };
}

const all = ["waiting of ani, 20", "contact ani", "queued for ani"];

describe("what a turn needs", () => {
  it("is looked for all at once where it is told to, and given as often as it is asked for", async () => {
    const { ports, told } = watched();
    const ahead = lookAhead(ports, "ani", 20);
    expect(told).toEqual([]);
    ahead.look();
    expect(told).toEqual(all.slice(0, 2));
    await Promise.all([ahead.waiting(), ahead.contact(), ahead.waiting()]);
    await ahead.queueReplies();
    expect(told).toEqual(all);
  });

  it("is looked for without waiting for each other where we answered last", async () => {
    const { ports, told } = watched();
    const ahead = lookAhead(ports, "ani", 20);
    ahead.look(true);
    expect(told).toEqual(all);
    await ahead.queueReplies();
    expect(told).toEqual(all);
  });

  it("is not looked for where what waits is known, and what goes before the reply only once that is stored", async () => {
    const { ports, told } = watched();
    const ahead = lookAhead(ports, "ani", 20);
    let store = (): void => undefined;
    const stored = new Promise<void>((resolve) => {
      store = resolve;
    });
    ahead.look(true, { waiting: [], stored });
    await new Promise(setImmediate);
    expect(told).toEqual(["contact ani"]);
    expect(await ahead.waiting()).toEqual([]);
    store();
    await ahead.queueReplies();
    expect(told).toEqual(["contact ani", "queued for ani"]);
  });

  it("is looked for anew under the next lease, and by whoever asks for it before", async () => {
    const { ports, told } = watched();
    const ahead = lookAhead(ports, "ani", 20);
    await ahead.queueReplies();
    ahead.look();
    await ahead.queueReplies();
    expect(told).toEqual([...all, ...all]);
  });

  it("fails for whoever asks for it, and harms nobody where nobody does", async () => {
    const { ports, failing } = watched();
    failing.add("contact ani").add("waiting of ani, 20");
    const ahead = lookAhead(ports, "ani", 20);
    ahead.look();
    await new Promise(setImmediate);
    await expect(ahead.contact()).rejects.toThrow("contact ani is away");
  });
});
