import "#text/machines.ts";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Empty } from "#parts/empty.tsx";
import { Loaded } from "#parts/loaded.tsx";
import { Page } from "#parts/page.tsx";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import { CreateWebhook } from "./create-webhook.tsx";
import { WebhookList } from "./webhook-list.tsx";
import { webhooksQuery } from "./webhooks-query.ts";

/** Who is told of what happens, and how that went. */
export function WebhooksScreen() {
  const query = useQuery(webhooksQuery(useHandle()));
  const [isCreating, setCreating] = useState(false);
  const create = <Button onClick={() => setCreating(true)}>{t("webhooks.create")}</Button>;
  return (
    <Page title={t("webhooks.title")} hint={t("webhooks.hint")} actions={create}>
      <Loaded query={query}>
        {({ webhooks }) =>
          webhooks.length === 0 ? (
            <Empty title={t("webhooks.none")} hint={t("webhooks.none.hint")}>
              {create}
            </Empty>
          ) : (
            <WebhookList webhooks={webhooks} />
          )
        }
      </Loaded>
      {isCreating && <CreateWebhook onClose={() => setCreating(false)} />}
    </Page>
  );
}
