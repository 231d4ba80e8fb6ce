import { Button, Group, NativeSelect, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import type { Schemas } from "#api/schemas.ts";
import { FormRefusal } from "#parts/form-refusal.tsx";
import { notifyDone } from "#parts/notify.ts";
import { problemAt } from "#parts/problem-at.ts";
import { useSavedForm } from "#parts/use-saved-form.ts";
import { useMe } from "#session/use-me.ts";
import { t } from "#text/t.ts";
import { domainQuery } from "./domains-query.ts";
import { changeOfRoutes, formOfRoutes } from "./routes-form.ts";
import { RuleFields } from "./rule-fields.tsx";

type Domain = Schemas["AccountDomain"];

/** Which handle answers for a host, and which for some of its paths. */
export function DomainRoutes({ domain }: { readonly domain: Domain }) {
  const saved = useRoutesForm(domain);
  const { form, set, isChanged, cause } = saved;
  const handles = useHandlesFor(saved.base);
  const gone = [domain.routes.default, ...domain.routes.pathRules].filter((one) => one && !one.isServed);
  const beside = form.rules.map((_, index) => `pathRules.${index}`);
  return (
    <form onSubmit={saved.onSubmit}>
      <Stack>
        <NativeSelect
          {...{ label: t("domains.default"), description: t("domains.default.hint"), maw: 360 }}
          value={form.defaultHandle}
          data={[{ value: "", label: t("domains.default.none") }, ...handles]}
          error={problemAt(cause, "defaultHandle")}
          onChange={(event) => set({ defaultHandle: event.currentTarget.value })}
        />
        <RuleFields
          rules={form.rules}
          handles={handles}
          problem={(path) => problemAt(cause, path)}
          onChange={(rules) => set({ rules })}
        />
        {domain.state === "ACTIVE" && gone.length > 0 && (
          <Text size="sm">
            {t("domains.unserved", { handles: gone.map((one) => one?.handle).join(", ") })}
          </Text>
        )}
        <FormRefusal saved={saved} beside={["defaultHandle", ...beside]} />
        <Group>
          <Button type="submit" loading={saved.isPending} disabled={!isChanged}>
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

function useRoutesForm(seen: Domain) {
  const queries = useQueryClient();
  return useSavedForm({
    ...{ seen, query: domainQuery(seen.domain), formOf: formOfRoutes, bodyOf: changeOfRoutes },
    put: ({ form }, { domain, version }) =>
      ask(
        api.PUT("/v2/account/domains/{domain}/routes", {
          params: { path: { domain } },
          body: changeOfRoutes(form),
          headers: { "if-match": `"${version}"` },
        }),
      ),
    onSaved: () => {
      notifyDone(t("domains.saved"));
      return queries.invalidateQueries({ queryKey: ["domains"], exact: true });
    },
  });
}
