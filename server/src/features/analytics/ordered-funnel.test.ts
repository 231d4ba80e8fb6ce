import { expect, test } from "vitest";
import type { VisitEvent } from "#kernel/visit-event.ts";
import { visitEvent } from "#testing/start-analytics.ts";
import { startAnalyticsControl } from "#testing/start-analytics-control.ts";

const PATH = "/v2/public/handles/acme/analytics";
const { analytics, control } = await startAnalyticsControl();
const reader = await control.token(["analytics.read"]);

const conversion = (at: string, differences: Partial<VisitEvent> = {}) =>
  visitEvent(at, {
    kind: "conversion",
    status: 0,
    visitor: "",
    country: "",
    device: "",
    source: "",
    ...differences,
  });
const signal = (at: string, name: string, sessionId: string) =>
  visitEvent(at, { kind: "signal", slug: "", visitor: "", country: "", name, sessionId });

await analytics.record([
  // One person goes all the way within an hour; one refuses, and is known by the click alone; one takes a week.
  visitEvent("2025-11-10T10:00:00Z", { id: "evt_a", sessionId: "ann", visitor: "day of ann", country: "FR" }),
  signal("2025-11-10T10:10:00Z", "view", "ann"),
  conversion("2025-11-10T10:20:00Z", { name: "lead", sessionId: "ann", clickId: "evt_a" }),
  visitEvent("2025-11-10T12:00:00Z", { id: "evt_b", visitor: "day of bob", country: "IT" }),
  conversion("2025-11-10T12:30:00Z", { name: "lead", clickId: "evt_b" }),
  visitEvent("2025-11-10T10:00:00Z", {
    id: "evt_c",
    sessionId: "cleo",
    visitor: "day of cleo",
    country: "FR",
  }),
  conversion("2025-11-18T10:00:00Z", { name: "lead", sessionId: "cleo", clickId: "evt_c" }),
  visitEvent("2025-11-10T10:00:00Z", { sessionId: "robot", bot: "ua", country: "FR" }),
  conversion("2025-11-10T10:00:01Z", { name: "lead", sessionId: "robot", bot: "ua" }),
  // Three persons: of two is not known where they clicked, of one of these where they converted.
  ...[
    ["dan", "", ""],
    ["eve", "", "US"],
    ["fay", "US", ""],
  ].flatMap(([sessionId = "", country = "", later = ""]) => [
    visitEvent("2025-07-10T10:00:00Z", { sessionId, country }),
    conversion("2025-07-10T10:01:00Z", { sessionId, country: later }),
  ]),
  // A minute between two events, and a minute and a millisecond.
  ...[60_000, 60_001].flatMap((gap) => {
    const later = new Date(Date.parse("2025-08-10T10:00:00Z") + gap).toISOString();
    return [
      visitEvent("2025-08-10T10:00:00Z", { sessionId: `clicks ${gap}` }),
      visitEvent(later, { sessionId: `clicks ${gap}` }),
      visitEvent("2025-08-10T10:00:00Z", { sessionId: `signals ${gap}` }),
      signal(later, "view", `signals ${gap}`),
    ];
  }),
]);

const NOVEMBER = "from=2025-11-01&to=2025-11-30";
const steps = async (query: string, range = NOVEMBER) => {
  const { body } = await reader.get(`${PATH}?${range}&${query}`);
  return (body as { funnel: { steps: unknown[] } }).funnel.steps;
};

test("a funnel counts persons who take its steps in order and in time, refusers by their click, and no bots", async () => {
  expect(await steps("steps=click,conversion:lead&window=7d")).toEqual([
    { name: "click", count: 3, rate: 1 },
    { name: "conversion:lead", count: 2, rate: 2 / 3 },
  ]);
  expect(await steps("steps=click,conversion:lead&window=8d")).toMatchObject([{ count: 3 }, { count: 3 }]);
  expect(await steps("steps=click,signal:view,conversion:lead")).toMatchObject([
    { count: 3 },
    { count: 1 },
    { count: 1 },
  ]);
  expect(await steps("steps=signal:view,click")).toMatchObject([{ count: 1 }, { count: 0, rate: 0 }]);
});

test("one event is one step, and a filter chooses persons by their visits", async () => {
  expect(await steps("steps=click,click")).toMatchObject([{ count: 3 }, { count: 0 }]);
  expect(await steps("steps=click,conversion&country=IT")).toMatchObject([{ count: 1 }, { count: 1 }]);
  expect(await steps("steps=conversion,click&country=US")).toMatchObject([{ count: 0 }, { count: 0 }]);
});

test("a filter's empty value chooses persons whose visits do not know, and what follows where it does not either", async () => {
  const july = "from=2025-07-10&to=2025-07-10";
  for (const [filter, clicks, conversions] of [
    ["country=", 2, 1],
    ["country=US", 1, 1],
    ["country=US,", 3, 3],
    ["segment=", 3, 3],
  ]) {
    const counts = [{ count: clicks }, { count: conversions }];
    expect(await steps(`steps=click,conversion&${filter}`, july), `${filter}`).toMatchObject(counts);
  }
});

test("exactly a window after the first step is in time, a millisecond later is not, also where an event could be two steps", async () => {
  const august = "from=2025-08-10&to=2025-08-10";
  for (const asked of ["click,signal:view", "click,click"]) {
    expect(await steps(`steps=${asked}&window=1m`, august)).toMatchObject([{ count: 4 }, { count: 1 }]);
    expect(await steps(`steps=${asked}&window=2m`, august)).toMatchObject([{ count: 4 }, { count: 2 }]);
  }
});

test("hostile names of steps and filters are values like any other", async () => {
  for (const hostile of ["'", "\\'", "{name1:String}", "x'||1=1--", ")"]) {
    const text = encodeURIComponent(hostile);
    expect(await steps(`steps=click,signal:${text}`)).toMatchObject([{ count: 3 }, { count: 0 }]);
    expect(await steps(`steps=click,signal&utmTerm=${text}`)).toMatchObject([{ count: 0 }, { count: 0 }]);
  }
});
