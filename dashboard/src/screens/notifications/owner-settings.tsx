import { Button, Group, Stack, Switch, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import type { Schemas } from "#api/schemas.ts";
import { notifyDone } from "#parts/notify.ts";
import { Refusal } from "#parts/refusal.tsx";
import { useHandle, useRole } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import { EventPicker } from "./event-picker.tsx";
import { settingsQuery } from "./notifications-query.ts";

type Props = {
  readonly settings: Schemas["NotificationSettings"];
  readonly events: readonly Schemas["NotificationEvent"][];
};

const sorted = (types: readonly string[]) => types.toSorted().join(" ");

/** What the owner is told of, and the pause of all mail. Only the owner changes it. */
export function OwnerSettings({ settings, events }: Props) {
  const isOwner = useRole() === "OWNER";
  const [types, setTypes] = useState<readonly string[]>(settings.ownerEventTypes);
  const [paused, setPaused] = useState(settings.paused);
  const saving = useSaveSettings(settings);
  const isChanged = paused !== settings.paused || sorted(types) !== sorted(settings.ownerEventTypes);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate({ ownerEventTypes: [...types], paused });
      }}
    >
      <Stack>
        <Switch
          label={t("notifications.paused")}
          description={t("notifications.paused.hint")}
          checked={paused}
          disabled={!isOwner}
          onChange={(event) => setPaused(event.currentTarget.checked)}
        />
        <EventPicker
          label={t("notifications.owner.events")}
          events={events}
          chosen={types}
          isDisabled={!isOwner}
          onChange={setTypes}
        />
        <Refusal cause={saving.error} />
        {isOwner ? (
          <Group>
            <Button type="submit" loading={saving.isPending} disabled={!isChanged}>
              {t("action.save")}
            </Button>
          </Group>
        ) : (
          <Text size="sm" c="dimmed">
            {t("notifications.owner.only")}
          </Text>
        )}
      </Stack>
    </form>
  );
}

function useSaveSettings({ version }: Schemas["NotificationSettings"]) {
  const handle = useHandle();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Schemas["NotificationSettingsChange"]) =>
      ask(
        api.PUT("/v2/handles/{handle}/notification-settings", {
          params: { path: { handle } },
          body,
          headers: { "if-match": `"${version}"` },
        }),
      ),
    onSuccess: (saved) => {
      queries.setQueryData(settingsQuery(handle).queryKey, saved);
      notifyDone(t("notifications.saved"));
    },
  });
}
