import type { AnalyticsQuery, EventChoice } from "./analytics-query.ts";
import { bothRangesSql, choiceSql, IS_NOW } from "./choice-sql.ts";
import type { Statement } from "./statement.ts";

/**
 * Exact sums as decimal texts, by currency: of the range as `amount`, of the one before it as `previousAmount`; of how
 * many conversions, and how many of them brought money.
 */
export function buildRevenue(query: AnalyticsQuery): Statement {
  const { sql, params } = bothRangesSql(query);
  return {
    sql: `select currency,
  toString(sumIf(value, ${IS_NOW})) as amount,
  toString(sumIf(value, not ${IS_NOW})) as previousAmount,
  countIf(${IS_NOW}) as count,
  countIf(not ${IS_NOW}) as previousCount,
  countIf(${IS_NOW} and value > 0) as paid
from events
where ${sql}
  and metric = 'conversion'
group by currency
order by currency`,
    params: { ...params, since: query.from },
  };
}

/** What tells how far the numbers can be trusted; of bots too, where the question is about persons. */
export function buildQuality(choice: EventChoice): Statement {
  const { sql, params } = choiceSql({ ...choice, includeBots: true });
  return {
    sql: `select countIf(kind = 'click') as clicks,
  countIf(kind = 'click' and bot != '') as botClicks,
  countIf(kind = 'click' and bot = '' and country = '') as unknownCountries,
  countIf(kind = 'click' and bot = '' and browser = '' and os = '') as unknownAgents,
  countIf(kind = 'conversion') as conversions,
  countIf(kind = 'conversion' and clickId != '' and sessionId = '') as deniedConversions,
  countIf(kind = 'lead') as leads
from events
where ${sql}
  and kind in ('click', 'conversion', 'lead')`,
    params,
  };
}

/**
 * Up to two links of which two variants have at least so many qualified clicks. The empty variant is what those saw whom no
 * rule sent elsewhere. Clicks are counted without their ids, and only what may be compared comes back, however many links.
 */
export function buildExperiments(choice: EventChoice, clicksMin: number): Statement {
  const { sql, params } = choiceSql(choice);
  return {
    sql: `select slug
from (
  select slug, variant
  from events
  where ${sql}
    and kind = 'click' and bot = ''
  group by slug, variant
  having count() >= {clicksMin:UInt32}
)
group by slug
having count() > 1
order by slug
limit 2`,
    params: { ...params, clicksMin },
  };
}

/** More than the rules of a link and of its handle can name at one time. */
const VARIANTS_MAX = 1_000;

/**
 * Of each variant with at least so many the qualified clicks, and how many of these led to a conversion in the range, however
 * many.
 */
export function buildVariants(choice: EventChoice, clicksMin: number): Statement {
  const { sql, params } = choiceSql(choice);
  return {
    sql: `select variant, sum(made) as clicks, countIf(made > 0 and conversions > 0) as converted
from (
  select variant, cityHash64(if(kind = 'click', id, clickId)) as click,
    countIf(kind = 'click') as made,
    countIf(kind = 'conversion') as conversions
  from events
  where ${sql}
    and (kind = 'click' and bot = '' or kind = 'conversion' and clickId != '')
  group by variant, click
)
group by variant
having clicks >= {clicksMin:UInt32}
order by variant
limit ${VARIANTS_MAX}`,
    params: { ...params, clicksMin },
  };
}
