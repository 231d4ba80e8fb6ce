import { Alert, Button, FileInput, Group, Modal, NativeSelect, Progress, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { apiErrorOf } from "#api/api-error.ts";
import type { Schemas } from "#api/schemas.ts";
import { Failure } from "#parts/failure.tsx";
import { accessToken } from "#session/session.ts";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";

type Done = Schemas["LinkImport"];
const LATEST_MS = 600_000;

/** Brings links in from a file: first a dry run that says what would happen, then the same in earnest. */
export function ImportLinks({ onClose }: { readonly onClose: () => void }) {
  const handle = useHandle();
  const queries = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [onConflict, setConflict] = useState("update");
  const running = useMutation({
    mutationFn: (dryRun: boolean) =>
      sendFile(handle, file, { dryRun: String(dryRun), onConflict, slugs: "adapt" }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["links", handle] }),
  });
  const tried = running.data;
  return (
    <Modal opened onClose={onClose} title={t("links.import")} size="lg">
      <Stack>
        <FileInput
          label={t("import.file")}
          description={t("import.file.hint")}
          accept=".csv,.tsv,.ndjson,.jsonl,.txt"
          value={file}
          onChange={(next) => {
            setFile(next);
            running.reset();
          }}
        />
        <NativeSelect
          label={t("import.conflict")}
          value={onConflict}
          data={["update", "skip", "fail"].map((value) => ({
            value,
            label: t(`import.conflict.${value as "update" | "skip" | "fail"}`),
          }))}
          onChange={(event) => setConflict(event.currentTarget.value)}
        />
        {running.isPending && <Progress value={100} animated aria-label={t("import.running")} />}
        {running.error && <Failure cause={running.error} />}
        {tried && <Outcome done={tried} />}
        <Group justify="flex-end">
          <Button
            variant="default"
            disabled={!file}
            loading={running.isPending}
            onClick={() => running.mutate(true)}
          >
            {t("import.try")}
          </Button>
          <Button
            disabled={!file || !tried?.dryRun}
            loading={running.isPending}
            onClick={() => running.mutate(false)}
          >
            {t("import.do")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Outcome({ done }: { readonly done: Done }) {
  const { created, updated, unchanged, skipped, failed, dryRun, ignoredColumns } = done;
  return (
    <Alert
      color={failed > 0 ? "yellow" : "green"}
      title={t(dryRun ? "import.would" : "import.done")}
      role="status"
    >
      <Text size="sm">{t("import.counts", { created, updated, unchanged, skipped, failed })}</Text>
      {ignoredColumns.length > 0 && (
        <Text size="sm">{t("import.ignored", { columns: ignoredColumns.join(", ") })}</Text>
      )}
      {done.stopped && <Text size="sm">{done.stopped.message}</Text>}
      {done.results.slice(0, 20).map(
        ({ row, error }) =>
          error && (
            <Text key={row} size="sm">
              {t("import.row", { row, message: error.message })}
            </Text>
          ),
      )}
    </Alert>
  );
}

/** With a limit of its own: a hundred thousand rows take longer than a question. */
async function sendFile(handle: string, file: File | null, query: Record<string, string>): Promise<Done> {
  const isJson = /\.(nd)?jsonl?$/i.test(file?.name ?? "");
  const response = await fetch(`/v2/handles/${handle}/links/bulk-import?${new URLSearchParams(query)}`, {
    method: "POST",
    signal: AbortSignal.timeout(LATEST_MS),
    headers: {
      authorization: `Bearer ${await accessToken()}`,
      "content-type": isJson ? "application/x-ndjson" : "text/csv",
    },
    body: file,
  });
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw apiErrorOf(body, response);
  return body as Done;
}
