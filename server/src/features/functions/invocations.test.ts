import { expect, test } from "vitest";
import { onEveryEngine } from "#testing/engines.ts";
import { startControl } from "#testing/start-control.ts";
import { flushInvocations } from "./flush-invocations.ts";
import { sweepInvocations } from "./sweep-invocations.ts";

const BINDINGS = "/v2/handles/acme/function-bindings";
const DAY_MS = 86_400_000;
const echo = {
  target: {
    type: "SCRIPT",
    source:
      'export default async (request) => { console.log("nul \\0 and half \\ud800"); return new Response(await request.text()) }',
  },
};
type Listed = { invocations: { invocationId: string; path: string }[]; nextToken: string | null };

onEveryEngine((_, locate) => {
  test("each call is in the log with who, what, how long and how much, newest first and in pages", async () => {
    await using control = await startControl({ location: await locate() });
    const operator = await control.member("OPERATOR");
    await operator.put(`${BINDINGS}/echo`, echo);
    const token = await control.token(["functions.invoke"]);
    for (const path of ["/one?secret=x", "/two", "/three"]) {
      control.advance(1);
      await token.post(`/v2/public/handles/acme/function-bindings/echo/invoke${path}`, { a: 1 });
    }
    const { body } = await operator.get(`${BINDINGS}/echo/invocations?limit=2`);
    const { invocations, nextToken } = body as Listed;
    expect(invocations).toMatchObject([{ path: "/three" }, { path: "/two" }]);
    expect(invocations[0]).toEqual({
      invocationId: expect.stringMatching(/^fni_/),
      at: "2026-01-01T00:00:00.003Z",
      caller: `token:${token.tokenId}`,
      ...{ method: "POST", path: "/three", status: 200, error: null, message: null },
      ...{
        durationMs: expect.any(Number),
        requestBytes: 7,
        responseBytes: 7,
        log: expect.stringMatching(/^nul \ufffd and half \ufffd+$/),
      },
    });
    const rest = (await operator.get(`${BINDINGS}/echo/invocations?limit=2&nextToken=${nextToken}`))
      .body as Listed;
    expect([rest.invocations.map(({ path }) => path), rest.nextToken]).toEqual([["/one"], null]);
    expect((await operator.get(`${BINDINGS}/echo/invocations?nextToken=x`)).status).toBe(400);
    expect((await operator.get(`${BINDINGS}/none/invocations`)).status).toBe(404);
  });

  test("a thousand are kept for seven days, none of a binding that is gone", async () => {
    await using control = await startControl({ location: await locate() });
    const operator = await control.member("OPERATOR");
    await operator.put(`${BINDINGS}/echo`, echo);
    const columns =
      "handle_id, binding_key, invocation_id, at, caller, method, path, status, duration_ms, error, message, request_bytes, response_bytes, log";
    await operator.post(`${BINDINGS}/echo/invoke`, {});
    await flushInvocations(control.deps);
    const digits =
      "(select 0 as n union select 1 union select 2 union select 3 union select 4 union select 5 union select 6 union select 7 union select 8 union select 9)";
    await control.rows(
      `insert into function_invocations (${columns}) select handle_id, binding_key, 'fni_0' || a.n || b.n || c.n, at, caller, method, path, status, duration_ms, error, message, request_bytes, response_bytes, log from function_invocations, ${digits} as a, ${digits} as b, ${digits} as c`,
    );
    const count = async () =>
      Number(
        ((await control.rows("select count(*) as n from function_invocations")) as { n: number }[])[0]?.n,
      );
    expect(await count()).toBe(1001);
    control.advance(1);
    await operator.post(`${BINDINGS}/echo/invoke`, {});
    await flushInvocations(control.deps);
    expect(await count()).toBe(1000);
    control.advance(7 * DAY_MS);
    await sweepInvocations(control.deps);
    expect(await count()).toBe(1);
    await (await control.member("OPERATOR")).delete(`${BINDINGS}/echo`);
    expect(await count()).toBe(0);
  });
});
