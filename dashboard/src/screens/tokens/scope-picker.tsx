import { Alert, Checkbox, Fieldset, SimpleGrid, Stack, Switch, TagsInput, Text } from "@mantine/core";
import { type TextKey, t } from "#text/t.ts";
import { chooseScope, covers, wideScopes } from "./choose-scopes.ts";
import { SCOPE_FAMILIES } from "./scope-catalogue.ts";

type Props = { readonly chosen: readonly string[]; readonly onChange: (chosen: readonly string[]) => void };

/** What a token may do: by family, a sentence each, with a warning about what reaches far. */
export function ScopePicker({ chosen, onChange }: Props) {
  const wide = wideScopes(chosen);
  const isAll = chosen.includes("*");
  return (
    <Stack gap="sm">
      <Text fw={600} size="sm" id="scopes">
        {t("scopes.title")}
      </Text>
      {!isAll && (
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
          {SCOPE_FAMILIES.map((family) => (
            <Family key={family.family} {...family} chosen={chosen} onChange={onChange} />
          ))}
        </SimpleGrid>
      )}
      {!isAll && <OneFunction chosen={chosen} onChange={onChange} />}
      <Switch
        label={t("scopes.everything")}
        description={t("scope.*")}
        checked={isAll}
        onChange={(event) => onChange(event.currentTarget.checked ? ["*"] : [])}
      />
      {wide.length > 0 && (
        <Alert color="yellow" title={t("scopes.wide")} role="status">
          {isAll ? t("scopes.wide.all") : t("scopes.wide.some", { scopes: wide.join(", ") })}
        </Alert>
      )}
    </Stack>
  );
}

type FamilyProps = (typeof SCOPE_FAMILIES)[number] & Props;

function Family({ family, label, scopes, chosen, onChange }: FamilyProps) {
  const names = scopes.length > 1 && family !== "" ? [...scopes, family] : scopes;
  return (
    <Fieldset legend={t(label)} p="sm">
      <Stack gap={8}>
        {names.map((scope) => (
          <Checkbox
            key={scope}
            size="sm"
            label={scope}
            description={t(`scope.${scope}` as TextKey)}
            checked={covers(chosen, scope)}
            onChange={(event) =>
              onChange(chooseScope(chosen, scope, event.currentTarget.checked, { family, scopes }))
            }
          />
        ))}
      </Stack>
    </Fieldset>
  );
}

const PREFIX = "functions.invoke:";

/** Function bindings that a token may call, each by its key. */
function OneFunction({ chosen, onChange }: Props) {
  const keys = chosen.filter((one) => one.startsWith(PREFIX)).map((one) => one.slice(PREFIX.length));
  return (
    <TagsInput
      label={t("scopes.functions")}
      description={t("scopes.functions.hint")}
      value={keys}
      onChange={(next) =>
        onChange([...chosen.filter((one) => !one.startsWith(PREFIX)), ...next.map((key) => PREFIX + key)])
      }
    />
  );
}
