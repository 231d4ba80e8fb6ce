import { Modal, Stack, Text, Timeline } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import type { Schemas } from "#api/schemas.ts";
import { Loaded } from "#parts/loaded.tsx";
import { useHandle } from "#shell/use-handle.ts";
import { formatMoment } from "#text/format.ts";
import { t } from "#text/t.ts";
import type { TokenDialog } from "./token-dialog.ts";

const DONE_TO_IT = [
  "token.create",
  "token.rotate",
  "token.rename",
  "token.revoke",
  "token.warn",
  "token.ip_denied",
];
const SHOWN = 200;

/** What was done to a token and what it has changed, newest first. */
export function TokenTrail({ token, onClose }: TokenDialog) {
  const handle = useHandle();
  const query = useQuery({
    queryKey: ["token-trail", handle, token.tokenId],
    queryFn: ({ signal }) => readTrail(handle, token.tokenId, signal),
  });
  return (
    <Modal opened onClose={onClose} title={t("tokens.trail.title", { name: token.name })} size="lg">
      <Loaded query={query}>
        {(events) =>
          events.length === 0 ? (
            <Text>{t("tokens.trail.none")}</Text>
          ) : (
            <Timeline bulletSize={14} lineWidth={2}>
              {events.map(({ id, action, target, actor, at }) => (
                <Timeline.Item key={id} title={action}>
                  <Stack gap={0}>
                    <Text size="sm" className="secret">
                      {target}
                    </Text>
                    <Text size="xs" c="dimmed">
                      {formatMoment(at)} · {actor}
                    </Text>
                  </Stack>
                </Timeline.Item>
              ))}
            </Timeline>
          )
        }
      </Loaded>
    </Modal>
  );
}

async function readTrail(
  handle: string,
  tokenId: string,
  signal: AbortSignal,
): Promise<readonly Schemas["AuditEvent"][]> {
  const read = (query: { actor?: string; action?: string }) =>
    ask(
      api.GET("/v2/handles/{handle}/audit-events", {
        params: { path: { handle }, query: { ...query, limit: 1000 } },
        signal,
      }),
    );
  const [own, ...others] = await Promise.all([
    read({ actor: `token:${tokenId}` }),
    ...DONE_TO_IT.map((action) => read({ action })),
  ]);
  const to = others
    .flatMap(({ auditEvents }) => auditEvents)
    .filter(({ target, details }) => target === tokenId || JSON.stringify(details).includes(tokenId));
  return [...own.auditEvents, ...to].sort((a, b) => b.at.localeCompare(a.at)).slice(0, SHOWN);
}
