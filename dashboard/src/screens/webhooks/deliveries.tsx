import { Badge, Button, Code, Group, Modal, Stack, Table, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import type { Schemas } from "#api/schemas.ts";
import { Loaded } from "#parts/loaded.tsx";
import { notifyDone, notifyFailed } from "#parts/notify.ts";
import { useHandle } from "#shell/use-handle.ts";
import { formatMoment } from "#text/format.ts";
import { t } from "#text/t.ts";
import { deliveriesQuery } from "./webhooks-query.ts";

const COLORS = { PENDING: "orange.9", SUCCEEDED: "teal.9", FAILED: "red.8" } as const;

/** What a webhook was sent, what it answered, and the way to send it again. */
export function Deliveries({ webhook: { subscriptionId } }: { readonly webhook: Schemas["Webhook"] }) {
  const query = useQuery(deliveriesQuery(useHandle(), subscriptionId));
  const [open, setOpen] = useState<string>();
  return (
    <Loaded query={query}>
      {({ deliveries }) =>
        deliveries.length === 0 ? (
          <Text c="dimmed">{t("deliveries.none")}</Text>
        ) : (
          <Table.ScrollContainer minWidth={480} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
            <Table striped>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t("deliveries.when")}</Table.Th>
                  <Table.Th>{t("deliveries.event")}</Table.Th>
                  <Table.Th>{t("deliveries.status")}</Table.Th>
                  <Table.Th>{t("deliveries.attempts")}</Table.Th>
                  <Table.Th>{t("action.more")}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {deliveries.map(({ deliveryId, createdAt, eventType, status, attempts }) => (
                  <Table.Tr key={deliveryId}>
                    <Table.Td>{formatMoment(createdAt)}</Table.Td>
                    <Table.Td>{eventType}</Table.Td>
                    <Table.Td>
                      <Badge color={COLORS[status]}>{t(`deliveries.${status}`)}</Badge>
                    </Table.Td>
                    <Table.Td>{attempts}</Table.Td>
                    <Table.Td>
                      <Button size="xs" variant="default" onClick={() => setOpen(deliveryId)}>
                        {t("deliveries.look")}
                      </Button>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
            {open !== undefined && (
              <Delivery
                subscriptionId={subscriptionId}
                deliveryId={open}
                onClose={() => setOpen(undefined)}
              />
            )}
          </Table.ScrollContainer>
        )
      }
    </Loaded>
  );
}

type DeliveryProps = {
  readonly subscriptionId: string;
  readonly deliveryId: string;
  readonly onClose: () => void;
};

function Delivery({ subscriptionId, deliveryId, onClose }: DeliveryProps) {
  const handle = useHandle();
  const queries = useQueryClient();
  const params = { path: { handle, subscriptionId, deliveryId } };
  const path = "/v2/handles/{handle}/webhooks/{subscriptionId}/deliveries/{deliveryId}" as const;
  const query = useQuery({
    queryKey: ["webhooks", handle, subscriptionId, "delivery", deliveryId],
    queryFn: ({ signal }) => ask(api.GET(path, { params, signal })),
  });
  const again = useMutation({
    mutationFn: () => ask(api.POST(`${path}/redeliver`, { params })),
    onError: notifyFailed,
    onSuccess: () => {
      notifyDone(t("deliveries.again.done"));
      onClose();
      return queries.invalidateQueries({ queryKey: ["webhooks", handle, subscriptionId] });
    },
  });
  return (
    <Modal opened onClose={onClose} title={t("deliveries.title")} size="xl">
      <Loaded query={query}>{(detail) => <Detail detail={detail} />}</Loaded>
      <Group justify="flex-end" mt="md">
        <Button loading={again.isPending} onClick={() => again.mutate()}>
          {t("deliveries.again")}
        </Button>
      </Group>
    </Modal>
  );
}

function Detail({
  detail: { request, response, nextAttemptAt },
}: {
  readonly detail: Schemas["WebhookDeliveryDetail"];
}) {
  return (
    <Stack gap="xs">
      {nextAttemptAt !== null && (
        <Text size="sm">{t("deliveries.next", { when: formatMoment(nextAttemptAt) })}</Text>
      )}
      <Text fw={600}>{t("deliveries.request")}</Text>
      <Code block className="secret">
        {`POST ${request.url}\n${headersOf(request.headers)}\n\n${request.body}`}
      </Code>
      <Text fw={600}>{t("deliveries.response")}</Text>
      <Code block className="secret">
        {response === null
          ? t("deliveries.no-response")
          : `${response.status ?? "–"}\n${headersOf(response.headers)}\n\n${response.body}`}
      </Code>
    </Stack>
  );
}

const headersOf = (headers: Readonly<Record<string, string>>) =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join("\n");
