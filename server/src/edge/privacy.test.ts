import { expect, test } from "vitest";
import { addressList } from "#platform/http/client-address.ts";
import { DAY_MS } from "#platform/visits/keep-salts.ts";
import { routeTo, startEdge } from "#testing/start-edge.ts";

const from = (address: string, headers: Record<string, string> = {}) => ({
  headers: { "x-forwarded-for": address, ...headers },
});

async function withLink() {
  const edge = await startEdge();
  await edge.setRoute("launch", routeTo());
  await edge.setHost("other", { handleId: "hdl_other", movedTo: null, until: null });
  await edge.setRoute("launch", routeTo(), "hdl_other");
  return edge;
}

test("a visitor is one on one day in one handle, and another tomorrow, elsewhere, or with another browser", async () => {
  await using edge = await withLink();
  const ask = from("198.51.100.7");
  await edge.visit("/launch", ask);
  await edge.visit("/launch?again", ask);
  await edge.visit("/launch", from("198.51.100.8"));
  await edge.visit("/launch", from("198.51.100.7", { "user-agent": "Mozilla/5.0 (X11) Firefox/140.0" }));
  await edge.visit("/launch", { ...ask, host: "other.sites.test" });
  edge.advance(DAY_MS);
  await edge.visit("/launch", ask);
  const visitors = edge.events.map(({ visitor }) => visitor);
  expect(visitors[1]).toBe(visitors[0]);
  expect(new Set(visitors).size).toBe(5);
  for (const visitor of visitors) expect(visitor).toMatch(/^[0-9a-f]{16}$/);
});

test("two processes know a visitor by the same hash, today and tomorrow", async () => {
  await using one = await withLink();
  await using two = await startEdge({ location: one.location });
  for (let day = 0; day < 3; day++) {
    await Promise.all([one, two].map((edge) => edge.visit("/launch", from("198.51.100.7"))));
    expect(two.events.at(-1)?.visitor).toBe(one.events.at(-1)?.visitor);
    for (const edge of [one, two]) edge.advance(DAY_MS);
  }
});

test("no address is in any event", async () => {
  await using edge = await withLink();
  await edge.visit("/launch", from("198.51.100.7"));
  await edge.visit("/launch", from("2001:db8::7"));
  await edge.visit("/nowhere", from("198.51.100.7, 127.0.0.1"));
  await edge.visit("/launch");
  expect(edge.events).toHaveLength(4);
  expect(JSON.stringify(edge.events)).not.toMatch(/198\.51\.100|2001:db8|127\.0\.0\.1/);
});

test("an address that a client writes itself is believed from a trusted proxy alone", async () => {
  const seen: string[] = [];
  const country = (address: string) => {
    seen.push(address);
    return "";
  };
  await using proxied = await startEdge({ override: { country } });
  await proxied.visit("/nowhere", from("203.0.113.9, 198.51.100.7"));
  await using direct = await startEdge({
    override: { country, trustedProxies: addressList(["10.0.0.0/8"]) },
  });
  await direct.visit("/nowhere", from("203.0.113.9, 198.51.100.7"));
  expect(seen).toEqual(["198.51.100.7", "127.0.0.1"]);
});
