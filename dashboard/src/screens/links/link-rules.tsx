import { Button, Grid, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import type { Schemas } from "#api/schemas.ts";
import { Failure } from "#parts/failure.tsx";
import { notifyDone } from "#parts/notify.ts";
import { RoutePreview } from "#parts/route-preview.tsx";
import { RuleBuilder } from "#parts/rule-builder.tsx";
import { formOfRules, rulesOfForm } from "#parts/rules-form.ts";
import { t } from "#text/t.ts";
import { useSaveLink } from "./use-save-link.ts";

/** Who is sent elsewhere, with the answer to "and where would this visitor go?" beside it. */
export function LinkRules({ link }: { readonly link: Schemas["Link"] }) {
  const [before] = useState(() => formOfRules(link.routingRules as readonly Schemas["RoutingRule"][]));
  const [rules, setRules] = useState(before);
  const saving = useSaveLink(link, () => notifyDone(t("rules.saved")));
  const isChanged = JSON.stringify(rulesOfForm(rules)) !== JSON.stringify(rulesOfForm(before));
  return (
    <Grid gap="xl">
      <Grid.Col span={{ base: 12, md: 7 }}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            saving.mutate({ slug: link.slug, body: { routingRules: [...rulesOfForm(rules)] } });
          }}
        >
          <Stack>
            <Text c="dimmed">{t("rules.hint")}</Text>
            <RuleBuilder rules={rules} onChange={setRules} />
            <Text size="sm">{t("rules.else", { url: link.destinationUrl })}</Text>
            {saving.error && <Failure cause={saving.error} />}
            <Group>
              <Button type="submit" disabled={!isChanged} loading={saving.isPending}>
                {t("rules.save")}
              </Button>
            </Group>
          </Stack>
        </form>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 5 }}>
        <RoutePreview slug={link.slug} version={link.version} isStale={isChanged} />
      </Grid.Col>
    </Grid>
  );
}
