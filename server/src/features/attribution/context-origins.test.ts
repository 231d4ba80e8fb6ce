import { afterAll, describe, expect, test } from "vitest";
import { startControl } from "#testing/start-control.ts";

const PATH = "/v2/handles/acme/context-origins";
const MACHINE_PATH = "/v2/public/handles/acme/context-origins";
const control = await startControl();
afterAll(() => control[Symbol.asyncDispose]());
const operator = await control.member("OPERATOR");

test("a handle begins with no origins, under a version that a first change can name", async () => {
  const fresh = await control.member("OPERATOR", "fresh");
  const path = "/v2/handles/fresh/context-origins";
  const before = await fresh.get(path);
  expect(before).toMatchObject({ status: 200, body: { origins: [], version: 0 } });
  expect(before.headers.get("etag")).toBe('"0"');
  const body = { origins: ["https://shop.example"] };
  expect(await fresh.put(path, body, { "if-match": '"1"' })).toMatchObject({
    status: 412,
    body: { error: "precondition_failed", version: 0 },
  });
  const after = await fresh.put(path, body, { "if-match": '"0"' });
  expect(after).toMatchObject({ status: 200, body: { ...body, version: 1 } });
  expect(after.headers.get("etag")).toBe('"1"');
  expect(await fresh.get(path, { "if-none-match": '"1"' })).toMatchObject({ status: 304 });
});

test("an origin is kept as browsers write it, and once", async () => {
  const origins = [
    "HTTPS://Shop.Example",
    "https://shop.example:443",
    "https://shop.example:8443",
    "https://bücher.example",
    "http://localhost:3000",
    "http://app.localhost",
    "https://[2001:DB8::1]:444",
  ];
  expect(await operator.put(PATH, { origins })).toMatchObject({
    status: 200,
    body: {
      origins: [
        "https://shop.example",
        "https://shop.example:8443",
        "https://xn--bcher-kva.example",
        "http://localhost:3000",
        "http://app.localhost",
        "https://[2001:db8::1]:444",
      ],
    },
  });
});

test.each([
  "",
  "null",
  "*",
  "https://",
  "https://*.example.com",
  "https://shop.example/",
  "https://shop.example/path",
  "https://shop.example?x",
  "https://shop.example#x",
  "https://user@shop.example",
  "https://shop.example:99999",
  "https://shop.example\\evil.example",
  "https://shop%2eexample",
  " https://shop.example",
  "https://sh op.example",
  "http://shop.example",
  "http://localhost.example.com",
  "http://notlocalhost",
  "ftp://shop.example",
  "shop.example",
  `https://${"a".repeat(300)}.example`,
])("%j is no origin, and nothing of the list changes", async (bad) => {
  const before = await operator.get(PATH);
  expect(await operator.put(PATH, { origins: ["https://good.example", bad] })).toMatchObject({
    status: 400,
    body: { error: "invalid_payload", details: [{ path: "origins.1" }] },
  });
  expect((await operator.get(PATH)).body).toEqual(before.body);
});

test("there are at most a hundred", async () => {
  const origins = Array.from({ length: 101 }, (_, n) => `https://shop-${n}.example`);
  expect(await operator.put(PATH, { origins })).toMatchObject({ status: 400 });
  expect(await operator.put(PATH, { origins: origins.slice(1) })).toMatchObject({ status: 200 });
});

test("a change is audited and announced once; the same list again is no change", async () => {
  const written = async () => [
    await control.rows(
      "select handle_id, target, actor, details from audit_events where details like '%//b.example%'",
    ),
    await control.rows("select handle_id, payload from outbox where payload like '%//b.example%'"),
  ];
  await operator.put(PATH, { origins: ["https://a.example"] });
  expect(await written()).toEqual([[], []]);
  const { version } = (await operator.get(PATH)).body as { version: number };
  const changed = await operator.put(PATH, { origins: ["https://b.example", "https://a.example"] });
  const again = await operator.put(PATH, { origins: ["https://a.example", "https://b.example"] });
  expect(again.body).toEqual(changed.body);
  const details = { version: version + 1, added: ["https://b.example"], removed: [] };
  const origins = ["https://b.example", "https://a.example"];
  expect(await written()).toEqual([
    [
      {
        handle_id: "hdl_acme",
        target: "acme",
        actor: "user:operator-of-acme",
        details: JSON.stringify(details),
      },
    ],
    [
      {
        handle_id: "hdl_acme",
        payload: JSON.stringify({ version: version + 1, origins, added: details.added, removed: [] }),
      },
    ],
  ]);
});

describe("who may", () => {
  test("a creator reads and does not write", async () => {
    const creator = await control.member("CREATOR");
    expect(await creator.get(PATH)).toMatchObject({ status: 200 });
    expect(await creator.put(PATH, { origins: [] })).toMatchObject({
      status: 403,
      body: { error: "insufficient_role" },
    });
  });

  test("a token needs the scope for what it does", async () => {
    const reader = await control.token(["routing.context_origins.read"]);
    const writer = await control.token(["routing.context_origins.write"]);
    expect(await reader.get(MACHINE_PATH)).toMatchObject({ status: 200 });
    expect(await reader.put(MACHINE_PATH, { origins: [] })).toMatchObject({ status: 403 });
    expect(await writer.put(MACHINE_PATH, { origins: [] })).toMatchObject({ status: 200 });
    expect(await writer.get(MACHINE_PATH)).toMatchObject({ status: 403 });
  });
});
