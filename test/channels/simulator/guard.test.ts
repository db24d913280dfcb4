import { type AskOptions, type SimulatorRig, simulatorRig } from "../../support/simulator-rig";

const uuid = "0b9e6f0a-52f4-4f0e-8a53-1f0f7a2f4c11";

describe("who may reach the simulator", () => {
  let rig: SimulatorRig;
  let paths: readonly (readonly [string, AskOptions])[];
  beforeEach(async () => {
    rig = await simulatorRig();
    const contact = `/simulator/contacts/${rig.idOf("Pekerja")}`;
    const json = { "content-type": "application/json" };
    const body = JSON.stringify({ id: uuid, type: "text", text: "halo" });
    paths = [
      ["/", {}],
      ["/simulator/assets/page.mjs", {}],
      ["/simulator/contacts", {}],
      ["/simulator/contacts", { method: "POST", headers: json, body: '{"name":"Siti"}' }],
      [`${contact}/bubbles?after=0`, {}],
      [`${contact}/messages`, { method: "POST", headers: json, body }],
      ["/simulator/files/none", {}],
      [`/simulator/stream?after=${rig.idOf("Pekerja")}.0`, {}],
      [contact, { method: "OPTIONS" }],
    ];
  });
  afterEach(() => rig.channel.stop());

  const refusals: readonly (readonly [string, AskOptions])[] = [
    ["a name that was rebound to this computer", { host: "evil.example:3000" }],
    ["a name that only begins like ours", { host: "127.0.0.1.evil.example:3000" }],
    ["a name with ours as its user", { host: "127.0.0.1:3000@evil.example" }],
    ["another port", { host: "127.0.0.1:3001" }],
    ["no port", { host: "localhost" }],
    ["no Host header", { host: null }],
    ["the address of every interface", { host: "0.0.0.0:3000" }],
    ["another machine", { remoteAddress: "192.168.1.7" }],
    ["another machine by IPv6", { remoteAddress: "2001:db8::7" }],
    ["a proxy on this machine", { headers: { "x-forwarded-for": "203.0.113.9" } }],
    ["another web origin", { headers: { origin: "https://evil.example" } }],
    ["an origin that hides itself", { headers: { origin: "null" } }],
    ["another port's origin", { headers: { origin: "http://127.0.0.1:8080" } }],
    ["localhost's origin asking 127.0.0.1", { headers: { origin: "http://localhost:3000" } }],
    ["our name under https", { headers: { origin: "https://127.0.0.1:3000" } }],
    ["a browser that says cross-site", { headers: { "sec-fetch-site": "cross-site" } }],
    ["a browser that says same-site", { headers: { "sec-fetch-site": "same-site" } }],
    ["an unknown Sec-Fetch-Site", { headers: { "sec-fetch-site": "anything" } }],
  ];

  it.each(refusals)("is not %s, on any path", async (_, foreign) => {
    for (const [path, init] of paths) {
      const response = await rig.ask(path, {
        ...init,
        ...foreign,
        headers: { ...(init.headers as Record<string, string>), ...(foreign.headers as Record<string, string>) },
      });
      expect([path, response.status]).toEqual([path, 403]);
      expect(await response.text()).toContain("hanya bisa dibuka dari komputer ini");
    }
    expect(rig.received).toEqual([]);
  });

  it.each([
    ["127.0.0.1:3000", "127.0.0.1"],
    ["localhost:3000", "127.0.0.1"],
    ["LOCALHOST:3000", "::1"],
    ["[::1]:3000", "::1"],
    ["localhost:3000", "::ffff:127.0.0.1"],
  ])("is this computer's own browser at %s from %s", async (host, remoteAddress) => {
    const origin = `http://${host.toLowerCase()}`;
    for (const headers of [{ "sec-fetch-site": "none" }, { "sec-fetch-site": "same-origin", origin }, {}]) {
      expect((await rig.ask("/", { host, remoteAddress, headers: headers as Record<string, string> })).status).toBe(
        200,
      );
    }
  });

  it("is nobody when the connection cannot be told", async () => {
    expect((await rig.app.request("/", { headers: { host: "127.0.0.1:3000" } })).status).toBe(403);
  });

  it("is nobody who sends what a foreign page may send unasked", async () => {
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/json-patch+json", ""]) {
      const response = await rig.ask(`/simulator/contacts/${rig.idOf("Pekerja")}/messages`, {
        method: "POST",
        headers: { "content-type": type },
        body: JSON.stringify({ id: uuid, type: "text", text: "halo" }),
      });
      expect([type, response.status]).toEqual([type, 415]);
    }
    expect(rig.received).toEqual([]);
  });

  it("gets on every path, refused or not, headers that keep the page to itself, and never one that shares it", async () => {
    for (const [path, init] of paths)
      for (const host of ["127.0.0.1:3000", "evil.example:3000"]) {
        const response = await rig.ask(path, { ...init, host });
        const header = (name: string): string | null => response.headers.get(name);
        expect(header("content-security-policy")).toBe(
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        );
        expect(header("x-frame-options")).toBe("DENY");
        expect(header("x-content-type-options")).toBe("nosniff");
        expect(header("referrer-policy")).toBe("no-referrer");
        expect(header("cross-origin-resource-policy")).toBe("same-origin");
        expect([...response.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
        await response.body?.cancel();
      }
  });
});
