import type { Database } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { CircuitBreaker } from "./circuit-breaker.ts";
import { InvocationLog } from "./invocation-log.ts";

/** What this process knows of the functions that it has called. */
type FunctionRuntime = { readonly breaker: CircuitBreaker; readonly log: InvocationLog };

/** One for all who call functions of one database: the API, the edge and the jobs. */
export function runtimeOf({ db }: Pick<ControlDeps, "db">): FunctionRuntime {
  const runtime = known.get(db) ?? { breaker: new CircuitBreaker(), log: new InvocationLog() };
  known.set(db, runtime);
  return runtime;
}
const known = new WeakMap<Database, FunctionRuntime>();
