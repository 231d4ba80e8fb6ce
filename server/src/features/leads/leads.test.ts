import { expect, test } from "vitest";
import { onEveryEngine } from "#testing/engines.ts";
import { startLeads } from "#testing/start-leads.ts";
import { sweepLeads } from "./sweep-leads.ts";

const ADA = {
  email: " Ada@Example.com ",
  name: "Ada",
  message: "Call me.\r\nToday.",
  fields: { company: "AE" },
};

onEveryEngine((_, locate) => {
  test("a lead is kept, told of and counted, and nothing of its sender's address is anywhere", async () => {
    await using it = await startLeads({ location: await locate() });
    expect(await it.send({ ...ADA, form: "contact" })).toMatchObject({
      status: 202,
      body: { accepted: true, deduplicated: false, leadId: expect.stringMatching(/^led_/) },
    });
    expect(await it.leads()).toMatchObject([
      {
        email: "ada@example.com",
        name: "Ada",
        message: "Call me.\nToday.",
        fields: { company: "AE" },
        form: "contact",
        spam: { isSpam: false, score: 0, reasons: [] },
        attachments: [],
      },
    ]);
    const [told] = (await it.control.rows("select payload from outbox where type = 'lead.captured'")) as {
      payload: string;
    }[];
    expect(JSON.parse(told?.payload ?? "")).toMatchObject({ email: "ada@example.com", spamScore: 0 });
    const visits = await it.visits();
    expect(visits).toMatchObject([{ kind: "lead", handleId: "hdl_acme", name: "contact" }]);
    expect(JSON.stringify(visits)).not.toContain("ada@");
    for (const table of ["leads", "outbox", "audit_events", "pending_visits"]) {
      expect(JSON.stringify(await it.control.rows(`select * from ${table}`)), table).not.toContain(
        "192.0.2.1",
      );
    }
  });

  test("one that is sent again under its key is one, at once, later and after it was erased", async () => {
    await using it = await startLeads({ location: await locate() });
    const lead = { ...ADA, idempotencyKey: "form-1" };
    const answers = await Promise.all(Array.from({ length: 16 }, () => it.send(lead)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 202));
    const taken = answers.map(({ body }) => body as { leadId: string; deduplicated: boolean });
    expect(taken.filter(({ deduplicated }) => !deduplicated)).toHaveLength(1);
    expect(new Set(taken.map(({ leadId }) => leadId)).size).toBe(1);
    expect(await it.leads()).toHaveLength(1);
    expect(await it.control.rows("select * from outbox where type = 'lead.captured'")).toHaveLength(1);
    expect(await it.visits()).toHaveLength(1);
    await it.owner.delete(`/v2/handles/acme/leads/${taken[0]?.leadId}`);
    expect(await it.send(lead)).toMatchObject({ status: 202, body: { deduplicated: true } });
    expect(await it.leads()).toEqual([]);
  });
});

onEveryEngine((_, locate) => {
  test("an address that is erased is gone from lists, exports, events and what waits to be sent", async () => {
    await using it = await startLeads({ location: await locate() });
    await it.send(ADA);
    it.control.advance(1000);
    await it.send({ ...ADA, email: "ADA@example.com", message: "Again" });
    await it.send({ email: "bob@example.com" });
    const erase = (email: string) => it.owner.post("/v2/handles/acme/leads/erase", { email });
    expect(await erase("ada@EXAMPLE.com")).toMatchObject({ status: 200, body: { erased: 2 } });
    expect(await erase("ada@example.com")).toMatchObject({ status: 200, body: { erased: 0 } });
    expect(await it.leads()).toMatchObject([{ email: "bob@example.com" }]);
    expect((await it.owner.get("/v2/handles/acme/leads/export")).body).not.toMatch(/ada/i);
    for (const table of [
      "leads",
      "lead_keys",
      "outbox",
      "audit_events",
      "pending_visits",
      "notification_items",
    ]) {
      const rows = await it.control.rows(`select * from ${table}`);
      expect(JSON.stringify(rows), table).not.toMatch(/ada@|Call me|Again/i);
    }
    const told = await it.control.rows("select payload from outbox where type = 'lead.captured'");
    expect(JSON.stringify(told)).toContain("erased");
    expect(JSON.stringify(told)).toContain("bob@example.com");
  });

  test("lists are filtered, the newest first, page by page", async () => {
    await using it = await startLeads({ location: await locate() });
    const path = "/v2/handles/acme/leads";
    await it.owner.put("/v2/handles/acme/campaigns/spring", {
      goalType: "LEAD_CAPTURE",
      primaryLink: { slug: "launch", destinationUrl: "https://shop.example/" },
    });
    for (const [email, more] of [
      ["one@example.com", { pageSlug: "launch" }],
      ["two@example.com", { form: "news" }],
      ["three@example.com", { hp_website: "x" }],
    ] as const) {
      it.control.advance(1000);
      expect(await it.send({ email, ...more })).toMatchObject({ status: 202 });
    }
    const emails = async (query: string) =>
      (await it.leads(query)).map(({ email }) => String(email).split("@")[0]);
    expect(await emails("")).toEqual(["three", "two", "one"]);
    expect(await emails("?spam=true")).toEqual(["three"]);
    expect(await emails("?spam=false")).toEqual(["two", "one"]);
    expect(await emails("?campaignId=spring")).toEqual(["one"]);
    expect(await emails("?slug=launch")).toEqual(["one"]);
    expect(await emails("?form=news")).toEqual(["two"]);
    expect(await emails("?email=TWO@example.com")).toEqual(["two"]);
    expect(await emails("?from=2026-01-01T00:00:02Z&to=2026-01-01T00:00:03Z")).toEqual(["two"]);
    const first = (await it.owner.get(`${path}?limit=2`)).body as { nextToken: string };
    expect(await emails(`?limit=2&nextToken=${first.nextToken}`)).toEqual(["one"]);
    expect(await it.owner.get(`${path}?nextToken=x`)).toMatchObject({ status: 400 });
  });
});

test("spam is kept with its reasons, nobody is told, and one that is none after all is told of once", async () => {
  await using it = await startLeads();
  await it.send({ ...ADA, hp_website: "https://spam.example" });
  const [lead] = await it.leads();
  expect(lead).toMatchObject({ spam: { isSpam: true, score: 100, reasons: ["honeypot"] } });
  const told = () => it.control.rows("select * from outbox where type = 'lead.captured'");
  expect(await told()).toEqual([]);
  expect(await it.visits()).toEqual([]);
  const judge = (isSpam: boolean) => it.owner.patch(`/v2/handles/acme/leads/${lead?.leadId}`, { isSpam });
  expect(await judge(false)).toMatchObject({ status: 200, body: { spam: { isSpam: false, score: 100 } } });
  await judge(true);
  await judge(false);
  expect(await told()).toHaveLength(1);
  expect(await it.visits()).toHaveLength(1);
});

test("a lead knows its click by the token, and loses nothing to one that is not valid any more", async () => {
  await using it = await startLeads();
  const shown = async (body: object) => {
    it.control.advance(1);
    await it.send({ ...ADA, ...body });
    return (await it.leads())[0];
  };
  expect(await shown({ ctx: it.mint() })).toMatchObject({
    slug: "launch",
    campaignId: "spring",
    clickId: "clk_1",
    sessionId: "session-one",
    variantId: "b",
  });
  const nothing = { slug: "", campaignId: null, clickId: null, sessionId: null };
  expect(await shown({ ctx: "x" })).toMatchObject(nothing);
  expect(await shown({ ctx: it.mint({ handleId: "hdl_other" }) })).toMatchObject(nothing);
  expect(await shown({ ctx: it.mint({ consent: "denied" }) })).toMatchObject({
    slug: "launch",
    campaignId: "spring",
    clickId: null,
    sessionId: null,
  });
});

test("a visitor who is erased is none of a lead's any more, and what they have written stays", async () => {
  await using it = await startLeads();
  await it.send({ ...ADA, ctx: it.mint() });
  await it.send({ ...ADA, ctx: it.mint({ session: "session-two" }) });
  expect((await it.owner.delete("/v2/handles/acme/visitors/session-one")).status).toBeLessThan(300);
  const sessions = (await it.leads()).map(({ sessionId, email }) => [sessionId, email]);
  expect(sessions.toSorted()).toEqual(
    [
      [null, "ada@example.com"],
      ["session-two", "ada@example.com"],
    ].toSorted(),
  );
});

test("the leads of a deleted handle go, and those of others stay", async () => {
  await using it = await startLeads();
  await it.send({ ...ADA, idempotencyKey: "form-1" });
  const elsewhere = await it.control.anonymous.post("/v2/public/handles/other/leads", ADA);
  expect(elsewhere.status).toBe(202);
  await sweepLeads(it.control.deps);
  expect(await it.leads()).toHaveLength(1);
  expect(await it.owner.delete("/v2/handles/acme?confirm=acme")).toMatchObject({ status: 204 });
  await sweepLeads(it.control.deps);
  expect(await it.control.rows("select handle_id from leads")).toEqual([{ handle_id: "hdl_other" }]);
  expect(await it.control.rows("select * from lead_keys")).toEqual([]);
});

test("no credential counts: neither does a good one help, nor a bad one harm", async () => {
  await using it = await startLeads();
  const bad = { authorization: "Bearer nonsense" };
  expect(await it.send(ADA, bad)).toMatchObject({ status: 202 });
  const { text } = await it.control.token(["*"]);
  const token = { authorization: `Bearer ${text}` };
  expect(await it.send(ADA, { ...token, origin: "https://evil.example" })).toMatchObject({ status: 403 });
  expect(await it.control.anonymous.get("/v2/public/handles/acme/leads", token)).toMatchObject({
    status: 405,
  });
  expect(await it.control.anonymous.get("/v2/handles/acme/leads", token)).toMatchObject({
    status: 403,
    body: { error: "insufficient_scope" },
  });
});

test.each([
  ["nothing", {}, "invalid_email", "email"],
  ["an address that is none", { email: "x" }, "invalid_email", "email"],
  ["a field that is not there", { email: "a@example.com", colour: "red" }, "invalid_payload", "colour"],
  ["a long message", { message: "x".repeat(10_001) }, "invalid_payload", "message"],
  ["a field that is no text", { fields: { age: 3 } }, "invalid_payload", "fields.age"],
  [
    "many fields",
    { fields: Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`f${n}`, "x"])) },
    "invalid_payload",
    "fields",
  ],
  ["a page elsewhere", { ...ADA, redirectTo: "https://evil.example/" }, "invalid_payload", "redirectTo"],
  ["a page that is a script", { ...ADA, redirectTo: "javascript:alert(1)" }, "invalid_payload", "redirectTo"],
])("a lead with %s is refused by the field's path, and not kept", async (_, body, error, path) => {
  await using it = await startLeads();
  expect(await it.send(body)).toMatchObject({ status: 400, body: { error, details: [{ path }] } });
  expect(await it.leads()).toEqual([]);
});

test("64 KB are enough, and a handle that is not there is told as such", async () => {
  await using it = await startLeads();
  const large = {
    fields: Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`f${n}`, "x".repeat(4000)])),
  };
  expect(await it.send(large)).toMatchObject({ status: 413, body: { error: "payload_too_large" } });
  const nowhere = await it.control.anonymous.post("/v2/public/handles/nowhere/leads", ADA);
  expect(nowhere).toMatchObject({ status: 404, body: { error: "handle_not_found" } });
});
