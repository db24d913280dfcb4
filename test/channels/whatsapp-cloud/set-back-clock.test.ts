import { Standing } from "../../../src/channels/whatsapp-cloud/standing";
import { TemplateFaults } from "../../../src/channels/whatsapp-cloud/template-faults";
import { silentLogger } from "../../support/storage";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe("a clock that is set back by hours", () => {
  let now: number;
  const clock = () => now;
  beforeEach(() => {
    now = 100 * HOUR;
  });

  it("lets nothing rest for longer than the minute between two tries while an operator must act", () => {
    const standing = new Standing({ logger: silentLogger, now: clock });
    standing.answered({ code: 190 });
    expect(standing.restMs()).toBe(MINUTE);
    now -= 3 * HOUR;
    expect(standing.restMs()).toBe(MINUTE);
    now += MINUTE;
    expect([standing.restMs(), standing.restMs()]).toEqual([0, MINUTE]);
  });

  it("lets no template rest for longer than a quarter of an hour", () => {
    const faults = new TemplateFaults(undefined, clock);
    const template = { name: "reminder", language: "id", params: [] } as const;
    const restMs = () => {
      const found = faults.resting(template);
      return found?.reason === "throttled" ? found.retryAfterMs : 0;
    };
    faults.answered(template, { code: 132015 });
    now -= 3 * HOUR;
    expect(restMs()).toBe(15 * MINUTE);
    now += 15 * MINUTE;
    expect([restMs(), restMs()]).toEqual([0, 15 * MINUTE]);
  });
});
