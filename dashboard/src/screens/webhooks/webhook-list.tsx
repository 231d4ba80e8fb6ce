import { Badge, Button, Card, Group, Stack, Switch, Text, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import type { Schemas } from "#api/schemas.ts";
import { ConfirmName } from "#parts/confirm-name.tsx";
import { notifyDone, notifyFailed } from "#parts/notify.ts";
import { useHandle } from "#shell/use-handle.ts";
import { formatAgo } from "#text/format.ts";
import { t } from "#text/t.ts";
import { Deliveries } from "./deliveries.tsx";

type Webhook = Schemas["Webhook"];

/** Each webhook with its switch, its state and its deliveries. */
export function WebhookList({ webhooks }: { readonly webhooks: readonly Webhook[] }) {
  const [open, setOpen] = useState<string>();
  return (
    <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: "none" }}>
      {webhooks.map((webhook) => (
        <Card key={webhook.subscriptionId} component="li" withBorder>
          <WebhookCard
            webhook={webhook}
            isOpen={open === webhook.subscriptionId}
            onToggle={() => setOpen(open === webhook.subscriptionId ? undefined : webhook.subscriptionId)}
          />
        </Card>
      ))}
    </Stack>
  );
}

type CardProps = { readonly webhook: Webhook; readonly isOpen: boolean; readonly onToggle: () => void };

function WebhookCard({ webhook, isOpen, onToggle }: CardProps) {
  const { enabled, endpointUrl, description, eventTypes, failingSince, disabledReason } = webhook;
  const { switching, testing, removing } = useDeeds(webhook);
  const [isRemoving, setRemoving] = useState(false);
  return (
    <Stack gap="sm">
      <Title order={2} size="h5" className="secret">
        {endpointUrl}
      </Title>
      {description !== null && <Text size="sm">{description}</Text>}
      <Group gap={6}>
        {eventTypes.map((type) => (
          <Badge key={type} variant="default" tt="none">
            {type === "*" ? t("webhooks.everything") : type}
          </Badge>
        ))}
        {failingSince !== null && (
          <Badge color="red.8">{t("webhooks.failing", { when: formatAgo(failingSince) })}</Badge>
        )}
        {disabledReason !== null && <Badge color="gray.7">{t(`webhooks.disabled.${disabledReason}`)}</Badge>}
      </Group>
      <Group gap="xs">
        <Switch
          label={t("rules.enabled")}
          checked={enabled}
          onChange={(event) => switching.mutate(event.currentTarget.checked)}
        />
        <Button size="xs" variant="default" loading={testing.isPending} onClick={() => testing.mutate()}>
          {t("webhooks.test")}
        </Button>
        <Button size="xs" variant="default" aria-expanded={isOpen} onClick={onToggle}>
          {t("webhooks.deliveries")}
        </Button>
        <Button size="xs" variant="default" onClick={() => setRemoving(true)}>
          {t("links.delete")}
        </Button>
      </Group>
      {isOpen && <Deliveries webhook={webhook} />}
      {isRemoving && (
        <ConfirmName
          title={t("webhooks.delete")}
          name={new URL(endpointUrl).host}
          verb={t("links.delete")}
          isPending={removing.isPending}
          onConfirm={() => removing.mutate()}
          onClose={() => setRemoving(false)}
        >
          {t("webhooks.delete.hint")}
        </ConfirmName>
      )}
    </Stack>
  );
}

function useDeeds({ subscriptionId }: Webhook) {
  const handle = useHandle();
  const queries = useQueryClient();
  const params = { path: { handle, subscriptionId } };
  const onSettled = () => queries.invalidateQueries({ queryKey: ["webhooks", handle] });
  const path = "/v2/handles/{handle}/webhooks/{subscriptionId}" as const;
  return {
    switching: useMutation({
      mutationFn: (enabled: boolean) => ask(api.PATCH(path, { params, body: { enabled } })),
      onError: notifyFailed,
      onSettled,
    }),
    testing: useMutation({
      mutationFn: () => ask(api.POST(`${path}/test`, { params })),
      onError: notifyFailed,
      onSuccess: () => notifyDone(t("webhooks.tested")),
      onSettled,
    }),
    removing: useMutation({
      mutationFn: () => ask(api.DELETE(path, { params })),
      onError: notifyFailed,
      onSettled,
    }),
  };
}
