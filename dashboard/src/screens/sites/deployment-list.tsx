import { Alert, Badge, Button, Group, Paper, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import type { Schemas } from "#api/schemas.ts";
import { ConfirmName } from "#parts/confirm-name.tsx";
import { notifyDone, notifyFailed } from "#parts/notify.ts";
import { useActorName } from "#parts/use-actor-name.ts";
import { useHandle } from "#shell/use-handle.ts";
import { formatMoment } from "#text/format.ts";
import { t } from "#text/t.ts";
import { filesText } from "./files-text.ts";
import { PreviewDeployment } from "./preview-deployment.tsx";

type Deployment = Schemas["SiteDeployment"];

const COLORS = {
  DRAFT: "gray.7",
  UPLOADING: "orange.9",
  READY: "blue.8",
  ACTIVE: "teal.9",
  SUPERSEDED: "gray.7",
  FAILED: "red.8",
} as const;
const COMPLETE = new Set(["READY", "ACTIVE", "SUPERSEDED"]);

/** What a deployment is called where nobody has named it: the end of its id, which differs from all others'. */
const nameOf = ({ deploymentId }: Deployment) => deploymentId.slice(-6);

/** Every deployment, the newest first: what it is, who made it, and what can be done with it. */
export function DeploymentList({ deployments }: { readonly deployments: readonly Deployment[] }) {
  return (
    <Stack component="ul" gap="xs" p={0} m={0} style={{ listStyle: "none" }}>
      {deployments.map((deployment) => (
        <Paper key={deployment.deploymentId} component="li" withBorder p="sm">
          <DeploymentRow deployment={deployment} />
        </Paper>
      ))}
    </Stack>
  );
}

function DeploymentRow({ deployment }: { readonly deployment: Deployment }) {
  const { status, commitMessage, createdBy, createdAt, fileCount, sizeBytes, failure } = deployment;
  const actorName = useActorName();
  return (
    <Group justify="space-between" gap="sm">
      <Stack gap={4} flex="1 1 280px" miw={0}>
        <Group gap="xs">
          <Badge color={COLORS[status]}>{t(`sites.status.${status}`)}</Badge>
          <Text fw={600} className="secret">
            {commitMessage ?? t("sites.unnamed", { id: nameOf(deployment) })}
          </Text>
        </Group>
        <Text size="sm" c="dimmed">
          {filesText(fileCount, sizeBytes)} · {formatMoment(createdAt)} · {actorName(createdBy)}
        </Text>
        {failure !== null && (
          <Alert color="red" p="xs">
            {failure}
          </Alert>
        )}
        {deployment.warnings.length > 0 && (
          <details>
            <Text component="summary" size="sm">
              {t("sites.warnings.count", { count: deployment.warnings.length })}
            </Text>
            {deployment.warnings.map((warning) => (
              <Text key={warning} size="sm" c="dimmed" className="secret">
                {warning}
              </Text>
            ))}
          </details>
        )}
      </Stack>
      <Deeds deployment={deployment} />
    </Group>
  );
}

function Deeds({ deployment }: { readonly deployment: Deployment }) {
  const { deploymentId, status } = deployment;
  const [open, setOpen] = useState<"preview" | "delete">();
  const { activating, removing } = useDeeds(deployment, () => setOpen(undefined));
  const name = nameOf(deployment);
  const small = { size: "xs", variant: "default" } as const;
  return (
    <Group gap="xs">
      {COMPLETE.has(status) && (
        <Button {...small} onClick={() => setOpen("preview")}>
          {t("sites.preview.do")}
        </Button>
      )}
      {(status === "READY" || status === "SUPERSEDED") && (
        <Button {...small} loading={activating.isPending} onClick={() => activating.mutate()}>
          {t(status === "READY" ? "sites.activate" : "sites.roll-back")}
        </Button>
      )}
      {status !== "ACTIVE" && (
        <Button
          {...small}
          aria-label={t("sites.delete.of", { name: deployment.commitMessage ?? name })}
          onClick={() => setOpen("delete")}
        >
          {t("links.delete")}
        </Button>
      )}
      {open === "preview" && (
        <PreviewDeployment deploymentId={deploymentId} onClose={() => setOpen(undefined)} />
      )}
      {open === "delete" && (
        <ConfirmName
          title={t("sites.delete")}
          name={name}
          verb={t("links.delete")}
          isPending={removing.isPending}
          onConfirm={() => removing.mutate()}
          onClose={() => setOpen(undefined)}
        >
          {t("sites.delete.hint")}
        </ConfirmName>
      )}
    </Group>
  );
}

function useDeeds({ deploymentId }: Deployment, onRemoved: () => void) {
  const handle = useHandle();
  const queries = useQueryClient();
  const params = { path: { handle, deploymentId } };
  const onSettled = () => queries.invalidateQueries({ queryKey: ["sites", handle] });
  const path = "/v2/handles/{handle}/site-deployments/{deploymentId}" as const;
  return {
    activating: useMutation({
      mutationFn: () => ask(api.POST(`${path}/activate`, { params })),
      onError: notifyFailed,
      onSuccess: () => notifyDone(t("sites.activated")),
      onSettled,
    }),
    removing: useMutation({
      mutationFn: () => ask(api.DELETE(path, { params })),
      onError: notifyFailed,
      onSuccess: () => notifyDone(t("sites.deleted")),
      onSettled: () => {
        onRemoved();
        return onSettled();
      },
    }),
  };
}
