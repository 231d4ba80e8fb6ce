import { Badge, Button, Group, Stack, Text, Timeline } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import type { Schemas } from "#api/schemas.ts";
import { Loaded } from "#parts/loaded.tsx";
import { notifyDone, notifyFailed } from "#parts/notify.ts";
import { ShowMore } from "#parts/show-more.tsx";
import { useActorName } from "#parts/use-actor-name.ts";
import { useHandle } from "#shell/use-handle.ts";
import { formatMoment } from "#text/format.ts";
import { type TextKey, t } from "#text/t.ts";

type Page = Schemas["Page"];
type Props = { readonly page: Page; readonly onRestored: (page: Page) => void };

/** Every version of a page, what was done, by whom, and the way back to it. */
export function PageVersions({ page, onRestored }: Props) {
  const query = useVersions(page);
  const restoring = useRestore(page, onRestored);
  const actorName = useActorName();
  return (
    <Loaded query={query}>
      {({ pages }) => (
        <Stack>
          <Timeline bulletSize={16} lineWidth={2}>
            {pages
              .flatMap(({ versions }) => versions)
              .map(({ version, at, actor, action, document }) => (
                <Timeline.Item key={version} title={t("history.version", { version })}>
                  <Stack gap={6}>
                    <Text size="sm">
                      {t(`pages.action.${action}` as TextKey)}
                      {document !== null && ` · ${document.title}`}
                    </Text>
                    <Text size="xs" c="dimmed">
                      {formatMoment(at)} · {actorName(actor)}
                    </Text>
                    <Group gap="xs">
                      {version === page.publishedVersion && <Badge color="teal.9">{t("pages.seen")}</Badge>}
                      {version !== page.version && document !== null && (
                        <Button
                          size="xs"
                          variant="default"
                          loading={restoring.isPending && restoring.variables === version}
                          onClick={() => restoring.mutate(version)}
                        >
                          {t("history.restore", { version })}
                        </Button>
                      )}
                    </Group>
                  </Stack>
                </Timeline.Item>
              ))}
          </Timeline>
          <ShowMore query={query} />
        </Stack>
      )}
    </Loaded>
  );
}

function useVersions({ slug: pageSlug }: Page) {
  const handle = useHandle();
  return useInfiniteQuery({
    queryKey: ["pages", handle, "history", pageSlug],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) => {
      const query = { limit: 50, ...(pageParam && { nextToken: pageParam }) };
      const params = { path: { handle, pageSlug }, query };
      return ask(api.GET("/v2/handles/{handle}/pages/{pageSlug}/history", { params, signal }));
    },
    getNextPageParam: ({ nextToken }) => nextToken ?? undefined,
  });
}

function useRestore({ slug: pageSlug, version: seen }: Page, onRestored: (page: Page) => void) {
  const handle = useHandle();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (version: number) =>
      ask(
        api.POST("/v2/handles/{handle}/pages/{pageSlug}/rollback", {
          params: { path: { handle, pageSlug } },
          headers: { "if-match": `"${seen}"` },
          body: { version },
        }),
      ),
    onError: notifyFailed,
    onSuccess: async (page, version) => {
      notifyDone(t("history.restored", { version }));
      onRestored(page);
      await queries.invalidateQueries({ queryKey: ["pages", handle] });
    },
  });
}
