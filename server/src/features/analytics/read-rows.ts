import { type Metrics, metricsOf } from "./metrics.ts";
import { previousName } from "./overview.ts";

/** 64-bit counts may come as text. None of ours is past 2^53. */
export type Numbers<Name extends string> = Readonly<Partial<Record<Name, number | string>>>;
export type Counted = Numbers<string>;

/** The named numbers of a row; 0 for those that it does not have. */
export const toNumbers = <Name extends string>(
  row: Counted | undefined,
  names: readonly Name[],
): Record<Name, number> =>
  Object.fromEntries(names.map((name) => [name, Number(row?.[name] ?? 0)])) as Record<Name, number>;

export const toMetrics = (row: Counted | undefined): Metrics =>
  metricsOf((metric) => Number(row?.[metric] ?? 0));

export const toPreviousMetrics = (row: Counted | undefined): Metrics =>
  metricsOf((metric) => Number(row?.[previousName(metric)] ?? 0));
