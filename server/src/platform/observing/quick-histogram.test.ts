import fc from "fast-check";
import { Histogram, Registry } from "prom-client";
import { expect, test } from "vitest";
import { QuickHistogram } from "./quick-histogram.ts";

const BUCKETS = [0.001, 0.01, 0.5];

test("it shows what the library's own histogram shows, to the letter", async () => {
  const seconds = fc.oneof(fc.double({ min: 0, max: 2, noNaN: true }), fc.constantFrom(...BUCKETS, 0));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.constantFrom("a", "b"), seconds)), async (observed) => {
      const [ours, theirs] = [new Registry(), new Registry()];
      const shape = { name: "took_seconds", help: "How long.", labelNames: ["kind"], buckets: BUCKETS };
      const quick = new QuickHistogram({ ...shape, registry: ours });
      const plain = new Histogram({ ...shape, registers: [theirs] });
      const series = { a: quick.series({ kind: "a" }), b: quick.series({ kind: "b" }) };
      for (const kind of ["a", "b"]) plain.zero({ kind });
      for (const [kind, took] of observed) {
        series[kind](took);
        plain.observe({ kind }, took);
      }
      const lines = async (registry: Registry) =>
        (await registry.metrics())
          .split("\n")
          .map((line) => line.replace(/\{(.*)\}/, (_, labels: string) => labels.split(",").sort().join()))
          .sort();
      expect(await lines(ours)).toEqual(await lines(theirs));
    }),
  );
});
