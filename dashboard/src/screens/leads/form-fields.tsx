import { Button, Checkbox, Group, Menu, Paper, Stack, Text, TextInput } from "@mantine/core";
import { t } from "#text/t.ts";
import { kindsLeft, newField, type PlannedField } from "./form-plan.ts";

type Props = {
  readonly fields: readonly PlannedField[];
  readonly problems: Readonly<Record<string, string>>;
  readonly onChange: (fields: readonly PlannedField[]) => void;
};

/** What a form asks, in the order in which it asks. */
export function FormFields({ fields, problems, onChange }: Props) {
  const replace = (changed: PlannedField) =>
    onChange(fields.map((field) => (field.key === changed.key ? changed : field)));
  return (
    <Stack gap="xs">
      <Text size="sm" fw={500}>
        {t("forms.fields")}
      </Text>
      {problems["fields"] !== undefined && (
        <Text size="sm" c="red.8" role="alert">
          {problems["fields"]}
        </Text>
      )}
      {fields.map((field) => (
        <Paper key={field.key} withBorder p="xs">
          <Group gap="xs" align="flex-start">
            <TextInput
              aria-label={t("forms.label.of", { kind: t(`forms.kind.${field.kind}`) })}
              flex="1 1 160px"
              description={t(`forms.kind.${field.kind}`)}
              inputWrapperOrder={["input", "description", "error"]}
              maxLength={100}
              error={problems[field.key]}
              value={field.label}
              onChange={(event) => replace({ ...field, label: event.currentTarget.value })}
            />
            <Checkbox
              mt={8}
              label={t("forms.required")}
              checked={field.isRequired}
              onChange={(event) => replace({ ...field, isRequired: event.currentTarget.checked })}
            />
            <Button
              {...{ size: "xs", variant: "default", mt: 3 }}
              aria-label={t("forms.fields.remove", { label: field.label })}
              onClick={() => onChange(fields.filter((one) => one !== field))}
            >
              {t("action.remove")}
            </Button>
          </Group>
        </Paper>
      ))}
      <Group>
        <Menu withinPortal>
          <Menu.Target>
            <Button size="xs" variant="light">
              {t("forms.fields.add")}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {kindsLeft(fields).map((kind) => (
              <Menu.Item key={kind} onClick={() => onChange([...fields, newField(kind)])}>
                {t(`forms.kind.${kind}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </Group>
    </Stack>
  );
}
