import { Alert, Anchor, Group, Paper, Skeleton, Stack, Text } from "@mantine/core";
import { t } from "#text/t.ts";

type Props = { readonly url: string | undefined; readonly leftOut: number; readonly isWrong: boolean };

/**
 * The draft as visitors would see it, in a frame that may do nothing: no script of it runs, and no form is sent. Each has an
 * element of its own, or the browser's way back would lead through every draft.
 */
export function PagePreview({ url, leftOut, isWrong }: Props) {
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Text fw={600}>{t("pages.preview")}</Text>
        {url !== undefined && (
          <Anchor href={url} target="_blank" rel="noreferrer" size="sm">
            {t("pages.preview.open")}
          </Anchor>
        )}
      </Group>
      {leftOut > 0 && (
        <Text size="sm" c="dimmed">
          {t("pages.preview.left-out", { count: leftOut })}
        </Text>
      )}
      {isWrong && (
        <Alert color="yellow" p="xs">
          {t("pages.preview.wrong")}
        </Alert>
      )}
      <Paper withBorder className="frame">
        {url === undefined ? (
          <Skeleton height="100%" />
        ) : (
          <iframe key={url} src={url} title={t("pages.preview")} sandbox="" referrerPolicy="no-referrer" />
        )}
      </Paper>
    </Stack>
  );
}
