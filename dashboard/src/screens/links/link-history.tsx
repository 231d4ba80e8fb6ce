import { Button, Code, Group, Stack, Text, Timeline } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import type { Schemas } from "#api/schemas.ts";
import { Loaded } from "#parts/loaded.tsx";
import { notifyDone, notifyFailed } from "#parts/notify.ts";
import { useHandle } from "#shell/use-handle.ts";
import { formatMoment } from "#text/format.ts";
import { t } from "#text/t.ts";

/** Every version of a link, what each changed, and the way back to it. */
export function LinkHistory({ link }: { readonly link: Schemas["Link"] }) {
  const handle = useHandle();
  const { slug, version: current } = link;
  const query = useQuery({
    queryKey: ["links", handle, "history", slug],
    queryFn: ({ signal }) =>
      ask(
        api.GET("/v2/handles/{handle}/links/{slug}/history", { params: { path: { handle, slug } }, signal }),
      ),
  });
  const rolling = useRollback(slug);
  return (
    <Loaded query={query}>
      {({ versions }) => (
        <Timeline bulletSize={16} lineWidth={2}>
          {versions.map(({ version, at, actor, changes, snapshot }) => (
            <Timeline.Item key={version} title={t("history.version", { version })}>
              <Stack gap={6}>
                <Text size="xs" c="dimmed">
                  {formatMoment(at)} · {actor}
                </Text>
                <Changes changes={changes} />
                {version !== current && snapshot !== null && (
                  <Group>
                    <Button
                      size="xs"
                      variant="default"
                      loading={rolling.isPending}
                      onClick={() => rolling.mutate(version)}
                    >
                      {t("history.restore", { version })}
                    </Button>
                  </Group>
                )}
              </Stack>
            </Timeline.Item>
          ))}
        </Timeline>
      )}
    </Loaded>
  );
}

function useRollback(slug: string) {
  const handle = useHandle();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (version: number) =>
      ask(
        api.POST("/v2/handles/{handle}/links/{slug}/rollback", {
          params: { path: { handle, slug } },
          body: { version },
        }),
      ),
    onError: notifyFailed,
    onSuccess: async (_, version) => {
      notifyDone(t("history.restored", { version }));
      await queries.invalidateQueries({ queryKey: ["links", handle] });
    },
  });
}

type Change = Schemas["LinkVersion"]["changes"][number];
const shown = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value ?? null));

function Changes({ changes }: { readonly changes: readonly Change[] }) {
  return (
    <Stack gap={2} className="diff">
      {changes.map(({ field, before, after }) => (
        <Text key={field} size="sm" component="div" className="secret">
          <Code>{field}</Code> {before !== null && before !== undefined && <del>{shown(before)}</del>}{" "}
          <ins>{shown(after)}</ins>
        </Text>
      ))}
    </Stack>
  );
}
