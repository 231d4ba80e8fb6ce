import { Button, Group, NativeSelect, Paper, SimpleGrid, Stack, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ApiError } from "#api/api-error.ts";
import type { Schemas } from "#api/schemas.ts";
import { Failure } from "#parts/failure.tsx";
import { LinkChoice } from "#parts/link-choice.tsx";
import { notifyDone } from "#parts/notify.ts";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import { type CampaignForm, changeOfCampaign, EVENTS, formOfCampaign } from "./campaign-form.ts";
import { templatesQuery } from "./campaigns-query.ts";
import { GoalPicker } from "./goal-picker.tsx";
import { useSaveCampaign } from "./use-campaign.ts";

/** The fields of a campaign; only what was touched is sent. */
export function CampaignEditor({ campaign }: { readonly campaign: Schemas["Campaign"] }) {
  const [before] = useState(() => formOfCampaign(campaign));
  const [form, setForm] = useState(before);
  const set = (change: Partial<CampaignForm>) => setForm((now) => ({ ...now, ...change }));
  const saving = useSaveCampaign(campaign, () => notifyDone(t("campaigns.saved")));
  const change = changeOfCampaign(before, form);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate(change);
      }}
    >
      <Paper withBorder p="md" maw={960}>
        <Stack>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <TextInput
              {...{ label: t("campaigns.name"), maxLength: 200 }}
              value={form.name}
              onChange={(event) => set({ name: event.currentTarget.value })}
            />
            <LinkChoice
              label={t("campaigns.link")}
              value={form.primarySlug}
              onChange={(primarySlug) => set({ primarySlug })}
            />
          </SimpleGrid>
          <Textarea
            {...{ label: t("campaigns.description"), maxLength: 2000, autosize: true }}
            value={form.description}
            onChange={(event) => set({ description: event.currentTarget.value })}
          />
          <GoalPicker value={form.goalType} onChange={(goalType) => set({ goalType })} />
          <Presets form={form} set={set} />
          {saving.error && <Refused cause={saving.error} />}
          <Group justify="flex-end">
            <Button type="submit" loading={saving.isPending} disabled={Object.keys(change).length === 0}>
              {t("action.save")}
            </Button>
          </Group>
        </Stack>
      </Paper>
    </form>
  );
}

type PresetProps = {
  readonly form: CampaignForm;
  readonly set: (change: Partial<CampaignForm>) => void;
};

function Presets({ form, set }: PresetProps) {
  const query = useQuery(templatesQuery(useHandle()));
  const keys = query.data?.templates.map(({ templateKey }) => templateKey) ?? [];
  const { trackingTemplateKey: own } = form;
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <TextInput
        {...{ label: t("campaigns.event"), description: t("campaigns.event.hint"), maxLength: 64 }}
        placeholder={EVENTS[form.goalType]}
        value={form.conversionEvent}
        onChange={(event) => set({ conversionEvent: event.currentTarget.value.trim() })}
      />
      <NativeSelect
        {...{ label: t("campaigns.template"), description: t("campaigns.template.hint") }}
        value={own}
        data={[
          { value: "", label: t("campaigns.template.none") },
          ...[...new Set([...keys, ...(own ? [own] : [])])],
        ]}
        onChange={(event) => set({ trackingTemplateKey: event.currentTarget.value })}
      />
    </SimpleGrid>
  );
}

function Refused({ cause }: { readonly cause: Error }) {
  const isStale = cause instanceof ApiError && cause.code === "precondition_failed";
  return (
    <Failure cause={isStale ? new ApiError(cause.code, t("error.stale"), 412, cause.requestId, []) : cause} />
  );
}
