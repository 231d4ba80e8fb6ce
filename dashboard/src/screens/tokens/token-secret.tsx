import { Alert, Button, Checkbox, Code, Group, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import type { Schemas } from "#api/schemas.ts";
import { CopyButton } from "#parts/copy-button.tsx";
import { useHandle } from "#shell/use-handle.ts";
import { t } from "#text/t.ts";
import { curlLine } from "./curl-line.ts";

type Props = { readonly created: Schemas["CreatedToken"]; readonly onClose: () => void };

/** A token's text, which exists in this answer alone: it is closed only by whoever says that they have stored it. */
export function TokenSecret({ created, onClose }: Props) {
  const { token, name } = created;
  if (token !== undefined) return <Told {...{ created, token, onClose }} />;
  return (
    <Modal opened onClose={onClose} title={t("secret.title", { name })} size="lg">
      <Alert color="yellow">{t("secret.lost")}</Alert>
    </Modal>
  );
}

function Told({ created, token, onClose }: Props & { readonly token: string }) {
  const handle = useHandle();
  const [isStored, setStored] = useState(false);
  const { name, scopes } = created;
  const curl = curlLine(location.origin, handle, token, scopes);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("secret.title", { name })}
      size="lg"
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
    >
      <Stack>
        <Alert color="yellow">{t("secret.once")}</Alert>
        <Shown label={t("secret.token")} value={token} />
        <Shown label={t("secret.try")} value={curl} />
        <Checkbox
          label={t("secret.stored")}
          checked={isStored}
          onChange={(event) => setStored(event.currentTarget.checked)}
        />
        <Group justify="flex-end">
          <Button disabled={!isStored} onClick={onClose}>
            {t("action.done")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function Shown({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <div>
      <Group justify="space-between" mb={4}>
        <Text size="sm" fw={600}>
          {label}
        </Text>
        <CopyButton value={value} />
      </Group>
      <Code block className="secret">
        {value}
      </Code>
    </div>
  );
}
