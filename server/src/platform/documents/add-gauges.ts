import { Gauge, type Registry } from "prom-client";

/** By the name without its prefix: what it tells, and how it is read. */
export type Gauges = Readonly<Record<string, readonly [help: string, value: () => number]>>;

/** Adds gauges that are read whenever somebody asks for the metrics. */
export function addGauges(registry: Registry, gauges: Gauges): void {
  for (const [name, [help, value]] of Object.entries(gauges)) {
    new Gauge({
      name: `switchyard_${name}`,
      help,
      registers: [registry],
      collect() {
        this.set(value());
      },
    });
  }
}
