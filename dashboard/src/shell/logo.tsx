import { Group, Text } from "@mantine/core";
import { t } from "#text/t.ts";

/** The product's sign and name. */
export function Logo() {
  return (
    <Group gap="xs" wrap="nowrap">
      <img src="/app/icon.svg" width={28} height={28} alt="" />
      <Text fw={700}>{t("product")}</Text>
    </Group>
  );
}
