import { Button, Group, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import type { Schemas } from "#api/schemas.ts";
import { fetchFile, saveFile } from "#parts/download.ts";
import { notifyFailed } from "#parts/notify.ts";
import { useHandle } from "#shell/use-handle.ts";
import { formatBytes } from "#text/format.ts";
import { t } from "#text/t.ts";
import { LeadPart } from "./lead-part.tsx";

type Attachment = Schemas["Lead"]["attachments"][number];

/** The images that came with a lead, to be saved: nothing that a stranger has sent is shown by itself. */
export function LeadAttachments({ lead: { leadId, attachments } }: { readonly lead: Schemas["Lead"] }) {
  const handle = useHandle();
  const saving = useMutation({
    mutationFn: async ({ attachment, fileName }: Attachment) =>
      saveFile(await fetchFile(`/v2/handles/${handle}/leads/${leadId}/attachments/${attachment}`), fileName),
    onError: notifyFailed,
  });
  if (attachments.length === 0) return null;
  return (
    <LeadPart title={t("leads.attachments")}>
      {attachments.map((one) => (
        <Group key={one.attachment} justify="space-between" gap="sm" wrap="nowrap">
          <div>
            <Text size="sm" className="secret">
              {one.fileName}
            </Text>
            <Text size="xs" c="dimmed">
              {one.contentType} · {formatBytes(one.sizeBytes)}
            </Text>
          </div>
          <Button
            size="xs"
            variant="default"
            aria-label={t("leads.save-image", { name: one.fileName })}
            loading={saving.isPending && saving.variables === one}
            onClick={() => saving.mutate(one)}
          >
            {t("leads.save")}
          </Button>
        </Group>
      ))}
    </LeadPart>
  );
}
