import { Button, Group, Paper, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Empty } from "#parts/empty.tsx";
import { Loaded } from "#parts/loaded.tsx";
import { useHandle, useRole } from "#shell/use-handle.ts";
import { formatAgo, formatNumber } from "#text/format.ts";
import { t } from "#text/t.ts";
import { FormBuilder } from "./form-builder.tsx";
import { formsOf, type KnownForm } from "./known-forms.ts";
import { LeadMail } from "./lead-mail.tsx";
import { LeadSites } from "./lead-sites.tsx";
import { LEADS_LOOKED_AT, newestLeadsQuery } from "./use-forms.ts";

/** The forms that send leads, the way to make one, which sites may have them and who is told. */
export function FormsPanel({ onSee }: { readonly onSee: (form: string) => void }) {
  const role = useRole();
  const query = useQuery(newestLeadsQuery(useHandle()));
  const [made, setMade] = useState<{ readonly like: KnownForm | undefined }>();
  const create = <Button onClick={() => setMade({ like: undefined })}>{t("forms.create")}</Button>;
  return (
    <Stack gap="lg">
      <Loaded query={query}>
        {({ leads }) => {
          const forms = formsOf(leads);
          return forms.length === 0 ? (
            <Empty title={t("forms.none")} hint={t("forms.none.hint")}>
              {create}
            </Empty>
          ) : (
            <Stack gap="sm">
              <Group justify="space-between">
                <Text c="dimmed">{t("forms.hint", { count: formatNumber(LEADS_LOOKED_AT) })}</Text>
                {create}
              </Group>
              <FormList forms={forms} onSee={onSee} onCode={(like) => setMade({ like })} />
            </Stack>
          );
        }}
      </Loaded>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        <LeadSites />
        {(role === "OPERATOR" || role === "OWNER") && <LeadMail />}
      </SimpleGrid>
      {made && <FormBuilder like={made.like} onClose={() => setMade(undefined)} />}
    </Stack>
  );
}

type ListProps = {
  readonly forms: readonly KnownForm[];
  readonly onSee: (form: string) => void;
  readonly onCode: (form: KnownForm) => void;
};

function FormList({ forms, onSee, onCode }: ListProps) {
  return (
    <Stack component="ul" gap="xs" p={0} m={0} style={{ listStyle: "none" }}>
      {forms.map((form) => (
        <Paper key={form.name} component="li" withBorder p="sm">
          <Group justify="space-between" gap="sm">
            <Stack gap={2} miw={0} flex="1 1 240px">
              <Title order={2} size="h5" className="secret">
                {form.name}
              </Title>
              <Text size="sm" c="dimmed">
                {t("forms.sent", { count: formatNumber(form.count), when: formatAgo(form.lastAt) })}
              </Text>
              {form.places.length > 0 && (
                <Text size="sm" c="dimmed" className="secret">
                  {t("forms.places", { places: form.places.slice(0, 5).join(", ") })}
                </Text>
              )}
            </Stack>
            <Group gap="xs">
              <Button size="xs" variant="default" onClick={() => onSee(form.name)}>
                {t("forms.see")}
              </Button>
              <Button
                size="xs"
                variant="default"
                aria-label={t("forms.edit.of", { name: form.name })}
                onClick={() => onCode(form)}
              >
                {t("forms.edit")}
              </Button>
            </Group>
          </Group>
        </Paper>
      ))}
    </Stack>
  );
}
