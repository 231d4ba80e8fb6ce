import { Button, Checkbox, Group } from "@mantine/core";
import { lazy, Suspense, useMemo, useState } from "react";
import type { Schemas } from "#api/schemas.ts";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import { useBulk } from "./use-bulk.ts";

const AddTags = lazy(() => import("./add-tags.tsx").then(({ AddTags: One }) => ({ default: One })));

type Props = {
  readonly links: readonly Schemas["Link"][];
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
};

/** What can be done with all links that are chosen. */
export function BulkActions({ links, chosen, onChoose }: Props) {
  const handle = useHandle();
  const [isTagging, setTagging] = useState(false);
  // Asked at every frame while somebody scrolls.
  const picked = useMemo(
    () => (chosen.size === 0 ? [] : links.filter(({ slug }) => chosen.has(slug))),
    [links, chosen],
  );
  const { change, remove, isPending } = useBulk(handle, () => onChoose(new Set()));
  const isAll = picked.length === links.length;
  const act = { size: "xs", variant: "default", disabled: picked.length === 0, loading: isPending } as const;
  return (
    <Group gap="xs" px="sm">
      <Checkbox
        label={picked.length === 0 ? t("links.choose-all") : t("links.chosen", { count: picked.length })}
        checked={isAll}
        indeterminate={picked.length > 0 && !isAll}
        onChange={() => onChoose(new Set(isAll ? [] : links.map(({ slug }) => slug)))}
      />
      {picked.length > 0 && (
        <>
          <Button {...act} onClick={() => change(picked, () => ({ enabled: true }))}>
            {t("links.switch-on")}
          </Button>
          <Button {...act} onClick={() => change(picked, () => ({ enabled: false }))}>
            {t("links.switch-off")}
          </Button>
          <Button {...act} onClick={() => setTagging(true)}>
            {t("links.tag")}
          </Button>
          <Button {...act} color="red.8" variant="outline" onClick={() => remove(picked)}>
            {t("links.delete")}
          </Button>
        </>
      )}
      {isTagging && (
        <Suspense>
          <AddTags
            count={picked.length}
            onClose={() => setTagging(false)}
            onTag={(tags) => change(picked, (link) => ({ tags: [...new Set([...link.tags, ...tags])] }))}
          />
        </Suspense>
      )}
    </Group>
  );
}
