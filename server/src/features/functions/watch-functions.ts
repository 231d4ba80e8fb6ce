import { Counter, Histogram, type Registry } from "prom-client";
import type { ControlDeps } from "#platform/deps.ts";
import { addGauges } from "#platform/documents/add-gauges.ts";
import { runtimeOf } from "./function-runtime.ts";

/** From a script that only answers to the longest that a function may take. */
const SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Lets an operator see what functions do: how many calls, how long, and which targets are left alone. */
export function watchFunctions(
  registry: Registry,
  deps: Pick<ControlDeps, "db" | "sandbox" | "clock">,
): void {
  const { log, breaker } = runtimeOf(deps);
  const { counters } = deps.sandbox;
  const calls = new Counter({
    name: "switchyard_function_calls_total",
    help: "Calls that reached a function, by what came of them.",
    labelNames: ["target", "outcome"],
    registers: [registry],
  });
  const seconds = new Histogram({
    name: "switchyard_function_seconds",
    help: "How long functions took.",
    labelNames: ["target"],
    buckets: SECONDS,
    registers: [registry],
  });
  log.listen(({ targetType: target, error, durationMs }) => {
    calls.inc({ target, outcome: error ?? "answered" });
    seconds.observe({ target }, durationMs / 1000);
  });
  addGauges(registry, {
    function_targets_left_alone: [
      "Targets that nobody calls for a while, because they failed.",
      () => breaker.countOpen(deps.clock.now().getTime()),
    ],
    scripts_running: ["Scripts that run now.", () => counters.running],
    scripts_waiting: ["Scripts that wait for their turn.", () => counters.waiting],
    script_threads_ended_total: ["Threads that a script made unusable.", () => counters.ended],
  });
}
