import { Alert, Button, Group, Modal, MultiSelect, Stack, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import { Failure } from "#parts/failure.tsx";
import { HeldModal } from "#parts/held-modal.tsx";
import { SecretOnce } from "#parts/secret-once.tsx";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";

const EMPTY = { endpointUrl: "", description: "", eventTypes: [] as string[] };

/** Subscribes an endpoint, and shows the secret that signs its deliveries this once. */
export function CreateWebhook({ onClose }: { readonly onClose: () => void }) {
  const handle = useHandle();
  const queries = useQueryClient();
  const [fields, setFields] = useState(EMPTY);
  const set = (change: Partial<typeof EMPTY>) => setFields((before) => ({ ...before, ...change }));
  const types = useEventTypes(handle);
  const creating = useMutation({
    mutationFn: () => {
      const { endpointUrl, description, eventTypes } = fields;
      const body = {
        endpointUrl,
        description: description || null,
        eventTypes: eventTypes.length > 0 ? eventTypes : ["*"],
      };
      return ask(api.POST("/v2/handles/{handle}/webhooks", { params: { path: { handle } }, body }));
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ["webhooks", handle] }),
  });
  if (creating.data) {
    const { secret } = creating.data;
    const words = { title: t("webhooks.secret"), hint: t("webhooks.secret.once") };
    if (secret !== undefined) {
      const shown = [{ label: words.title, value: secret }];
      return <SecretOnce {...words} shown={shown} onClose={onClose} />;
    }
    return (
      <Modal opened onClose={onClose} title={t("webhooks.secret")}>
        <Alert color="yellow">{t("webhooks.secret.lost")}</Alert>
      </Modal>
    );
  }
  return (
    <HeldModal title={t("webhooks.create")} size="lg" isHeld={creating.isPending} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          creating.mutate();
        }}
      >
        <Stack>
          <TextInput
            {...{
              label: t("webhooks.url"),
              type: "url",
              required: true,
              placeholder: "https://example.com/hooks",
            }}
            data-autofocus
            value={fields.endpointUrl}
            onChange={(event) => set({ endpointUrl: event.currentTarget.value })}
          />
          <TextInput
            label={t("webhooks.description")}
            value={fields.description}
            onChange={(event) => set({ description: event.currentTarget.value })}
          />
          <MultiSelect
            {...{ label: t("webhooks.events"), description: t("webhooks.events.hint"), searchable: true }}
            data={types}
            value={fields.eventTypes}
            onChange={(eventTypes) => set({ eventTypes })}
          />
          {creating.error && <Failure cause={creating.error} />}
          <Group justify="flex-end">
            <Button type="submit" loading={creating.isPending}>
              {t("webhooks.create.do")}
            </Button>
          </Group>
        </Stack>
      </form>
    </HeldModal>
  );
}

function useEventTypes(handle: string): string[] {
  const query = useQuery({
    queryKey: ["event-types", handle],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) =>
      ask(api.GET("/v2/handles/{handle}/notifications", { params: { path: { handle } }, signal })),
  });
  return query.data?.events.map(({ type }) => type) ?? [];
}
