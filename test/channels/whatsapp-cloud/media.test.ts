import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { WhatsAppCloudChannel } from "../../../src/channels/whatsapp-cloud/whatsapp-cloud-channel";
import { type GraphBench, startGraphBench } from "../../support/graph-bench";
import { graphRefusals } from "../../support/graph-refusals";

let bench: GraphBench;
let channel: WhatsAppCloudChannel;
beforeEach(async () => {
  bench = await startGraphBench();
  ({ channel } = await bench.run());
});
afterEach(() => bench.close());

const bytes = Uint8Array.from({ length: 5_000 }, (_, index) => index % 251);
const failed = (reason: string) => ({ ok: false, error: { reason } });
const stored = (more = {}) => bench.server.store({ bytes, mimeType: "image/jpeg", ...more });

it("is downloaded with our token", async () => {
  const fetched = await channel.fetchMedia(stored(), 10_000);
  expect(fetched.ok && Buffer.compare(fetched.value, bytes)).toBe(0);
  expect(bench.server.downloads).toEqual([bench.server.accessToken]);
});

it("that is said to be too large is not downloaded at all", async () => {
  expect(await channel.fetchMedia(stored(), 4_999)).toEqual(failed("too-large"));
  expect(bench.server.downloads).toEqual([]);
});

it("that turns out to be too large is given up", async () => {
  expect(await channel.fetchMedia(stored({ isSizeHidden: true }), 4_999)).toEqual(failed("too-large"));
});

it.each(["../me", "1/messages", "1?fields=x", "", "x".repeat(200)])("the id %j is asked for nowhere", async (ref) => {
  expect(await channel.fetchMedia(ref, 10_000)).toEqual(failed("gone"));
});

it.each([
  ["media", graphRefusals.fault, "unreachable"],
  ["media", graphRefusals.expired, "unreachable"],
  ["media", graphRefusals.throughput, "unreachable"],
  ["media", graphRefusals.unknown, "gone"],
  ["media", "reset", "unreachable"],
  ["media", "page", "unreachable"],
  ["media", "hang", "unreachable"],
  ["download", { ...graphRefusals.unknown, status: 404 }, "gone"],
  ["download", graphRefusals.fault, "unreachable"],
  ["download", "reset", "unreachable"],
] as const)("meets %s %j as %s", async (call, failure, reason) => {
  bench.server.failNext(call, failure);
  expect(await channel.fetchMedia(stored(), 10_000)).toEqual(failed(reason));
});

describe("at another host than the platform's", () => {
  let asked: (string | undefined)[] = [];
  let url = "";
  const stranger = createServer((request, response) => {
    asked.push(request.headers.authorization);
    response.writeHead(200).end(bytes);
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => stranger.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}/files/1`;
  });
  beforeEach(() => {
    asked = [];
  });
  afterAll(() => new Promise((resolve) => stranger.close(resolve)));

  it("is not fetched, and the token stays here", async () => {
    const addresses = [
      url,
      "https://fbsbx.com.example.org/x",
      "http://lookaside.fbsbx.com/x",
      "file:///etc/passwd",
      "no address",
    ];
    for (const address of addresses)
      expect(await channel.fetchMedia(stored({ url: address }), 10_000)).toEqual(failed("gone"));
    expect(asked).toEqual([]);
  });

  it("is not fetched through a redirection either", async () => {
    const redirecting = createServer((_request, response) => response.writeHead(302, { location: url }).end());
    await new Promise<void>((resolve) => redirecting.listen(0, "127.0.0.1", resolve));
    const root = `http://127.0.0.1:${(redirecting.address() as AddressInfo).port}`;
    const elsewhere = bench.create({ apiRoot: root });
    expect(await elsewhere.fetchMedia("1", 10_000)).toEqual(failed("unreachable"));
    expect(await elsewhere.send("6281200000501", { text: "halo" })).toEqual(failed("unreachable"));
    expect(asked).toEqual([]);
    await new Promise((resolve) => redirecting.close(resolve));
  });
});
