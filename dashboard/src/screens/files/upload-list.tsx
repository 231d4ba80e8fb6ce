import { Button, Group, Paper, Progress, Stack, Text, Title } from "@mantine/core";
import { useSyncExternalStore } from "react";
import { Failure } from "#parts/failure.tsx";
import { useHandle } from "#shell/use-handle.ts";
import { formatBytes } from "#text/format.ts";
import { t } from "#text/t.ts";
import { listenToUploads, removeUpload, retryUpload, type Upload, uploadsNow } from "./uploads.ts";

/** What is on its way, how far each is, and the way to end or repeat it. Nothing where nothing is. */
export function UploadList() {
  const handle = useHandle();
  const uploads = useSyncExternalStore(listenToUploads, uploadsNow).filter((one) => one.handle === handle);
  if (uploads.length === 0) return null;
  const sent = uploads.filter(({ state }) => state === "SENT");
  return (
    <Paper withBorder p="md">
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2} size="h5" aria-live="polite">
            {t("files.sent-of", { sent: sent.length, count: uploads.length })}
          </Title>
          {sent.length > 0 && (
            <Button
              size="xs"
              variant="default"
              onClick={() => {
                for (const { id } of sent) removeUpload(id);
              }}
            >
              {t("files.clear")}
            </Button>
          )}
        </Group>
        <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: "none" }}>
          {uploads.map((upload) => (
            <li key={upload.id}>
              <UploadRow upload={upload} />
            </li>
          ))}
        </Stack>
      </Stack>
    </Paper>
  );
}

function UploadRow({ upload: { id, file, state, sentBytes, cause } }: { readonly upload: Upload }) {
  const share = file.size === 0 ? 100 : Math.round((100 * sentBytes) / file.size);
  const isOver = state === "SENT" || state === "FAILED";
  return (
    <Stack gap={4}>
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" className="cut" title={file.name}>
          {file.name}
        </Text>
        <Group gap="xs" wrap="nowrap">
          <Text size="xs" c="dimmed" className="still">
            {state === "SENDING"
              ? t("files.progress", { sent: formatBytes(sentBytes), size: formatBytes(file.size) })
              : t(`files.upload.${state}`)}
          </Text>
          {state === "FAILED" && (
            <Button size="compact-xs" variant="default" onClick={() => retryUpload(id)}>
              {t("action.again")}
            </Button>
          )}
          <Button
            size="compact-xs"
            variant="default"
            aria-label={t(isOver ? "files.dismiss" : "files.cancel", { name: file.name })}
            onClick={() => removeUpload(id)}
          >
            {t(isOver ? "files.dismiss.short" : "action.cancel")}
          </Button>
        </Group>
      </Group>
      {!isOver && <Progress value={share} aria-label={t("files.progress-of", { name: file.name })} />}
      {state === "FAILED" && <Failure cause={cause} />}
    </Stack>
  );
}
