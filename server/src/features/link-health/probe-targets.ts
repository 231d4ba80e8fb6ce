import type { Outbound } from "#platform/outbound/outbound.ts";
import { type Lane, Lanes } from "./lanes.ts";
import type { Finding, Target } from "./link-health.ts";
import { probeDestination } from "./probe-destination.ts";

/** So that neither this program nor one handle of it can be turned against a host, or wait for all the others. */
const ALL: Lane = { name: "", max: 16 };
const OF_A_HANDLE = 8;
const OF_A_HOST = 2;

type Signals = {
  /** Ends everything. */
  readonly signal: AbortSignal;
  /** From then on no probe is begun. */
  readonly enough: AbortSignal;
};

/** Each distinct destination is probed once; targets whose turn did not come are not in the answer. */
export async function probeTargets(
  outbound: Outbound,
  targets: readonly Target[],
  { signal, enough }: Signals,
): Promise<ReadonlyMap<Target, Finding>> {
  const lanes = lanesOf(outbound);
  const giveUp = AbortSignal.any([signal, enough]);
  const probes = new Map<string, Promise<Finding | undefined>>();
  const probe = async (url: string, handleId: string) => {
    const own = [
      ALL,
      { name: `handle ${handleId}`, max: OF_A_HANDLE },
      { name: `host ${URL.parse(url)?.host}`, max: OF_A_HOST },
    ];
    try {
      return await lanes.run(own, giveUp, () => probeDestination(outbound, url, signal));
    } catch (thrown) {
      signal.throwIfAborted();
      if (!enough.aborted) throw thrown;
      return undefined;
    }
  };
  const found = await Promise.all(
    targets.map(async (target) => {
      const key = target.destinationUrl.replace(/#.*$/, "");
      const running = probes.get(key) ?? probe(key, target.handleId);
      probes.set(key, running);
      return [target, await running] as const;
    }),
  );
  return new Map(found.flatMap(([target, finding]) => (finding === undefined ? [] : [[target, finding]])));
}

/** Of all who probe through one guard together: requests and the job. */
function lanesOf(outbound: Outbound): Lanes {
  const lanes = known.get(outbound) ?? new Lanes();
  known.set(outbound, lanes);
  return lanes;
}
const known = new WeakMap<Outbound, Lanes>();
