import { expect, test } from "vitest";
import { onEveryEngine } from "#testing/engines.ts";
import { startControl } from "#testing/start-control.ts";

const ACME = "/v2/handles/acme";
const PROFILE = `${ACME}/profile`;
const OPEN = "/v2/public/handles/acme";

test("a profile keeps what is not sent, and null clears", async () => {
  await using control = await startControl();
  const creator = await control.member("CREATOR");
  const full = { displayName: "Acme", bio: "Everything.", avatarUrl: "https://x.test/a.png", theme: "dark" };
  expect(await creator.put(PROFILE, full)).toMatchObject({ status: 200, body: { ...full, version: 2 } });
  const cleared = await creator.put(PROFILE, { bio: null });
  expect(cleared.body).toMatchObject({ ...full, bio: null, version: 3 });
  const read = await creator.get(PROFILE);
  expect(read.body).toEqual(cleared.body);
  expect(read.headers.get("etag")).toBe('"3"');
  expect((await creator.get(PROFILE, { "if-none-match": '"3"' })).status).toBe(304);
});

test("what is sent again changes nothing, not even the version", async () => {
  await using control = await startControl();
  const creator = await control.member("CREATOR");
  await creator.put(PROFILE, { bio: "x" });
  expect((await creator.put(PROFILE, { bio: "x" })).body).toMatchObject({ version: 2 });
  expect(await control.rows("select action, details from audit_events")).toEqual([
    { action: "profile.update", details: '{"fields":["bio"]}' },
  ]);
});

test("a profile that was changed meanwhile is not overwritten", async () => {
  await using control = await startControl();
  const creator = await control.member("CREATOR");
  await creator.put(PROFILE, { bio: "theirs" });
  const stale = await creator.put(PROFILE, { bio: "mine" }, { "if-match": '"1"' });
  expect(stale).toMatchObject({ status: 412, body: { error: "precondition_failed" } });
  expect((await creator.get(PROFILE)).body).toMatchObject({ bio: "theirs", version: 2 });
});

test.each([
  { avatarUrl: "javascript:alert(1)" },
  { avatarUrl: "data:text/html,x" },
  { bio: "x".repeat(501) },
  { theme: "<script>" },
  { displayName: "" },
  { colour: "red" },
])("the profile %j is refused", async (body) => {
  await using control = await startControl();
  const answer = await (await control.member("CREATOR")).put(PROFILE, body);
  expect(answer).toMatchObject({ status: 400, body: { error: "invalid_payload" } });
});

test("the audit has what was done in this handle, newest first, page by page, and nothing of any other", async () => {
  await using control = await startControl();
  const operator = await control.member("OPERATOR");
  await (await control.member("CREATOR", "other")).put("/v2/handles/other/profile", { bio: "secret" });
  for (let n = 0; n < 5; n++) {
    control.advance(1);
    await operator.put(PROFILE, { bio: `bio ${n}` });
  }
  const seen: { at: string }[] = [];
  let next = "";
  do {
    const { body } = await operator.get(`${ACME}/audit-events?limit=2${next}`);
    const page = body as { auditEvents: { at: string }[]; nextToken: string | null };
    seen.push(...page.auditEvents);
    next = page.nextToken === null ? "" : `&nextToken=${page.nextToken}`;
  } while (next !== "");
  expect(seen).toHaveLength(5);
  expect(seen.map(({ at }) => at)).toEqual(
    seen
      .map(({ at }) => at)
      .sort()
      .reverse(),
  );
  expect(seen[0]).toMatchObject({
    action: "profile.update",
    target: "acme",
    actor: "user:operator-of-acme",
    details: { fields: ["bio"] },
    at: "2026-01-01T00:00:00.005Z",
  });
  expect(JSON.stringify(seen)).not.toContain("other");
});

test("the audit can be asked for one actor and one action, also by a token that may read it", async () => {
  await using control = await startControl();
  const [operator, creator] = [await control.member("OPERATOR"), await control.member("CREATOR")];
  await operator.put(PROFILE, { bio: "a" });
  await creator.put(PROFILE, { bio: "b" });
  const token = await control.token(["audit.read"]);
  const ask = async (query: string) => {
    const { body } = await token.get(`${OPEN}/audit-events?${query}`);
    return (body as { auditEvents: { actor: string; action: string }[] }).auditEvents;
  };
  const byCreator = await ask("actor=user:creator-of-acme");
  expect(byCreator.map(({ actor }) => actor)).toEqual(["user:creator-of-acme"]);
  expect((await ask("action=token.create")).map(({ action }) => action)).toEqual(["token.create"]);
  expect(await ask("actor=user:creator-of-acme&action=token.create")).toEqual([]);
  expect(JSON.stringify(await ask(""))).not.toContain(token.text);
  expect((await creator.get(`${ACME}/audit-events`)).status).toBe(403);
});

test.each(["nextToken=!", "limit=x"])("an audit asked for with %s is refused", async (query) => {
  await using control = await startControl();
  const answer = await (await control.member("OPERATOR")).get(`${ACME}/audit-events?${query}`);
  expect(answer).toMatchObject({ status: 400, body: { error: "invalid_payload" } });
});

onEveryEngine((_, locate) => {
  test("the meters count what is in this handle and nothing of any other", async () => {
    await using control = await startControl({ location: await locate() });
    const [creator, owner] = [await control.member("CREATOR"), await control.member("OWNER")];
    const token = await control.token(["usage.read"]);
    const gone = await control.token(["usage.read"]);
    await owner.delete(`${ACME}/tokens/${gone.tokenId}`);
    await control.token(["*"], { handle: "other" });
    await control.rows(
      "insert into link_clicks values ('hdl_acme', 'aaaa', 7, 5), ('hdl_acme', 'bbbb', 4, 4)",
    );
    await control.rows("insert into link_clicks values ('hdl_other', 'aaaa', 100, 100)");
    const meter = (name: string, used: number) => ({ name, used, limit: null });
    const meters = [
      meter("links", 0),
      meter("tokens", 1),
      meter("collaborators", 2),
      meter("clicksTotal", 11),
    ];
    expect((await token.get(`${OPEN}/usage-meters`)).body).toEqual({ meters });
    expect((await creator.get(`${ACME}/usage-meters`)).body).toEqual({ meters });
  });
});
