import { expect, test } from "vitest";
import { visitEvent } from "#testing/start-analytics.ts";
import { startAnalyticsControl } from "#testing/start-analytics-control.ts";

const { analytics, control } = await startAnalyticsControl();
const reader = await control.token(["analytics.read"]);

type Asked = { readonly groups: readonly object[]; readonly significance?: object };
const ask = async (query: string): Promise<Asked> =>
  (await reader.get(`/v2/public/handles/acme/analytics?${query}`)).body as Asked;

/** So many clicks of one variant of a link, of which so many converted an hour later. */
const clicksOf = (day: string, slug: string, variant: string, clicks: number, converted: number) =>
  Array.from({ length: clicks }, (_, index) => {
    const id = `evt_${day}${slug}${variant}${index}`;
    const click = visitEvent(`${day}T10:00:00Z`, { id, slug, variant });
    const conversion = visitEvent(`${day}T11:00:00Z`, {
      ...({ kind: "conversion", slug, variant, status: 0, visitor: "", clickId: id } as const),
      ...{ country: "", device: "", os: "", browser: "", language: "", referrer: "", source: "" },
    });
    return index < converted ? [click, conversion] : [click];
  }).flat();

const on = (day: string) => `from=${day}&to=${day}&groupBy=variant`;

test("variants that convert alike in each of two links are not told to differ because their clicks are unevenly divided", async () => {
  const day = "2025-07-01";
  await analytics.record([
    ...clicksOf(day, "testone", "a", 300, 30),
    ...clicksOf(day, "testone", "b", 100, 10),
    ...clicksOf(day, "testtwo", "a", 100, 50),
    ...clicksOf(day, "testtwo", "b", 300, 150),
  ]);
  const both = await ask(on(day));
  expect(both.groups).toMatchObject([
    { keys: { variant: "a" }, qualifiedClicks: 400, conversions: 80 },
    { keys: { variant: "b" }, qualifiedClicks: 400, conversions: 160 },
  ]);
  expect(both).not.toHaveProperty("significance");
  expect(await ask(`${on(day)}&slug=testone,testtwo`)).not.toHaveProperty("significance");
  for (const slug of ["testone", "testtwo"]) {
    expect((await ask(`${on(day)}&slug=${slug}`)).significance).toMatchObject({
      slug,
      baseline: "a",
      variants: [{ variant: "b", pValue: 1, isSignificant: false }],
    });
  }
});

test("what those saw whom no rule sent elsewhere is what a rule's variant is compared with", async () => {
  const day = "2025-07-02";
  await analytics.record([
    ...clicksOf(day, "halves", "", 200, 16),
    ...clicksOf(day, "halves", "b", 200, 106),
  ]);
  for (const query of [`${on(day)}&slug=halves`, on(day)]) {
    expect((await ask(query)).significance).toEqual({
      slug: "halves",
      method: "two-proportion z-test",
      baseline: "",
      variants: [{ variant: "b", pValue: expect.any(Number), isSignificant: true }],
      note: expect.stringContaining("compared with what those saw whom no rule sent elsewhere;"),
    });
  }
  expect(await ask(`${on(day)}&slug=halves&variant=b`)).not.toHaveProperty("significance");
});

test("the one link with two variants of a hundred clicks is told among others, of whose clicks none are counted", async () => {
  const day = "2025-07-03";
  await analytics.record([
    ...clicksOf(day, "early", "", 500, 400),
    ...clicksOf(day, "early", "b", 99, 1),
    ...clicksOf(day, "nearly", "b", 500, 400),
    ...clicksOf(day, "nearly", "c", 99, 1),
    ...clicksOf(day, "shop", "", 99, 99),
    ...clicksOf(day, "shop", "b", 100, 20),
    ...clicksOf(day, "shop", "c", 100, 24),
  ]);
  // z = 0.6828
  const variants = [{ variant: "c", pValue: expect.closeTo(0.4948, 3), isSignificant: false }];
  expect((await ask(on(day))).significance).toMatchObject({ slug: "shop", baseline: "b", variants });
  await analytics.record(clicksOf(day, "early", "c", 100, 1));
  expect(await ask(on(day))).not.toHaveProperty("significance");
  expect((await ask(`${on(day)}&slug=shop`)).significance).toMatchObject({ slug: "shop", variants });
});

test("links without rules are no experiments, though the same variant is met under several of them", async () => {
  const day = "2025-07-04";
  await analytics.record([
    ...clicksOf(day, "plain", "", 150, 10),
    ...clicksOf(day, "sent", "vip", 150, 70),
    ...clicksOf(day, "away", "vip", 150, 70),
  ]);
  const answer = await ask(on(day));
  expect(answer.groups).toHaveLength(2);
  expect(answer).not.toHaveProperty("significance");
});
