import { Button, Group, Text } from "@mantine/core";
import { t } from "#text/t.ts";
import { notify, notifyFailed } from "./notify.ts";

const STANDS_MS = 15_000;

/** Says what is gone, and brings it back for whoever asks while the notice stands. */
export function offerUndo(message: string, onUndo: () => Promise<unknown>): void {
  const undo = () => {
    void shown.then((hide) => hide());
    onUndo().catch(notifyFailed);
  };
  const shown = notify({
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
