import { Select } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";

type Props = {
  readonly label: string;
  readonly description?: string;
  readonly value: string;
  /** Whether a form may be sent without a choice. */
  readonly isOptional?: boolean;
  readonly onChange: (slug: string) => void;
};

/** One of the handle's links, found by the server while its name is typed. */
export function LinkChoice({ label, description, value, isOptional = false, onChange }: Props) {
  const [text, setText] = useState("");
  const [settled] = useDebouncedValue(text, 250);
  const slugs = useSlugs(settled === value ? "" : settled);
  return (
    <Select
      {...{ label, description, placeholder: t("choice.link"), searchable: true, required: !isOptional }}
      nothingFoundMessage={t("choice.none")}
      data={[...new Set([...(value ? [value] : []), ...slugs])]}
      // The server has chosen already, also by titles and destinations.
      filter={({ options }) => options}
      value={value || null}
      onSearchChange={setText}
      onChange={(slug) => onChange(slug ?? "")}
    />
  );
}

function useSlugs(q: string): readonly string[] {
  const handle = useHandle();
  const query = useQuery({
    queryKey: ["links", handle, "choice", q],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      ask(
        api.GET("/v2/handles/{handle}/links", {
          params: { path: { handle }, query: { ...(q && { q }), limit: 20 } },
          signal,
        }),
      ),
  });
  return query.data?.links.map(({ slug }) => slug) ?? [];
}
