import { Badge, Button, Card, Group, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import type { Schemas } from "#api/schemas.ts";
import { ConfirmName } from "#parts/confirm-name.tsx";
import { notifyDone, notifyFailed } from "#parts/notify.ts";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";

type Subscription = Schemas["EmailSubscription"];

const COLORS = { ACTIVE: "teal.9", PENDING: "blue.8", UNSUBSCRIBED: "gray.7" } as const;

/** Every address that is told of something, whether it has agreed, and the way to try it. */
export function SubscriptionList({ subscriptions }: { readonly subscriptions: readonly Subscription[] }) {
  if (subscriptions.length === 0) return <Text size="sm">{t("notifications.none")}</Text>;
  return (
    <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: "none" }}>
      {subscriptions.map((one) => (
        <Card key={one.subscriptionId} component="li" withBorder>
          <SubscriptionCard subscription={one} />
        </Card>
      ))}
    </Stack>
  );
}

function SubscriptionCard({ subscription }: { readonly subscription: Subscription }) {
  const { email, status, eventTypes } = subscription;
  const [isRemoving, setRemoving] = useState(false);
  const { trying, removing } = useDeeds(subscription, () => setRemoving(false));
  return (
    <Stack gap="xs">
      <Group gap={8}>
        <Text fw={600} className="secret">
          {email}
        </Text>
        <Badge color={COLORS[status]}>{t(`notifications.${status}`)}</Badge>
      </Group>
      {status !== "ACTIVE" && (
        <Text size="sm" c="dimmed">
          {t(`notifications.${status}.hint`)}
        </Text>
      )}
      <Group gap={6}>
        {eventTypes.map((type) => (
          <Badge key={type} variant="default" tt="none">
            {type}
          </Badge>
        ))}
      </Group>
      <Group gap="xs">
        <Button
          {...{ size: "xs", variant: "default", disabled: status !== "ACTIVE" }}
          loading={trying.isPending}
          onClick={() => trying.mutate()}
        >
          {t("notifications.try")}
        </Button>
        <Button
          {...{ size: "xs", variant: "default" }}
          aria-label={t("notifications.remove", { email })}
          onClick={() => setRemoving(true)}
        >
          {t("action.remove")}
        </Button>
      </Group>
      {isRemoving && (
        <ConfirmName
          title={t("notifications.remove.title")}
          name={email}
          verb={t("action.remove")}
          isPending={removing.isPending}
          onConfirm={() => removing.mutate()}
          onClose={() => setRemoving(false)}
        >
          {t("notifications.remove.hint")}
        </ConfirmName>
      )}
    </Stack>
  );
}

function useDeeds({ subscriptionId, email }: Subscription, onRemoved: () => void) {
  const handle = useHandle();
  const queries = useQueryClient();
  const params = { path: { handle, subscriptionId } };
  const path = "/v2/handles/{handle}/notifications/email-subscriptions/{subscriptionId}" as const;
  return {
    trying: useMutation({
      mutationFn: () => ask(api.POST(`${path}/test`, { params })),
      onError: notifyFailed,
      onSuccess: () => notifyDone(t("notifications.tried", { email })),
    }),
    removing: useMutation({
      mutationFn: () => ask(api.DELETE(path, { params })),
      onError: notifyFailed,
      onSuccess: async () => {
        onRemoved();
        notifyDone(t("notifications.removed", { email }));
        await queries.invalidateQueries({ queryKey: ["notifications", handle] });
      },
    }),
  };
}
