import { Alert, Grid, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import type { Schemas } from "#api/schemas.ts";
import { Empty } from "#parts/empty.tsx";
import { Loaded } from "#parts/loaded.tsx";
import { Page } from "#parts/page.tsx";
import { useHandle } from "#shell/use-handle.ts";
import { formatAgo } from "#text/format.ts";
import { t } from "#text/t.ts";
import { analyticsQuery } from "./analytics-query.ts";
import type { AnalyticsSearch } from "./analytics-search.ts";
import { Breakdowns } from "./breakdowns.tsx";
import { ExportEvents } from "./export-events.tsx";
import { Funnel } from "./funnel.tsx";
import { Health } from "./health.tsx";
import { LiveFeed } from "./live-feed.tsx";
import { RangeBar } from "./range-bar.tsx";
import { Series } from "./series.tsx";
import { Totals } from "./totals.tsx";

/** What became of the links: in a range, compared with the one before, and by whatever was clicked on. */
export function AnalyticsScreen() {
  const handle = useHandle();
  const search = useSearch({ strict: false }) as AnalyticsSearch;
  const navigate = useNavigate();
  const query = useQuery(analyticsQuery(handle, search));
  const set = (change: Partial<AnalyticsSearch>) => {
    const next = Object.fromEntries(
      Object.entries({ ...search, ...change }).filter(([, value]) => value !== undefined),
    );
    void navigate({ to: "/$handle/analytics", params: { handle }, search: next as AnalyticsSearch });
  };
  return (
    <Page title={t("analytics.title")} actions={<ExportEvents search={search} />}>
      <RangeBar search={search} onChange={set} />
      <Loaded query={query}>{(answer) => <Answer answer={answer} search={search} onChange={set} />}</Loaded>
    </Page>
  );
}

type Props = {
  readonly answer: Schemas["Analytics"];
  readonly search: AnalyticsSearch;
  readonly onChange: (change: Partial<AnalyticsSearch>) => void;
};

function Answer({ answer, search, onChange }: Props) {
  const { totals, freshness } = answer;
  const isEmpty = totals.clicks === 0 && totals.conversions === 0 && totals.impressions === 0;
  return (
    <Stack gap="lg">
      {freshness.status === "STALE" && (
        <Alert color="yellow" title={t("analytics.stale")}>
          {t("analytics.stale.hint", {
            when: freshness.lastUpdatedAt ? formatAgo(freshness.lastUpdatedAt) : "?",
          })}
        </Alert>
      )}
      <Totals answer={answer} />
      {isEmpty && <Empty title={t("analytics.none")} hint={t("analytics.none.hint")} />}
      <Series answer={answer} />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <Breakdowns answer={answer} search={search} onChange={onChange} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <Stack gap="lg">
            <Funnel answer={answer} />
            <Health answer={answer} />
            <LiveFeed />
          </Stack>
        </Grid.Col>
      </Grid>
    </Stack>
  );
}
