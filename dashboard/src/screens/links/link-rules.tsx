import { Button, Grid, Group, Stack, Text } from "@mantine/core";
import { FormRefusal } from "#parts/form-refusal.tsx";
import { RoutePreview } from "#parts/route-preview.tsx";
import { RuleBuilder } from "#parts/rule-builder.tsx";
import { t } from "#text/t.ts";
import type { RulesForm } from "./link-makings.ts";
import type { SavedLinkForm } from "./use-link-form.ts";

/** Who is sent elsewhere, with the answer to "and where would this visitor go?" beside it. */
export function LinkRules({ saved }: { readonly saved: SavedLinkForm<RulesForm> }) {
  const { base, form, set, isChanged } = saved;
  return (
    <Grid gap="xl">
      <Grid.Col span={{ base: 12, md: 7 }}>
        <form onSubmit={saved.onSubmit}>
          <Stack>
            <Text c="dimmed">{t("rules.hint")}</Text>
            <RuleBuilder rules={form.rules} onChange={(rules) => set({ rules })} />
            <Text size="sm">{t("rules.else", { url: base.destinationUrl })}</Text>
            <FormRefusal saved={saved} />
            <Group>
              <Button type="submit" disabled={!isChanged} loading={saved.isPending}>
                {t("rules.save")}
              </Button>
            </Group>
          </Stack>
        </form>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 5 }}>
        <RoutePreview slug={base.slug} version={base.version} isStale={isChanged} />
      </Grid.Col>
    </Grid>
  );
}
