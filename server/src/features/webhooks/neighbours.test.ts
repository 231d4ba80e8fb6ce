import { expect, test } from "vitest";
import { WRITE } from "#platform/database/write.ts";
import { mutate } from "#platform/mutate.ts";
import { startControl } from "#testing/start-control.ts";
import { startReceiver } from "#testing/start-receiver.ts";
import { Dispatcher } from "./dispatcher.ts";
import { startWebhooks } from "./start-webhooks.ts";

const WEBHOOKS = "/v2/handles/acme/webhooks";
const JOB = { kind: "system", job: "test" } as const;
const running = { clock: { now: () => new Date() } };

/** As fast as a machine can follow that does much else; what it can do at most is measured elsewhere. */
const EVENTS = 20;
const HANG_MS = 5_000;

type Control = Awaited<ReturnType<typeof startControl>>;

/** An event whose payload says when it committed. */
const occur = (control: Control, reason: string) =>
  mutate(control.deps, JOB, { auth: "none" }, async () => ({
    result: undefined,
    audit: { action: "test", target: "", handleId: "hdl_acme" },
    events: [{ type: "token.revoked", payload: { tokenId: String(performance.now()), reason } }],
  }));

/** The clock of the machine runs on, so sessions of the standing one are long over. */
async function memberNow(control: Control) {
  await control.setRole("operator-of-acme", "OPERATOR");
  const at = Date.now();
  await control.rows(`update sessions set expires_at = ${at + 86_400_000}`);
  return control.client(await control.bearerOf("operator-of-acme", new Date(at + 3_600_000)));
}

test("half of the endpoints hang, and the others hear of everything without waiting for them", async () => {
  await using control = await startControl({ override: running });
  const arrivals: number[] = [];
  const receiver = await startReceiver({});
  const operator = await memberNow(control);
  for (let n = 0; n < 48; n++) {
    const path = `/${n % 2 === 0 ? "hang" : "fine"}-${n}`;
    receiver.answers[path] = (response, { event }) => {
      if (path.startsWith("/hang")) return;
      arrivals.push(performance.now() - Number(event.payload["tokenId"]));
      response.end();
    };
    const body = { endpointUrl: receiver.url + path, eventTypes: ["*"] };
    expect((await operator.post(WEBHOOKS, body)).status).toBe(201);
  }
  await using webhooks = startWebhooks(control.deps, { timeoutMs: HANG_MS });
  await occur(control, "to warm up");
  await expect.poll(() => arrivals.length).toBe(24);
  arrivals.splice(0);
  for (let n = 0; n < EVENTS; n++) {
    await occur(control, `event ${n}`);
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  await expect.poll(() => arrivals.length).toBe(24 * EVENTS);
  const sorted = arrivals.toSorted((a, b) => a - b);
  const p99 = sorted[Math.floor(sorted.length * 0.99)] ?? Number.POSITIVE_INFINITY;
  console.log(
    `healthy beside hanging: p50 ${sorted[sorted.length / 2]?.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms`,
  );
  // Who stood behind one of the others would wait for its timeout; the figure above is a second at most on a machine that does nothing else.
  expect(p99).toBeLessThan(HANG_MS);
  expect(webhooks.oldestDueSeconds()).toBeLessThan(HANG_MS / 1000);
});

test("a store that goes away is waited for, what was delivered is not delivered again, and meanwhile it shows", async () => {
  let isAway = false;
  const control = await startControl();
  await using _ = control;
  const write = control.deps.db[WRITE];
  const away = <T>(work: () => Promise<T>) =>
    isAway ? Promise.reject(new Error("The store is away.")) : work();
  let ahead = 0;
  const deps = {
    ...control.deps,
    clock: { now: () => new Date(Date.now() + ahead) },
    log: Object.assign(Object.create(control.deps.log), { error: () => {}, info: () => {} }),
    db: { ...control.deps.db, [WRITE]: ((work) => away(() => write(work))) as typeof write },
  };
  const receiver = await startReceiver({});
  const held: (() => void)[] = [];
  receiver.answers["/"] = (response) => void held.push(() => response.end());
  const operator = await control.member("OPERATOR");
  const body = { endpointUrl: `${receiver.url}/`, eventTypes: ["*"] };
  expect((await operator.post(WEBHOOKS, body)).status).toBe(201);
  await occur(control, "first");
  await using webhooks = startWebhooks(deps);
  await expect.poll(() => held.length).toBe(1);
  isAway = true;
  for (const release of held.splice(0)) release();
  receiver.answers["/"] = 200;
  await occur(control, "second");
  await new Promise((resolve) => setTimeout(resolve, 500));
  ahead = 50_000; // Within the lease: what has arrived is still held.
  isAway = false;
  await expect.poll(() => receiver.received.length).toBe(2);
  await expect
    .poll(() => control.rows("select status from webhook_deliveries"))
    .toEqual([{ status: "SUCCEEDED" }, { status: "SUCCEEDED" }]);
  expect(receiver.received.map(({ event }) => event.payload["reason"])).toEqual(["first", "second"]);
  expect(webhooks.oldestDueSeconds()).toBeLessThan(30);
});

test("what is due and not delivered shows in its age, but for endpoints that fail by themselves", async () => {
  await using control = await startControl();
  const operator = await control.member("OPERATOR");
  const receiver = await startReceiver({ "/failing": 500 });
  const subscribe = (path: string) =>
    operator.post(WEBHOOKS, { endpointUrl: receiver.url + path, eventTypes: ["*"] });
  await subscribe("/failing");
  const dispatcher = new Dispatcher(control.deps);
  await occur(control, "first");
  await dispatcher.settle();
  control.advance(400_000);
  await dispatcher.deliver();
  expect(dispatcher.oldestDueMs()).toBe(0);
  await subscribe("/fine");
  await occur(control, "second");
  await dispatcher.fanOut();
  control.advance(400_000);
  await dispatcher.deliver();
  expect(dispatcher.oldestDueMs()).toBe(400_000);
  await dispatcher.settle();
  expect(dispatcher.oldestDueMs()).toBe(0);
  control.advance(31_000); // Nobody looks any more.
  expect(dispatcher.oldestDueMs()).toBe(31_000);
  await dispatcher.stop(0);
});
