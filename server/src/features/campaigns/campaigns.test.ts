import { expect, test } from "vitest";
import { onEveryEngine } from "#testing/engines.ts";
import { startControl } from "#testing/start-control.ts";

const PATH = "/v2/handles/acme/campaigns";
const primaryLink = { slug: "offer", destinationUrl: "https://shop.example/offer" };
const spring = { campaignId: "spring", goalType: "PRODUCT_SALE", primaryLink };

type Body = Readonly<Record<string, unknown>>;

async function startAt(location: string) {
  const control = await startControl({ location });
  const owner = await control.member("OWNER");
  const bodyOf = async (path: string) => (await owner.get(path)).body as Body;
  return { control, owner, bodyOf, [Symbol.asyncDispose]: () => control[Symbol.asyncDispose]() };
}

onEveryEngine((_, locate) => {
  test("a campaign and its link are made together, with what the goal presets", async () => {
    await using it = await startAt(await locate());
    const made = await it.owner.post(PATH, spring);
    expect(made).toMatchObject({
      status: 201,
      body: {
        campaignId: "spring",
        goalType: "PRODUCT_SALE",
        status: "DRAFT",
        name: null,
        primarySlug: "offer",
        primaryUrl: "http://acme.sites.test/offer",
        conversionEvent: "purchase",
        trackingTemplateKey: "goal-product-sale",
        version: 1,
      },
    });
    expect(made.headers.get("etag")).toBe('"1"');
    expect(await it.bodyOf("/v2/handles/acme/links/offer")).toMatchObject({
      campaignId: "spring",
      trackingTemplateKey: "goal-product-sale",
      trackingPolicy: { mode: "DIRECT", appendContextParam: true },
      tracking: { utmCampaign: "spring" },
    });
    expect(await it.bodyOf("/v2/handles/acme/tracking-templates/goal-product-sale")).toMatchObject({
      kind: "utm",
      parameters: { utmMedium: "sale" },
    });
    const actions = (await it.control.rows("select action from audit_events order by id")) as {
      action: string;
    }[];
    expect(actions.map(({ action }) => action).sort()).toEqual([
      "campaign.create",
      "link.create",
      "tracking_template.create",
    ]);
  });

  test("a campaign whose link is refused leaves neither link, nor template, nor campaign", async () => {
    await using it = await startAt(await locate());
    const bad = { ...spring, primaryLink: { ...primaryLink, destinationUrl: "https://denied.example/" } };
    expect(await it.owner.post(PATH, bad)).toMatchObject({
      status: 400,
      body: { error: "invalid_destination_url", details: [{ path: "primaryLink.destinationUrl" }] },
    });
    for (const table of ["campaigns", "links", "tracking_templates", "audit_events", "outbox"]) {
      expect(await it.control.rows(`select * from ${table}`), table).toEqual([]);
    }
  });
});

onEveryEngine((_, locate) => {
  test("a link that is there is put into the campaign, once, and not taken from another", async () => {
    await using it = await startAt(await locate());
    const destinationUrl = "https://shop.example/";
    await it.owner.put("/v2/handles/acme/links/there", { destinationUrl, title: "Mine" });
    const body = { campaignId: "summer", goalType: "APP_INSTALL", primarySlug: "there" };
    expect(await it.owner.post(PATH, body)).toMatchObject({ status: 201 });
    expect(await it.bodyOf("/v2/handles/acme/links/there")).toMatchObject({
      campaignId: "summer",
      title: "Mine",
      trackingTemplateKey: null,
    });
    expect(await it.owner.post(PATH, { ...body, campaignId: "autumn" })).toMatchObject({ status: 409 });
    expect(
      await it.owner.post(PATH, { ...body, campaignId: "winter", primarySlug: "nowhere" }),
    ).toMatchObject({
      status: 400,
      body: { details: [{ path: "primarySlug" }] },
    });
    expect(
      await it.owner.post(PATH, {
        ...body,
        campaignId: "winter",
        primarySlug: undefined,
        primaryLink: { ...primaryLink, slug: "there" },
      }),
    ).toMatchObject({ status: 409 });
    expect((await it.bodyOf(PATH))["campaigns"]).toMatchObject([{ campaignId: "summer" }]);
  });
});

onEveryEngine((_, locate) => {
  test("a change keeps what is not sent, follows its goal where it has nothing of its own, and is audited", async () => {
    await using it = await startAt(await locate());
    await it.owner.post(PATH, spring);
    const put = (body: object, headers = {}) => it.owner.put(`${PATH}/spring`, body, headers);
    expect(await put({ status: "ACTIVE", name: "Spring" })).toMatchObject({
      status: 200,
      body: { status: "ACTIVE", name: "Spring", version: 2, conversionEvent: "purchase" },
    });
    expect(await put({ goalType: "LEAD_CAPTURE" })).toMatchObject({
      body: { name: "Spring", conversionEvent: "lead", trackingTemplateKey: "goal-lead-capture", version: 3 },
    });
    expect(await put({ conversionEvent: "sign-up", trackingTemplateKey: null })).toMatchObject({
      body: { conversionEvent: "sign-up", trackingTemplateKey: null, version: 4 },
    });
    expect(await put({ goalType: "NEWSLETTER" })).toMatchObject({
      body: { conversionEvent: "sign-up", trackingTemplateKey: null, version: 5 },
    });
    expect(await put({ name: "Spring" })).toMatchObject({ status: 200, body: { version: 5 } });
    expect(await put({ name: "Late" }, { "if-match": '"4"' })).toMatchObject({ status: 412 });
    expect(await put({ trackingTemplateKey: "nowhere" })).toMatchObject({
      status: 400,
      body: { details: [{ path: "trackingTemplateKey" }] },
    });
    const audited = (await it.control.rows(
      "select details from audit_events where action = 'campaign.update' order by id",
    )) as { details: string }[];
    expect(audited).toHaveLength(4);
    expect(audited.map(({ details }) => JSON.parse(details))).toContainEqual({
      version: 2,
      changes: [
        { field: "name", before: null, after: "Spring" },
        { field: "status", before: "DRAFT", after: "ACTIVE" },
      ],
    });
  });
});

onEveryEngine((_, locate) => {
  test("a deleted campaign is gone, its link is not, and its id goes on counting versions", async () => {
    await using it = await startAt(await locate());
    await it.owner.post(PATH, spring);
    expect(await it.owner.delete(`${PATH}/spring`)).toMatchObject({ status: 204 });
    expect(await it.owner.get(`${PATH}/spring`)).toMatchObject({ status: 404, body: { error: "not_found" } });
    expect(await it.owner.delete(`${PATH}/spring`)).toMatchObject({ status: 404 });
    expect(await it.bodyOf("/v2/handles/acme/links/offer")).toMatchObject({ campaignId: "spring" });
    const again = { goalType: "PRODUCT_SALE", primarySlug: "offer" };
    expect(await it.owner.put(`${PATH}/spring`, again)).toMatchObject({ status: 201, body: { version: 3 } });
  });

  test("a trial is told to webhooks as a trial, and counted nowhere", async () => {
    await using it = await startAt(await locate());
    await it.owner.post(PATH, spring);
    expect(await it.owner.post(`${PATH}/spring/test-conversion`, undefined)).toMatchObject({
      status: 202,
      body: { test: true, campaignId: "spring", slug: "offer", eventType: "purchase" },
    });
    const told = (await it.control.rows(
      "select type, payload from outbox where type like 'conversion%'",
    )) as {
      type: string;
      payload: string;
    }[];
    expect(told.map(({ type }) => type)).toEqual(["conversion.test"]);
    expect(JSON.parse(told[0]?.payload ?? "")).toMatchObject({ test: true, campaignId: "spring" });
    expect(await it.control.rows("select * from conversions")).toEqual([]);
    expect(await it.control.rows("select * from pending_visits")).toEqual([]);
  });

  test("lists are filtered, in the order of ids, page by page", async () => {
    await using it = await startAt(await locate());
    for (const [campaignId, status] of [
      ["c-1", "ACTIVE"],
      ["c-2", "DRAFT"],
      ["c-3", "ACTIVE"],
    ]) {
      const link = { destinationUrl: "https://shop.example/" };
      await it.owner.post(PATH, { campaignId, status, goalType: "NEWSLETTER", primaryLink: link });
    }
    const ids = ({ campaigns }: Body) => (campaigns as Body[]).map(({ campaignId }) => campaignId);
    const first = await it.bodyOf(`${PATH}?limit=2`);
    expect(ids(first)).toEqual(["c-1", "c-2"]);
    expect(ids(await it.bodyOf(`${PATH}?limit=2&nextToken=${first["nextToken"]}`))).toEqual(["c-3"]);
    expect(ids(await it.bodyOf(`${PATH}?status=ACTIVE`))).toEqual(["c-1", "c-3"]);
    expect(ids(await it.bodyOf(`${PATH}?goalType=APP_INSTALL`))).toEqual([]);
  });
});

test.each([
  ["no goal", { campaignId: "spring", primaryLink }, "goalType"],
  ["an unknown goal", { ...spring, goalType: "FAME" }, "goalType"],
  ["an id that is none", { ...spring, campaignId: "A b" }, "campaignId"],
  ["two primaries", { ...spring, primarySlug: "offer" }, "primaryLink"],
  ["no primary", { campaignId: "spring", goalType: "NEWSLETTER" }, "primarySlug"],
  ["a field that is not there", { ...spring, colour: "red" }, "colour"],
  [
    "a link of another campaign",
    { ...spring, primaryLink: { ...primaryLink, campaignId: "x-1" } },
    "primaryLink.campaignId",
  ],
])("a campaign with %s is refused by the field's path", async (_, body, path) => {
  await using control = await startControl();
  const owner = await control.member("OWNER");
  const answer = await owner.post(PATH, body);
  expect(answer).toMatchObject({ status: 400, body: { details: [{ path }] } });
});
