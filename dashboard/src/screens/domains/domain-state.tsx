import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import type { Schemas } from "#api/schemas.ts";
import { notifyFailed } from "#parts/notify.ts";
import { formatAgo, formatMoment } from "#text/format.ts";
import { t } from "#text/t.ts";
import { DomainBadge } from "./domain-badge.tsx";
import { domainQuery } from "./domains-query.ts";

type Domain = Schemas["AccountDomain"];
const COLORS = { PENDING: "yellow", ACTIVE: "green", FAILING: "red", STALE: "gray" } as const;

/** How a host stands, what to do now, why its proof was not found, and the way to look for it at once. */
export function DomainState({ domain }: { readonly domain: Domain }) {
  const { state, problem, checkedAt, nextCheckAt } = domain;
  const checking = useCheck(domain);
  return (
    <Stack gap="sm">
      <Group gap={8}>
        <DomainBadge state={state} />
        <Text size="sm" c="dimmed">
          {checkedAt === null ? t("domains.unchecked") : t("domains.checked", { when: formatAgo(checkedAt) })}{" "}
          {nextCheckAt !== null && t("domains.next", { when: formatMoment(nextCheckAt) })}
        </Text>
      </Group>
      <Alert color={COLORS[state]} role="status">
        <Stack gap="xs" align="flex-start">
          <Text size="sm">{stepOf(domain)}</Text>
          {problem !== null && (
            <Text size="sm" style={{ overflowWrap: "anywhere" }}>
              {problem}
            </Text>
          )}
          <Button size="xs" variant="default" loading={checking.isPending} onClick={() => checking.mutate()}>
            {t("domains.check")}
          </Button>
        </Stack>
      </Alert>
    </Stack>
  );
}

function stepOf({ state, servedUntil, routes }: Domain): string {
  if (state === "FAILING") {
    return t("domains.step.FAILING", { when: servedUntil === null ? "" : formatMoment(servedUntil) });
  }
  if (state === "ACTIVE" && routes.default === null && routes.pathRules.length === 0) {
    return t("domains.step.unrouted");
  }
  return t(`domains.step.${state}`);
}

function useCheck({ domain }: Domain) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () =>
      ask(api.POST("/v2/account/domains/{domain}/reconcile", { params: { path: { domain } } })),
    onError: notifyFailed,
    onSuccess: (found) => {
      queries.setQueryData(domainQuery(domain).queryKey, found);
      return queries.invalidateQueries({ queryKey: ["domains"], exact: true });
    },
  });
}
