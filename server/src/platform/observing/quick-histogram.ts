import type { Metric, Registry } from "prom-client";

type Options<L extends string> = {
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly L[];
  /** Seconds, ascending. */
  readonly buckets: readonly number[];
  readonly registry: Registry;
};

/** Notes how many seconds something took. */
export type Observe = (seconds: number) => void;

/**
 * A histogram whose series are known beforehand. prom-client's own looks labels up at each observation, which takes two
 * microseconds: a twentieth of a redirect. This one takes a few nanoseconds.
 */
export class QuickHistogram<L extends string> {
  readonly name: string;
  readonly labelNames: readonly L[];
  readonly #help: string;
  readonly #buckets: readonly number[];
  readonly #series: {
    readonly labels: Readonly<Record<L, string>>;
    readonly counts: Float64Array;
    sum: number;
  }[] = [];

  constructor({ name, help, labelNames, buckets, registry }: Options<L>) {
    this.name = name;
    this.labelNames = labelNames;
    this.#help = help;
    this.#buckets = buckets;
    // The registry asks a metric for its name and its values and for nothing else; its type names its own classes alone.
    registry.registerMetric(this as unknown as Metric);
  }

  /** Shown from now on, at first with nothing in it. */
  series(labels: Readonly<Record<L, string>>): Observe {
    const buckets = this.#buckets;
    const one = { labels, counts: new Float64Array(buckets.length + 1), sum: 0 };
    this.#series.push(one);
    return (seconds) => {
      let place = 0;
      while (place < buckets.length && seconds > (buckets[place] ?? 0)) place++;
      one.counts[place] = (one.counts[place] ?? 0) + 1;
      one.sum += seconds;
    };
  }

  /** As the registry wants it. */
  async get() {
    const values = this.#series.flatMap(({ labels, counts, sum }) => {
      let count = 0;
      const buckets = [...counts].map((own, place) => {
        count += own;
        const le = this.#buckets[place] ?? "+Inf";
        return { labels: { ...labels, le }, value: count, metricName: `${this.name}_bucket` };
      });
      return [
        ...buckets,
        { labels, value: sum, metricName: `${this.name}_sum` },
        { labels, value: count, metricName: `${this.name}_count` },
      ];
    });
    return { name: this.name, help: this.#help, type: "histogram", aggregator: "sum", values };
  }
}
