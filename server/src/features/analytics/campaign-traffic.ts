import type { ControlDeps } from "#platform/deps.ts";
import type { EventChoice } from "./analytics-query.ts";
import { choiceSql } from "./choice-sql.ts";
import type { Money } from "./get-analytics.ts";
import { type Counted, toNumbers } from "./read-rows.ts";

/** What has come of one campaign in a range, exactly. */
export type CampaignCounts = {
  readonly clicks: number;
  readonly botClicks: number;
  readonly leads: number;
  readonly conversions: number;
  /** Conversions that brought money. */
  readonly paid: number;
  readonly revenue: readonly Money[];
};

const COUNTS = ["clicks", "botClicks", "leads", "conversions", "paid"] as const;
const NOTHING: CampaignCounts = { clicks: 0, botClicks: 0, leads: 0, conversions: 0, paid: 0, revenue: [] };

type Asked = Pick<EventChoice, "handleId" | "from" | "to"> & { readonly campaignIds: readonly string[] };
type Row = Counted & { readonly campaign: string; readonly currency: string; readonly amount: string };

/** Of each campaign asked for, those without an event too. 503 `unavailable` while the engine does not answer. */
export async function readCampaignCounts(
  { askWarehouse }: Pick<ControlDeps, "askWarehouse">,
  { campaignIds, ...range }: Asked,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, CampaignCounts>> {
  const { sql, params } = choiceSql({ ...range, filters: { campaign: campaignIds }, includeBots: true });
  const rows = await askWarehouse<Row>(
    `select campaign, currency,
  countIf(kind = 'click') as clicks,
  countIf(kind = 'click' and bot != '') as botClicks,
  countIf(kind = 'lead') as leads,
  countIf(kind = 'conversion') as conversions,
  countIf(kind = 'conversion' and value > 0) as paid,
  toString(sumIf(value, kind = 'conversion')) as amount
from events
where ${sql}
  and kind in ('click', 'lead', 'conversion')
group by campaign, currency
order by campaign, currency`,
    params,
    signal,
  );
  return new Map(campaignIds.map((id) => [id, summed(rows.filter(({ campaign }) => campaign === id))]));
}

/** A row is of one currency; what has none is of the empty one. */
const summed = (rows: readonly Row[]): CampaignCounts =>
  rows.reduce((sum, row) => {
    const counts = toNumbers(row, COUNTS);
    const money = row.currency === "" ? [] : [{ currency: row.currency, value: Number(row.amount) }];
    const total = (name: (typeof COUNTS)[number]) => sum[name] + counts[name];
    return {
      clicks: total("clicks"),
      botClicks: total("botClicks"),
      leads: total("leads"),
      conversions: total("conversions"),
      paid: total("paid"),
      revenue: [...sum.revenue, ...money],
    };
  }, NOTHING);
