import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";
import { t } from "#text/t.ts";

/** Asks before what was typed and not saved is left behind, by a link of ours or by closing the tab. */
export function Leaving({ isChanged }: { readonly isChanged: boolean }) {
  const blocker = useBlocker({
    shouldBlockFn: () => isChanged,
    enableBeforeUnload: () => isChanged,
    withResolver: true,
  });
  if (blocker.status !== "blocked") return null;
  return (
    <Modal opened onClose={blocker.reset} title={t("leaving.title")}>
      <Stack>
        <Text size="sm">{t("leaving.hint")}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={blocker.proceed}>
            {t("leaving.do")}
          </Button>
          <Button onClick={blocker.reset} data-autofocus>
            {t("leaving.stay")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
