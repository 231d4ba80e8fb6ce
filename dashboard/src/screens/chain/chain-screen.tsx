import "#text/audience.ts";
import { Tabs } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { Page } from "#parts/page.tsx";
import { useHandle, useRole } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import { ChainRules } from "./chain-rules.tsx";
import { ChainSession } from "./chain-session.tsx";

/** What pages do at a moment of a visit, and what one visit has done. */
export function ChainScreen() {
  const handle = useHandle();
  const role = useRole();
  const navigate = useNavigate();
  const { session = "" } = useSearch({ strict: false });
  const mayRule = role === "OPERATOR" || role === "OWNER";
  const [tab, setTab] = useState<string | null>(session === "" ? "rules" : "sessions");
  const look = (sessionId: string) =>
    void navigate({
      to: "/$handle/chain",
      params: { handle },
      search: sessionId === "" ? {} : { session: sessionId },
      replace: true,
    });
  return (
    <Page title={t("chain.title")} hint={t("chain.hint")}>
      {mayRule ? (
        <Tabs value={tab} onChange={setTab} keepMounted={false}>
          <Tabs.List>
            <Tabs.Tab value="rules">{t("rules.title")}</Tabs.Tab>
            <Tabs.Tab value="sessions">{t("chain.sessions")}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="rules" pt="lg">
            <ChainRules />
          </Tabs.Panel>
          <Tabs.Panel value="sessions" pt="lg">
            <ChainSession sessionId={session} onLook={look} />
          </Tabs.Panel>
        </Tabs>
      ) : (
        <ChainSession sessionId={session} onLook={look} />
      )}
    </Page>
  );
}
