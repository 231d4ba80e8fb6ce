import "#text/settings.ts";
import { Anchor, Button, Card, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { Schemas } from "#api/schemas.ts";
import { Empty } from "#parts/empty.tsx";
import { Loaded } from "#parts/loaded.tsx";
import { Page } from "#parts/page.tsx";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import { AddDomain } from "./add-domain.tsx";
import { DomainBadge } from "./domain-badge.tsx";
import { domainsQuery } from "./domains-query.ts";

/** The hosts of whoever is signed in: how each stands, and where it leads. */
export function DomainsScreen() {
  const query = useQuery(domainsQuery);
  const [isAdding, setAdding] = useState(false);
  const add = <Button onClick={() => setAdding(true)}>{t("domains.add")}</Button>;
  return (
    <Page title={t("domains.title")} hint={t("domains.hint")} actions={add}>
      <Loaded query={query}>
        {({ domains }) =>
          domains.length === 0 ? (
            <Empty title={t("domains.none")} hint={t("domains.none.hint")}>
              {add}
            </Empty>
          ) : (
            <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: "none" }}>
              {domains.map((domain) => (
                <Card key={domain.domain} component="li" withBorder>
                  <DomainCard domain={domain} />
                </Card>
              ))}
            </Stack>
          )
        }
      </Loaded>
      {isAdding && <AddDomain onClose={() => setAdding(false)} />}
    </Page>
  );
}

function DomainCard({ domain: { domain, displayName, state, problem, routes } }: DomainProps) {
  const handle = useHandle();
  const leads = [...new Set([routes.default, ...routes.pathRules].flatMap((one) => one?.handle ?? []))];
  return (
    <Stack gap={4}>
      <Group gap={8}>
        <Anchor
          fw={600}
          className="secret"
          renderRoot={(props) => (
            <Link {...props} to="/$handle/domains/$domain" params={{ handle, domain }} />
          )}
        >
          {displayName}
        </Anchor>
        <DomainBadge state={state} />
      </Group>
      <Text size="sm" c="dimmed" className="secret">
        {leads.length === 0 ? t("domains.leads.none") : t("domains.leads", { handles: leads.join(", ") })}
      </Text>
      {problem !== null && (
        <Text size="sm" style={{ overflowWrap: "anywhere" }}>
          {problem}
        </Text>
      )}
    </Stack>
  );
}

type DomainProps = { readonly domain: Schemas["AccountDomain"] };
