import { Text } from "@mantine/core";
import type { ReactNode } from "react";

type Props = { readonly name: string; readonly children: ReactNode };

/** A fact with its name; what a stranger has written keeps its lines, and is never wider than its place. */
export function LeadFact({ name, children }: Props) {
  return (
    <div>
      <Text size="xs" c="dimmed" className="secret">
        {name}
      </Text>
      <Text size="sm" component="div" className="secret">
        {children}
      </Text>
    </div>
  );
}
