import {
  Autocomplete,
  NativeSelect,
  Paper,
  SimpleGrid,
  Stack,
  TagsInput,
  Text,
  TextInput,
  Title,
} from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import type { Schemas } from "#api/schemas.ts";
import { Loaded } from "#parts/loaded.tsx";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import type { Rule } from "./chain-form.ts";
import { decisionText, failedText } from "./chain-text.ts";

type Visit = {
  readonly trigger: string;
  /** Each a key, or a key and a value with an equals sign between. */
  readonly signals: readonly string[];
  readonly segments: readonly string[];
  readonly country: string;
  readonly device: string;
};

const KEY = /^[A-Za-z0-9._-]{1,64}$/;

/** What an imagined session would be told, decided by what decides for visitors; nothing of it is kept. */
export function ChainTrial({ rules }: { readonly rules: readonly Rule[] }) {
  const triggers = [...new Set(rules.map(({ trigger }) => trigger))];
  const [visit, setVisit] = useState<Visit>({
    ...{ trigger: triggers[0] ?? "exit", signals: [], segments: [], country: "", device: "" },
  });
  const set = (change: Partial<Visit>) => setVisit((before) => ({ ...before, ...change }));
  const query = usePreview(visit, rules);
  const wrong = visit.signals.find((text) => !KEY.test(keyOf(text)));
  return (
    <Paper withBorder p="md" className="beside">
      <Stack>
        <Title order={2} size="h4">
          {t("chain.try")}
        </Title>
        <Text size="sm" c="dimmed">
          {t("chain.try.hint")}
        </Text>
        <Autocomplete
          label={t("chain.trigger")}
          data={triggers}
          error={!KEY.test(visit.trigger) && t("chain.key.rule")}
          value={visit.trigger}
          onChange={(trigger) => set({ trigger: trigger.trim() })}
        />
        <TagsInput
          {...{ label: t("chain.try.signals"), description: t("chain.try.signals.hint") }}
          {...{ placeholder: "cart=red", allowDuplicates: true, acceptValueOnBlur: true, maxTags: 200 }}
          error={wrong !== undefined && t("chain.key.rule")}
          value={[...visit.signals]}
          onChange={(signals) => set({ signals })}
        />
        <SimpleGrid cols={2}>
          <NativeSelect
            label={t("preview.device")}
            value={visit.device}
            data={[{ value: "", label: t("chain.try.any") }, "MOBILE", "TABLET", "DESKTOP", "BOT"]}
            onChange={(event) => set({ device: event.currentTarget.value })}
          />
          <TextInput
            {...{ label: t("preview.country"), maxLength: 2 }}
            value={visit.country}
            onChange={(event) => set({ country: event.currentTarget.value.trim() })}
          />
        </SimpleGrid>
        <TagsInput
          {...{ label: t("chain.try.segments"), acceptValueOnBlur: true, maxTags: 50 }}
          value={[...visit.segments]}
          onChange={(segments) => set({ segments })}
        />
        <Loaded query={query}>{(answer) => <Answer answer={answer} rules={rules} />}</Loaded>
      </Stack>
    </Paper>
  );
}

const keyOf = (text: string) => text.split("=", 1)[0] ?? "";

function usePreview(visit: Visit, rules: readonly Rule[]) {
  const handle = useHandle();
  const [{ trigger, signals, ...known }] = useDebouncedValue(visit, 250);
  const taken = signals.filter((text) => KEY.test(keyOf(text)));
  const versions = rules.map(({ ruleId, version }) => `${ruleId}-${version}`).join();
  const body = {
    ...{ trigger, country: known.country, device: known.device, segments: [...known.segments] },
    signals: taken.map((text) => {
      const signalKey = keyOf(text);
      return { signalKey, ...(text !== signalKey && { signalValue: text.slice(signalKey.length + 1) }) };
    }),
  };
  return useQuery({
    queryKey: ["chain", handle, "preview", versions, body],
    placeholderData: keepPreviousData,
    enabled: KEY.test(trigger),
    queryFn: ({ signal }) =>
      ask(api.POST("/v2/handles/{handle}/chain/preview", { params: { path: { handle } }, body, signal })),
  });
}

type AnswerProps = { readonly answer: Schemas["ChainPreview"]; readonly rules: readonly Rule[] };

function Answer({ answer: { decision, ruleId, trace }, rules }: AnswerProps) {
  return (
    <Stack gap="xs" aria-live="polite">
      <div>
        <Text size="sm" c="dimmed">
          {ruleId === null ? t("preview.default") : t("preview.matched", { rule: ruleId })}
        </Text>
        <Text fw={600} className="secret">
          {decision === null ? t("chain.nothing") : decisionText(decision)}
        </Text>
      </div>
      {trace
        .filter((one) => one.ruleId !== ruleId)
        .map(({ ruleId: rule, failed }) => (
          <Text key={rule} size="sm" c="dimmed">
            {failed === null
              ? t("chain.later", { rule })
              : t("preview.failed", {
                  rule,
                  why: failedText(
                    rules.find((one) => one.ruleId === rule),
                    failed,
                  ),
                })}
          </Text>
        ))}
      <Text size="sm" c="dimmed">
        {t("chain.try.absent")}
      </Text>
    </Stack>
  );
}
