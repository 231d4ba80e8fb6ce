import { Alert, Button, Code, Group, Stack, Text } from "@mantine/core";
import { ApiError } from "#api/api-error.ts";
import { t } from "#text/t.ts";

type Props = { readonly cause: unknown; readonly onAgain?: () => void };

/** What went wrong, in words, with the id that finds it in the server's log. */
export function Failure({ cause, onAgain }: Props) {
  const known = cause instanceof ApiError ? cause : undefined;
  return (
    <Alert color="red" role="alert" title={t("error.title")}>
      <Stack gap="xs">
        <Text size="sm">{known?.message ?? t("error.unknown")}</Text>
        {known?.problems.map(({ path, message }) => (
          <Text key={path + message} size="sm">
            <b>{path}</b>: {message}
          </Text>
        ))}
        {known !== undefined && known.requestId !== "" && (
          <Text size="xs">
            {t("error.request")} <Code>{known.requestId}</Code>
          </Text>
        )}
        {onAgain && (
          <Group>
            <Button size="xs" variant="default" onClick={onAgain}>
              {t("action.again")}
            </Button>
          </Group>
        )}
      </Stack>
    </Alert>
  );
}
