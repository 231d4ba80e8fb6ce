import { Button, Group, Paper, Stack, Switch, Text, TextInput } from "@mantine/core";
import { t } from "#text/t.ts";
import { RuleConditions } from "./rule-conditions.tsx";
import type { RuleForm } from "./rules-form.ts";

type Props = {
  readonly rule: RuleForm;
  readonly place: number;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly onChange: (rule: RuleForm) => void;
  readonly onMove: (by: -1 | 1) => void;
  readonly onRemove: () => void;
};

/** One rule: who is meant, and where they go. Only the conditions that are used take room. */
export function RuleCard(props: Props) {
  const { rule, place, onChange } = props;
  return (
    <Paper withBorder p="md" component="fieldset" m={0}>
      <Stack gap="sm">
        <Head {...props} />
        <RuleConditions rule={rule} onChange={onChange} />
        <TextInput
          {...{ label: t("rules.destination"), type: "url", required: true }}
          value={rule.destinationUrl}
          onChange={(event) => onChange({ ...rule, destinationUrl: event.currentTarget.value })}
          aria-label={t("rules.destination-of", { place })}
        />
      </Stack>
    </Paper>
  );
}

function Head({ rule, place, isFirst, isLast, onChange, onMove, onRemove }: Props) {
  const small = { size: "xs", variant: "default" } as const;
  return (
    <Group justify="space-between">
      <Group gap="sm">
        <Text fw={600} component="legend">
          {place}. {rule.id}
        </Text>
        <Switch
          size="sm"
          label={t("rules.enabled")}
          checked={rule.enabled}
          onChange={(event) => onChange({ ...rule, enabled: event.currentTarget.checked })}
        />
      </Group>
      <Group gap={6}>
        <Button
          {...small}
          disabled={isFirst}
          onClick={() => onMove(-1)}
          aria-label={t("rules.up", { place })}
        >
          ↑
        </Button>
        <Button
          {...small}
          disabled={isLast}
          onClick={() => onMove(1)}
          aria-label={t("rules.down", { place })}
        >
          ↓
        </Button>
        <Button {...small} onClick={onRemove} aria-label={t("rules.remove", { place })}>
          {t("action.remove")}
        </Button>
      </Group>
    </Group>
  );
}
