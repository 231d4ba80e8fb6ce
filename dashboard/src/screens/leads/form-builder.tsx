import { Code, Grid, Group, Modal, Stack, Switch, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { CopyButton } from "#parts/copy-button.tsx";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import { formCode } from "./form-code.ts";
import { FormFields } from "./form-fields.tsx";
import { type FormPlan, planOf, problemsOf } from "./form-plan.ts";
import type { KnownForm } from "./known-forms.ts";

type Props = { readonly like: KnownForm | undefined; readonly onClose: () => void };

/** What a form asks, and beside it the code that is put into a page: there it lives, and nowhere else. */
export function FormBuilder({ like, onClose }: Props) {
  const [plan, setPlan] = useState(() => planOf(like));
  const title = like === undefined ? t("forms.create") : t("forms.edit.of", { name: like.name });
  return (
    <Modal opened onClose={onClose} title={title} size="70rem">
      <Grid gap="xl">
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Plan plan={plan} set={(change) => setPlan((before) => ({ ...before, ...change }))} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}>
          <FormOutcome plan={plan} />
        </Grid.Col>
      </Grid>
    </Modal>
  );
}

type PlanProps = { readonly plan: FormPlan; readonly set: (change: Partial<FormPlan>) => void };

function Plan({ plan, set }: PlanProps) {
  const problems = problemsOf(plan);
  const [isTouched, setTouched] = useState(false);
  return (
    <Stack>
      <TextInput
        {...{ label: t("forms.name"), description: t("forms.name.hint"), required: true }}
        {...{ placeholder: "contact", maxLength: 64 }}
        data-autofocus
        error={(isTouched || plan.name !== "") && problems["name"]}
        value={plan.name}
        onBlur={() => setTouched(true)}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <FormFields fields={plan.fields} problems={problems} onChange={(fields) => set({ fields })} />
      <Switch
        label={t("forms.images")}
        description={t("forms.images.hint")}
        checked={plan.hasImages}
        onChange={(event) => set({ hasImages: event.currentTarget.checked })}
      />
      <TextInput
        {...{ label: t("forms.button"), maxLength: 100 }}
        value={plan.button}
        onChange={(event) => set({ button: event.currentTarget.value })}
      />
      <TextInput
        {...{ label: t("forms.thanks"), maxLength: 200 }}
        value={plan.thanks}
        onChange={(event) => set({ thanks: event.currentTarget.value })}
      />
      <TextInput
        {...{ label: t("forms.redirect"), description: t("forms.redirect.hint"), placeholder: "/thanks" }}
        error={problems["redirectTo"]}
        value={plan.redirectTo}
        onChange={(event) => set({ redirectTo: event.currentTarget.value.trim() })}
      />
      <TextInput
        {...{ label: t("leads.campaignId"), description: t("forms.campaign.hint"), placeholder: "spring" }}
        error={problems["campaignId"]}
        value={plan.campaignId}
        onChange={(event) => set({ campaignId: event.currentTarget.value.trim() })}
      />
    </Stack>
  );
}

function FormOutcome({ plan }: { readonly plan: FormPlan }) {
  const handle = useHandle();
  const isWhole = Object.keys(problemsOf(plan)).length === 0;
  const code = formCode(plan, window.location.origin, handle);
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Text fw={600}>{t("forms.code")}</Text>
        {isWhole && <CopyButton value={code} label={t("forms.code.copy")} />}
      </Group>
      {isWhole ? (
        <>
          <Code block className="secret" tabIndex={0} aria-label={t("forms.code")}>
            {code}
          </Code>
          <Text size="sm" c="dimmed">
            {t("forms.code.hint")}
          </Text>
        </>
      ) : (
        <Text size="sm" c="dimmed">
          {t("forms.code.none")}
        </Text>
      )}
    </Stack>
  );
}
