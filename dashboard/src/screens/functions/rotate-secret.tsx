import { Button, Group, NativeSelect, Paper, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "#api/api.ts";
import { ask } from "#api/ask.ts";
import type { Schemas } from "#api/schemas.ts";
import { Failure } from "#parts/failure.tsx";
import { SecretOnce } from "#parts/secret-once.tsx";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";

const OVERLAPS = ["0", "3600", "86400", "604800"] as const;

/** Replaces the secret that signs the requests of a function; the old one signs on for as long as is chosen. */
export function RotateSecret({ binding: { bindingKey } }: { readonly binding: Schemas["FunctionBinding"] }) {
  const handle = useHandle();
  const queries = useQueryClient();
  const [overlap, setOverlap] = useState("86400");
  const rotating = useMutation({
    mutationFn: () =>
      ask(
        api.POST("/v2/handles/{handle}/function-bindings/{bindingKey}/rotate-secret", {
          params: { path: { handle, bindingKey } },
          body: { overlapSeconds: Number(overlap) },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["functions", handle] }),
  });
  const secret = rotating.data?.signingSecret;
  return (
    <Paper withBorder p="md">
      <Stack gap="sm">
        <div>
          <Title order={2} size="h4">
            {t("functions.secret")}
          </Title>
          <Text size="sm" c="dimmed">
            {t("functions.secret.hint")} {t("functions.secret.rotate.hint")}
          </Text>
        </div>
        <Group align="flex-end">
          <NativeSelect
            label={t("functions.rotate.overlap")}
            value={overlap}
            data={OVERLAPS.map((value) => ({ value, label: t(`tokens.overlap.${value}`) }))}
            onChange={(event) => setOverlap(event.currentTarget.value)}
          />
          <Button variant="default" loading={rotating.isPending} onClick={() => rotating.mutate()}>
            {t("functions.secret.rotate")}
          </Button>
        </Group>
        {rotating.error && <Failure cause={rotating.error} />}
      </Stack>
      {secret !== undefined && (
        <SecretOnce
          title={t("functions.secret")}
          hint={t("functions.secret.once")}
          shown={[{ label: t("functions.secret"), value: secret }]}
          onClose={() => rotating.reset()}
        />
      )}
    </Paper>
  );
}
