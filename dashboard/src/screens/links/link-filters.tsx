import { NativeSelect, Pill, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { t } from "#text/t.ts";
import type { LinkFilter, LinkSort } from "./links-query.ts";

type Props = { readonly filter: LinkFilter; readonly onChange: (change: Partial<LinkFilter>) => void };

const SORTS: readonly LinkSort[] = ["-createdAt", "createdAt", "-updatedAt", "updatedAt", "slug"];

/** What is looked for, and in which order it is shown. */
export function LinkFilters({ filter, onChange }: Props) {
  return (
    <Stack gap="xs">
      <SimpleGrid cols={{ base: 1, xs: 3 }}>
        <TextInput
          type="search"
          aria-label={t("links.search")}
          placeholder={t("links.search")}
          value={filter.q}
          onChange={(event) => onChange({ q: event.currentTarget.value })}
        />
        <NativeSelect
          aria-label={t("links.state")}
          value={filter.enabled}
          data={[
            { value: "", label: t("links.state.all") },
            { value: "true", label: t("links.state.on") },
            { value: "false", label: t("links.state.off") },
          ]}
          onChange={(event) => onChange({ enabled: event.currentTarget.value as LinkFilter["enabled"] })}
        />
        <NativeSelect
          aria-label={t("links.sort")}
          value={filter.sort}
          data={SORTS.map((value) => ({ value, label: t(`links.sort.${value}`) }))}
          onChange={(event) => onChange({ sort: event.currentTarget.value as LinkSort })}
        />
      </SimpleGrid>
      {filter.tag !== "" && (
        <div>
          <Pill
            withRemoveButton
            onRemove={() => onChange({ tag: "" })}
            removeButtonProps={{ "aria-label": t("links.no-tag"), "aria-hidden": false, tabIndex: 0 }}
          >
            {t("links.tagged", { tag: filter.tag })}
          </Pill>
        </div>
      )}
    </Stack>
  );
}
