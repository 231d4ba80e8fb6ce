import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { rowKey } from "#parts/row-key.ts";
import { t } from "#text/t.ts";
import type { SocialRow } from "./link-page-form.ts";

type Props = {
  readonly rows: readonly SocialRow[];
  readonly problem: (path: string) => string | undefined;
  readonly onChange: (rows: readonly SocialRow[]) => void;
};

/** Where else to look: names and addresses, below the words about the handle. */
export function SocialRows({ rows, problem, onChange }: Props) {
  const put = (row: SocialRow) => onChange(rows.map((one) => (one.key === row.key ? row : one)));
  return (
    <Stack gap="xs" component="fieldset" p={0} m={0} bd={0} miw={0}>
      <Text component="legend" size="sm" fw={600} p={0}>
        {t("profile.socials")}
      </Text>
      {rows.map((row, index) => (
        <Group key={row.key} gap="xs" align="flex-start">
          <TextInput
            {...{ flex: 1, miw: 140, maxLength: 40, placeholder: t("profile.socials.label") }}
            aria-label={t("profile.socials.label-of", { place: index + 1 })}
            value={row.label}
            error={problem(`socials.${index}.label`)}
            onChange={(event) => put({ ...row, label: event.currentTarget.value })}
          />
          <TextInput
            {...{ flex: 2, miw: 200, maxLength: 2048, placeholder: "https://example.com" }}
            aria-label={t("profile.socials.url-of", { place: index + 1 })}
            value={row.url}
            error={problem(`socials.${index}.url`)}
            onChange={(event) => put({ ...row, url: event.currentTarget.value })}
          />
          <Button
            variant="default"
            aria-label={t("profile.socials.remove", { place: index + 1 })}
            onClick={() => onChange(rows.filter(({ key }) => key !== row.key))}
          >
            {t("action.remove")}
          </Button>
        </Group>
      ))}
      <Group>
        <Button
          size="xs"
          variant="default"
          onClick={() => onChange([...rows, { key: rowKey(), label: "", url: "" }])}
        >
          {t("profile.socials.add")}
        </Button>
      </Group>
    </Stack>
  );
}
