import { Skeleton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useCallback, useMemo } from "react";
import { Loaded } from "#parts/loaded.tsx";
import { useHandle } from "#shell/use-handle.ts";
import { countriesQuery } from "./analytics-query.ts";
import type { AnalyticsSearch } from "./analytics-search.ts";

const WorldMap = lazy(() => import("./world-map.tsx").then(({ WorldMap: One }) => ({ default: One })));

type Props = {
  readonly search: AnalyticsSearch;
  readonly onChange: (change: Partial<AnalyticsSearch>) => void;
};

/** All countries on a map, which is fetched, and asked for, only when somebody wants to see it. */
export function CountryMap({ search, onChange }: Props) {
  const query = useQuery(countriesQuery(useHandle(), search));
  const groups = query.data?.breakdowns?.["country"];
  const clicks = useMemo(
    () =>
      new Map(
        (groups ?? []).flatMap(({ keys, clicks: count }) =>
          keys["country"] ? [[keys["country"].toUpperCase(), count] as const] : [],
        ),
      ),
    [groups],
  );
  const { country } = search;
  const choose = useCallback(
    (code: string) => onChange({ country: country === code ? undefined : code }),
    [country, onChange],
  );
  return (
    <Loaded query={query}>
      {() => (
        <Suspense fallback={<Skeleton height={240} />}>
          <WorldMap clicks={clicks} chosen={country} onChoose={choose} />
        </Suspense>
      )}
    </Loaded>
  );
}
