import { expect, test } from "vitest";
import type { HandleRule, RoutingRule } from "#kernel/routing-rule.ts";
import { routeTo, startEdge } from "#testing/start-edge.ts";

const to = (id: string, when: RoutingRule["when"], priority = 0): RoutingRule => ({
  ...{ id, priority, when, enabled: true },
  variant: { id: `to-${id}`, destinationUrl: `https://example.com/${id}` },
});
const forAll = (rule: RoutingRule, slugs: string[] | null = null): HandleRule => ({ ...rule, slugs });

test("the link's rules are asked before the handle's, and the destination is what is left", async () => {
  await using edge = await startEdge({
    override: { country: (address) => (address === "192.0.2.7" ? "AT" : "DE") },
  });
  await edge.setPolicy({
    rules: [forAll(to("handle-at", { countryIn: ["AT"] })), forAll(to("handle-de", { countryIn: ["DE"] }))],
  });
  await edge.setRoute("launch", routeTo({ rules: [to("link-at", { countryIn: ["at"] })] }));
  await edge.setRoute("plain", routeTo());
  const from = (path: string, address: string) =>
    edge.visit(path, { headers: { "x-forwarded-for": address } });
  expect((await from("/launch", "192.0.2.7")).location).toBe("https://example.com/link-at");
  expect((await from("/launch", "192.0.2.8")).location).toBe("https://example.com/handle-de");
  expect((await from("/plain", "192.0.2.7")).location).toBe("https://example.com/handle-at");
  await edge.setPolicy({ rules: [] });
  expect((await from("/plain", "192.0.2.7")).location).toBe("https://example.com/landing");
  expect(edge.events.map(({ variant, kind }) => [kind, variant])).toEqual([
    ["click", "to-link-at"],
    ["click", "to-handle-de"],
    ["click", "to-handle-at"],
    ["click", ""],
  ]);
});

test("a handle's rule for some links leaves the others alone", async () => {
  await using edge = await startEdge();
  await edge.setPolicy({ rules: [forAll(to("some", {}), ["first"])] });
  for (const slug of ["first", "second"]) await edge.setRoute(slug, routeTo());
  expect((await edge.visit("/first")).location).toBe("https://example.com/some");
  expect((await edge.visit("/second")).location).toBe("https://example.com/landing");
});

test.each([
  ["deviceIn", { deviceIn: ["MOBILE"] }, {}, true],
  ["deviceIn", { deviceIn: ["DESKTOP"] }, {}, false],
  ["osIn", { osIn: ["ios"] }, {}, true],
  ["browserIn", { browserIn: ["safari"] }, {}, true],
  ["browserIn", { browserIn: ["firefox"] }, {}, false],
  ["languageIn", { languageIn: ["DE"] }, { "accept-language": "de-AT,de;q=0.9" }, true],
  ["languageIn", { languageIn: ["de"] }, { "accept-language": "fr" }, false],
  ["sourceIn", { sourceIn: ["search"] }, { referer: "https://www.google.com/" }, true],
  ["sourceIn", { sourceIn: ["direct"] }, {}, true],
  ["referrerHostIn", { referrerHostIn: ["example.org"] }, { referer: "https://news.example.org/x" }, true],
  ["referrerHostIn", { referrerHostIn: ["ample.org"] }, { referer: "https://example.org/" }, false],
  ["timeWindow", { timeWindow: { tz: "Europe/Vienna", from: "13:00", to: "13:01" } }, {}, true],
  ["timeWindow", { timeWindow: { tz: "UTC", days: ["FRI"] } }, {}, false],
] as const)("%s %j with %j: %s", async (_, when, headers, isMet) => {
  await using edge = await startEdge();
  await edge.setRoute("launch", routeTo({ rules: [to("rule", when)] }));
  const { location } = await edge.visit("/launch", { headers });
  expect(location).toBe(isMet ? "https://example.com/rule" : "https://example.com/landing");
});

test("source and campaign come from the query, else from referrer and link", async () => {
  await using edge = await startEdge();
  const rules = [to("qr", { sourceIn: ["QR"] }), to("spring", { campaignIn: ["spring"] }, 1)];
  await edge.setRoute("launch", routeTo({ rules, campaign: "Spring", forwardQuery: false }));
  expect((await edge.visit("/launch?src=qr")).location).toBe("https://example.com/qr");
  expect((await edge.visit("/launch?utm_source=Qr")).location).toBe("https://example.com/qr");
  expect((await edge.visit("/launch")).location).toBe("https://example.com/spring");
  expect((await edge.visit("/launch?campaign=autumn")).location).toBe("https://example.com/landing");
});

test("a visitor keeps its share without a cookie, and none is set for it", async () => {
  await using edge = await startEdge();
  await edge.setRoute("launch", routeTo({ rules: [to("half", { percent: 50 })] }));
  const seen = new Map<string, Set<string | undefined>>();
  for (let round = 0; round < 3; round++) {
    for (let host = 1; host <= 40; host++) {
      const address = `192.0.2.${host}`;
      const answer = await edge.visit("/launch", { headers: { "x-forwarded-for": address } });
      seen.set(address, (seen.get(address) ?? new Set()).add(answer.location));
      expect(answer.headers["set-cookie"]).toBeUndefined();
    }
    edge.advance(86_400_000); // Also when the day's salt is another.
  }
  expect([...seen.values()].every((places) => places.size === 1)).toBe(true);
  expect(new Set([...seen.values()].flatMap((places) => [...places])).size).toBe(2);
});

test("country and user agent are looked up for an event, and for a rule not once more than needed", async () => {
  let asked = 0;
  await using edge = await startEdge({
    override: {
      country: () => {
        asked++;
        return "DE";
      },
    },
  });
  const rules = Array.from({ length: 20 }, (_, index) => to(`r${index}`, { countryIn: ["FR"] }));
  await edge.setRoute("launch", routeTo({ rules }));
  await edge.visit("/launch");
  expect(asked).toBe(2); // Once for all rules, once for the event.
  await edge.setRoute("plain", routeTo({ rules: [to("r", { deviceIn: ["DESKTOP"] })] }));
  await edge.visit("/plain");
  expect(asked).toBe(3);
});
