import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import { CopyButton } from "#parts/copy-button.tsx";
import { Loaded } from "#parts/loaded.tsx";
import { useHandle } from "#shell/use-handle.ts";
import { formatMoment } from "#text/format.ts";
import { t } from "#text/t.ts";

type Props = { readonly deploymentId: string; readonly onClose: () => void };

/** The address of a deployment's own host, to be opened or sent to somebody; it is the right to see it. */
export function PreviewDeployment({ deploymentId, onClose }: Props) {
  const handle = useHandle();
  const path = "/v2/handles/{handle}/site-deployments/{deploymentId}/preview" as const;
  const query = useQuery({
    queryKey: ["sites", handle, "preview", deploymentId],
    staleTime: 0,
    queryFn: ({ signal }) => ask(api.GET(path, { params: { path: { handle, deploymentId } }, signal })),
  });
  return (
    <Modal opened onClose={onClose} title={t("sites.preview")} size="lg">
      <Loaded query={query}>
        {({ previewUrl, expiresAt }) => (
          <Stack>
            <Text className="secret slug">{previewUrl}</Text>
            <Text size="sm" c="dimmed">
              {t("sites.preview.hint", { when: formatMoment(expiresAt) })}
            </Text>
            <Group justify="flex-end">
              <CopyButton value={previewUrl} />
              <Button
                {...{ component: "a", href: previewUrl, target: "_blank", rel: "noreferrer" }}
                size="xs"
                data-autofocus
              >
                {t("sites.preview.open")}
              </Button>
            </Group>
          </Stack>
        )}
      </Loaded>
    </Modal>
  );
}
