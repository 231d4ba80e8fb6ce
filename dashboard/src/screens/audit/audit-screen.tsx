import "#text/machines.ts";
import { Group, Stack, Table, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import { Empty } from "#parts/empty.tsx";
import { Loaded } from "#parts/loaded.tsx";
import { Page } from "#parts/page.tsx";
import { ShowMore } from "#parts/show-more.tsx";
import { useHandle } from "#shell/use-handle.ts";
import { formatMoment } from "#text/format.ts";
import { t } from "#text/t.ts";

/** What was done in a handle, by whom and when. */
export function AuditScreen() {
  const handle = useHandle();
  const [filter, setFilter] = useState({ actor: "", action: "" });
  const [settled] = useDebouncedValue(filter, 250);
  const query = useAudit(handle, settled);
  return (
    <Page title={t("audit.title")} hint={t("audit.hint")}>
      <Group>
        {(["action", "actor"] as const).map((key) => (
          <TextInput
            key={key}
            label={t(`audit.${key}`)}
            placeholder={t(`audit.${key}.example`)}
            value={filter[key]}
            onChange={(event) => setFilter({ ...filter, [key]: event.currentTarget.value.trim() })}
          />
        ))}
      </Group>
      <Loaded query={query}>
        {({ pages }) => {
          const events = pages.flatMap(({ auditEvents }) => auditEvents);
          if (events.length === 0) return <Empty title={t("audit.none")} hint={t("audit.none.hint")} />;
          return (
            <Stack>
              <AuditTable events={events} />
              <ShowMore query={query} />
            </Stack>
          );
        }}
      </Loaded>
    </Page>
  );
}

function useAudit(handle: string, { actor, action }: { readonly actor: string; readonly action: string }) {
  return useInfiniteQuery({
    queryKey: ["audit", handle, actor, action],
    placeholderData: keepPreviousData,
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) => {
      const chosen = {
        ...(actor && { actor }),
        ...(action && { action }),
        ...(pageParam && { nextToken: pageParam }),
      };
      const params = { path: { handle }, query: { ...chosen, limit: 100 } };
      return ask(api.GET("/v2/handles/{handle}/audit-events", { params, signal }));
    },
    getNextPageParam: ({ nextToken }) => nextToken ?? undefined,
  });
}

type Event = {
  readonly id: string;
  readonly at: string;
  readonly action: string;
  readonly target: string;
  readonly actor: string;
};

function AuditTable({ events }: { readonly events: readonly Event[] }) {
  return (
    <Table.ScrollContainer minWidth={640} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
      <Table striped>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("audit.at")}</Table.Th>
            <Table.Th>{t("audit.action")}</Table.Th>
            <Table.Th>{t("audit.target")}</Table.Th>
            <Table.Th>{t("audit.actor")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {events.map(({ id, at, action, target, actor }) => (
            <Table.Tr key={id}>
              <Table.Td>{formatMoment(at)}</Table.Td>
              <Table.Td>{action}</Table.Td>
              <Table.Td className="secret">{target}</Table.Td>
              <Table.Td className="secret">{actor}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
