import { Paper, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

type Props = { readonly title: string; readonly hint: string; readonly children: ReactNode };

/** One thing of a screen of settings: what it is, what it does, and its fields. */
export function Part({ title, hint, children }: Props) {
  return (
    <Paper withBorder p="md" component="section" aria-label={title}>
      <Title order={2} size="h4">
        {title}
      </Title>
      <Text size="sm" c="dimmed" mb="md">
        {hint}
      </Text>
      {children}
    </Paper>
  );
}
