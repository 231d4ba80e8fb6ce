-- One row per VisitEvent, under the same names. A handle's queries read its own granules only.
-- No engine is named, so that `default_table_engine` decides: MergeTree alone, ReplicatedMergeTree on a cluster.
-- A segment that is shipped again within the last 10 000 blocks adds nothing; what was answered for is on disk.
create table if not exists events
(
    id String codec(ZSTD(1)),
    at DateTime64(3, 'UTC') codec(Delta, ZSTD(1)),
    handleId String codec(ZSTD(1)),
    kind LowCardinality(String),
    slug String codec(ZSTD(1)),
    visitor String codec(ZSTD(1)),
    bot LowCardinality(String),
    status UInt16,
    country LowCardinality(String),
    device LowCardinality(String),
    os LowCardinality(String),
    browser LowCardinality(String),
    language LowCardinality(String),
    referrer LowCardinality(String),
    source LowCardinality(String),
    campaign LowCardinality(String),
    variant LowCardinality(String),
    utmSource LowCardinality(String),
    utmMedium LowCardinality(String),
    utmCampaign LowCardinality(String),
    utmTerm LowCardinality(String),
    utmContent LowCardinality(String),
    destination String codec(ZSTD(1)),
    clickId String codec(ZSTD(1)),
    sessionId String codec(ZSTD(1)),
    name LowCardinality(String),
    value Decimal(18, 4),
    currency LowCardinality(String),
    metadata String codec(ZSTD(3))
)
partition by toYYYYMM(at)
order by (handleId, at)
settings non_replicated_deduplication_window = 10000, fsync_after_insert = 1, fsync_part_directory = 1;
