import "#text/functions.ts";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { Empty } from "#parts/empty.tsx";
import { Loaded } from "#parts/loaded.tsx";
import { Page } from "#parts/page.tsx";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import { FunctionList } from "./function-list.tsx";
import { functionsQuery } from "./functions-query.ts";

const CreateFunction = lazy(() =>
  import("./create-function.tsx").then(({ CreateFunction: One }) => ({ default: One })),
);

/** Every function of a handle: what answers, who may call it, and its switch. */
export function FunctionsScreen() {
  const query = useQuery(functionsQuery(useHandle()));
  const [isCreating, setCreating] = useState(false);
  const create = <Button onClick={() => setCreating(true)}>{t("functions.create")}</Button>;
  return (
    <Page title={t("functions.title")} hint={t("functions.hint")} actions={create}>
      <Loaded query={query}>
        {({ bindings }) =>
          bindings.length === 0 ? (
            <Empty title={t("functions.none")} hint={t("functions.none.hint")}>
              {create}
            </Empty>
          ) : (
            <FunctionList bindings={bindings} />
          )
        }
      </Loaded>
      {isCreating && (
        <Suspense>
          <CreateFunction onClose={() => setCreating(false)} />
        </Suspense>
      )}
    </Page>
  );
}
