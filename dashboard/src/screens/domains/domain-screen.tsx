import "#text/settings.ts";
import { Anchor, Button, Stack } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import type { Schemas } from "#api/schemas.ts";
import { ConfirmName } from "#parts/confirm-name.tsx";
import { Loaded } from "#parts/loaded.tsx";
import { notifyDone, notifyFailed } from "#parts/notify.ts";
import { Page } from "#parts/page.tsx";
import { Part } from "#parts/part.tsx";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import { DomainRecords } from "./domain-records.tsx";
import { DomainRoutes } from "./domain-routes.tsx";
import { DomainState } from "./domain-state.tsx";
import { domainQuery } from "./domains-query.ts";

/** One host: whether it is proven and what is missing, the records to make, and where it leads. */
export function DomainScreen() {
  const handle = useHandle();
  const { domain = "" } = useParams({ strict: false });
  const query = useQuery(domainQuery(domain));
  return (
    <Stack gap="xs">
      <div>
        <Anchor renderRoot={(props) => <Link {...props} to="/$handle/domains" params={{ handle }} />}>
          ← {t("domains.title")}
        </Anchor>
      </div>
      <Page
        title={query.data?.displayName ?? domain}
        actions={query.data && <DeleteDomain domain={query.data} />}
      >
        <Loaded query={query}>
          {(data) => (
            <Stack gap="lg" maw={860} key={domain}>
              <DomainState domain={data} />
              <Part title={t("domains.records")} hint={t("domains.records.hint")}>
                <DomainRecords records={data.records} />
              </Part>
              <Part title={t("domains.routes")} hint={t("domains.routes.hint")}>
                <DomainRoutes domain={data} />
              </Part>
            </Stack>
          )}
        </Loaded>
      </Page>
    </Stack>
  );
}

function DeleteDomain({ domain: { domain, displayName } }: { readonly domain: Schemas["AccountDomain"] }) {
  const handle = useHandle();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [isAsking, setAsking] = useState(false);
  const deleting = useMutation({
    mutationFn: () => ask(api.DELETE("/v2/account/domains/{domain}", { params: { path: { domain } } })),
    onError: notifyFailed,
    onSuccess: async () => {
      notifyDone(t("domains.deleted", { domain: displayName }));
      await navigate({ to: "/$handle/domains", params: { handle } });
      queries.removeQueries({ queryKey: ["domains", domain] });
      await queries.invalidateQueries({ queryKey: ["domains"], exact: true });
    },
  });
  return (
    <>
      <Button size="xs" variant="default" onClick={() => setAsking(true)}>
        {t("domains.delete.do")}
      </Button>
      {isAsking && (
        <ConfirmName
          title={t("domains.delete")}
          name={displayName}
          verb={t("domains.delete.do")}
          isPending={deleting.isPending}
          onConfirm={() => deleting.mutate()}
          onClose={() => setAsking(false)}
        >
          {t("domains.delete.hint")}
        </ConfirmName>
      )}
    </>
  );
}
