import { Gauge, type Registry } from "prom-client";
import { readOr } from "./read-or.ts";

/** By the name without its prefix: what it tells, and how it is read. */
export type Gauges = Readonly<Record<string, readonly [help: string, value: () => number | Promise<number>]>>;

/**
 * Adds gauges that are read whenever somebody asks for the metrics. One that cannot be read in time is no number, and keeps nobody
 * from reading the others.
 */
export function addGauges(registry: Registry, gauges: Gauges): void {
  for (const [name, [help, value]] of Object.entries(gauges)) {
    new Gauge({
      name: `switchyard_${name}`,
      help,
      registers: [registry],
      async collect() {
        this.set(await readOr(Number.NaN, value));
      },
    });
  }
}
