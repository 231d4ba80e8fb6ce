import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { notifyFailed } from "#parts/notify.ts";
import { t } from "#text/t.ts";
import type { PageEditor } from "./use-page-editor.ts";

/** Somebody else was faster: what can be done about it, neither of which loses anything. */
export function PageStale({ editor }: { readonly editor: PageEditor }) {
  return (
    <Alert color="yellow" role="alert" title={t("pages.stale")}>
      <Stack gap="sm">
        <Text size="sm">{t("pages.stale.hint")}</Text>
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={() => void editor.takeTheirs().catch(notifyFailed)}>
            {t("pages.stale.theirs")}
          </Button>
          <Button size="xs" loading={editor.saving.isPending} onClick={() => editor.save({ isOver: true })}>
            {t("pages.stale.mine")}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
