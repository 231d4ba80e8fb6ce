import { afterAll, beforeAll, expect, test } from "vitest";
import { createTxtResolver } from "#platform/dns/txt-resolver.ts";
import type { Client } from "#testing/client.ts";
import { onEveryEngine } from "#testing/engines.ts";
import { startControl } from "#testing/start-control.ts";
import { startEdge } from "#testing/start-edge.ts";
import { startNameServer } from "#testing/start-name-server.ts";
import { checkDomains } from "./check-domains.ts";

const DAY_MS = 86_400_000;
const BASE = "/v2/account/domains";
const GOING_ON = new AbortController().signal;

type Domain = {
  readonly state: string;
  readonly nextStep: string;
  readonly problem: string | null;
  readonly records: readonly { readonly type: string; readonly name: string; readonly value: string }[];
  readonly routes: { readonly default: { isServed: boolean } | null };
};

let dns: Awaited<ReturnType<typeof startNameServer>>;
beforeAll(async () => {
  dns = await startNameServer();
});
afterAll(() => dns[Symbol.asyncDispose]());

/** The control plane and the edge on one database, and DNS as the test writes it. */
async function startDomains(location: string) {
  const resolveTxt = createTxtResolver({ servers: [dns.address] });
  const control = await startControl({ location, override: { resolveTxt } });
  const { db, changes, clock } = control.deps;
  const edge = await startEdge({ location: control.location, override: { db, changes, clock } });
  dns.texts.clear();
  dns.state.isBroken = false;

  async function add(client: Client, domain: string): Promise<string> {
    const { status, body } = await client.post(BASE, { domain });
    expect(status, JSON.stringify(body)).toBe(201);
    const record = (body as Domain).records.find(({ type }) => type === "TXT");
    return record?.value ?? "";
  }
  const publish = (domain: string, ...texts: string[]) =>
    void dns.texts.set(`_switchyard-challenge.${domain}`, texts);
  const reconcile = async (client: Client, domain: string) =>
    (await client.post(`${BASE}/${domain}/reconcile`, undefined)).body as Domain;
  const read = async (client: Client, domain: string) =>
    (await client.get(`${BASE}/${domain}`)).body as Domain;
  return {
    control,
    edge,
    add,
    publish,
    reconcile,
    read,
    check: () => checkDomains(control.deps, GOING_ON),
    at: (host: string, path = "/launch") => edge.visit(path, { host }),
    [Symbol.asyncDispose]: async () => {
      await edge[Symbol.asyncDispose]();
      await control[Symbol.asyncDispose]();
    },
  };
}

const to = (destinationUrl: string) => ({ destinationUrl });

onEveryEngine((_, locate) => {
  test("a proven host leads to its handles by the paths, and to nobody before and after", async () => {
    await using world = await startDomains(await locate());
    const { control, at, add, publish, reconcile } = world;
    const owner = await control.member("OWNER");
    await control.setRole("owner-of-acme", "OPERATOR", "shop");
    await owner.put("/v2/handles/acme/links/launch", to("https://example.com/acme"));
    await owner.put("/v2/handles/shop/links/sale", to("https://example.com/shop"));
    const proof = await add(owner, "GO.Bücher.example");
    const host = "go.xn--bcher-kva.example";
    const routes = { defaultHandle: "acme", pathRules: [{ pathPrefix: "/Sale/", handle: "shop" }] };
    expect((await owner.put(`${BASE}/${host}/routes`, routes)).status).toBe(200);
    expect(await reconcile(owner, host)).toMatchObject({
      state: "PENDING",
      displayName: "go.bücher.example",
    });
    expect((await at(host)).status).toBe(404);

    publish(host, "v=spf1 -all", proof);
    expect(await reconcile(owner, host)).toMatchObject({ state: "ACTIVE", problem: null });
    expect((await at(host)).location).toBe("https://example.com/acme");
    expect((await at(`${host.toUpperCase()}.:8443`)).location).toBe("https://example.com/acme");
    expect((await at(host, "/sale")).location).toBe("https://example.com/shop");
    expect((await at(host, "/sales")).status).toBe(404);
    expect((await at(`www.${host}`)).status).toBe(404);
    const lead = (origin: string) =>
      control.anonymous
        .post("/v2/public/handles/acme/leads", { email: "v@example.com" }, { origin })
        .then(({ status }) => status);
    expect(await lead("http://elsewhere.example")).toBe(403);
    expect(await lead(`https://${host}`)).toBe(403);
    expect(await lead(`http://${host}`)).not.toBe(403);
    const front = await at(host, "/");
    expect(front.body).toContain(`<link rel="canonical" href="http://${host}:8080/">`);
    expect(front.headers["strict-transport-security"]).toBeUndefined();
    expect(await world.edge.edge.serves(host)).toBe(true);

    expect((await owner.delete(`${BASE}/${host}`)).status).toBe(204);
    expect((await at(host)).status).toBe(404);
    expect(await lead(`http://${host}`)).toBe(403);
    expect(await world.edge.edge.serves(host)).toBe(false);
    expect((await owner.get(`${BASE}/${host}`)).status).toBe(404);
    expect(await add(owner, host)).not.toBe(proof);
    expect(await reconcile(owner, host)).toMatchObject({ state: "PENDING" });
    const actions = await control.rows(
      `select action from audit_events where target = '${host}' and handle_id = 'hdl_shop' order by action`,
    );
    expect(actions).toEqual(["activate", "delete", "route"].map((verb) => ({ action: `domain.${verb}` })));
  });
});

onEveryEngine((_, locate) => {
  test("a host is one account's, and another's once its own proof stands there alone", async () => {
    await using world = await startDomains(await locate());
    const { control, at, add, publish, reconcile } = world;
    const [anna, ben] = [await control.member("OWNER"), await control.member("OWNER", "other")];
    await anna.put("/v2/handles/acme/links/launch", to("https://example.com/anna"));
    await ben.put("/v2/handles/other/links/launch", to("https://example.com/ben"));
    const [annas, bens] = [await add(anna, "host.example"), await add(ben, "host.example")];
    expect(annas).not.toBe(bens);
    await anna.put(`${BASE}/host.example/routes`, { defaultHandle: "acme" });
    await ben.put(`${BASE}/host.example/routes`, { defaultHandle: "other" });

    publish("host.example", annas);
    expect(await reconcile(ben, "host.example")).toMatchObject({ state: "PENDING" });
    expect(await reconcile(anna, "host.example")).toMatchObject({ state: "ACTIVE" });
    publish("host.example", annas, bens);
    const held = await reconcile(ben, "host.example");
    expect(held).toMatchObject({ state: "PENDING" });
    expect(held.problem).toContain("another account");
    expect((await at("host.example")).location).toBe("https://example.com/anna");

    publish("host.example", bens);
    expect(await reconcile(ben, "host.example")).toMatchObject({ state: "ACTIVE" });
    expect((await at("host.example")).location).toBe("https://example.com/ben");
    expect(await world.read(anna, "host.example")).toMatchObject({ state: "STALE" });
    expect(control.mails.map(({ to: who, subject }) => [who, subject])).toEqual([
      ["owner-of-acme@example.com", "host.example is no longer served"],
    ]);
    // Both proofs again: whoever has it keeps it.
    publish("host.example", annas, bens);
    expect(await reconcile(anna, "host.example")).toMatchObject({ state: "STALE" });
    expect((await at("host.example")).location).toBe("https://example.com/ben");
  });
});

onEveryEngine((_, locate) => {
  test("a host whose proof is gone is served for three days more, and one whose DNS is silent for fourteen", async () => {
    await using world = await startDomains(await locate());
    const { control, at, add, publish, reconcile, check, read } = world;
    let owner = await control.member("OWNER");
    await owner.put("/v2/handles/acme/links/launch", to("https://example.com/"));
    const proof = await add(owner, "host.example");
    publish("host.example", proof);
    await check();
    expect(await read(owner, "host.example")).toMatchObject({ state: "ACTIVE" });
    await owner.put(`${BASE}/host.example/routes`, { defaultHandle: "acme" });

    dns.texts.clear();
    const asked = dns.state.asked;
    await check();
    expect(dns.state.asked).toBe(asked);
    control.advance(DAY_MS / 2);
    await check();
    expect(await read(owner, "host.example")).toMatchObject({ state: "FAILING" });
    control.advance(2.9 * DAY_MS);
    await check();
    expect((await at("host.example")).status).toBe(302);
    control.advance(DAY_MS / 5);
    await check();
    owner = await control.member("OWNER"); // The session was over long ago.
    expect(await read(owner, "host.example")).toMatchObject({ state: "STALE" });
    expect((await at("host.example")).status).toBe(404);
    expect(control.mails.map(({ subject }) => subject)).toEqual([
      "host.example will stop being served",
      "host.example is no longer served",
    ]);

    publish("host.example", proof);
    expect(await reconcile(owner, "host.example")).toMatchObject({ state: "ACTIVE" });
    expect((await at("host.example")).status).toBe(302);
    dns.state.isBroken = true;
    expect(await reconcile(owner, "host.example")).toMatchObject({ state: "FAILING" });
    control.advance(13 * DAY_MS);
    await check();
    expect((await at("host.example")).status).toBe(302);
    control.advance(1.1 * DAY_MS);
    await check();
    expect((await at("host.example")).status).toBe(404);
  });
});

onEveryEngine((_, locate) => {
  test("whoever is no operator of a handle any more leads nobody there, from that answer on", async () => {
    await using world = await startDomains(await locate());
    const { control, at, add, publish, reconcile } = world;
    const owner = await control.member("OWNER");
    await control.setRole("ben", "OPERATOR");
    const ben = await control.signedIn("ben");
    await owner.put("/v2/handles/acme/links/launch", to("https://example.com/"));
    publish("host.example", await add(ben, "host.example"));
    await reconcile(ben, "host.example");
    expect((await ben.put(`${BASE}/host.example/routes`, { defaultHandle: "acme" })).status).toBe(200);
    expect((await at("host.example")).status).toBe(302);

    const give = (role: string | null) =>
      owner.put("/v2/handles/acme/collaborators", {
        collaborators: role === null ? [] : [{ userId: "ben", role }],
      });
    for (const [role, status] of [
      ["CREATOR", 404],
      ["OPERATOR", 302],
      [null, 404],
    ] as const) {
      expect((await give(role)).status).toBe(200);
      expect((await at("host.example")).status, String(role)).toBe(status);
    }
    expect((await world.read(ben, "host.example")).routes.default).toMatchObject({ isServed: false });
    const refused = await ben.put(`${BASE}/host.example/routes`, { defaultHandle: "acme" });
    const absent = await ben.put(`${BASE}/host.example/routes`, { defaultHandle: "acmf" });
    expect([refused.status, absent.status]).toEqual([400, 400]);
    expect(JSON.stringify(refused.body).replaceAll(/"requestId":"[^"]*"/g, "")).toBe(
      JSON.stringify(absent.body)
        .replaceAll(/"requestId":"[^"]*"/g, "")
        .replaceAll("acmf", "acme"),
    );
  });
});

test("an account has fifty at most, each once, and sees nobody else's", async () => {
  await using control = await startControl();
  const [owner, other] = [await control.member("OWNER"), await control.member("OWNER", "other")];
  for (let index = 0; index < 50; index++) {
    expect((await owner.post(BASE, { domain: `d${index}.example` })).status).toBe(201);
  }
  expect((await owner.post(BASE, { domain: "one-more.example" })).status).toBe(409);
  expect((await owner.post(BASE, { domain: "D7.example." })).status).toBe(409);
  expect((await other.get(`${BASE}/d7.example`)).status).toBe(404);
  expect((await other.delete(`${BASE}/d7.example`)).status).toBe(404);
  expect((await other.get(BASE)).body).toEqual({ domains: [], nextToken: null });
  const page = (await owner.get(`${BASE}?limit=30`)).body as { domains: unknown[]; nextToken: string };
  const rest = (await owner.get(`${BASE}?nextToken=${page.nextToken}`)).body as { domains: unknown[] };
  expect([page.domains.length, rest.domains.length]).toEqual([30, 20]);
  const rule = (pathPrefix: string) => ({ pathRules: [{ pathPrefix, handle: "acme" }] });
  for (const prefix of ["promo", "/", "", "/a/../b", "/a b", "/a?b", "//a"]) {
    expect((await owner.put(`${BASE}/d1.example/routes`, rule(prefix))).status, prefix).toBe(400);
  }
  const stale = await owner.put(`${BASE}/d1.example/routes`, {}, { "if-match": '"9"' });
  expect(stale.status).toBe(412);
});
