import { expect, test } from "vitest";
import type { ResolveTxt } from "#platform/dns/txt-resolver.ts";
import { onEveryEngine } from "#testing/engines.ts";
import { startControl } from "#testing/start-control.ts";

const DOMAINS = "/v2/handles/acme/destination-domains";
const VERIFY = `${DOMAINS}/shop.example/verify`;

const failing = (code: string) => Object.assign(new Error(`query ${code} at 10.1.2.3`), { code });

/** DNS as a test says it is, and the names that were asked for. */
function dns() {
  const asked: string[] = [];
  const state: { texts: readonly string[] | Error } = { texts: failing("ENOTFOUND") };
  const resolveTxt: ResolveTxt = async (name) => {
    asked.push(name);
    if (state.texts instanceof Error) throw state.texts;
    return state.texts;
  };
  return { asked, state, resolveTxt };
}

onEveryEngine((_, locate) => {
  test("a domain is verified while its proof is in DNS, and by the proof alone", async () => {
    const { asked, state, resolveTxt } = dns();
    await using control = await startControl({ location: await locate(), override: { resolveTxt } });
    const operator = await control.member("OPERATOR");
    const { body } = await operator.post(DOMAINS, { domain: "shop.example" });
    const { txtValue } = (body as { proof: { txtValue: string } }).proof;
    const verify = () => operator.post(VERIFY, undefined);

    const absent = "_switchyard.shop.example has no TXT record.";
    expect(await verify()).toMatchObject({ status: 200, body: { verified: false, reason: absent } });
    state.texts = ["v=spf1 -all", txtValue.slice(0, -1), "switchyard-proof="];
    const wrong = "The TXT records of _switchyard.shop.example do not have the proof in them.";
    expect((await verify()).body).toMatchObject({
      verified: false,
      reason: wrong,
      domain: { verifiedAt: null },
    });
    expect(await control.rows("select * from outbox where type like 'destination.%verified'")).toEqual([]);

    control.advance(1000);
    state.texts = ["v=spf1 -all", txtValue];
    const at = "2026-01-01T00:00:01.000Z";
    const verified = { verified: true, reason: null, domain: { verifiedAt: at, decision: "REVIEW" } };
    expect((await verify()).body).toMatchObject(verified);
    control.advance(1000);
    expect((await verify()).body).toMatchObject(verified);
    expect((await operator.get(DOMAINS)).body).toMatchObject({ domains: [{ verifiedAt: at }] });

    state.texts = failing("ENODATA");
    expect((await verify()).body).toMatchObject({ verified: false, domain: { verifiedAt: null } });
    expect(new Set(asked)).toEqual(new Set(["_switchyard.shop.example"]));
    const audit = await control.rows("select details from audit_events where action = 'destination.verify'");
    expect(audit.map((row) => (row as { details: string }).details).sort()).toEqual([
      '{"verified":false}',
      '{"verified":true}',
    ]);
  });
});

test.each(["ETIMEOUT", "ESERVFAIL", "ECONNREFUSED"])(
  "while DNS fails by %s nothing is proven, nothing is lost, and no address of ours is told",
  async (code) => {
    const { state, resolveTxt } = dns();
    await using control = await startControl({ override: { resolveTxt } });
    const operator = await control.member("OPERATOR");
    const { body } = await operator.post(DOMAINS, { domain: "shop.example" });
    state.texts = [(body as { proof: { txtValue: string } }).proof.txtValue];
    await operator.post(VERIFY, undefined);
    state.texts = failing(code);
    const answer = await operator.post(VERIFY, undefined);
    expect(answer).toMatchObject({
      status: 200,
      body: {
        verified: false,
        reason: "DNS did not answer for _switchyard.shop.example. Try again later.",
        domain: { verifiedAt: "2026-01-01T00:00:00.000Z" },
      },
    });
    expect(JSON.stringify(answer.body)).not.toContain("10.1.2.3");
  },
);

test("an address cannot be proven, and DNS is not asked about it", async () => {
  const { asked, resolveTxt } = dns();
  await using control = await startControl({ override: { resolveTxt } });
  const operator = await control.member("OPERATOR");
  expect((await operator.post(DOMAINS, { domain: "192.0.2.1" })).body).toMatchObject({
    proof: { txtName: null },
  });
  expect((await operator.post(`${DOMAINS}/192.0.2.1/verify`, undefined)).body).toMatchObject({
    verified: false,
    reason: "An address has no DNS in which it could be proven.",
  });
  expect(asked).toEqual([]);
});

test("a proof that was found for a domain which is added anew meanwhile is none", async () => {
  let during = async () => {};
  const resolveTxt: ResolveTxt = async () => {
    await during();
    return [txtValue];
  };
  await using control = await startControl({ override: { resolveTxt } });
  const operator = await control.member("OPERATOR");
  const { body } = await operator.post(DOMAINS, { domain: "shop.example" });
  const { txtValue } = (body as { proof: { txtValue: string } }).proof;
  during = async () => {
    await operator.delete(`${DOMAINS}/shop.example`);
    await operator.post(DOMAINS, { domain: "shop.example" });
  };
  expect((await operator.post(VERIFY, undefined)).status).toBe(404);
  expect((await operator.get(DOMAINS)).body).toMatchObject({ domains: [{ verifiedAt: null }] });
});
