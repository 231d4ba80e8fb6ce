import { expect, test } from "vitest";
import { onEveryEngine } from "#testing/engines.ts";
import { startControl } from "#testing/start-control.ts";

const ACME = "/v2/handles/acme";
const LIST = `${ACME}/collaborators`;
const OWN = "/v2/public/handles/acme/token";

test("the list is replaced as a whole, by id or by address, and can be sent back as it was read", async () => {
  await using control = await startControl();
  const owner = await control.member("OWNER");
  await control.rows("update handles set owner_user_id = 'owner-of-acme'");
  for (const name of ["anna", "bert"]) await control.person(name);
  const first = await owner.put(LIST, {
    collaborators: [
      { userId: "anna", role: "CREATOR" },
      { email: " Bert@example.com", role: "OPERATOR" },
    ],
  });
  const anna = { userId: "anna", email: "anna@example.com", role: "CREATOR" };
  const bert = { userId: "bert", email: "bert@example.com", role: "OPERATOR" };
  expect(first).toMatchObject({
    status: 200,
    body: {
      ownerUserId: "owner-of-acme",
      ownerEmail: "owner-of-acme@example.com",
      collaborators: [anna, bert],
    },
  });
  const read = await owner.get(LIST);
  expect([read.body, read.headers.get("etag")]).toEqual([first.body, first.headers.get("etag")]);
  const { collaborators } = read.body as { collaborators: unknown };
  const same = await owner.put(LIST, { collaborators });
  expect([same.body, same.headers.get("etag")]).toEqual([read.body, read.headers.get("etag")]);
  expect((await owner.put(LIST, { collaborators: [bert] })).body).toMatchObject({ collaborators: [bert] });
  expect((await (await control.signedIn("anna")).get(ACME)).status).toBe(404);
  expect((await owner.get(ACME)).status).toBe(200);
  expect(await control.rows("select * from audit_events")).toHaveLength(2);
});

test("a wrong list changes nothing, and each wrong entry is named", async () => {
  await using control = await startControl();
  const owner = await control.member("OWNER");
  await control.rows("update handles set owner_user_id = 'owner-of-acme'");
  for (const name of ["anna", "bert"]) await control.person(name);
  const answer = await owner.put(LIST, {
    collaborators: [
      { userId: "anna", role: "CREATOR" },
      { email: "anna@example.com", role: "OPERATOR" },
      { userId: "nobody", role: "CREATOR" },
      { userId: "owner-of-acme", role: "CREATOR" },
      { userId: "anna", email: "bert@example.com", role: "CREATOR" },
    ],
  });
  expect(answer).toMatchObject({ status: 400, body: { error: "invalid_collaborators" } });
  const { details } = answer.body as { details: { path: string }[] };
  expect(details.map(({ path }) => path)).toEqual([1, 2, 3, 4].map((index) => `collaborators.${index}`));
  expect((await owner.get(LIST)).body).toMatchObject({ collaborators: [] });
});

test.each([
  [[{ userId: "anna", role: "OWNER" }]],
  [[{ userId: "anna", role: "KING" }]],
  [[{ role: "CREATOR" }]],
  [[{ userId: "anna", role: "CREATOR", name: "x" }]],
  [Array.from({ length: 101 }, (_, n) => ({ userId: `u${n}`, role: "CREATOR" }))],
  ["anna"],
])("the list %j is refused by its own code", async (collaborators) => {
  await using control = await startControl();
  const owner = await control.member("OWNER");
  await control.person("anna");
  const answer = await owner.put(LIST, { collaborators });
  expect(answer).toMatchObject({ status: 400, body: { error: "invalid_collaborators" } });
});

test("a list made up over an older version is refused, and a changed profile is a newer version", async () => {
  await using control = await startControl();
  const owner = await control.member("OWNER");
  await control.person("anna");
  const seen = (await owner.get(LIST)).headers.get("etag") ?? "";
  await owner.put(`${ACME}/profile`, { bio: "We make everything." });
  const list = { collaborators: [{ userId: "anna", role: "CREATOR" }] };
  const stale = await owner.put(LIST, list, { "if-match": seen });
  expect(stale).toMatchObject({ status: 412, body: { error: "precondition_failed" } });
  expect((await owner.get(LIST)).body).toMatchObject({ collaborators: [] });
  const fresh = (await owner.get(LIST)).headers.get("etag") ?? "";
  expect((await owner.put(LIST, list, { "if-match": fresh })).status).toBe(200);
});

test("demoting or removing someone shrinks their tokens with the answer", async () => {
  await using control = await startControl();
  const owner = await control.member("OWNER");
  const token = await control.token(["*"]); // Its creator is operator-of-acme.
  const put = (collaborators: unknown[]) => owner.put(LIST, { collaborators });
  const audit = () => token.get("/v2/public/handles/acme/audit-events");
  expect((await audit()).status).toBe(200);
  await put([{ userId: "operator-of-acme", role: "CREATOR" }]);
  expect(await audit()).toMatchObject({
    status: 403,
    body: { error: "insufficient_role", requiredRole: "OPERATOR" },
  });
  expect((await token.get(OWN)).status).toBe(200);
  await put([]);
  expect(await token.get(OWN)).toMatchObject({ status: 403, body: { error: "insufficient_role" } });
  const told = await control.rows(`select news from news where news like '%${token.tokenId}%'`);
  expect(told).toHaveLength(1);
});

test("a token may not touch the list, and below OWNER nobody may", async () => {
  await using control = await startControl();
  const token = await control.token(["*"]);
  const answer = await token.put(LIST, { collaborators: [] });
  expect(answer).toMatchObject({ status: 403, body: { error: "insufficient_scope" } });
  const operator = await control.member("OPERATOR");
  expect(await operator.put(LIST, { collaborators: [] })).toMatchObject({
    status: 403,
    body: { error: "insufficient_role", requiredRole: "OWNER" },
  });
});

test("ownership goes to a collaborator, at once, and the old owner stays as OPERATOR", async () => {
  await using control = await startControl();
  const [owner, creator] = [await control.member("OWNER"), await control.member("CREATOR")];
  await control.rows("update handles set owner_user_id = 'owner-of-acme'");
  await control.person("stranger");
  const transfer = (newOwnerUserId: string) => owner.post(`${ACME}/transfer-ownership`, { newOwnerUserId });
  for (const nobody of ["stranger", "nobody", "owner-of-acme"]) {
    expect(await transfer(nobody)).toMatchObject({ status: 400, body: { error: "new_owner_required" } });
  }
  expect(await transfer("creator-of-acme")).toMatchObject({
    status: 200,
    body: { ownerUserId: "creator-of-acme", role: "OPERATOR" },
  });
  expect((await creator.get(LIST)).body).toEqual({
    ownerUserId: "creator-of-acme",
    ownerEmail: "creator-of-acme@example.com",
    collaborators: [{ userId: "owner-of-acme", email: "owner-of-acme@example.com", role: "OPERATOR" }],
  });
  expect(await transfer("creator-of-acme")).toMatchObject({
    status: 403,
    body: { error: "insufficient_role" },
  });
  expect(await control.rows("select user_id from members where role = 'OWNER'")).toEqual([
    { user_id: "creator-of-acme" },
  ]);
});

test("a handle is not handed to someone who cannot sign in, nor to nobody", async () => {
  await using control = await startControl();
  const owner = await control.member("OWNER");
  await control.member("CREATOR");
  await control.rows("update users set disabled_at = 1 where user_id = 'creator-of-acme'");
  for (const body of [{ newOwnerUserId: "creator-of-acme" }, {}]) {
    const answer = await owner.post(`${ACME}/transfer-ownership`, body);
    expect(answer).toMatchObject({ status: 400, body: { error: "new_owner_required" } });
  }
});

onEveryEngine((_, locate) => {
  test("of many who replace one version of the list at once, one does", async () => {
    await using control = await startControl({ location: await locate() });
    const owner = await control.member("OWNER");
    for (let n = 0; n < 8; n++) await control.person(`user${n}`);
    const etag = (await owner.get(LIST)).headers.get("etag") ?? "";
    const many = Array.from({ length: 8 }, (_, n) =>
      owner.put(LIST, { collaborators: [{ userId: `user${n}`, role: "CREATOR" }] }, { "if-match": etag }),
    );
    const statuses = (await Promise.all(many)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 412)).toHaveLength(7);
    expect(await control.rows("select * from members where role <> 'OWNER'")).toHaveLength(1);
  });
});
