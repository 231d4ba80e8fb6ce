import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import type { Env } from "#platform/config/env.ts";
import { onEveryEngine } from "#testing/engines.ts";
import { startPlans } from "#testing/start-plans.ts";
import { runCommand } from "./run-command.ts";

async function* nothing() {}

onEveryEngine((_, locate) => {
  test("an operator gives a plan and takes it back, and the server that runs knows with its next answer", async () => {
    const located = await locate();
    const isPostgres = located.startsWith("postgres");
    const DATA_DIR = dirname(located);
    const location = isPostgres ? located : join(DATA_DIR, "switchyard.sqlite");
    await using plans = await startPlans({ location, writes: { FREE: 10 } });
    const anna = await plans.signedIn("anna");
    const env: Env = { ...(isPostgres ? { DATABASE_URL: located } : { DATA_DIR }), PLANS: "on" };
    const run = async (words: string, more: Env = {}) => {
      const clock = { now: plans.now };
      const surroundings = { env: { ...env, ...more }, clock, stdin: nothing(), progress: () => {} };
      const printed = await runCommand(words.split(" "), surroundings);
      return { exitCode: printed?.exitCode, out: printed?.out ?? "", err: printed?.err ?? "" };
    };
    const summary = async () => (await anna.get("/v2/billing/summary")).body;
    const who = "--email anna@example.com";
    expect(await run(`plan show ${who}`)).toMatchObject({ out: "anna@example.com is on FREE." });
    const set = await run(`plan set ${who} --plan ENTERPRISE --until 2026-01-03 --json`);
    expect(JSON.parse(set.out)).toEqual({
      ...{ email: "anna@example.com", userId: "anna", plan: "ENTERPRISE", plans: "on" },
      given: { plan: "ENTERPRISE", until: "2026-01-03T00:00:00.000Z" },
      subscriptions: [],
    });
    expect(await summary()).toMatchObject({
      plan: "ENTERPRISE",
      given: { plan: "ENTERPRISE", until: "2026-01-03T00:00:00.000Z" },
      writes: { limit: null },
    });
    plans.advance(12 * 3_600_000);
    await run(`plan set ${who} --plan PRO`);
    expect(await summary()).toMatchObject({ plan: "PRO", given: { plan: "PRO", until: null } });
    const paid = `'sub_1', 'anna', 'ENTERPRISE', 'past_due', 1, null, null, 0, 0`;
    await plans.rows(`insert into subscriptions values (${paid})`);
    expect((await run(`plan clear ${who}`)).out).toBe(
      "anna@example.com is on ENTERPRISE: ENTERPRISE is paid for (past_due).",
    );
    expect(await summary()).toMatchObject({ plan: "ENTERPRISE", given: null });
    expect((await run(`plan clear ${who}`, { PLANS: "off" })).out).toContain("PLANS is not on");
    const audited = await plans.rows(
      "select actor, target from audit_events where action = 'plan.give' order by id",
    );
    expect(audited).toEqual(Array(3).fill({ actor: "system:plan", target: "anna" }));
    for (const [words, exitCode] of [
      [`plan set --email nobody@example.com --plan PRO`, 1],
      [`plan set ${who} --plan GOLD`, 2],
      [`plan set ${who}`, 2],
      [`plan set ${who} --plan PRO --until soon`, 2],
      [`plan set ${who} --plan PRO --until 2025-12-31`, 2],
      ["plan set --plan PRO", 2],
    ] as const) {
      expect((await run(words)).exitCode, words).toBe(exitCode);
    }
    expect(await summary()).toMatchObject({ plan: "ENTERPRISE", given: null });
  });
});
