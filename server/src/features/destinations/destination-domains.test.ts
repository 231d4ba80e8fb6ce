import { expect, test } from "vitest";
import { onEveryEngine } from "#testing/engines.ts";
import { startControl } from "#testing/start-control.ts";
import { DOMAINS_MAX } from "./add-destination-domain.ts";

const DOMAINS = "/v2/handles/acme/destination-domains";
const LINKS = "/v2/handles/acme/links";
const SHOP = `${DOMAINS}/shop.example`;
const block = { decision: "BLOCK", source: "manual" };
const allow = { decision: "ALLOW", source: "scanner 7" };

onEveryEngine((_, locate) => {
  test("a domain that is added is under review, unproven, and refuses nothing", async () => {
    await using control = await startControl({ location: await locate() });
    const operator = await control.member("OPERATOR");
    const answer = await operator.post(DOMAINS, { domain: "Shop.Example." });
    expect(answer).toMatchObject({
      status: 201,
      body: {
        domain: "shop.example",
        decision: "REVIEW",
        source: null,
        verifiedAt: null,
        proof: { txtName: "_switchyard.shop.example", txtValue: expect.stringMatching(/^\S{50,}$/) },
        createdAt: "2026-01-01T00:00:00.000Z",
      },
    });
    expect((await operator.get(DOMAINS)).body).toEqual({ domains: [answer.body], nextToken: null });
    const link = await operator.put(`${LINKS}/launch`, { destinationUrl: "https://shop.example/" });
    expect(link.status).toBe(201);
    expect(await control.rows("select * from policies")).toEqual([]);
    expect(await control.rows("select type, payload from outbox where type like 'dest%'")).toEqual([
      { type: "destination.added", payload: '{"domain":"shop.example","decision":"REVIEW"}' },
    ]);
    expect(await control.rows("select target from audit_events where action = 'destination.add'")).toEqual([
      { target: "shop.example" },
    ]);
  });

  test("a block refuses the domain and all below it to every destination, until it is lifted", async () => {
    await using control = await startControl({ location: await locate() });
    const operator = await control.member("OPERATOR");
    await operator.post(DOMAINS, { domain: "shop.example" });
    const put = (destinationUrl: string) => operator.put(`${LINKS}/launch`, { destinationUrl });
    expect(await operator.post(`${SHOP}/decision`, block)).toMatchObject({ status: 200, body: block });
    const message = "This handle has blocked this host, or one above it.";
    const details = [{ path: "destinationUrl", message }];
    for (const host of [
      "shop.example",
      "SHOP.example.:8443",
      "www.shop.example",
      "a.b.c.d.e.f.shop.example",
    ]) {
      expect(await put(`https://${host}/`), host).toMatchObject({
        status: 400,
        body: { error: "invalid_destination_url", details },
      });
    }
    for (const host of ["notshop.example", "shop.example.com", "example"]) {
      expect([200, 201], host).toContain((await put(`https://${host}/`)).status);
    }
    expect(await operator.post(`${SHOP}/decision`, allow)).toMatchObject({ status: 200, body: allow });
    expect((await put("https://www.shop.example/")).status).toBe(200);
  });
});

onEveryEngine((_, locate) => {
  test("the edge is told of every block and its end in the same commit", async () => {
    await using control = await startControl({ location: await locate() });
    const operator = await control.member("OPERATOR");
    const news: unknown[] = [];
    control.deps.changes.listen((one) => news.push(one));
    const policy = async () =>
      (await control.rows("select part, value from policies where handle_id = 'hdl_acme'")).map((row) => {
        const { part, value } = row as { part: string; value: string };
        return [part, JSON.parse(value)];
      });
    for (const domain of ["shop.example", "b.example", "192.0.2.1"]) await operator.post(DOMAINS, { domain });
    expect(news).toEqual([]);
    for (const domain of ["shop.example", "192.0.2.1"]) {
      await operator.post(`${DOMAINS}/${domain}/decision`, block);
    }
    expect(await policy()).toEqual([["blockedDomains", ["192.0.2.1", "shop.example"]]]);
    expect(news).toEqual(Array(2).fill({ kind: "policy", handleId: "hdl_acme" }));
    await operator.post(`${SHOP}/decision`, { decision: "REVIEW", source: "manual" });
    expect(await policy()).toEqual([["blockedDomains", ["192.0.2.1"]]]);
    await operator.delete(`${DOMAINS}/192.0.2.1`);
    expect(await policy()).toEqual([["blockedDomains", []]]);
    const types = await control.rows(
      "select payload from outbox where type = 'destination.decision_changed'",
    );
    const said = types.map((row) => JSON.parse((row as { payload: string }).payload));
    const byName = (one: { domain: string; before: string }, other: { domain: string; before: string }) =>
      `${one.domain} ${one.before}`.localeCompare(`${other.domain} ${other.before}`);
    expect(said.sort(byName)).toEqual([
      { domain: "192.0.2.1", before: "BLOCK", decision: null, source: null },
      { domain: "192.0.2.1", before: "REVIEW", ...block },
      { domain: "shop.example", before: "BLOCK", decision: "REVIEW", source: "manual" },
      { domain: "shop.example", before: "REVIEW", ...block },
    ]);
    const audit = await control.rows("select action from audit_events where action like 'destination.%'");
    expect(audit).toHaveLength(3 + 3 + 1);
  });
});

onEveryEngine((_, locate) => {
  test("a handle's block is nothing to another handle, and neither sees the other's domains", async () => {
    await using control = await startControl({ location: await locate() });
    const operator = await control.member("OPERATOR");
    const other = await control.member("OPERATOR", "other");
    await operator.post(DOMAINS, { domain: "shop.example" });
    await operator.post(`${SHOP}/decision`, block);
    const link = await other.put("/v2/handles/other/links/launch", {
      destinationUrl: "https://shop.example/",
    });
    expect(link.status).toBe(201);
    const theirs = "/v2/handles/other/destination-domains";
    expect((await other.get(theirs)).body).toEqual({ domains: [], nextToken: null });
    for (const answer of [
      await other.post(`${theirs}/shop.example/decision`, allow),
      await other.post(`${theirs}/shop.example/verify`, undefined),
      await other.delete(`${theirs}/shop.example`),
    ]) {
      expect(answer).toMatchObject({ status: 404, body: { error: "not_found" } });
    }
    expect((await operator.get(DOMAINS)).body).toMatchObject({ domains: [{ decision: "BLOCK" }] });
    expect(await control.rows("select handle_id from policies")).toEqual([{ handle_id: "hdl_acme" }]);
  });

  test("a list goes on where its page ends, and shows one decision alone when asked to", async () => {
    await using control = await startControl({ location: await locate() });
    const operator = await control.member("OPERATOR");
    for (const domain of ["c.example", "a.example", "b.example"]) await operator.post(DOMAINS, { domain });
    await operator.post(`${DOMAINS}/b.example/decision`, block);
    const list = async (query: string) => {
      const { body } = await operator.get(`${DOMAINS}?${query}`);
      const { domains, nextToken } = body as { domains: { domain: string }[]; nextToken: string | null };
      return { names: domains.map(({ domain }) => domain), nextToken };
    };
    const first = await list("limit=2");
    expect(first.names).toEqual(["a.example", "b.example"]);
    expect(await list(`limit=2&nextToken=${first.nextToken}`)).toEqual({
      names: ["c.example"],
      nextToken: null,
    });
    expect((await list("decision=BLOCK")).names).toEqual(["b.example"]);
    expect(await operator.get(`${DOMAINS}?nextToken=x`)).toMatchObject({
      status: 400,
      body: { details: [{ path: "nextToken" }] },
    });
  });
});

test("a domain is one in every spelling, and can be added once", async () => {
  await using control = await startControl();
  const operator = await control.member("OPERATOR");
  const SPELLINGS: [domain: string, others: string[]][] = [
    ["xn--mnchen-3ya.example", ["münchen.example", "MÜNCHEN.Example.", "münchen。example"]],
    ["192.0.2.1", ["0xc0.0.2.1", "::ffff:192.0.2.1", "[::ffff:c000:201]"]],
    ["[2001:db8::1]", ["2001:db8::1", "[2001:DB8:0::1]"]],
    ["localhost", ["LOCALHOST", "localhost."]],
    // Whoever blocks an imitation must be able to name it.
    ["xn--l-7sba6dbr.com", ["раураl.com"]],
  ];
  for (const [domain, others] of SPELLINGS) {
    expect(await operator.post(DOMAINS, { domain }), domain).toMatchObject({ status: 201, body: { domain } });
    for (const other of others) {
      const answer = await operator.post(DOMAINS, { domain: other });
      expect(answer, other).toMatchObject({ status: 409, body: { error: "conflict" } });
      const decided = await operator.post(`${DOMAINS}/${encodeURIComponent(other)}/decision`, block);
      expect(decided, other).toMatchObject({ status: 200, body: { domain } });
    }
  }
  const answer = await operator.put(`${LINKS}/launch`, { destinationUrl: "http://[::ffff:192.0.2.1]/" });
  expect(answer).toMatchObject({ status: 400, body: { error: "invalid_destination_url" } });
});

test.each([
  ...["", " ", "com", "intranet", "example..com", ".example.com", "exa mple.com", "https://shop.example"],
  ...[
    "shop.example/path",
    "shop.example:80",
    "user@shop.example",
    "*.shop.example",
    "shop.example?x",
    "a\\b.c",
  ],
  ...[
    "256.1.1.1",
    "[::1",
    "1::2::3",
    "fe80::1%eth0",
    `${"a".repeat(64)}.example`,
    `${"a.".repeat(127)}a`,
    "a%2eb.c",
  ],
])("%j is no domain to decide on", async (domain) => {
  await using control = await startControl();
  const operator = await control.member("OPERATOR");
  const answer = await operator.post(DOMAINS, { domain });
  expect(answer).toMatchObject({
    status: 400,
    body: { error: "invalid_payload", details: [{ path: "domain" }] },
  });
  expect(await control.rows("select * from destination_domains")).toEqual([]);
  // In a path it is one that was never added.
  if (domain === "") return;
  const decided = await operator.post(`${DOMAINS}/${encodeURIComponent(domain)}/decision`, block);
  expect(decided).toMatchObject({ status: 404, body: { error: "not_found" } });
});

test("what was decided already changes nothing, and a wrong decision is refused", async () => {
  await using control = await startControl();
  const operator = await control.member("OPERATOR");
  await operator.post(DOMAINS, { domain: "shop.example" });
  await operator.post(`${SHOP}/decision`, block);
  const count = async () => (await control.rows("select * from audit_events")).length;
  const before = await count();
  expect((await operator.post(`${SHOP}/decision`, block)).status).toBe(200);
  for (const body of [
    { decision: "MAYBE", source: "manual" },
    { decision: "BLOCK" },
    { decision: "BLOCK", source: " " },
    { decision: "BLOCK", source: "x".repeat(101) },
    { ...block, reason: "x" },
  ]) {
    expect(await operator.post(`${SHOP}/decision`, body)).toMatchObject({
      status: 400,
      body: { error: "invalid_payload" },
    });
  }
  expect(await count()).toBe(before);
  expect((await operator.get(DOMAINS)).body).toMatchObject({ domains: [block] });
});

test("a handle has an end of domains", async () => {
  await using control = await startControl();
  const operator = await control.member("OPERATOR");
  await control.rows(`insert into destination_domains
    with recursive n(i) as (select 1 union all select i + 1 from n where i < ${DOMAINS_MAX})
    select 'hdl_acme', 'd' || i || '.example', 'REVIEW', null, 'x', null, 0, 0 from n`);
  expect(await operator.post(DOMAINS, { domain: "shop.example" })).toMatchObject({
    status: 409,
    body: { error: "conflict" },
  });
});
