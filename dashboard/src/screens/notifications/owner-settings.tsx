import { Button, Group, Stack, Switch, Text } from "@mantine/core";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import type { Schemas } from "#api/schemas.ts";
import { FormRefusal } from "#parts/form-refusal.tsx";
import { notifyDone } from "#parts/notify.ts";
import { useSavedForm } from "#parts/use-saved-form.ts";
import { useHandle, useRole } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import { EventPicker } from "./event-picker.tsx";
import { settingsQuery } from "./notifications-query.ts";

type Settings = Schemas["NotificationSettings"];
type Props = { readonly settings: Settings; readonly events: readonly Schemas["NotificationEvent"][] };
type Form = { readonly types: readonly string[]; readonly paused: boolean };

const formOf = ({ ownerEventTypes, paused }: Settings): Form => ({ types: ownerEventTypes, paused });
const bodyOf = ({ types, paused }: Form) => ({ ownerEventTypes: types.toSorted(), paused });

/** What the owner is told of, and the pause of all mail. Only the owner changes it. */
export function OwnerSettings({ settings, events }: Props) {
  const isOwner = useRole() === "OWNER";
  const saved = useSettingsForm(settings);
  const { form, set } = saved;
  return (
    <form onSubmit={saved.onSubmit}>
      <Stack>
        <Switch
          label={t("notifications.paused")}
          description={t("notifications.paused.hint")}
          checked={form.paused}
          disabled={!isOwner}
          onChange={(event) => set({ paused: event.currentTarget.checked })}
        />
        <EventPicker
          label={t("notifications.owner.events")}
          events={events}
          chosen={form.types}
          isDisabled={!isOwner}
          onChange={(types) => set({ types })}
        />
        <FormRefusal saved={saved} />
        {isOwner ? (
          <Group>
            <Button type="submit" loading={saved.isPending} disabled={!saved.isChanged}>
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

function useSettingsForm(settings: Settings) {
  const handle = useHandle();
  return useSavedForm({
    ...{ seen: settings, query: settingsQuery(handle), formOf, bodyOf },
    put: ({ form }, { version }) =>
      ask(
        api.PUT("/v2/handles/{handle}/notification-settings", {
          params: { path: { handle } },
          body: bodyOf(form),
          headers: { "if-match": `"${version}"` },
        }),
      ),
    onSaved: () => notifyDone(t("notifications.saved")),
  });
}
