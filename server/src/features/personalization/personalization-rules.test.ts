import { expect, test } from "vitest";
import { onEveryEngine } from "#testing/engines.ts";
import { startControl } from "#testing/start-control.ts";
import { ruleTraces } from "./rule-traces.ts";

const RULES = "/v2/handles/acme/personalization-rules";
const PUBLIC = "/v2/public/handles/acme/personalization-rules";
const AT = "2026-01-01T00:00:00.000Z";
const germany = {
  when: { countryIn: ["DE"] },
  variant: { id: "de", destinationUrl: "https://example.com/de" },
};

onEveryEngine((_, locate) => {
  test("a new rule is there with its version, policy, audit row and event", async () => {
    await using control = await startControl({ location: await locate() });
    const operator = await control.member("OPERATOR");
    const { status, body, headers } = await operator.put(`${RULES}/germany`, germany);
    expect(status).toBe(201);
    expect(headers.get("etag")).toBe('"1"');
    const fields = { ...germany, enabled: true, priority: 100, slugs: null };
    expect(body).toEqual({ ruleId: "germany", ...fields, version: 1, createdAt: AT, updatedAt: AT });
    expect((await operator.get(`${RULES}/germany`)).body).toEqual(body);
    expect((await ruleTraces(control)).policy[0]).toEqual([{ id: "germany", ...fields }]);
    const { audit, events } = await ruleTraces(control);
    expect(audit).toMatchObject([
      {
        action: "personalization_rule.create",
        target: "germany",
        actor: "user:operator-of-acme",
        handle_id: "hdl_acme",
      },
    ]);
    expect(events).toMatchObject([{ type: "personalization_rule.created", handle_id: "hdl_acme" }]);
    expect(JSON.parse((events as { payload: string }[])[0]?.payload ?? "")).toEqual({
      ...{ ruleId: "germany", version: 1, ...fields },
      changed: ["enabled", "priority", "when", "variant", "slugs"],
    });
  });

  test("a rule is replaced as a whole, and what changes nothing leaves nothing behind", async () => {
    await using control = await startControl({ location: await locate() });
    const operator = await control.member("OPERATOR");
    await operator.put(`${RULES}/germany`, {
      ...germany,
      priority: 5,
      enabled: false,
      slugs: ["promo", "demo", "demo"],
    });
    control.advance(1000);
    const updatedAt = "2026-01-01T00:00:01.000Z";
    const replaced = await operator.put(`${RULES}/germany`, germany);
    expect(replaced).toMatchObject({ status: 200, body: { version: 2, createdAt: AT, updatedAt } });
    expect(replaced.body).toMatchObject({ priority: 100, enabled: true, slugs: null });
    const before = await ruleTraces(control);
    control.advance(1000);
    const again = await operator.put(`${RULES}/germany`, germany);
    expect(again).toMatchObject({ status: 200, body: replaced.body as object });
    expect(await ruleTraces(control)).toEqual(before);
  });

  test("a deleted rule is gone from lists and policy, and its id goes on counting versions", async () => {
    await using control = await startControl({ location: await locate() });
    const operator = await control.member("OPERATOR");
    await operator.put(`${RULES}/germany`, germany);
    control.advance(1);
    expect((await operator.delete(`${RULES}/germany`)).status).toBe(204);
    expect((await operator.get(`${RULES}/germany`)).status).toBe(404);
    expect((await operator.get(RULES)).body).toEqual({ rules: [] });
    expect((await ruleTraces(control)).policy[0]).toEqual([]);
    expect((await operator.delete(`${RULES}/germany`)).status).toBe(404);
    const { events } = await ruleTraces(control);
    expect(events.map(({ type }) => type)).toEqual([
      "personalization_rule.created",
      "personalization_rule.deleted",
    ]);
    // An ETag of the first one must not match the second.
    const anew = await operator.put(`${RULES}/germany`, germany);
    expect(anew).toMatchObject({ status: 201, body: { version: 3 } });
    expect((await ruleTraces(control)).policy[0]).toHaveLength(1);
  });
});

onEveryEngine((_, locate) => {
  test("rules are listed and served by priority, equal ones by id, and only enabled ones are served", async () => {
    await using control = await startControl({ location: await locate() });
    const operator = await control.member("OPERATOR");
    const made: [string, object][] = [
      ["b", { priority: 2 }],
      ["Z", { priority: 2 }],
      ["c", { priority: 1, enabled: false }],
      ["a", { priority: 2 }],
      ["d", { priority: 0, slugs: ["promo"] }],
    ];
    for (const [id, more] of made) await operator.put(`${RULES}/${id}`, { ...germany, ...more });
    const { rules } = (await operator.get(RULES)).body as { rules: { ruleId: string }[] };
    expect(rules.map(({ ruleId }) => ruleId)).toEqual(["d", "c", "Z", "a", "b"]);
    expect((await ruleTraces(control)).policy[0]?.map(({ id }) => id)).toEqual(["d", "Z", "a", "b"]);
    expect((await ruleTraces(control)).policy[0]?.[0]?.slugs).toEqual(["promo"]);
  });

  test("of two who have read one version only the first changes or deletes it", async () => {
    await using control = await startControl({ location: await locate() });
    const operator = await control.member("OPERATOR");
    await operator.put(`${RULES}/germany`, germany);
    const match = { "if-match": '"1"' };
    const both = await Promise.all(
      [1, 2].map((priority) => operator.put(`${RULES}/germany`, { ...germany, priority }, match)),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
    expect(await operator.delete(`${RULES}/germany`, match)).toMatchObject({
      status: 412,
      body: { error: "precondition_failed", version: 2 },
    });
    expect((await ruleTraces(control)).policy[0]).toHaveLength(1);
    expect((await operator.put(`${RULES}/other`, germany, match)).status).toBe(412);
    expect((await operator.get(`${RULES}/other`)).status).toBe(404);
  });

  test("of rules made at once each is in the policy, as the table has them", async () => {
    await using control = await startControl({ location: await locate() });
    const operator = await control.member("OPERATOR");
    const ids = Array.from({ length: 12 }, (_, index) => `rule-${String(index).padStart(2, "0")}`);
    const answers = await Promise.all(ids.map((id) => operator.put(`${RULES}/${id}`, germany)));
    expect(answers.map(({ status }) => status)).toEqual(ids.map(() => 201));
    expect((await ruleTraces(control)).policy[0]?.map(({ id }) => id)).toEqual(ids);
  });
});

test("a token may read rules and never write them", async () => {
  await using control = await startControl();
  await (await control.member("OPERATOR")).put(`${RULES}/germany`, germany);
  const token = await control.token(["*"]);
  expect(await token.get(PUBLIC)).toMatchObject({ status: 200, body: { rules: [{ ruleId: "germany" }] } });
  expect(await token.get(`${PUBLIC}/germany`)).toMatchObject({ status: 200, body: { ruleId: "germany" } });
  for (const method of ["PUT", "DELETE"]) {
    expect((await token.send(method, `${PUBLIC}/germany`, germany)).status).toBe(405);
    expect(await token.send(method, `${RULES}/germany`, germany)).toMatchObject({
      status: 403,
      body: { error: "insufficient_scope" },
    });
  }
  expect((await ruleTraces(control)).policy[0]?.[0]?.id).toBe("germany");
});
