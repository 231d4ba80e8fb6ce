import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "#api/api.ts";
import { ApiError } from "#api/api-error.ts";
import { ask } from "#api/ask.ts";
import type { Schemas } from "#api/schemas.ts";
import { notifyDone } from "#parts/notify.ts";
import { problemAt } from "#parts/problem-at.ts";
import { Refusal } from "#parts/refusal.tsx";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import { EventPicker } from "./event-picker.tsx";

type Props = { readonly events: readonly Schemas["NotificationEvent"][]; readonly onClose: () => void };

/** Has an address told of events; one that is nobody's here is asked first, and that is said. */
export function AddSubscription({ events, onClose }: Props) {
  const handle = useHandle();
  const queries = useQueryClient();
  const [email, setEmail] = useState("");
  const [types, setTypes] = useState<readonly string[]>([]);
  const adding = useMutation({
    mutationFn: () =>
      ask(
        api.POST("/v2/handles/{handle}/notifications/email-subscriptions", {
          params: { path: { handle } },
          body: { email, eventTypes: [...types] },
        }),
      ),
    onSuccess: async ({ status, email: added }) => {
      notifyDone(t(status === "ACTIVE" ? "notifications.added" : "notifications.asked", { email: added }));
      onClose();
      await queries.invalidateQueries({ queryKey: ["notifications", handle] });
    },
  });
  const isTaken = adding.error instanceof ApiError && adding.error.code === "conflict";
  return (
    <Modal opened onClose={onClose} title={t("notifications.add")} size="xl">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          adding.mutate();
        }}
      >
        <Stack>
          <TextInput
            {...{ label: t("field.email"), description: t("notifications.add.hint"), type: "email" }}
            {...{ required: true, autoComplete: "off" }}
            data-autofocus
            value={email}
            error={problemAt(adding.error, "email") ?? (isTaken && adding.error?.message)}
            onChange={(event) => {
              adding.reset();
              setEmail(event.currentTarget.value);
            }}
          />
          <EventPicker
            label={t("notifications.add.events")}
            events={events}
            chosen={types}
            error={problemAt(adding.error, "eventTypes")}
            onChange={setTypes}
          />
          {!isTaken && <Refusal cause={adding.error} beside={["email", "eventTypes"]} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("action.cancel")}
            </Button>
            <Button type="submit" loading={adding.isPending}>
              {t("notifications.add.do")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
