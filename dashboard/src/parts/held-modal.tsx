import { Modal } from "@mantine/core";
import type { ReactNode } from "react";

type Props = {
  readonly title: string;
  readonly size?: "lg" | "xl";
  /** While that is so, neither a key nor a click closes it. */
  readonly isHeld: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
};

/** A dialog that cannot be closed by accident while it has, or waits for, what no later answer has. */
export function HeldModal({ title, size, isHeld, onClose, children }: Props) {
  return (
    <Modal
      {...{ opened: true, onClose, title, ...(size && { size }) }}
      withCloseButton={!isHeld}
      closeOnEscape={!isHeld}
      closeOnClickOutside={!isHeld}
    >
      {children}
    </Modal>
  );
}
