import { expect, test } from "vitest";
import { sweepSessions } from "#features/users/index.ts";
import { sweep } from "#platform/sweep.ts";
import { startControl } from "#testing/start-control.ts";

const DAY_MS = 86_400_000;
const anna = { email: "anna@example.com", password: "Correct-horse-battery-42" };

test("what has served its time goes, and nothing before that", async () => {
  await using control = await startControl();
  await control.anonymous.post("/v2/auth/signup", anna);
  await control.anonymous.post("/v2/auth/login", anna);
  const link = { destinationUrl: "https://example.com/" };
  const creator = await control.member("CREATOR");
  await creator.post("/v2/handles/acme/links", link, { "idempotency-key": "once" });
  const left = async () => {
    await sweep(control.deps);
    await sweepSessions(control.deps);
    const count = async (table: string) => (await control.rows(`select * from ${table}`)).length;
    return {
      answers: await count("idempotency"),
      events: await count("outbox"),
      refreshTokens: await count("refresh_tokens"),
      links: await count("links"),
      audit: (await count("audit_events")) > 0,
    };
  };
  const whole = { answers: 1, events: 1, refreshTokens: 1, links: 1, audit: true };
  control.advance(DAY_MS);
  expect(await left()).toEqual(whole);
  control.advance(1);
  expect(await left()).toEqual({ ...whole, answers: 0 });
  control.advance(29 * DAY_MS);
  expect(await left()).toEqual({ ...whole, answers: 0, events: 0 });
  control.advance(31 * DAY_MS);
  expect(await left()).toEqual({ ...whole, answers: 0, events: 0, refreshTokens: 0 });
});
