import { describe, expect, test } from "vitest";
import { routeTo, startEdge } from "#testing/start-edge.ts";

const statuses = (answers: ReadonlyArray<{ readonly status: number | undefined }>) => {
  const counts = new Map<number | undefined, number>();
  for (const { status } of answers) counts.set(status, (counts.get(status) ?? 0) + 1);
  return Object.fromEntries(counts);
};

describe("of 64 visits at once to a link with ten clicks, exactly ten are redirected", () => {
  test("by one edge", async () => {
    await using edge = await startEdge();
    await edge.setRoute("only-ten", routeTo({ maxClicks: 10 }));
    const answers = await Promise.all(Array.from({ length: 64 }, () => edge.visit("/only-ten")));
    expect(statuses(answers)).toEqual({ 302: 10, 410: 54 });
    expect(edge.events.filter(({ kind }) => kind === "click")).toHaveLength(10);
  });

  test("by two edges over one database", async () => {
    await using one = await startEdge();
    await using two = await startEdge({ location: one.location });
    await one.setRoute("only-ten", routeTo({ maxClicks: 10 }));
    const answers = await Promise.all(
      Array.from({ length: 64 }, (_, visit) => (visit % 2 === 0 ? one : two).visit("/only-ten")),
    );
    expect(statuses(answers)).toEqual({ 302: 10, 410: 54 });
  });
});

test("a link that is used up leads to its expiredUrl, and on again once it is given more", async () => {
  await using edge = await startEdge();
  await edge.setRoute("once", routeTo({ maxClicks: 1, expiredUrl: "https://example.com/over" }));
  await edge.visit("/once");
  expect(await edge.visit("/once")).toMatchObject({ status: 302, location: "https://example.com/over" });
  expect(await edge.visit("/once+")).toMatchObject({ status: 410 });
  await edge.setRoute("once", routeTo({ maxClicks: 2 }));
  expect(await edge.visit("/once")).toMatchObject({ location: "https://example.com/landing" });
  expect(await edge.visit("/once")).toMatchObject({ status: 410 });
  expect(edge.events.map(({ kind }) => kind)).toEqual(["click", "orphan", "click", "orphan"]);
});

test("a link with no clicks at all never leads anywhere", async () => {
  await using edge = await startEdge();
  await edge.setRoute("none", routeTo({ maxClicks: 0 }));
  expect(await edge.visit("/none")).toMatchObject({ status: 410 });
});
