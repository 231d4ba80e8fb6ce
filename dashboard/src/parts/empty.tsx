import { Paper, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

type Props = { readonly title: string; readonly hint: string; readonly children?: ReactNode };

/** Says that there is nothing yet, and what to do about it. */
export function Empty({ title, hint, children }: Props) {
  return (
    <Paper withBorder p="xl" radius="md">
      <Stack align="center" gap="xs">
        <Title order={2} size="h4" ta="center">
          {title}
        </Title>
        <Text c="dimmed" ta="center" maw={520}>
          {hint}
        </Text>
        {children}
      </Stack>
    </Paper>
  );
}
