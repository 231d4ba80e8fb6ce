import "#text/machines.ts";
import { Button, Switch } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { Empty } from "#parts/empty.tsx";
import { Loaded } from "#parts/loaded.tsx";
import { Page } from "#parts/page.tsx";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import { TokenList } from "./token-list.tsx";
import { tokensQuery } from "./tokens-query.ts";

const CreateToken = lazy(() =>
  import("./create-token.tsx").then(({ CreateToken: One }) => ({ default: One })),
);

/** Settings → API Tokens: every credential of a machine, what it may do and when it last did. */
export function TokensScreen() {
  const handle = useHandle();
  const [isCreating, setCreating] = useState(false);
  const [hasAll, setAll] = useState(false);
  const query = useQuery(tokensQuery(handle, hasAll));
  const create = <Button onClick={() => setCreating(true)}>{t("tokens.create")}</Button>;
  return (
    <Page title={t("tokens.title")} hint={t("tokens.hint")} actions={create}>
      <Switch
        label={t("tokens.show-inactive")}
        checked={hasAll}
        onChange={(event) => setAll(event.currentTarget.checked)}
      />
      <Loaded query={query}>
        {({ tokens }) =>
          tokens.length === 0 ? (
            <Empty title={t("tokens.none")} hint={t("tokens.none.hint")}>
              {create}
            </Empty>
          ) : (
            <TokenList tokens={tokens} />
          )
        }
      </Loaded>
      {isCreating && (
        <Suspense>
          <CreateToken onClose={() => setCreating(false)} />
        </Suspense>
      )}
    </Page>
  );
}
