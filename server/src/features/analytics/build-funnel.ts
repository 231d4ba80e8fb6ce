import type { EventKind } from "#kernel/visit-event.ts";
import { visitorHashSql } from "#platform/visits/visitor-sql.ts";
import type { AnalyticsQuery, FunnelStep, OrderedFunnel } from "./analytics-query.ts";
import { activeFilters, matches, rangeSql } from "./choice-sql.ts";
import type { Statement } from "./statement.ts";

/** Made by a visitor's browser here, so that they have every column. The others know what their click's token says. */
const VISITS: readonly EventKind[] = ["click", "orphan", "impression", "download"];
/** Of which some come with nothing but the id of their click: those of visitors who refused to be measured. */
const FOLLOWERS: readonly EventKind[] = ["conversion", "signal", "lead"];
/** As long as a context token lives. */
const TOKEN_DAYS = 30;

/**
 * How many persons have taken the first step, the first two, and so on, as `step1`, `step2`, …: each step not before the
 * one before it, and the last within the window after the first. Where one event could be two of the steps it has to be
 * two, at different milliseconds.
 *
 * A person is whom their session says, else the visitor of the day; a conversion without either is of its click's person,
 * and what has nothing to be known by is alone. Bots are none. Filters choose visits; what follows from visits must agree
 * where it knows, and counts for persons with a chosen visit in the range.
 */
export function buildFunnel(query: AnalyticsQuery, { steps, windowMs }: OrderedFunnel): Statement {
  const params: Record<string, unknown> = { ...rangeSql(query).params };
  for (const [filter, values] of activeFilters(query.filters)) params[filter] = values;
  steps.forEach(({ name }, index) => {
    if (name !== undefined) params[`name${index + 1}`] = name;
  });
  const isStrict = hasOverlap(steps);
  const isNarrowed = activeFilters(query.filters).length > 0;
  const numbers = steps.map((_, index) => index + 1);
  const sql = `select ${numbers.map((step) => `countIf(level >= ${step}) as step${step}`).join(", ")}
from (
  select windowFunnel(${isStrict ? windowMs * 8 : windowMs})(
    toUInt64(${isStrict ? `ms * 8 + ${steps.length} - step` : "ms"}),
    ${numbers.map((step) => `step = ${step}`).join(", ")}
  ) as level
  from (
    select person, toUnixTimestamp64Milli(at) as ms, kind in (${quoted(VISITS)}) as isVisit,
      ${isStrict ? eachStep(steps) : onlyStep(steps)} as step
    from (
${buildPersons(query, steps)}
    )
  )
  group by person${isNarrowed ? "\n  having max(isVisit)" : ""}
)`;
  return { sql, params };
}

/** 0 for an event that is none of the steps. */
const onlyStep = (steps: readonly FunnelStep[]): string =>
  `multiIf(${steps.map((step, index) => `${isTaken(step, index)}, ${index + 1}`).join(", ")}, 0)`;

/** A row for each step that the event could be. At one moment the later come first, so that none follows another. */
const eachStep = (steps: readonly FunnelStep[]): string =>
  `arrayJoin(arrayDistinct([0, ${steps.map((step, index) => `if(${isTaken(step, index)}, ${index + 1}, 0)`).join(", ")}]))`;

/** Whether some event could be two of the steps. */
const hasOverlap = (steps: readonly FunnelStep[]): boolean =>
  steps.some((one, index) =>
    steps
      .slice(index + 1)
      .some(
        ({ kind, name }) =>
          kind === one.kind && (name === undefined || one.name === undefined || name === one.name),
      ),
  );

const isTaken = ({ kind, name }: FunnelStep, index: number): string =>
  name === undefined ? `kind = '${kind}'` : `kind = '${kind}' and name = {name${index + 1}:String}`;

/** The events, each with the 64-bit hash of whom it is of. */
function buildPersons(query: AnalyticsQuery, steps: readonly FunnelStep[]): string {
  const filters = activeFilters(query.filters);
  const kinds = new Set<EventKind>(steps.map(({ kind }) => kind));
  const followers = FOLLOWERS.filter((kind) => kinds.has(kind));
  if (filters.length > 0) for (const kind of VISITS) kinds.add(kind);
  const range = rangeSql(query).sql;
  const conditions = filters.map(([filter, values]) => {
    const isUnknown = filter === "segment" ? "empty(segments)" : `${filter} = ''`;
    return `(${matches(filter, values)} or (${isUnknown} and kind not in (${quoted(VISITS)})))`;
  });
  const where = [range, "bot = ''", ...conditions].join("\n  and ");
  const known = `select at, kind, name, ${PERSON} as person
from events
where ${where}
  and kind in (${quoted([...kinds])})`;
  if (followers.length === 0) return known;
  const orphaned = `kind in (${quoted(followers)}) and sessionId = '' and visitorHash = 0 and clickId != ''`;
  return `${known}
  and not (${orphaned})
union all
select at, kind, name, if(clicks.person = 0, cityHash64(follower.clickId), clicks.person) as person
from (
  select at, kind, name, clickId
  from events
  where ${where}
    and ${orphaned}
) as follower
left any join (
  select id, ${PERSON} as person
  from events
  where handleId = {handleId:String}
    and at >= fromUnixTimestamp64Milli({from:Int64}) - interval ${TOKEN_DAYS} day
    and at < fromUnixTimestamp64Milli({to:Int64})
    and kind = 'click'
    and id in (select clickId from events where ${range} and ${orphaned})
) as clicks on clicks.id = follower.clickId`;
}

/** 64 bits. Session and day's visitor are one text where the visitor has no cookie yet, and so one number. */
const PERSON = `multiIf(sessionId != '', ${visitorHashSql("sessionId")}, visitorHash != 0, visitorHash, clickId != '', cityHash64(clickId), cityHash64(id))`;

const quoted = (kinds: readonly EventKind[]): string => kinds.map((kind) => `'${kind}'`).join(", ");
