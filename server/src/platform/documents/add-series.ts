import { Gauge, type Registry } from "prom-client";
import { readOr } from "./read-or.ts";

/** One gauge with a series for each value of a label; without any while they cannot be read in time. */
export function addSeries(
  registry: Registry,
  { name, help, label }: { readonly name: string; readonly help: string; readonly label: string },
  read: () => Promise<Readonly<Record<string, number>>>,
): void {
  new Gauge({
    name: `switchyard_${name}`,
    help,
    labelNames: [label],
    registers: [registry],
    async collect() {
      const values = await readOr({}, read);
      this.reset();
      for (const [value, figure] of Object.entries(values)) this.set({ [label]: value }, figure);
    },
  });
}
