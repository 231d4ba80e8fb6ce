import { Button, Group, NativeSelect, Paper, SimpleGrid, Stack, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { FormRefusal } from "#parts/form-refusal.tsx";
import { LinkChoice } from "#parts/link-choice.tsx";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import { type CampaignForm, EVENTS } from "./campaign-form.ts";
import { templatesQuery } from "./campaigns-query.ts";
import { GoalPicker } from "./goal-picker.tsx";
import type { SavedCampaignForm } from "./use-campaign-form.ts";

/** The fields of a campaign; only what was touched is sent. */
export function CampaignEditor({ saved }: { readonly saved: SavedCampaignForm }) {
  const { form, set, isChanged } = saved;
  return (
    <form onSubmit={saved.onSubmit}>
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
          <FormRefusal saved={saved} />
          <Group justify="flex-end">
            <Button type="submit" loading={saved.isPending} disabled={!isChanged}>
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
