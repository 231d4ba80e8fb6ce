import { Paper, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import { LinkChoice } from "#parts/link-choice.tsx";
import { RoutePreview } from "#parts/route-preview.tsx";
import { t } from "#text/t.ts";
import type { Rule } from "./personal-form.ts";

/** Where a visitor of a link would be led, by the link's own rules and then by these. */
export function PersonalTrial({ rules }: { readonly rules: readonly Rule[] }) {
  const [slug, setSlug] = useState("");
  return (
    <Stack className="beside">
      <Paper withBorder p="md">
        <Stack gap="xs">
          <Title order={2} size="h4">
            {t("personal.try")}
          </Title>
          <LinkChoice
            label={t("personal.try.link")}
            description={t("personal.try.hint")}
            value={slug}
            onChange={setSlug}
          />
        </Stack>
      </Paper>
      {slug !== "" && (
        <>
          <RoutePreview
            slug={slug}
            version={rules.map(({ ruleId, version }) => `${ruleId}-${version}`).join()}
            isStale={false}
          />
          <Text size="sm" c="dimmed">
            {t("personal.try.absent")}
          </Text>
        </>
      )}
    </Stack>
  );
}
