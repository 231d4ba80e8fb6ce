import { Button, ColorInput, Group, NativeSelect, Paper, Skeleton, Stack } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import type { Schemas } from "#api/schemas.ts";
import { fetchFile, saveFile } from "#parts/download.ts";
import { Failure } from "#parts/failure.tsx";
import { notifyFailed } from "#parts/notify.ts";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";

/** The code of a link's address, to look at and to take along. */
export function LinkQr({ link }: { readonly link: Schemas["Link"] }) {
  const handle = useHandle();
  const [look, setLook] = useState({ level: "M", color: "#000000" });
  const [settled] = useDebouncedValue(look, 250);
  const path = (format: string, { level, color }: typeof look) =>
    `/v2/handles/${handle}/links/${link.slug}/qr?format=${format}&size=1024&level=${level}&color=${color.slice(1)}`;
  const query = useQuery({
    queryKey: ["qr", handle, link.slug, settled],
    queryFn: () => fetchFile(path("svg", settled)),
  });
  const saving = useMutation({
    mutationFn: async (format: string) =>
      saveFile(await fetchFile(path(format, look)), `${link.slug}.${format}`),
    onError: notifyFailed,
  });
  const source = useObjectUrl(query.data);
  return (
    <Group align="flex-start" gap="xl">
      <Paper withBorder p="md" bg="white">
        {query.error && <Failure cause={query.error} />}
        {source ? (
          <img src={source} width={260} height={260} alt={t("qr.alt", { url: link.shortUrl })} />
        ) : (
          <Skeleton w={260} h={260} />
        )}
      </Paper>
      <Stack>
        <NativeSelect
          label={t("qr.level")}
          value={look.level}
          data={(["L", "M", "Q", "H"] as const).map((value) => ({ value, label: t(`qr.level.${value}`) }))}
          onChange={(event) => setLook({ ...look, level: event.currentTarget.value })}
        />
        <ColorInput
          label={t("qr.color")}
          format="hex"
          value={look.color}
          onChange={(color) => setLook({ ...look, color })}
        />
        <Group>
          <Button onClick={() => saving.mutate("svg")}>{t("qr.svg")}</Button>
          <Button variant="default" onClick={() => saving.mutate("png")}>
            {t("qr.png")}
          </Button>
        </Group>
      </Stack>
    </Group>
  );
}

/** An address under which the page shows a file that it has fetched. */
function useObjectUrl(file: Blob | undefined): string | undefined {
  const url = useMemo(() => file && URL.createObjectURL(file), [file]);
  useEffect(() => () => (url === undefined ? undefined : URL.revokeObjectURL(url)), [url]);
  return url;
}
