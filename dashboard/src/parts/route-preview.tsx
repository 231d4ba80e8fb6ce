import { Alert, NativeSelect, Paper, SimpleGrid, Stack, Text, TextInput, Title } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import type { Schemas } from "#api/schemas.ts";
import { Loaded } from "#parts/loaded.tsx";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";

const VISITOR = { country: "", device: "DESKTOP", source: "", campaign: "", language: "", segment: "" };
const TEXTS = ["country", "language", "source", "campaign", "segment"] as const;

type Props = {
  readonly slug: string;
  /** Changes with whatever decides, so that it is asked anew. */
  readonly version: string | number;
  readonly isStale: boolean;
};

/** Where a visitor would be sent, decided by what decides redirects, and why each other rule was passed over. */
export function RoutePreview({ slug, version, isStale }: Props) {
  const handle = useHandle();
  const [visitor, setVisitor] = useState(VISITOR);
  const [settled] = useDebouncedValue(visitor, 250);
  const query = useQuery({
    queryKey: ["links", handle, "preview", slug, version, settled],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => {
      const { segment, campaign, ...body } = settled;
      const chosen = { ...(segment && { segment: [segment] }), ...(campaign && { campaign }) };
      const params = { path: { handle, slug } };
      return ask(
        api.POST("/v2/handles/{handle}/links/{slug}/route-preview", {
          params,
          body: { ...body, ...chosen },
          signal,
        }),
      );
    },
  });
  return (
    <Paper withBorder p="md">
      <Stack>
        <Title order={2} size="h4">
          {t("preview.title")}
        </Title>
        <SimpleGrid cols={2}>
          <NativeSelect
            label={t("preview.device")}
            value={visitor.device}
            data={["MOBILE", "TABLET", "DESKTOP", "BOT"]}
            onChange={(event) => setVisitor({ ...visitor, device: event.currentTarget.value })}
          />
          {TEXTS.map((key) => (
            <TextInput
              key={key}
              label={t(`preview.${key}`)}
              value={visitor[key]}
              onChange={(event) => setVisitor({ ...visitor, [key]: event.currentTarget.value })}
            />
          ))}
        </SimpleGrid>
        {isStale && <Alert color="yellow">{t("preview.stale")}</Alert>}
        <Loaded query={query}>{(answer) => <Decision answer={answer} />}</Loaded>
      </Stack>
    </Paper>
  );
}

function Decision({ answer }: { readonly answer: Schemas["RoutePreview"] }) {
  const { destinationUrl, matched, trace } = answer;
  return (
    <Stack gap="xs" aria-live="polite">
      <div>
        <Text size="sm" c="dimmed">
          {matched.ruleId === null ? t("preview.default") : t("preview.matched", { rule: matched.ruleId })}
        </Text>
        <Text fw={600} className="secret">
          {destinationUrl ?? t("preview.nowhere")}
        </Text>
      </div>
      {trace
        .filter((one) => !one.matched)
        .map(({ ruleId, kind, failed }) => (
          <Text key={kind + ruleId} size="sm" c="dimmed">
            {failed === null
              ? t("preview.not-asked", { rule: ruleId })
              : t("preview.failed", { rule: ruleId, why: conditionOf(failed) })}
          </Text>
        ))}
    </Stack>
  );
}

/** What a condition is called where it is made. */
const conditionOf = (name: string) =>
  t(name === "timeWindow" ? "rules.window" : (`rules.${name}` as "rules.countryIn"));
