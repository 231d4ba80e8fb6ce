import { Button, Group, Paper, SimpleGrid, Stack, Tabs, Text, Title } from "@mantine/core";
import { useState } from "react";
import type { Schemas } from "#api/schemas.ts";
import { t } from "#text/t.ts";
import type { Breakdown } from "./analytics-query.ts";
import type { AnalyticsSearch, Filter } from "./analytics-search.ts";
import { BreakdownRow } from "./breakdown-row.tsx";
import { CountryMap } from "./country-map.tsx";

type Props = {
  readonly answer: Schemas["Analytics"];
  readonly search: AnalyticsSearch;
  readonly onChange: (change: Partial<AnalyticsSearch>) => void;
};

const CARDS: readonly (readonly Breakdown[])[] = [
  ["slug", "campaign"],
  ["source", "referrer"],
  ["country"],
  ["device", "browser", "os"],
];

/** What the clicks were made of; a click on a row looks at that alone. */
export function Breakdowns(props: Props) {
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
      {CARDS.map((dimensions) => (
        <Paper key={dimensions[0]} withBorder p="md">
          <Card {...props} dimensions={dimensions} />
        </Paper>
      ))}
    </SimpleGrid>
  );
}

/** The rows, and above them the map that says the same, once somebody wants to see it. */
function Countries(props: Props) {
  const [isShown, setShown] = useState(false);
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Title order={2} size="h4">
          {t("by.country")}
        </Title>
        <Button size="xs" variant="default" aria-pressed={isShown} onClick={() => setShown(!isShown)}>
          {t("map.show")}
        </Button>
      </Group>
      {isShown && <CountryMap search={props.search} onChange={props.onChange} />}
      <Rows {...props} dimension="country" />
    </Stack>
  );
}

function Card({ dimensions, ...props }: Props & { readonly dimensions: readonly Breakdown[] }) {
  const [first = "slug"] = dimensions;
  if (first === "country") return <Countries {...props} />;
  return (
    <Tabs defaultValue={first} keepMounted={false}>
      <Tabs.List mb="xs">
        {dimensions.map((dimension) => (
          <Tabs.Tab key={dimension} value={dimension}>
            {t(`by.${dimension}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {dimensions.map((dimension) => (
        <Tabs.Panel key={dimension} value={dimension}>
          <Rows {...props} dimension={dimension} />
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

function Rows({ answer, search, onChange, dimension }: Props & { readonly dimension: Breakdown }) {
  const groups = answer.breakdowns?.[dimension] ?? [];
  const filter: Filter = dimension === "campaign" ? "campaignId" : dimension;
  const most = Math.max(1, ...groups.map(({ clicks }) => clicks));
  if (groups.length === 0) return <Text c="dimmed">{t("by.none")}</Text>;
  return (
    <Stack gap={2} component="ul" m={0} p={0} style={{ listStyle: "none" }}>
      {groups.map((group) => {
        const value = group.keys[dimension] ?? "";
        return (
          <li key={value}>
            <BreakdownRow
              dimension={dimension}
              value={value}
              clicks={group.clicks}
              most={most}
              isChosen={search[filter] === value}
              onChoose={() => onChange({ [filter]: search[filter] === value ? undefined : value } as never)}
            />
          </li>
        );
      })}
    </Stack>
  );
}
