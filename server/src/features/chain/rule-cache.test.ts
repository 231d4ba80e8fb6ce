import { expect, test } from "vitest";
import { createListeners } from "#platform/change-feed/change-feed.ts";
import type { CompiledChainRules } from "./compile-chain-rules.ts";
import { createRuleCache } from "./rule-cache.ts";

/** A store whose answers wait until the test lets them go. */
function startCache(handlesMax?: number) {
  const { listen, tell } = createListeners();
  const loads: { handleId: string; answer: PromiseWithResolvers<CompiledChainRules> }[] = [];
  const load = (handleId: string) => {
    const answer = Promise.withResolvers<CompiledChainRules>();
    loads.push({ handleId, answer });
    return answer.promise;
  };
  return { cache: createRuleCache({ listen }, load, handlesMax), tell, loads };
}

const one: CompiledChainRules = new Map([["one", []]]);
const other: CompiledChainRules = new Map([["other", []]]);

test("whoever asks after a change is told what a load says that began after it, also while an older one runs", async () => {
  const { cache, tell, loads } = startCache();
  const before = cache.get("hdl_acme");
  tell([{ kind: "policy", handleId: "hdl_acme" }]);
  const after = cache.get("hdl_acme");
  expect(loads).toHaveLength(2);
  loads[1]?.answer.resolve(other);
  expect(await after).toBe(other);
  loads[0]?.answer.resolve(one);
  expect(await before).toBe(one);
  expect(await cache.get("hdl_acme")).toBe(other);
  expect(loads).toHaveLength(2);
});

test("what is known is read once for all, and forgotten for the handle that changed alone", async () => {
  const { cache, tell, loads } = startCache();
  const asked = [cache.get("hdl_a"), cache.get("hdl_a"), cache.get("hdl_b")];
  for (const { answer } of loads) answer.resolve(one);
  await Promise.all(asked);
  tell([
    { kind: "policy", handleId: "hdl_b" },
    { kind: "route", handleId: "hdl_a", slug: "launch" },
  ]);
  void cache.get("hdl_a");
  void cache.get("hdl_b");
  expect(loads.map(({ handleId }) => handleId)).toEqual(["hdl_a", "hdl_b", "hdl_b"]);
  tell([{ kind: "all" }]);
  void cache.get("hdl_a");
  void cache.get("hdl_b");
  expect(loads.map(({ handleId }) => handleId).slice(3)).toEqual(["hdl_a", "hdl_b"]);
});

test("a load that fails is told to those who asked, and to nobody after them", async () => {
  const { cache, loads } = startCache();
  const failing = [cache.get("hdl_acme"), cache.get("hdl_acme")];
  loads[0]?.answer.reject(new Error("away"));
  for (const answer of failing) await expect(answer).rejects.toThrow("away");
  const later = cache.get("hdl_acme");
  loads[1]?.answer.resolve(one);
  expect(await later).toBe(one);
});

test("a failure that comes after a change does not take the later load away", async () => {
  const { cache, tell, loads } = startCache();
  const before = cache.get("hdl_acme");
  tell([{ kind: "policy", handleId: "hdl_acme" }]);
  const after = cache.get("hdl_acme");
  loads[0]?.answer.reject(new Error("away"));
  await expect(before).rejects.toThrow("away");
  loads[1]?.answer.resolve(other);
  expect(await Promise.all([after, cache.get("hdl_acme")])).toEqual([other, other]);
  expect(loads).toHaveLength(2);
});

test("no more handles are remembered than there may be", async () => {
  const { cache, loads } = startCache(4);
  for (let round = 0; round < 2; round++) {
    for (let handle = 0; handle < 8; handle++) void cache.get(`hdl_${handle}`);
  }
  expect(loads).toHaveLength(16);
  void cache.get("hdl_7");
  expect(loads).toHaveLength(16);
});
