import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { t } from "#text/t.ts";
import { notifyFailed } from "./notify.ts";

const STANDS_MS = 15_000;
let last = 0;

/** Says what is gone, and brings it back for whoever asks while the notice stands. */
export function offerUndo(message: string, onUndo: () => Promise<unknown>): void {
  const id = `undo-${++last}`;
  const undo = () => {
    notifications.hide(id);
    onUndo().catch(notifyFailed);
  };
  notifications.show({
    id,
    autoClose: STANDS_MS,
    message: (
      <Group justify="space-between">
        <Text size="sm">{message}</Text>
        <Button size="xs" variant="light" onClick={undo}>
          {t("action.undo")}
        </Button>
      </Group>
    ),
  });
}
