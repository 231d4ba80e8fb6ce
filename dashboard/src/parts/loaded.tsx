import { Skeleton, Stack } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { t } from "#text/t.ts";
import { Failure } from "./failure.tsx";

type Props<T> = { readonly query: UseQueryResult<T>; readonly children: (data: T) => ReactNode };

/** What was asked for, its outline until it is there, or why it is not. */
export function Loaded<T>({ query, children }: Props<T>) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  if (query.error) return <Failure cause={query.error} onAgain={() => void query.refetch()} />;
  return (
    <Stack gap="sm" role="status" aria-label={t("loading")}>
      <Skeleton height={36} />
      <Skeleton height={36} />
      <Skeleton height={36} width="70%" />
    </Stack>
  );
}
