import { Alert, Button, Checkbox, Code, Group, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { t } from "#text/t.ts";
import { CopyButton } from "./copy-button.tsx";

type Props = {
  readonly title: string;
  readonly hint: string;
  readonly secret: string;
  readonly onClose: () => void;
};

/** A secret that no later answer has: it is closed only by whoever says that they have stored it. */
export function SecretOnce({ title, hint, secret, onClose }: Props) {
  const [isStored, setStored] = useState(false);
  const fixed = { withCloseButton: false, closeOnEscape: false, closeOnClickOutside: false };
  return (
    <Modal opened onClose={onClose} title={title} {...fixed}>
      <Stack>
        <Alert color="yellow">{hint}</Alert>
        <Group justify="space-between">
          <Text size="sm" fw={600}>
            {title}
          </Text>
          <CopyButton value={secret} />
        </Group>
        <Code block className="secret">
          {secret}
        </Code>
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
