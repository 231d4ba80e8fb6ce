import "#text/settings.ts";
import { Paper, SimpleGrid, Text } from "@mantine/core";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import { Loaded } from "#parts/loaded.tsx";
import { Page } from "#parts/page.tsx";
import { useHandle } from "#shell/use-handle.ts";
import { formatNumber } from "#text/format.ts";
import { t } from "#text/t.ts";

const usageQuery = (handle: string) =>
  queryOptions({
    queryKey: ["usage", handle],
    queryFn: ({ signal }) =>
      ask(api.GET("/v2/handles/{handle}/usage-meters", { params: { path: { handle } }, signal })),
  });

type Meter = { readonly name: string; readonly used: number; readonly limit: number | null };

/** How much of everything there is in a handle, and of what has a limit how much is left. */
export function UsageScreen() {
  const query = useQuery(usageQuery(useHandle()));
  return (
    <Page title={t("usage.title")} hint={t("usage.hint")}>
      <Loaded query={query}>
        {({ meters }) => (
          <SimpleGrid
            component="ul"
            cols={{ base: 1, xs: 2, lg: 4 }}
            p={0}
            m={0}
            style={{ listStyle: "none" }}
          >
            {meters.map((meter) => (
              <Paper key={meter.name} component="li" withBorder p="md">
                <Figure meter={meter} />
              </Paper>
            ))}
          </SimpleGrid>
        )}
      </Loaded>
    </Page>
  );
}

function Figure({ meter: { name, used, limit } }: { readonly meter: Meter }) {
  return (
    <>
      <Text size="sm" c="dimmed">
        {nameOf(name)}
      </Text>
      <Text size="xl" fw={700}>
        {formatNumber(used)}
      </Text>
      <Text size="sm" c="dimmed">
        {limit === null ? t("usage.no-limit") : t("usage.limit", { limit: formatNumber(limit) })}
      </Text>
    </>
  );
}

const NAMES = ["links", "tokens", "collaborators", "clicksTotal"] as const;

/** A meter that a newer server has, and this page does not know, is shown under its own name. */
function nameOf(name: string): string {
  const known = NAMES.find((one) => one === name);
  return known === undefined ? name : t(`usage.${known}`);
}
