import { expect, test } from "vitest";
import { createTxtResolver } from "#platform/dns/txt-resolver.ts";
import type { Client } from "#testing/client.ts";
import { onEveryEngine } from "#testing/engines.ts";
import { startControl } from "#testing/start-control.ts";
import { startNameServer } from "#testing/start-name-server.ts";
import { checkDomains } from "./check-domains.ts";

const BASE = "/v2/account/domains";
const HOST = "host.example";
const GOING_ON = new AbortController().signal;

type Domain = {
  readonly state: string;
  readonly nextCheckAt: string | null;
  readonly records: readonly Proof[];
};
type Proof = { readonly type: string; readonly value: string };

/** The API over real DNS, whose answers a test can hold up on their way. */
async function startDomains(location: string) {
  const dns = await startNameServer();
  const askDns = createTxtResolver({ servers: [dns.address] });
  const way = { isClear: Promise.resolve() };
  const resolveTxt = async (name: string) => {
    const { isClear } = way;
    const texts = await askDns(name);
    await isClear;
    return texts;
  };
  const control = await startControl({ location, override: { resolveTxt } });
  const reconcile = async (client: Client) =>
    (await client.post(`${BASE}/${HOST}/reconcile`, undefined)).body as Domain;
  return {
    control,
    reconcile,
    add: async (client: Client) => {
      const { records } = (await client.post(BASE, { domain: HOST })).body as Domain;
      return records.find(({ type }) => type === "TXT")?.value ?? "";
    },
    publish: (proof: string) => void dns.texts.set(`_switchyard-challenge.${HOST}`, [proof]),
    read: async (client: Client) => (await client.get(`${BASE}/${HOST}`)).body as Domain,
    /** What DNS says now is on its way until `arrive`; what it is asked later is not held up. */
    reconcileSlowly: async (client: Client) => {
      const { promise, resolve: arrive } = Promise.withResolvers<void>();
      const { asked } = dns.state;
      way.isClear = promise;
      const late = reconcile(client);
      await expect.poll(() => dns.state.asked).toBeGreaterThan(asked);
      way.isClear = Promise.resolve();
      return { late, arrive };
    },
    [Symbol.asyncDispose]: async () => {
      await control[Symbol.asyncDispose]();
      await dns[Symbol.asyncDispose]();
    },
  };
}

onEveryEngine((_, locate) => {
  test("an answer that comes late takes a host from nobody who has proven it since, and whoever lost one is looked at on", async () => {
    await using world = await startDomains(await locate());
    const { control, publish, reconcile, read } = world;
    const [anna, ben] = [await control.member("OWNER"), await control.member("OWNER", "other")];
    const [annas, bens] = [await world.add(anna), await world.add(ben)];
    publish(annas);
    expect(await reconcile(anna)).toMatchObject({ state: "ACTIVE" });

    const { late, arrive } = await world.reconcileSlowly(anna);
    control.advance(1_000);
    publish(bens);
    expect(await reconcile(ben)).toMatchObject({ state: "ACTIVE" });
    arrive();
    expect(await late).toMatchObject({ state: "STALE", problem: expect.stringContaining("another account") });
    expect(await read(ben)).toMatchObject({ state: "ACTIVE", problem: null });

    publish(annas);
    expect(await reconcile(anna)).toMatchObject({ state: "ACTIVE" });
    const lost = await read(ben);
    expect(lost).toMatchObject({ state: "STALE", nextCheckAt: expect.any(String) });
    // Nobody asks for it: the host goes to whose proof stands there.
    publish(bens);
    control.advance(3 * 60_000);
    await checkDomains(control.deps, GOING_ON);
    expect(await read(ben)).toMatchObject({ state: "ACTIVE", problem: null });
    expect(await read(anna)).toMatchObject({ state: "STALE" });
  });
});
