import { expect, test } from "vitest";
import { AppError } from "#kernel/errors.ts";
import { startControl } from "#testing/start-control.ts";
import { checkCampaigns } from "./check-campaigns.ts";

const PATH = "/v2/handles/acme/campaigns/spring";
const LOOK_MS = 11 * 60_000;
const { signal } = new AbortController();

type Row = Readonly<Record<string, string | number>>;
type Health = { status: string; checks: { name: string; status: string; nextStep: string | null }[] };

/** A campaign whose analytics are what the test says. */
async function start(goalType = "PRODUCT_SALE") {
  let rows: Row[] | AppError = [];
  const askWarehouse = async <R>() => {
    if (rows instanceof AppError) throw rows;
    return rows as R[];
  };
  const control = await startControl({ override: { askWarehouse } });
  const owner = await control.member("OWNER");
  const primaryLink = { slug: "offer", destinationUrl: "https://shop.example/offer" };
  await owner.put(PATH, { goalType, status: "ACTIVE", primaryLink });
  return {
    control,
    owner,
    count: (counts: Row | AppError) => {
      rows =
        counts instanceof AppError ? counts : [{ campaign: "spring", currency: "", amount: "0", ...counts }];
    },
    health: async () => (await owner.get(`${PATH}/health`)).body as Health,
    look: async () => {
      control.advance(LOOK_MS);
      await checkCampaigns(control.deps, signal);
    },
    told: async () =>
      (
        (await control.rows(
          "select payload from outbox where type = 'campaign.health_changed' order by id",
        )) as {
          payload: string;
        }[]
      ).map(({ payload }) => JSON.parse(payload)),
    [Symbol.asyncDispose]: () => control[Symbol.asyncDispose](),
  };
}

const failing = ({ checks }: Health) =>
  checks.filter(({ status }) => status !== "PASS").map(({ name, status }) => `${name} ${status}`);

test("a campaign without visitors is pending, and every check that does not pass says what to do", async () => {
  await using it = await start();
  const health = await it.health();
  expect(health.status).toBe("PENDING");
  expect(failing(health)).toEqual(["clicks PENDING", "conversions PENDING"]);
  for (const { status, nextStep } of health.checks) {
    expect(typeof nextStep).toBe(status === "PASS" ? "object" : "string");
  }
});

test.each([
  ["PRODUCT_SALE", { clicks: 9, conversions: 1 }],
  ["APP_INSTALL", { clicks: 9, conversions: 1 }],
  ["LEAD_CAPTURE", { clicks: 9, leads: 1 }],
  ["NEWSLETTER", { clicks: 9, leads: 1 }],
  ["AFFILIATE_CLICKOUT", { clicks: 9 }],
])("a campaign for %s passes by what reaches its goal", async (goalType, counts) => {
  await using it = await start(goalType);
  it.count(counts);
  expect(await it.health()).toMatchObject({ status: "PASS" });
});

test("what is wrong with its link, its token or its template is named", async () => {
  await using it = await start();
  it.count({ clicks: 9, conversions: 1 });
  const link = "/v2/handles/acme/links/offer";
  await it.owner.put(link, { trackingPolicy: { appendContextParam: false } });
  expect(failing(await it.health())).toEqual(["attribution FAIL"]);
  await it.owner.put(link, { enabled: false, trackingPolicy: { appendContextParam: true } });
  expect(failing(await it.health())).toEqual(["primaryLink FAIL"]);
  await it.owner.put(link, { enabled: true, campaignId: null });
  expect(failing(await it.health())).toEqual(["primaryLink FAIL"]);
  await it.owner.put(link, { campaignId: "spring", scheduledStartAt: "2026-02-01T00:00:00Z" });
  expect(failing(await it.health())).toEqual(["primaryLink PENDING"]);
  await it.owner.put(link, { scheduledStartAt: null, trackingTemplateKey: null });
  await it.owner.delete("/v2/handles/acme/tracking-templates/goal-product-sale");
  expect(failing(await it.health())).toEqual(["trackingTemplate FAIL"]);
  await it.owner.delete(link);
  expect(failing(await it.health())).toEqual(["primaryLink FAIL", "trackingTemplate FAIL"]);
});

test("a list says how each active campaign was when it was last looked at, and of others nothing", async () => {
  await using it = await start();
  const listed = async () =>
    ((await it.owner.get("/v2/handles/acme/campaigns")).body as { campaigns: { health: unknown }[] })
      .campaigns;
  expect(await listed()).toMatchObject([{ campaignId: "spring", health: null }]);
  it.count({ clicks: 9, conversions: 1 });
  await it.look();
  expect(await listed()).toMatchObject([{ health: { status: "PASS", since: expect.any(String) } }]);
  await it.owner.put(PATH, { status: "PAUSED" });
  expect(await listed()).toMatchObject([{ health: null }]);
});

test("while analytics are away the rest is told, and nothing is judged", async () => {
  await using it = await start();
  it.count({ clicks: 9, conversions: 1 });
  await it.look();
  it.count(new AppError("unavailable", "Away."));
  expect(failing(await it.health())).toEqual(["analytics PENDING"]);
  for (let looks = 0; looks < 3; looks++) await it.look();
  expect(await it.told()).toEqual([]);
});

test("a change is told when it was found twice running, once, and what comes and goes is not", async () => {
  await using it = await start();
  it.count({ clicks: 9, conversions: 1 });
  await it.look();
  const enable = (enabled: boolean) => it.owner.put("/v2/handles/acme/links/offer", { enabled });
  await enable(false);
  await it.look();
  await enable(true);
  await it.look();
  expect(await it.told()).toEqual([]);
  await enable(false);
  await it.look();
  expect(await it.told()).toEqual([]);
  await it.look();
  await it.look();
  expect(await it.told()).toMatchObject([
    { campaignId: "spring", before: "PASS", status: "FAIL", checks: [{ name: "primaryLink" }] },
  ]);
  await enable(true);
  await it.look();
  await it.look();
  expect(await it.told()).toMatchObject([{ status: "FAIL" }, { before: "FAIL", status: "PASS", checks: [] }]);
});

test("of two processes that look at once, one tells", async () => {
  await using it = await start();
  it.count({ clicks: 9, conversions: 1 });
  await it.look();
  await it.owner.put("/v2/handles/acme/links/offer", { enabled: false });
  await it.look();
  it.control.advance(LOOK_MS);
  await Promise.all([1, 2, 3].map(() => checkCampaigns(it.control.deps, signal)));
  expect(await it.told()).toHaveLength(1);
});

test("a campaign that is not active is not looked at", async () => {
  await using it = await start();
  await it.owner.put(PATH, { status: "PAUSED" });
  await it.look();
  expect(await it.control.rows("select * from campaign_health")).toEqual([]);
  expect(failing(await it.health())).toContain("status PENDING");
});

test("a page is part of it from when it has a structure: published, behind, and taken away", async () => {
  await using it = await start();
  it.count({ clicks: 9, conversions: 1 });
  const structure = "/v2/handles/acme/site-structure/campaigns/spring";
  const write = (title: string) =>
    it.owner.put(structure, {
      detailsPageSlug: "spring-page",
      structureType: "LANDING",
      schema: { title, blocks: [{ type: "divider" }] },
    });
  const pageStatus = async () => (await it.health()).checks.find(({ name }) => name === "page")?.status;
  expect(await pageStatus()).toBe(undefined);
  await write("One");
  expect(await pageStatus()).toBe("PENDING");
  await it.owner.post(`${structure}/publish`, undefined);
  expect(await pageStatus()).toBe("PASS");
  await write("Two");
  expect(await pageStatus()).toBe("PENDING");
  await it.owner.post(`${structure}/publish`, undefined);
  await it.owner.post("/v2/handles/acme/pages/spring-page/unpublish", undefined);
  expect(await pageStatus()).toBe("FAIL");
});
