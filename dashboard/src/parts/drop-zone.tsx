import { Group, Stack, Text } from "@mantine/core";
import { type DragEvent, type ReactNode, useState } from "react";

type Props = {
  readonly label: string;
  readonly hint: string;
  /** Called while the browser still lets the dropped be read: what is not taken at once is gone. */
  readonly onDrop: (dropped: DataTransfer) => void;
  /** The buttons that do the same without a mouse. */
  readonly children: ReactNode;
};

/** Takes files that are dragged here; a button beside it does the same for everybody else. */
export function DropZone({ label, hint, onDrop, children }: Props) {
  const [isOver, setOver] = useState(false);
  const over = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    setOver(true);
  };
  return (
    <section
      aria-label={label}
      className="drop"
      data-over={isOver}
      onDragEnter={over}
      onDragOver={over}
      onDragLeave={(event) => {
        // Going over a child leaves this one too, as browsers tell it.
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
      }}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        onDrop(event.dataTransfer);
      }}
    >
      <Stack align="center" gap="xs">
        <Text fw={600}>{label}</Text>
        <Text size="sm" c="dimmed" ta="center" maw={520}>
          {hint}
        </Text>
        <Group gap="xs" justify="center">
          {children}
        </Group>
      </Stack>
    </section>
  );
}
