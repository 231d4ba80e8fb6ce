import { Button, Group, Modal, SegmentedControl, SimpleGrid, Stack, Switch, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import { Failure } from "#parts/failure.tsx";
import { LinkChoice } from "#parts/link-choice.tsx";
import { notifyDone } from "#parts/notify.ts";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import { bodyOfNew, idOf, type NewCampaign } from "./campaign-form.ts";
import { GoalPicker } from "./goal-picker.tsx";

const EMPTY: NewCampaign = {
  name: "",
  campaignId: undefined,
  goalType: "PRODUCT_SALE",
  makesLink: true,
  destinationUrl: "",
  slug: "",
  primarySlug: "",
  isActive: true,
};
type PartProps = { readonly form: NewCampaign; readonly set: (change: Partial<NewCampaign>) => void };

/** Makes a campaign with everything that its goal presets, and its link with it where there is none yet. */
export function CreateCampaign({ onClose }: { readonly onClose: () => void }) {
  const [form, setForm] = useState(EMPTY);
  const set: PartProps["set"] = (change) => setForm((before) => ({ ...before, ...change }));
  const creating = useCreate();
  return (
    <Modal opened onClose={onClose} title={t("campaigns.create")} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          creating.mutate(form);
        }}
      >
        <Stack>
          <Names form={form} set={set} />
          <GoalPicker value={form.goalType} onChange={(goalType) => set({ goalType })} />
          <PrimaryLink form={form} set={set} />
          <Switch
            label={t("campaigns.begin")}
            description={t("campaigns.begin.hint")}
            checked={form.isActive}
            onChange={(event) => set({ isActive: event.currentTarget.checked })}
          />
          {creating.error && <Failure cause={creating.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("action.cancel")}
            </Button>
            <Button type="submit" loading={creating.isPending}>
              {t("campaigns.create.do")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function useCreate() {
  const handle = useHandle();
  const navigate = useNavigate();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (form: NewCampaign) =>
      ask(
        api.POST("/v2/handles/{handle}/campaigns", { params: { path: { handle } }, body: bodyOfNew(form) }),
      ),
    onSuccess: async ({ campaignId, name }) => {
      notifyDone(t("campaigns.created", { name: name ?? campaignId }));
      await queries.invalidateQueries({ queryKey: ["campaigns", handle] });
      await queries.invalidateQueries({ queryKey: ["links", handle] });
      await navigate({ to: "/$handle/campaigns/$campaignId", params: { handle, campaignId } });
    },
  });
}

function Names({ form, set }: PartProps) {
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <TextInput
        {...{ label: t("campaigns.name"), placeholder: t("campaigns.name.example"), required: true }}
        maxLength={200}
        data-autofocus
        value={form.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <TextInput
        {...{ label: t("campaigns.id"), description: t("campaigns.id.hint"), required: true }}
        {...{ pattern: "[a-z0-9][a-z0-9_\\-]{2,63}", title: t("campaigns.id.rule") }}
        inputWrapperOrder={["label", "input", "description", "error"]}
        value={form.campaignId ?? idOf(form.name)}
        onChange={(event) => set({ campaignId: event.currentTarget.value })}
      />
    </SimpleGrid>
  );
}

function PrimaryLink({ form, set }: PartProps) {
  return (
    <Stack gap="xs">
      <SegmentedControl
        aria-label={t("campaigns.link")}
        fullWidth
        value={form.makesLink ? "new" : "old"}
        data={[
          { value: "new", label: t("campaigns.link.new") },
          { value: "old", label: t("campaigns.link.old") },
        ]}
        onChange={(value) => set({ makesLink: value === "new" })}
      />
      {form.makesLink ? (
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput
            {...{ label: t("links.destination"), type: "url", required: true }}
            placeholder="https://example.com/launch"
            value={form.destinationUrl}
            onChange={(event) => set({ destinationUrl: event.currentTarget.value })}
          />
          <TextInput
            {...{ label: t("links.slug"), description: t("links.slug.rule") }}
            inputWrapperOrder={["label", "input", "description", "error"]}
            value={form.slug}
            onChange={(event) => set({ slug: event.currentTarget.value })}
          />
        </SimpleGrid>
      ) : (
        <LinkChoice
          label={t("campaigns.link")}
          description={t("campaigns.link.old.hint")}
          value={form.primarySlug}
          onChange={(primarySlug) => set({ primarySlug })}
        />
      )}
    </Stack>
  );
}
