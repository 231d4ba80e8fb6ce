import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { LinkChoice } from "#parts/link-choice.tsx";
import { rowKey } from "#parts/row-key.ts";
import { t } from "#text/t.ts";
import { type LinkRow, withMoved } from "./link-page-form.ts";

type Props = {
  readonly rows: readonly LinkRow[];
  readonly problem: (path: string) => string | undefined;
  readonly onChange: (rows: readonly LinkRow[]) => void;
};

/** The links that are shown, in their order, each under its own title or another; all with the keyboard. */
export function LinkRows({ rows, problem, onChange }: Props) {
  return (
    <Stack gap="xs">
      {rows.length === 0 && <Text size="sm">{t("profile.links.none")}</Text>}
      <Stack component="ol" gap="xs" p={0} m={0} style={{ listStyle: "none" }}>
        {rows.map((row, index) => (
          <Group component="li" key={row.key} gap="xs" align="flex-start">
            <TextInput
              {...{ flex: 1, miw: 200, maxLength: 120, placeholder: t("profile.links.label") }}
              label={`/${row.slug}`}
              labelProps={{ className: "slug" }}
              value={row.label}
              error={problem(`links.${index}`)}
              onChange={(event) => {
                const label = event.currentTarget.value;
                onChange(rows.map((one) => (one.key === row.key ? { ...one, label } : one)));
              }}
            />
            <Moves
              name={`/${row.slug}`}
              isFirst={index === 0}
              isLast={index === rows.length - 1}
              onMove={(by) => onChange(withMoved(rows, index, by))}
              onRemove={() => onChange(rows.filter(({ key }) => key !== row.key))}
            />
          </Group>
        ))}
      </Stack>
      <LinkChoice
        key={rows.length}
        label={t("profile.links.add")}
        value=""
        isOptional
        onChange={(slug) => {
          if (slug !== "" && rows.every((one) => one.slug !== slug)) {
            onChange([...rows, { key: rowKey(), slug, label: "" }]);
          }
        }}
      />
    </Stack>
  );
}

type MoveProps = {
  readonly name: string;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly onMove: (by: -1 | 1) => void;
  readonly onRemove: () => void;
};

function Moves({ name, isFirst, isLast, onMove, onRemove }: MoveProps) {
  return (
    <Group gap={6} pt={24}>
      <Button
        variant="default"
        disabled={isFirst}
        onClick={() => onMove(-1)}
        aria-label={t("profile.links.up", { name })}
      >
        ↑
      </Button>
      <Button
        variant="default"
        disabled={isLast}
        onClick={() => onMove(1)}
        aria-label={t("profile.links.down", { name })}
      >
        ↓
      </Button>
      <Button variant="default" onClick={onRemove} aria-label={t("profile.links.remove", { name })}>
        {t("action.remove")}
      </Button>
    </Group>
  );
}
