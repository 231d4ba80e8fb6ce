import type { ControlDeps } from "#platform/deps.ts";
import type { EventChoice } from "./analytics-query.ts";
import { buildExperiments, buildVariants } from "./build-sql.ts";
import { type Numbers, toNumbers } from "./read-rows.ts";
import type { Statement } from "./statement.ts";
import type { VariantClicks } from "./variant-significance.ts";

/** A link that sends its visitors to different places, each often enough to be compared. */
export type Experiment = { readonly slug: string; readonly variants: readonly VariantClicks[] };

/**
 * The one link among the chosen events that is an experiment, and its variants of at least so many clicks by name. `undefined`
 * where no link is one or several are: of links together, those with the most clicks would tell whose variant is the better.
 */
export async function askExperiment(
  { askWarehouse }: Pick<ControlDeps, "askWarehouse">,
  choice: EventChoice,
  clicksMin: number,
  signal: AbortSignal,
): Promise<Experiment | undefined> {
  const ask = <Row>({ sql, params }: Statement) => askWarehouse<Row>(sql, params, signal);
  const [experiment, another] = await ask<{ slug: string }>(buildExperiments(choice, clicksMin));
  if (experiment === undefined || another !== undefined) return undefined;
  const { slug } = experiment;
  const ofLink = { ...choice, filters: { ...choice.filters, slug: [slug] } };
  const rows = await ask<{ variant: string } & Numbers<"clicks" | "converted">>(
    buildVariants(ofLink, clicksMin),
  );
  const variants = rows.map(({ variant, ...counts }) => ({
    variant,
    ...toNumbers(counts, ["clicks", "converted"]),
  }));
  return { slug, variants };
}
