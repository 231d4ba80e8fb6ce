import { expect, test } from "vitest";
import { sweep } from "#platform/sweep.ts";
import { onEveryEngine } from "#testing/engines.ts";
import { startControl } from "#testing/start-control.ts";
import { startConversions } from "#testing/start-conversions.ts";

type Accepted = { readonly deduplicated: boolean; readonly conversionId: string };

onEveryEngine((_, locate) => {
  test("of 64 that arrive at once under one key, at two control planes, one counts and all are told which", async () => {
    const location = await locate();
    const { control, mint, send, visits } = await startConversions({ location });
    await using first = control;
    await using second = await startControl({ location });
    const body = { ctx: mint(), idempotencyKey: "order-1", value: "3", currency: "EUR" };
    const clients = [first.anonymous, second.anonymous];
    const answers = await Promise.all(
      Array.from({ length: 64 }, (_, n) => clients[n % 2]?.post("/v2/public/conversions", body)),
    );
    expect(answers.map((answer) => answer?.status)).toEqual(answers.map(() => 202));
    const told = answers.map((answer) => answer?.body as Accepted);
    expect(told.filter(({ deduplicated }) => !deduplicated)).toHaveLength(1);
    expect(new Set(told.map(({ conversionId }) => conversionId)).size).toBe(1);
    expect(await visits()).toMatchObject([{ kind: "conversion", value: "3" }]);
    for (const table of ["conversions", "outbox", "audit_events"]) {
      expect(await first.rows(`select * from ${table}`), table).toHaveLength(1);
    }
    expect(await first.rows("select * from visitor_segments")).toHaveLength(2);
    expect(await send()).toMatchObject({ status: 202, body: { deduplicated: true } });
  });

  test("as many different keys at once all count, and their sessions keep their segments", async () => {
    const { control, mint, visits } = await startConversions({ location: await locate() });
    await using one = control;
    const answers = await Promise.all(
      Array.from({ length: 64 }, (_, n) => {
        const ctx = mint({ session: `session-${n % 8}` });
        return one.anonymous.post("/v2/public/conversions", { ctx, idempotencyKey: `order-${n}` });
      }),
    );
    for (const { status, body } of answers)
      expect({ status, body }).toMatchObject({ status: 202, body: { deduplicated: false } });
    expect(await visits()).toHaveLength(64);
    expect(await one.rows("select * from visitor_segments")).toHaveLength(16);
  });

  test("a key stays used after a restart, and after everything was swept that is swept", async () => {
    const location = await locate();
    const { control, mint, send } = await startConversions({ location });
    let conversionId: string;
    {
      await using _ = control;
      conversionId = ((await send()).body as Accepted).conversionId;
    }
    await using restarted = await startControl({ location });
    restarted.advance(29 * 86_400_000);
    await sweep(restarted.deps);
    const again = { ctx: mint(), idempotencyKey: "order-1" };
    expect(await restarted.anonymous.post("/v2/public/conversions", again)).toMatchObject({
      status: 202,
      body: { accepted: true, deduplicated: true, conversionId },
    });
  });
});
