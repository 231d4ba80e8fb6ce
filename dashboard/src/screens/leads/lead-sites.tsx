import { Button, Group, Paper, Stack, TagsInput, Text, Title } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ApiError } from "#api/api-error.ts";
import type { Schemas } from "#api/schemas.ts";
import { Loaded } from "#parts/loaded.tsx";
import { notifyDone } from "#parts/notify.ts";
import { Refused } from "#parts/refused.tsx";
import { useHandle, useRole } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import { originsQuery, useSaveOrigins } from "./use-forms.ts";

/** Which sites may have the handle's forms. */
export function LeadSites() {
  const query = useQuery(originsQuery(useHandle()));
  return (
    <Paper withBorder p="md">
      <Stack gap="sm">
        <Title order={2} size="h4">
          {t("forms.sites")}
        </Title>
        <Text size="sm" c="dimmed">
          {t("forms.sites.hint")}
        </Text>
        <Loaded query={query}>{(saved) => <Sites key={saved.version} saved={saved} />}</Loaded>
      </Stack>
    </Paper>
  );
}

function Sites({ saved: { origins, version } }: { readonly saved: Schemas["ContextOrigins"] }) {
  const role = useRole();
  const handle = useHandle();
  const queries = useQueryClient();
  const [list, setList] = useState<readonly string[]>(origins);
  const saving = useSaveOrigins(version, () => notifyDone(t("forms.sites.saved")));
  const reload = () => void queries.invalidateQueries({ queryKey: ["context-origins", handle] });
  const isChanged = list.join() !== origins.join();
  if (role !== "OPERATOR" && role !== "OWNER") {
    return <Text size="sm">{origins.join(", ") || t("forms.sites.none")}</Text>;
  }
  const problems = saving.error instanceof ApiError ? saving.error.problems : [];
  const wrong = problems.map(
    ({ path, message }) => `${list[Number(path.split(".")[1])] ?? path}: ${message}`,
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        saving.mutate(list);
      }}
    >
      <Stack gap="sm">
        <TagsInput
          {...{ label: t("forms.sites.label"), placeholder: "https://shop.example", maxTags: 100 }}
          error={wrong.join(" ")}
          acceptValueOnBlur
          value={[...list]}
          onChange={(sites) => {
            saving.reset();
            setList(sites);
          }}
        />
        {saving.error && wrong.length === 0 && <Refused cause={saving.error} onTheirs={reload} />}
        <Group>
          <Button type="submit" disabled={!isChanged} loading={saving.isPending}>
            {t("forms.sites.save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
