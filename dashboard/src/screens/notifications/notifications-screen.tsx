import "#text/settings.ts";
import { Alert, Button, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Loaded } from "#parts/loaded.tsx";
import { Page } from "#parts/page.tsx";
import { Part } from "#parts/part.tsx";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import { AddSubscription } from "./add-subscription.tsx";
import { notificationsQuery, settingsQuery } from "./notifications-query.ts";
import { OwnerSettings } from "./owner-settings.tsx";
import { SubscriptionList } from "./subscription-list.tsx";

/** Settings → Notifications: which mail is sent of this handle, and to whom. */
export function NotificationsScreen() {
  const handle = useHandle();
  const query = useQuery(notificationsQuery(handle));
  const settings = useQuery(settingsQuery(handle));
  const [isAdding, setAdding] = useState(false);
  const add = <Button onClick={() => setAdding(true)}>{t("notifications.add")}</Button>;
  return (
    <Page title={t("notifications.title")} hint={t("notifications.hint")} actions={add}>
      <Loaded query={query}>
        {({ events, emailSubscriptions }) => (
          <Stack gap="lg" maw={960} key={handle}>
            {settings.data?.paused && <Alert color="yellow">{t("notifications.is-paused")}</Alert>}
            <Part title={t("notifications.addresses")} hint={t("notifications.addresses.hint")}>
              <SubscriptionList subscriptions={emailSubscriptions} />
            </Part>
            <Part title={t("notifications.owner")} hint={t("notifications.owner.hint")}>
              <Loaded query={settings}>{(data) => <OwnerSettings settings={data} events={events} />}</Loaded>
            </Part>
            {isAdding && <AddSubscription events={events} onClose={() => setAdding(false)} />}
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}
