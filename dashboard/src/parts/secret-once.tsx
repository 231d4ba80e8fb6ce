import { Alert, Button, Checkbox, Code, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { t } from "#text/t.ts";
import { CopyButton } from "./copy-button.tsx";
import { HeldModal } from "./held-modal.tsx";

type Shown = { readonly label: string; readonly value: string };
type Props = {
  readonly title: string;
  readonly hint: string;
  readonly shown: readonly Shown[];
  readonly size?: "lg";
  readonly onClose: () => void;
};

/** What no later answer has: it is closed only by whoever says that they have stored it. */
export function SecretOnce({ title, hint, shown, size, onClose }: Props) {
  const [isStored, setStored] = useState(false);
  return (
    <HeldModal {...{ title, size, onClose }} isHeld>
      <Stack>
        <Alert color="yellow">{hint}</Alert>
        {shown.map(({ label, value }) => (
          <div key={label}>
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
        ))}
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
    </HeldModal>
  );
}
