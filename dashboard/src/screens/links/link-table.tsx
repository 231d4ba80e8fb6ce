import { Stack } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, useState } from "react";
import type { Schemas } from "#api/schemas.ts";
import { t } from "#text/t.ts";
import { BulkActions } from "./bulk-actions.tsx";
import { LinkRow } from "./link-row.tsx";

type Props = {
  readonly links: readonly Schemas["Link"][];
  readonly hasMore: boolean;
  readonly onMore: () => void;
  readonly onTag: (tag: string) => void;
};

const ROW = 84;

/** Only the rows that are seen are drawn, however many there are; the next are fetched before the last comes in sight. */
export function LinkTable({ links, hasMore, onMore, onTag }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const rows = useVirtualizer({
    count: links.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 8,
  });
  const items = rows.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && last >= links.length - 20) onMore();
  }, [hasMore, last, links.length, onMore]);
  const choose = (slug: string, isChosen: boolean) =>
    setChosen((before) => new Set(isChosen ? [...before, slug] : [...before].filter((one) => one !== slug)));
  return (
    <Stack gap="xs">
      <BulkActions links={links} chosen={chosen} onChoose={setChosen} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached with the keyboard */}
      <section ref={scroller} className="rows" tabIndex={0} aria-label={t("links.title")}>
        <ul
          style={{
            height: rows.getTotalSize(),
            position: "relative",
            margin: 0,
            padding: 0,
            listStyle: "none",
          }}
        >
          {items.map(({ index, start }) => {
            const link = links[index];
            return (
              link && (
                <li
                  key={link.slug}
                  aria-setsize={hasMore ? -1 : links.length}
                  aria-posinset={index + 1}
                  style={{ position: "absolute", top: start, left: 0, right: 0, height: ROW - 8 }}
                >
                  <LinkRow
                    link={link}
                    isChosen={chosen.has(link.slug)}
                    onChoose={(isChosen) => choose(link.slug, isChosen)}
                    onTag={onTag}
                  />
                </li>
              )
            );
          })}
        </ul>
      </section>
    </Stack>
  );
}
