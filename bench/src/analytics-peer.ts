import type { VisitEvent } from "@switchyard/server/src/kernel/visit-event.ts";

export const QUESTIONS = [
  "series of the hot handle",
  "series of a typical handle",
  "top links",
  "country × device",
  "three-step funnel",
] as const;
export type Question = (typeof QUESTIONS)[number];

/** Thirty days of two handles. */
export type Range = {
  readonly hot: string;
  readonly typical: string;
  /** Epoch milliseconds, the second exclusive. */
  readonly from: number;
  readonly to: number;
};

/** A database that keeps the same rows, as somebody would who keeps visits in SQL, and takes the same questions. */
export type Peer = AsyncDisposable & {
  readonly name: string;
  readonly load: (events: readonly VisitEvent[]) => Promise<void>;
  /** Indexes and statistics, once everything is loaded. */
  readonly finish: () => Promise<void>;
  /** Of each question the number that must be the same everywhere. */
  readonly ask: (question: Question, range: Range) => Promise<number>;
  readonly bytes: () => Promise<number>;
};

/** All of an event, as columns. */
export const COLUMNS = [
  ...([
    "id",
    "at",
    "handleId",
    "kind",
    "slug",
    "visitor",
    "bot",
    "status",
    "country",
    "device",
    "os",
  ] as const),
  ...([
    "browser",
    "language",
    "referrer",
    "source",
    "campaign",
    "variant",
    "utmSource",
    "utmMedium",
  ] as const),
  ...(["utmCampaign", "utmTerm", "utmContent", "destination", "clickId", "sessionId", "name"] as const),
  ...(["value", "currency", "metadata"] as const),
];

export const columnsSql = (typeOf: (column: string) => string): string =>
  COLUMNS.map((column) => `${column} ${typeOf(column)} not null`).join(", ");

const METRICS = `sum(case when kind = 'click' then 1 else 0 end) as clicks,
  sum(case when kind = 'click' and bot = '' then 1 else 0 end) as qualified,
  count(distinct case when kind = 'click' and bot = '' then visitor end) as visitors,
  sum(case when kind = 'conversion' then 1 else 0 end) as conversions,
  sum(case when kind = 'impression' then 1 else 0 end) as impressions`;

const WHERE = "handleId = $1 and at >= $2 and at < $3";

const grouped = (by: string, last: string) =>
  `select ${by}, ${METRICS} from events where ${WHERE} group by ${by} ${last}`;

/** From a session's first click to its first view after that, and from there to its first conversion, within a week. */
const FUNNEL = `with clicked as (
  select sessionId, min(at) as at from events
  where ${WHERE} and kind = 'click' and sessionId != '' and bot = '' group by sessionId
), viewed as (
  select clicked.sessionId, clicked.at as began, min(e.at) as at from clicked
  join events e on e.handleId = $1 and e.sessionId = clicked.sessionId and e.sessionId != '' and e.kind = 'signal' and e.name = 'view'
    and e.at >= clicked.at and e.at < $3 and e.at <= clicked.at + 604800000
  group by clicked.sessionId, clicked.at
), converted as (
  select distinct viewed.sessionId from viewed
  join events e on e.handleId = $1 and e.sessionId = viewed.sessionId and e.sessionId != '' and e.kind = 'conversion'
    and e.at >= viewed.at and e.at < $3 and e.at <= viewed.began + 604800000
)
select (select count(*) from viewed) + (select count(*) from converted) as clicks`;

/** The same text for SQLite and PostgreSQL. The number that is compared is the sum of `clicks` over the rows. */
export const PEER_SQL: Readonly<Record<Question, string>> = {
  "series of the hot handle": grouped("at / 86400000", "order by 1"),
  "series of a typical handle": grouped("at / 86400000", "order by 1"),
  "top links": grouped("slug", "order by clicks desc, slug limit 10"),
  "country × device": grouped("country, device", "order by clicks desc, country, device limit 100"),
  "three-step funnel": FUNNEL,
};

export const handleOf = (question: Question, { hot, typical }: Range): string =>
  question === "series of a typical handle" ? typical : hot;

export const clicksIn = (rows: readonly object[]): number =>
  rows.reduce((sum, row) => sum + Number("clicks" in row ? row.clicks : Number.NaN), 0);
