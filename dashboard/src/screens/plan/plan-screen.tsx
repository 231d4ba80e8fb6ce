import "#text/plan.ts";
import { Alert, Anchor, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Loaded } from "#parts/loaded.tsx";
import { Page } from "#parts/page.tsx";
import { useMe } from "#session/use-me.ts";
import { WithoutMenu } from "#shell/without-menu.tsx";
import { t } from "#text/t.ts";
import { CurrentPlan } from "./current-plan.tsx";
import { PlanList } from "./plan-list.tsx";
import { planQuery } from "./plan-query.ts";
import { PlanUsage } from "./plan-usage.tsx";

const AGAIN_MS = 2_000;

/** The plan of whoever is signed in: what it is, what of it is used today, and what others there are. */
export function PlanScreen() {
  const { bought } = useSearch({ strict: false }) as { bought?: string };
  // The provider's word comes by itself, mostly within seconds of the way back from there.
  const query = useQuery({
    ...planQuery,
    refetchInterval: ({ state }) => (bought && state.data?.subscription?.isLive !== true ? AGAIN_MS : false),
  });
  const isWaiting = bought !== undefined && query.data?.subscription?.isLive !== true;
  return (
    <Frame>
      <Page title={t("plan.title")} hint={t("plan.hint")}>
        <div role="status">
          {isWaiting && <Alert color="indigo">{t("plan.bought", { plan: bought })}</Alert>}
        </div>
        <Loaded query={query}>
          {(billing) => (
            <Stack gap="lg">
              <CurrentPlan billing={billing} />
              <PlanUsage writes={billing.writes} />
              <PlanList billing={billing} />
            </Stack>
          )}
        </Loaded>
      </Page>
    </Frame>
  );
}

function Frame({ children }: { readonly children: ReactNode }) {
  const handle = useMe()?.handles[0]?.handle;
  return (
    <WithoutMenu size="md">
      {handle !== undefined && (
        <Anchor renderRoot={(props) => <Link to="/$handle/links" params={{ handle }} {...props} />}>
          {t("plan.back", { handle })}
        </Anchor>
      )}
      {children}
    </WithoutMenu>
  );
}
