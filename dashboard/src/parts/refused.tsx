import { Alert, Button, Stack, Text } from "@mantine/core";
import { isStale } from "#api/is-stale.ts";
import { t } from "#text/t.ts";
import { Failure } from "./failure.tsx";

type Props = { readonly cause: Error; readonly onTheirs: () => void };

/** Why something was not saved; where somebody else was faster, with the way to what they have made of it. */
export function Refused({ cause, onTheirs }: Props) {
  if (!isStale(cause)) return <Failure cause={cause} />;
  return (
    <Alert color="yellow" role="alert" title={t("stale.title")}>
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{t("stale.hint")}</Text>
        <Button size="xs" variant="default" onClick={onTheirs}>
          {t("stale.theirs")}
        </Button>
      </Stack>
    </Alert>
  );
}
