import { Badge, Button, Group, Paper, Stack, Switch, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { t } from "#text/t.ts";

type Props = {
  readonly id: string;
  readonly place: number;
  readonly isLast: boolean;
  readonly enabled: boolean;
  readonly mayWrite: boolean;
  readonly isPending: boolean;
  /** Whom it means, a condition each; empty for everybody. */
  readonly when: readonly string[];
  /** What it does. */
  readonly children: ReactNode;
  readonly onSwitch: (enabled: boolean) => void;
  readonly onMove: (by: -1 | 1) => void;
  readonly onEdit: () => void;
  readonly onDelete: () => void;
};

/** One rule of a list: its place, whom it means and what it does, and all that can be done with it. */
export function RuleRow(props: Props) {
  const { id, place, enabled, mayWrite, isPending, when, children, onSwitch } = props;
  return (
    <Paper withBorder p="md" component="li">
      <Stack gap="xs">
        <Group justify="space-between" gap="sm">
          <Title order={2} size="h5" className="secret" c={enabled ? undefined : "dimmed"}>
            {place}. {id}
          </Title>
          {mayWrite ? (
            <Switch
              size="sm"
              label={t("rules.enabled")}
              aria-label={t("rule.enabled", { id })}
              checked={enabled}
              disabled={isPending}
              onChange={(event) => onSwitch(event.currentTarget.checked)}
            />
          ) : (
            <Badge color={enabled ? "teal.9" : "gray.7"}>{t(enabled ? "rule.on" : "rule.off")}</Badge>
          )}
        </Group>
        <Group gap={6}>
          {(when.length > 0 ? when : [t("rules.everybody")]).map((text) => (
            <Badge key={text} variant="default" tt="none" maw="100%">
              {text}
            </Badge>
          ))}
        </Group>
        <Text size="sm" component="div" className="secret">
          {children}
        </Text>
        {mayWrite && <Deeds {...props} />}
      </Stack>
    </Paper>
  );
}

function Deeds({ id, place, isLast, isPending, onMove, onEdit, onDelete }: Props) {
  const small = { size: "xs", variant: "default", disabled: isPending } as const;
  return (
    <Group gap={6}>
      <Button {...small} onClick={onEdit} aria-label={t("rule.edit.of", { id })}>
        {t("rule.edit")}
      </Button>
      <Button
        {...small}
        disabled={isPending || place === 1}
        onClick={() => onMove(-1)}
        aria-label={t("rules.up", { place })}
      >
        ↑
      </Button>
      <Button
        {...small}
        disabled={isPending || isLast}
        onClick={() => onMove(1)}
        aria-label={t("rules.down", { place })}
      >
        ↓
      </Button>
      <Button {...small} onClick={onDelete} aria-label={t("rule.delete.of", { id })}>
        {t("links.delete")}
      </Button>
    </Group>
  );
}
