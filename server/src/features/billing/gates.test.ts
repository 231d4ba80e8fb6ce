import { expect, test } from "vitest";
import { FEATURES } from "#kernel/plan.ts";
import { mountsOf } from "#platform/http/mount.ts";
import { onEveryEngine } from "#testing/engines.ts";
import { SAMPLES } from "#testing/samples.ts";
import { startPlans } from "#testing/start-plans.ts";

const HANDLE = "/v2/handles/acme";
const page = { slug: "course", title: "A course", blocks: [] };
const priced = { mode: "PAID", priceCents: 1900, currency: "EUR" };
const locked = (feature: string) => ({
  status: 403,
  body: { error: "feature_locked", feature, requiredPlan: "PRO", plan: "FREE" },
});

test("every gated operation is locked on FREE before anything is looked up, and open on PRO", async () => {
  await using plans = await startPlans();
  const owner = await plans.member("OWNER");
  const stranger = await plans.signedIn("stranger");
  const gated = plans.operations.map(({ operation }) => operation).filter(({ gate }) => gate !== undefined);
  // Whether a page is sold is no matter of the operation.
  const gates = FEATURES.filter((feature) => feature !== "paid_pages");
  expect(new Set(gated.map(({ gate }) => gate))).toEqual(new Set(gates));
  for (const operation of gated) {
    await plans.give("PRO");
    const sample = await SAMPLES[operation.id]?.(owner, "acme");
    const [mount] = mountsOf(operation);
    const path = `${HANDLE}${sample?.path}`;
    expect(mount?.path.startsWith("/v2/handles/{handle}"), operation.id).toBe(true);
    const send = (who = owner, at = path) => who.send(operation.method.toUpperCase(), at, sample?.body);
    await plans.give("FREE");
    expect(await send(), operation.id).toMatchObject(locked(operation.gate ?? ""));
    expect(await send(owner, path.replaceAll("demo", "nobodys")), operation.id).toMatchObject({
      status: 403,
    });
    expect((await send(stranger)).body, operation.id).toMatchObject({ error: "handle_not_found" });
    await plans.give("PRO");
    expect((await send()).status, operation.id).toBe(sample?.status);
  }
});

onEveryEngine((_, locate) => {
  test("a plan that ends while a write waits its turn does not let it through", async () => {
    await using plans = await startPlans({ location: await locate() });
    await plans.give("PRO");
    const creator = await plans.member("CREATOR");
    const { requireGate } = plans.deps.plans ?? {};
    let asked = 0;
    const between = async (...question: Parameters<NonNullable<typeof requireGate>>) => {
      asked += 1;
      await requireGate?.(...question);
      if (asked === 1) await plans.give("FREE");
    };
    Object.assign(plans.deps.plans ?? {}, { requireGate: between });
    expect(await creator.post(`${HANDLE}/pages`, page)).toMatchObject(locked("creator_pages"));
    expect(asked).toBe(2);
    expect(await plans.rows("select slug from pages")).toEqual([]);
    expect(await plans.rows("select day from write_counts")).toEqual([]);
  });

  test("what was given until a day, or is paid for no more, is over then", async () => {
    await using plans = await startPlans({ location: await locate() });
    await plans.give("PRO");
    const creator = await plans.member("CREATOR");
    const publish = () => creator.put(`${HANDLE}/pages/course`, { title: `${plans.now().getTime()}` });
    expect((await publish()).status).toBe(201);
    await plans.rows(`update account_plans set until = ${plans.now().getTime() + 1}`);
    expect((await publish()).status).toBe(200);
    plans.advance(1);
    expect(await publish()).toMatchObject(locked("creator_pages"));
    const paid = `'sub_1', 'founder-of-acme', 'ENTERPRISE', 'active', 1, null, null, 0, 0`;
    await plans.rows(`insert into subscriptions values (${paid})`);
    expect((await publish()).status).toBe(200);
    await plans.rows("update subscriptions set is_live = 0");
    expect(await publish()).toMatchObject(locked("creator_pages"));
  });
});

test("role and scope come before the plan, so a locked feature is told of only to whoever might use it", async () => {
  await using plans = await startPlans();
  await plans.give("FREE");
  const creator = await plans.member("CREATOR");
  const rule = { when: {}, variant: { id: "a", destinationUrl: "https://example.com/" } };
  expect((await creator.put(`${HANDLE}/personalization-rules/demo`, rule)).body).toMatchObject({
    error: "insufficient_role",
  });
  const token = await plans.token(["links.read"]);
  const open = "/v2/public/handles/acme";
  expect((await token.post(`${open}/pages`, page)).body).toMatchObject({ error: "insufficient_scope" });
  expect(await token.get(`${open}/links/export?format=csv`)).toMatchObject(locked("exports"));
  // A gate is asked before the body is read.
  expect(await creator.post(`${HANDLE}/campaigns`, { nonsense: 1 })).toMatchObject(locked("growth_tools"));
});

test("after a plan has ended what it made is there, is served, and can be read, taken down and deleted", async () => {
  await using plans = await startPlans();
  await plans.give("PRO");
  const owner = await plans.member("OWNER");
  await owner.post(`${HANDLE}/pages`, { ...page, ...priced });
  expect((await owner.post(`${HANDLE}/pages/course/publish`, undefined)).status).toBe(200);
  await plans.give("FREE");
  expect((await owner.get(`${HANDLE}/pages/course`)).status).toBe(200);
  expect(await plans.rows("select slug from routes")).toEqual([{ slug: "course" }]);
  const { body } = await plans.anonymous.post("/v2/public/pages/acme/course/access-check", undefined);
  expect(body).not.toMatchObject({ error: "feature_locked" });
  expect(await owner.put(`${HANDLE}/pages/course`, { title: "x" })).toMatchObject(locked("creator_pages"));
  expect((await owner.post(`${HANDLE}/pages/course/unpublish`, undefined)).status).toBe(200);
  expect((await owner.delete(`${HANDLE}/pages/course`)).status).toBe(204);
});

test("selling a page takes a feature of its own", async () => {
  await using plans = await startPlans();
  await plans.give("PRO");
  const owner = await plans.member("OWNER");
  // As if it were in another plan than pages are: answered as of somebody who has none.
  const { requireFeature } = plans.deps.plans ?? {};
  const signal = new AbortController().signal;
  const poor = { kind: "user", userId: "stranger", sessionId: "", signal } as const;
  let sells = true;
  const asked: string[] = [];
  const instead: typeof requireFeature = async (read, actor, feature, now) => {
    asked.push(feature);
    await requireFeature?.(read, sells ? actor : poor, feature, now);
  };
  Object.assign(plans.deps.plans ?? {}, { requireFeature: instead });
  expect((await owner.post(`${HANDLE}/pages`, page)).status).toBe(201);
  expect(asked).toEqual([]);
  expect((await owner.put(`${HANDLE}/pages/course`, priced)).status).toBe(200);
  expect(asked).toEqual(["paid_pages"]);
  sells = false;
  expect(await owner.post(`${HANDLE}/pages/course/publish`, undefined)).toMatchObject(locked("paid_pages"));
  expect(await plans.rows("select slug from routes")).toEqual([]);
});

test("without plans nobody is refused, nothing is counted, and the API does not speak of them", async () => {
  await using plans = await startPlans({ override: { plans: undefined } });
  const owner = await plans.member("OWNER");
  expect((await owner.post(`${HANDLE}/pages`, { ...page, ...priced })).status).toBe(201);
  expect((await owner.get(`${HANDLE}/links/export?format=csv`)).status).toBe(200);
  expect(await plans.rows("select day from write_counts")).toEqual([]);
  expect((await owner.get("/v2/auth/me")).body).not.toHaveProperty("plan");
  for (const [method, path] of [
    ["GET", "/v2/billing/summary"],
    ["POST", "/v2/billing/checkout-session"],
    ["POST", "/v2/billing/portal-session"],
  ] as const) {
    expect((await owner.send(method, path)).body).toMatchObject({ error: "not_found" });
  }
  const { body } = await plans.anonymous.get("/openapi.json");
  expect(JSON.stringify(body)).not.toMatch(
    /\/v2\/billing|feature_locked|quota_exceeded|growth_tools|ENTERPRISE/,
  );
});

test("where there are plans the API says what each operation takes of them", async () => {
  await using plans = await startPlans();
  const { body } = await plans.anonymous.get("/openapi.json");
  const { paths } = body as { paths: Record<string, Record<string, Record<string, unknown>>> };
  const said = (path: string, method: string) => JSON.stringify(paths[`${path}`]?.[method]);
  expect(said("/v2/handles/{handle}/campaigns", "post")).toMatch(/"x-required-feature":"growth_tools"/);
  expect(said("/v2/handles/{handle}/campaigns", "post")).toMatch(/feature_locked.*quota_exceeded/s);
  expect(said("/v2/handles/{handle}/links/{slug}", "put")).toContain("quota_exceeded");
  expect(said("/v2/handles/{handle}/links/{slug}", "delete")).not.toContain("quota_exceeded");
  expect(said("/v2/auth/login", "post")).not.toContain("quota_exceeded");
});
