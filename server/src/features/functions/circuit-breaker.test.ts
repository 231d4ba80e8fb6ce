import { expect, test } from "vitest";
import { CircuitBreaker } from "./circuit-breaker.ts";

const CLOSED = { isProbe: false };
const PROBE = { isProbe: true };

function failing(times: number, stepMs = 1000) {
  const breaker = new CircuitBreaker();
  for (let one = 0; one < times; one++) breaker.end("a", CLOSED, "failure", one * stepMs);
  return breaker;
}

test("it opens with the fifth failure in thirty seconds, for thirty seconds, for this target alone", () => {
  expect(failing(4).begin("a", 3001)).toEqual(CLOSED);
  const breaker = failing(5);
  expect(breaker.begin("a", 4001)).toEqual({ retryAfterMs: 29_999 });
  expect(breaker.begin("b", 4001)).toEqual(CLOSED);
  expect([breaker.countOpen(4001), breaker.countOpen(34_001)]).toEqual([1, 0]);
});

test("failures that are spread out, and what says nothing, do not open it", () => {
  expect(failing(20, 8_000).begin("a", 160_000)).toEqual(CLOSED);
  const breaker = new CircuitBreaker();
  for (let one = 0; one < 20; one++) {
    breaker.end("a", CLOSED, "neither", one);
    breaker.end("a", CLOSED, "success", one);
  }
  expect(breaker.begin("a", 20)).toEqual(CLOSED);
});

test("one call tries it for all: its success closes, its failure opens again", () => {
  const breaker = failing(5);
  expect(breaker.begin("a", 34_000)).toEqual(PROBE);
  expect(breaker.begin("a", 34_000)).toEqual({ retryAfterMs: 1000 });
  breaker.end("a", PROBE, "failure", 34_100);
  expect(breaker.begin("a", 34_101)).toEqual({ retryAfterMs: 29_999 });
  expect(breaker.begin("a", 64_100)).toEqual(PROBE);
  breaker.end("a", PROBE, "success", 64_200);
  expect(breaker.begin("a", 64_200)).toEqual(CLOSED);
});

test("a probe that says nothing lets the next one probe; calls from before it opened change nothing", () => {
  const breaker = failing(5);
  breaker.end("a", CLOSED, "success", 4_100);
  breaker.end("a", CLOSED, "failure", 20_000);
  expect(breaker.begin("a", 33_999)).toEqual({ retryAfterMs: 1 });
  expect(breaker.begin("a", 34_000)).toEqual(PROBE);
  breaker.end("a", PROBE, "neither", 34_000);
  expect(breaker.begin("a", 34_000)).toEqual(PROBE);
});
