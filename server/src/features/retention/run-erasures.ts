import type { ControlDeps } from "#platform/deps.ts";
import { listDueErasures } from "./erasure-store.ts";
import { finishErasure, repeatErasure, tryLater } from "./finish-erasure.ts";
import { unlessAway } from "./unless-away.ts";

const AT_ONCE_MAX = 100;
const WAIT_MS = 2_000;

/** Finishes what could not be finished when it was asked for, and removes what arrived late. One that waits holds up none. */
export async function runErasures(deps: ControlDeps): Promise<void> {
  for (const erasure of await listDueErasures(deps.db.read, deps.clock.now(), AT_ONCE_MAX)) {
    const work = async () => {
      if (erasure.doneAt !== null) await repeatErasure(deps, erasure);
      else if (!(await finishErasure(deps, erasure, WAIT_MS))) await tryLater(deps, erasure);
    };
    if (!(await unlessAway(work))) return;
  }
}
