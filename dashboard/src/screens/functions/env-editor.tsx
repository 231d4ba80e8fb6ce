import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { rowKey } from "#parts/row-key.ts";
import { t } from "#text/t.ts";
import { type EnvRow, rowProblem } from "./env-rows.ts";

type Props = { readonly rows: readonly EnvRow[]; readonly onChange: (rows: readonly EnvRow[]) => void };

/** What a script is handed beside the request. */
export function EnvEditor({ rows, onChange }: Props) {
  const replace = (row: EnvRow) => onChange(rows.map((one) => (one.key === row.key ? row : one)));
  return (
    <Stack gap="xs" component="fieldset" p={0} m={0} bd={0} miw={0}>
      <Text component="legend" size="sm" fw={600} p={0}>
        {t("functions.env")}
      </Text>
      <Text size="xs" c="dimmed">
        {t("functions.env.hint")}
      </Text>
      {rows.map((row, index) => (
        <Row
          key={row.key}
          row={row}
          place={index + 1}
          problem={rowProblem(rows, row)}
          onChange={replace}
          onRemove={() => onChange(rows.filter(({ key }) => key !== row.key))}
        />
      ))}
      <Group>
        <Button
          size="xs"
          variant="default"
          onClick={() => onChange([...rows, { key: rowKey(), name: "", value: "" }])}
        >
          {t("functions.env.add")}
        </Button>
      </Group>
    </Stack>
  );
}

type RowProps = {
  readonly row: EnvRow;
  readonly place: number;
  readonly problem: ReturnType<typeof rowProblem>;
  readonly onChange: (row: EnvRow) => void;
  readonly onRemove: () => void;
};

function Row({ row, place, problem, onChange, onRemove }: RowProps) {
  return (
    <Group gap="xs" align="flex-start">
      <TextInput
        {...{
          classNames: { input: "slug" },
          flex: 1,
          miw: 120,
          maxLength: 64,
          placeholder: t("functions.env.name"),
        }}
        aria-label={t("functions.env.name-of", { place })}
        value={row.name}
        error={problem && t(`functions.env.problem.${problem}`)}
        onChange={(event) => onChange({ ...row, name: event.currentTarget.value.trim() })}
      />
      <TextInput
        {...{ flex: 2, miw: 140, maxLength: 4096, placeholder: t("functions.env.value") }}
        aria-label={t("functions.env.value-of", { place })}
        value={row.value}
        onChange={(event) => onChange({ ...row, value: event.currentTarget.value })}
      />
      <Button variant="default" onClick={onRemove} aria-label={t("functions.env.remove", { place })}>
        {t("action.remove")}
      </Button>
    </Group>
  );
}
