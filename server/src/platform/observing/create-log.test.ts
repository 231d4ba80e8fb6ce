import { expect, test } from "vitest";
import { keepRunning } from "#platform/delivery/keep-running.ts";
import { JobLog } from "#platform/jobs/job-log.ts";
import { runPeriodically } from "#platform/jobs/run-periodically.ts";
import { startControl } from "#testing/start-control.ts";
import { createLog } from "./create-log.ts";

type Line = Readonly<Record<string, unknown>>;

function listeningLog() {
  const lines: Line[] = [];
  return { lines, log: createLog("debug", { write: (line: string) => void lines.push(JSON.parse(line)) }) };
}

test("what is logged anywhere in a job's turn, and its failure, name the job and that turn", async () => {
  const { lines, log } = listeningLog();
  const jobs = new JobLog();
  const deep = async () => {
    await Promise.resolve();
    log.warn("deep inside");
    throw new Error("It does not work.");
  };
  const idle = { name: "idle", everyMs: 60_000, run: async () => {} };
  const periodic = runPeriodically([{ name: "sweep", everyMs: 60_000, run: deep }, idle], log, jobs);
  await expect.poll(() => jobs.list().length).toBe(2);
  await periodic[Symbol.asyncDispose]();
  const runId = expect.stringMatching(/^[0-9a-f-]{36}$/);
  expect(lines).toMatchObject([
    { msg: "deep inside", job: "sweep", runId },
    { msg: "job failed", job: "sweep", runId: lines[0]?.["runId"], err: { message: "It does not work." } },
  ]);
  expect(jobs.list()).toMatchObject([
    { name: "idle", runs: 1, failures: 0, lastSuccessAt: expect.any(Number), lastFailureAt: null },
    { name: "sweep", runs: 1, failures: 1, lastSuccessAt: null, lastFailureAt: expect.any(Number) },
  ]);
});

test("so does what is logged in a loop that goes on", async () => {
  const { lines, log } = listeningLog();
  const jobs = new JobLog();
  const turn = async () => {
    throw new Error("The store is away.");
  };
  const loop = keepRunning({ name: "deliver", restMs: 60_000, failureMsMax: 60_000, turn, log, jobs });
  await expect.poll(() => jobs.list()[0]?.failures).toBe(1);
  await loop.stop();
  expect(lines).toMatchObject([{ job: "deliver", runId: expect.any(String), msg: expect.any(String) }]);
});

test("what is logged while a request is answered has its id, and nothing of one has another's", async () => {
  const { lines, log } = listeningLog();
  await using control = await startControl({ override: { log } });
  control.api.get("/broken", async (c) => {
    await Promise.resolve();
    log.warn({ which: c.req.query("which") }, "deep inside");
    throw new Error("A bug.");
  });
  const ask = async (which: string) => {
    const headers = { "x-request-id": `mine-${which}` };
    const answer = await control.api.request(`/broken?which=${which}`, { headers });
    expect([answer.status, answer.headers.get("x-request-id")]).toEqual([500, `mine-${which}`]);
  };
  await Promise.all([ask("1"), ask("2")]);
  log.info("outside");
  const told = lines.map(({ msg, requestId, which }) => [msg, requestId, which]);
  expect(told).toHaveLength(5);
  for (const which of ["1", "2"]) {
    expect(told).toContainEqual(["deep inside", `mine-${which}`, which]);
    expect(told).toContainEqual(["request failed", `mine-${which}`, undefined]);
  }
  expect(told.at(-1)).toEqual(["outside", undefined, undefined]);
});
