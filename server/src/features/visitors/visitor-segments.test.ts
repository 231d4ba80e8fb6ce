import { expect, test } from "vitest";
import { onEveryEngine } from "#testing/engines.ts";
import { startControl } from "#testing/start-control.ts";

const PATH = "/v2/handles/acme/visitors/visitor-1/segments";
const visitorId = "visitor-1";

onEveryEngine((_, locate) => {
  test("a visitor is in the segments that were sent and in no others, and whoever remembers them hears of it", async () => {
    await using control = await startControl({ location: await locate() });
    const operator = await control.member("OPERATOR");
    const first = await operator.put(PATH, { segments: ["vip", "buyer", "vip"] });
    expect(first).toMatchObject({ status: 200, body: { visitorId, segments: ["buyer", "vip"] } });
    control.advance(1000);
    const second = await operator.put(PATH, { segments: ["vip", "engaged"] });
    expect(second.body).toEqual({ visitorId, segments: ["engaged", "vip"] });
    expect((await (await control.member("CREATOR")).get(PATH)).body).toEqual(second.body);
    const at = Date.UTC(2026, 0, 1);
    expect(await control.rows("select * from visitor_segments order by segment")).toEqual([
      ...[{ handle_id: "hdl_acme", visitor_id: visitorId, segment: "engaged", at: at + 1000 }],
      ...[{ handle_id: "hdl_acme", visitor_id: visitorId, segment: "vip", at }],
    ]);
    const audit = await control.rows("select action, target, details from audit_events order by at");
    expect(audit).toMatchObject([
      { action: "visitor.segments", target: visitorId },
      { action: "visitor.segments", target: visitorId },
    ]);
    expect(JSON.parse((audit[1] as { details: string }).details)).toEqual({
      added: ["engaged"],
      removed: ["buyer"],
    });
    expect(await control.rows("select type from outbox")).toHaveLength(2);
  });
});

test("whoever remembers a visitor hears of a change, and of what changes nothing there is no trace", async () => {
  await using control = await startControl();
  const operator = await control.member("OPERATOR");
  const heard: unknown[] = [];
  control.deps.changes.listen((news) => heard.push(news));
  for (const segments of [
    ["a", "b"],
    ["b", "a"],
  ])
    await operator.put(PATH, { segments });
  expect(heard).toEqual([{ kind: "visitor", handleId: "hdl_acme", visitorId }]);
  expect(await control.rows("select id from audit_events")).toHaveLength(1);
});

test("a visitor without a segment is not known, nor is one of another handle", async () => {
  await using control = await startControl();
  const operator = await control.member("OPERATOR");
  const other = await control.member("OPERATOR", "other");
  const missing = { status: 404, body: { error: "not_found" } };
  expect(await operator.get(PATH)).toMatchObject(missing);
  await operator.put(PATH, { segments: ["vip"] });
  expect(await other.get(PATH.replace("acme", "other"))).toMatchObject(missing);
  await other.put(PATH.replace("acme", "other"), { segments: ["theirs"] });
  expect((await operator.get(PATH)).body).toMatchObject({ segments: ["vip"] });
  expect(await operator.put(PATH, { segments: [] })).toMatchObject({ status: 200, body: { segments: [] } });
  expect(await operator.get(PATH)).toMatchObject(missing);
  expect(await control.rows("select segment from visitor_segments")).toEqual([{ segment: "theirs" }]);
});

test("fifty segments can be assigned, and all of them exchanged for fifty others", async () => {
  await using control = await startControl();
  const operator = await control.member("OPERATOR");
  const named = (prefix: string, count: number) => Array.from({ length: count }, (_, n) => `${prefix}${n}`);
  await operator.put(PATH, { segments: named("a", 50) });
  await operator.put(PATH, { segments: named("b", 50) });
  expect((await operator.get(PATH)).body).toMatchObject({ segments: named("b", 50).sort() });
  const refused = await operator.put(PATH, { segments: named("c", 51) });
  expect(refused).toMatchObject({ status: 400, body: { details: [{ path: "segments" }] } });
  expect((await operator.get(PATH)).body).toMatchObject({ segments: named("b", 50).sort() });
});

test.each(["new", "returning", "VIP", "", "-vip", "a b", "x".repeat(65)])(
  "the segment %j is nobody's to assign",
  async (segment) => {
    await using control = await startControl();
    const operator = await control.member("OPERATOR");
    const refused = await operator.put(PATH, { segments: ["fine", segment] });
    expect(refused).toMatchObject({
      status: 400,
      body: { error: "invalid_payload", details: [{ path: "segments.1" }] },
    });
    expect(await control.rows("select segment from visitor_segments")).toEqual([]);
  },
);

test.each(["short-1", "x".repeat(65), "visitor.1"])("the visitor %j cannot be", async (id) => {
  await using control = await startControl();
  const operator = await control.member("OPERATOR");
  const path = `/v2/handles/acme/visitors/${id}/segments`;
  const refused = { status: 400, body: { error: "invalid_payload", details: [{ path: "visitorId" }] } };
  expect(await operator.get(path)).toMatchObject(refused);
  expect(await operator.put(path, { segments: ["vip"] })).toMatchObject(refused);
});
