import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import { useHandle } from "#shell/use-handle.ts";
import { missingOf, refusedProblems } from "./draft-problems.ts";
import { bodyOf, type PageDraft } from "./page-draft.ts";

const SETTLED_MS = 700;
const GOOD_MS = 50 * 60_000;

/**
 * Where a draft is shown as visitors would see it, a moment after it was typed, and at the block that was typed into; blocks that
 * lack something are left out.
 */
export function usePagePreview(pageSlug: string, draft: PageDraft, active: number | undefined) {
  const handle = useHandle();
  const [settled] = useDebouncedValue(draft, SETTLED_MS);
  const missing = missingOf(settled);
  const lacking = new Set(missing.map((path) => /^blocks\.\d+/.exec(path)?.[0]));
  const places = settled.blocks.map((_, place) => place).filter((place) => !lacking.has(`blocks.${place}`));
  const blocks = settled.blocks.filter((_, place) => !lacking.has(`blocks.${place}`));
  const body = bodyOf({ ...settled, blocks });
  const query = useQuery({
    queryKey: ["page-preview", handle, pageSlug, JSON.stringify(body)],
    enabled: missing.every((path) => path.startsWith("blocks.")),
    staleTime: GOOD_MS,
    gcTime: GOOD_MS,
    queryFn: ({ signal }) => {
      const params = { path: { handle, pageSlug } };
      return ask(api.POST("/v2/handles/{handle}/pages/{pageSlug}/preview", { params, body, signal }));
    },
  });
  // Until the next is there, and while there can be none, the last one that was good is shown.
  const [good, setGood] = useState({ url: "", place: -1 });
  const url = query.data?.previewUrl;
  if (url !== undefined && url !== good.url) {
    setGood({ url, place: blocks.findIndex(({ key }) => key === active) });
  }
  return {
    url: good.url === "" ? undefined : good.url + (good.place < 0 ? "" : `#block-${good.place}`),
    error: query.error,
    problems: refusedProblems(query.error, places),
    leftOut: settled.blocks.length - blocks.length,
  };
}
