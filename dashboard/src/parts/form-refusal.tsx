import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { t } from "#text/t.ts";
import { Refusal } from "./refusal.tsx";

type Props = {
  /** What is known of the form, as `useSavedForm` says it. */
  readonly saved: {
    readonly cause: Error | null;
    readonly isStale: boolean;
    readonly isPending: boolean;
    readonly saveOver: () => void;
    readonly takeTheirs: () => void;
  };
  /** The fields that say themselves what is wrong with them. */
  readonly beside?: readonly string[];
  /** Whether what is typed can be saved at all. */
  readonly canSave?: boolean;
};

/** Why a form was not saved; where somebody else was faster, with two ways on that lose nothing of what was typed. */
export function FormRefusal({ saved, beside, canSave = true }: Props) {
  if (!saved.isStale || saved.cause === null) return <Refusal cause={saved.cause} beside={beside} />;
  return (
    <Alert color="yellow" role="alert" title={t("stale.title")}>
      <Stack gap="sm">
        <Text size="sm">{t("stale.form.hint")}</Text>
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={saved.takeTheirs}>
            {t("stale.theirs")}
          </Button>
          <Button size="xs" loading={saved.isPending} disabled={!canSave} onClick={saved.saveOver}>
            {t("stale.mine")}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
