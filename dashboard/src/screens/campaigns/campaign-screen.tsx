import "#text/campaigns.ts";
import { Anchor, Button, Group, Stack, Tabs, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import type { Schemas } from "#api/schemas.ts";
import { ConfirmName } from "#parts/confirm-name.tsx";
import { CopyButton } from "#parts/copy-button.tsx";
import { Leaving } from "#parts/leaving.tsx";
import { Loaded } from "#parts/loaded.tsx";
import { notifyDone, notifyFailed } from "#parts/notify.ts";
import { Page } from "#parts/page.tsx";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import { CampaignEditor } from "./campaign-editor.tsx";
import { CampaignHealth } from "./campaign-health.tsx";
import { StatusBadge } from "./campaign-list.tsx";
import { CampaignNumbers } from "./campaign-numbers.tsx";
import { campaignQuery } from "./campaigns-query.ts";
import { useDeleteCampaign, useSaveCampaign } from "./use-campaign.ts";
import { useCampaignForm } from "./use-campaign-form.ts";

/** One campaign: whether it works and what to do next, what came of it, and its fields. */
export function CampaignScreen() {
  const { campaignId = "" } = useParams({ strict: false });
  const handle = useHandle();
  const query = useQuery(campaignQuery(handle, campaignId));
  const campaign = query.data;
  return (
    <Page title={campaign?.name ?? campaignId} actions={campaign && <Deeds campaign={campaign} />}>
      <Loaded query={query}>{(loaded) => <Parts key={`${handle}/${campaignId}`} campaign={loaded} />}</Loaded>
    </Page>
  );
}

type Props = { readonly campaign: Schemas["Campaign"] };

function Deeds({ campaign }: Props) {
  const handle = useHandle();
  const navigate = useNavigate();
  const [isDeleting, setDeleting] = useState(false);
  const { campaignId, status } = campaign;
  const isActive = status === "ACTIVE";
  const saving = useSaveCampaign(campaign, () =>
    notifyDone(t(isActive ? "campaigns.paused" : "campaigns.started")),
  );
  const deleting = useDeleteCampaign(
    campaign,
    () => void navigate({ to: "/$handle/campaigns", params: { handle }, ignoreBlocker: true }),
  );
  return (
    <>
      <StatusBadge status={status} />
      <Button
        variant={isActive ? "default" : "filled"}
        loading={saving.isPending}
        onClick={() => saving.mutate({ status: isActive ? "PAUSED" : "ACTIVE" }, { onError: notifyFailed })}
      >
        {t(isActive ? "campaigns.pause" : "campaigns.start")}
      </Button>
      <Button
        variant="default"
        renderRoot={(props) => (
          <Link {...props} to="/$handle/analytics" params={{ handle }} search={{ campaignId }} />
        )}
      >
        {t("links.to-analytics")}
      </Button>
      <Button variant="default" onClick={() => setDeleting(true)}>
        {t("links.delete")}
      </Button>
      {isDeleting && (
        <ConfirmName
          title={t("campaigns.delete")}
          name={campaignId}
          verb={t("links.delete")}
          isPending={deleting.isPending}
          onConfirm={() => deleting.mutate()}
          onClose={() => setDeleting(false)}
        >
          {t("campaigns.delete.hint")}
        </ConfirmName>
      )}
    </>
  );
}

function Parts({ campaign }: Props) {
  const handle = useHandle();
  const [tab, setTab] = useState<string | null>("health");
  const saved = useCampaignForm(campaign); // Kept while the other tab is looked at.
  const { goalType, primarySlug: slug, primaryUrl, conversionEvent, description } = campaign;
  return (
    <Stack gap="lg">
      <Stack gap={4}>
        <Text>
          {t(`campaigns.goal.${goalType}`)} · {t("campaigns.event-is", { event: conversionEvent })}
        </Text>
        <Group gap="xs">
          <Anchor
            className="slug"
            underline="always"
            renderRoot={(props) => <Link {...props} to="/$handle/links/$slug" params={{ handle, slug }} />}
          >
            {primaryUrl.replace(/^https?:\/\//, "")}
          </Anchor>
          <CopyButton value={primaryUrl} />
        </Group>
        {description !== null && <Text c="dimmed">{description}</Text>}
      </Stack>
      <Tabs value={tab} onChange={setTab} keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="health">{t("campaigns.health")}</Tabs.Tab>
          <Tabs.Tab value="edit">{t("links.edit")}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="health" pt="lg">
          <Stack gap="lg">
            <CampaignNumbers campaign={campaign} />
            <CampaignHealth campaign={campaign} onEdit={() => setTab("edit")} />
          </Stack>
        </Tabs.Panel>
        <Tabs.Panel value="edit" pt="lg">
          <CampaignEditor saved={saved} />
        </Tabs.Panel>
      </Tabs>
      <Leaving isChanged={saved.isChanged} />
    </Stack>
  );
}
