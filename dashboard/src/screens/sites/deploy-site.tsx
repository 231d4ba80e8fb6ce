import { Alert, Button, Group, Modal, Progress, Stack, Switch, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import type { Schemas } from "#api/schemas.ts";
import { Failure } from "#parts/failure.tsx";
import { useHandle } from "#shell/use-handle.ts";
import { formatBytes, formatNumber } from "#text/format.ts";
import { t } from "#text/t.ts";
import { deployArchive, deployFiles, type Progress as Step } from "./deploy.ts";
import { filesText } from "./files-text.ts";
import type { SiteFault, SiteFiles } from "./site-files.ts";

/** What was dropped or chosen: files, or an archive that only the server opens. */
export type Source = { readonly site: SiteFiles } | { readonly archive: File };

const SHOWN_EVERY_MS = 100;

type Props = { readonly source: Source; readonly onClose: () => void };

/** What is wrong with a choice is said here, before anything is sent; then how far it is, and what came of it. */
export function DeploySite({ source, onClose }: Props) {
  const [step, setStep] = useState<Step>();
  const [fields, setFields] = useState({ commitMessage: "", activate: true });
  const deploying = useDeploying(source, fields, setStep);
  const fault = "site" in source ? source.site.fault : undefined;
  const close = () => {
    deploying.cancel();
    onClose();
  };
  if (deploying.data) return <Deployed deployment={deploying.data} onClose={onClose} />;
  return (
    <Modal
      opened
      onClose={close}
      title={t("sites.deploy")}
      size="lg"
      closeOnClickOutside={!deploying.isPending}
      closeOnEscape={!deploying.isPending}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (fault === undefined) deploying.mutate();
        }}
      >
        <Stack>
          <Chosen source={source} />
          {fault !== undefined && <Fault fault={fault} />}
          <TextInput
            data-autofocus
            {...{ label: t("sites.message"), description: t("sites.message.hint"), maxLength: 500 }}
            disabled={deploying.isPending}
            value={fields.commitMessage}
            onChange={(event) => setFields({ ...fields, commitMessage: event.currentTarget.value })}
          />
          <Switch
            {...{ label: t("sites.at-once"), description: t("sites.at-once.hint") }}
            disabled={deploying.isPending}
            checked={fields.activate}
            onChange={(event) => setFields({ ...fields, activate: event.currentTarget.checked })}
          />
          {deploying.isPending && step && <HowFar step={step} />}
          {deploying.error && <Failure cause={deploying.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("action.cancel")}
            </Button>
            <Button type="submit" disabled={fault !== undefined} loading={deploying.isPending}>
              {t("sites.deploy.do")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function useDeploying(
  source: Source,
  { commitMessage, activate }: { readonly commitMessage: string; readonly activate: boolean },
  onProgress: (step: Step) => void,
) {
  const handle = useHandle();
  const queries = useQueryClient();
  const controller = useRef(new AbortController());
  const told = useRef({ step: "", at: 0 });
  /** Ten thousand small files would have the screen drawn as often. */
  const onStep = (step: Step) => {
    const now = performance.now();
    if (step.step === told.current.step && now - told.current.at < SHOWN_EVERY_MS) return;
    told.current = { step: step.step, at: now };
    onProgress(step);
  };
  const mutation = useMutation({
    mutationFn: () => {
      controller.current = new AbortController();
      const { signal } = controller.current;
      const how = { handle, activate, signal, onProgress: onStep, commitMessage: commitMessage.trim() };
      return "site" in source ? deployFiles(source.site.files, how) : deployArchive(source.archive, how);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ["sites", handle] }),
  });
  return { ...mutation, cancel: () => controller.current.abort() };
}

function Chosen({ source }: { readonly source: Source }) {
  if ("archive" in source) {
    const { name, size } = source.archive;
    return (
      <Text className="secret">
        {name} · {formatBytes(size)}
      </Text>
    );
  }
  const { files, skipped, sizeBytes } = source.site;
  return (
    <Stack gap={2}>
      <Text>{filesText(files.length, sizeBytes)}</Text>
      {skipped.length > 0 && (
        <Text size="sm" c="dimmed" className="secret">
          {t("sites.skipped", { count: skipped.length, names: skipped.slice(0, 5).join(", ") })}
        </Text>
      )}
    </Stack>
  );
}

function Fault({ fault }: { readonly fault: SiteFault }) {
  const more =
    fault.kind === "NO_INDEX" && fault.deeper !== undefined
      ? ` ${t("sites.fault.deeper", { folder: fault.deeper })}`
      : "";
  const named = { path: fault.kind === "TOO_LARGE" ? fault.path : "" };
  return (
    <Alert color="red" role="alert" title={t("sites.fault")}>
      {t(`sites.fault.${fault.kind}`, named)}
      {more}
    </Alert>
  );
}

function HowFar({ step: { step, done, all } }: { readonly step: Step }) {
  const shown = step === "SENDING" ? formatBytes : formatNumber;
  const text = t(`sites.step.${step}`, { done: shown(done), all: shown(all) });
  return (
    <Stack gap={4}>
      <Text size="sm">{text}</Text>
      <Progress
        value={all === 0 ? 100 : (100 * done) / all}
        animated={step === "FINISHING"}
        aria-label={t("sites.progress")}
      />
    </Stack>
  );
}

function Deployed({
  deployment: { status, url, warnings },
  onClose,
}: {
  readonly deployment: Schemas["SiteDeployment"];
  readonly onClose: () => void;
}) {
  const isServed = status === "ACTIVE";
  return (
    <Modal opened onClose={onClose} title={t(isServed ? "sites.online" : "sites.ready")} size="lg">
      <Stack>
        <Text>{t(isServed ? "sites.online.hint" : "sites.ready.hint")}</Text>
        {warnings.length > 0 && (
          <Alert color="yellow" title={t("sites.warnings")}>
            {warnings.slice(0, 20).map((warning) => (
              <Text key={warning} size="sm" className="secret">
                {warning}
              </Text>
            ))}
          </Alert>
        )}
        <Group justify="flex-end">
          {isServed && (
            <Button component="a" href={url} target="_blank" rel="noreferrer" variant="default">
              {t("sites.open")}
            </Button>
          )}
          <Button onClick={onClose} data-autofocus>
            {t("action.done")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
