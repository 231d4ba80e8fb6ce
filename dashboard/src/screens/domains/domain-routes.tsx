import { Button, Group, NativeSelect, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import type { Schemas } from "#api/schemas.ts";
import { notifyDone } from "#parts/notify.ts";
import { problemAt } from "#parts/problem-at.ts";
import { Refusal } from "#parts/refusal.tsx";
import { useMe } from "#session/use-me.ts";
import { t } from "#text/t.ts";
import { domainQuery } from "./domains-query.ts";
import { changeOfRoutes, formOfRoutes, type RoutesForm } from "./routes-form.ts";
import { RuleFields } from "./rule-fields.tsx";

type Domain = Schemas["AccountDomain"];

/** Which handle answers for a host, and which for some of its paths. */
export function DomainRoutes({ domain }: { readonly domain: Domain }) {
  const before = formOfRoutes(domain);
  const [form, setForm] = useState<RoutesForm>(before);
  const handles = useHandlesFor(domain);
  const saving = useSaveRoutes(domain);
  const isChanged = JSON.stringify(changeOfRoutes(form)) !== JSON.stringify(changeOfRoutes(before));
  const gone = [domain.routes.default, ...domain.routes.pathRules].filter((one) => one && !one.isServed);
  const beside = form.rules.map((_, index) => `pathRules.${index}`);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate(form, { onSuccess: (saved) => setForm(formOfRoutes(saved)) });
      }}
    >
      <Stack>
        <NativeSelect
          {...{ label: t("domains.default"), description: t("domains.default.hint"), maw: 360 }}
          value={form.defaultHandle}
          data={[{ value: "", label: t("domains.default.none") }, ...handles]}
          error={problemAt(saving.error, "defaultHandle")}
          onChange={(event) => setForm({ ...form, defaultHandle: event.currentTarget.value })}
        />
        <RuleFields
          rules={form.rules}
          handles={handles}
          problem={(path) => problemAt(saving.error, path)}
          onChange={(rules) => setForm({ ...form, rules })}
        />
        {domain.state === "ACTIVE" && gone.length > 0 && (
          <Text size="sm">
            {t("domains.unserved", { handles: gone.map((one) => one?.handle).join(", ") })}
          </Text>
        )}
        <Refusal cause={saving.error} beside={["defaultHandle", ...beside]} />
        <Group>
          <Button type="submit" loading={saving.isPending} disabled={!isChanged}>
            {t("action.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Those in which somebody may lead a host, and those to which it leads already. */
function useHandlesFor({ routes }: Domain): readonly string[] {
  const mine = useMe()?.handles.flatMap(({ handle, role }) => (role === "CREATOR" ? [] : [handle])) ?? [];
  const present = [routes.default, ...routes.pathRules].flatMap((one) => one?.handle ?? []);
  return [...new Set([...mine, ...present])];
}

function useSaveRoutes({ domain, version }: Domain) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (form: RoutesForm) =>
      ask(
        api.PUT("/v2/account/domains/{domain}/routes", {
          params: { path: { domain } },
          body: changeOfRoutes(form),
          headers: { "if-match": `"${version}"` },
        }),
      ),
    onSuccess: (saved) => {
      queries.setQueryData(domainQuery(domain).queryKey, saved);
      notifyDone(t("domains.saved"));
      return queries.invalidateQueries({ queryKey: ["domains"], exact: true });
    },
  });
}
