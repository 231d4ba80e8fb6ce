import { Stack, Title } from "@mantine/core";
import type { ReactNode } from "react";

type Props = { readonly title: string; readonly children: ReactNode };

/** One part of what is shown of a lead. */
export function LeadPart({ title, children }: Props) {
  return (
    <Stack gap="xs">
      <Title order={3} size="h5">
        {title}
      </Title>
      {children}
    </Stack>
  );
}
