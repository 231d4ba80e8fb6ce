import { Anchor, Badge, Button, Group, Paper, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import type { Schemas } from "#api/schemas.ts";
import { ConfirmName } from "#parts/confirm-name.tsx";
import { CopyButton } from "#parts/copy-button.tsx";
import { notifyDone, notifyFailed } from "#parts/notify.ts";
import { useHandle } from "#shell/use-handle.ts";
import { formatBytes, formatMoment } from "#text/format.ts";
import { t } from "#text/t.ts";

type StoredFile = Schemas["File"];

const COLORS = { PENDING: "orange.9", READY: "teal.9", EXPIRED: "gray.7", REJECTED: "red.8" } as const;

/** Each file: what it is, who may have it, until when, and where. */
export function FileList({ files }: { readonly files: readonly StoredFile[] }) {
  return (
    <Stack component="ul" gap="xs" p={0} m={0} style={{ listStyle: "none" }}>
      {files.map((file) => (
        <Paper key={file.fileId} component="li" withBorder p="sm">
          <FileRow file={file} />
        </Paper>
      ))}
    </Stack>
  );
}

function FileRow({ file }: { readonly file: StoredFile }) {
  const { fileName, sizeBytes, contentType, createdAt, expiresAt, status, accessMode, publicUrl } = file;
  const [isRemoving, setRemoving] = useState(false);
  return (
    <Group justify="space-between" gap="sm">
      <Stack gap={2} flex="1 1 280px" miw={0}>
        {status === "READY" ? (
          <Anchor href={publicUrl} target="_blank" rel="noreferrer" fw={600} className="secret">
            {fileName}
          </Anchor>
        ) : (
          <Text fw={600} className="secret">
            {fileName}
          </Text>
        )}
        <Text size="sm" c="dimmed">
          {formatBytes(sizeBytes)} · {contentType} · {formatMoment(createdAt)}
        </Text>
        {accessMode === "EMAIL_ALLOWLIST" && (
          <Text size="sm" c="dimmed" className="secret">
            {t("files.for", { emails: file.allowedEmails.join(", ") })}
          </Text>
        )}
        <Group gap={6} mt={4}>
          <Badge color={COLORS[status]}>{t(`files.status.${status}`)}</Badge>
          <Badge variant="default" tt="none">
            {t(`files.access.${accessMode}`)}
          </Badge>
          {expiresAt !== null && (
            <Badge variant="default" tt="none">
              {t(status === "EXPIRED" ? "files.expired" : "files.until", { when: formatMoment(expiresAt) })}
            </Badge>
          )}
        </Group>
      </Stack>
      <Group gap="xs">
        {status === "READY" && <CopyButton value={publicUrl} label={t("files.copy")} />}
        <Button
          size="xs"
          variant="default"
          aria-label={t("files.delete.of", { name: fileName })}
          onClick={() => setRemoving(true)}
        >
          {t("links.delete")}
        </Button>
      </Group>
      {isRemoving && <Removing file={file} onClose={() => setRemoving(false)} />}
    </Group>
  );
}

type RemovingProps = { readonly file: StoredFile; readonly onClose: () => void };

function Removing({ file: { fileId, fileName }, onClose }: RemovingProps) {
  const handle = useHandle();
  const queries = useQueryClient();
  const removing = useMutation({
    mutationFn: () =>
      ask(api.DELETE("/v2/handles/{handle}/files/{fileId}", { params: { path: { handle, fileId } } })),
    onError: notifyFailed,
    onSuccess: () => notifyDone(t("files.deleted", { name: fileName })),
    onSettled: () => {
      onClose();
      return queries.invalidateQueries({ queryKey: ["files", handle] });
    },
  });
  return (
    <ConfirmName
      title={t("files.delete")}
      name={fileName}
      verb={t("links.delete")}
      isPending={removing.isPending}
      onConfirm={() => removing.mutate()}
      onClose={onClose}
    >
      {t("files.delete.hint")}
    </ConfirmName>
  );
}
