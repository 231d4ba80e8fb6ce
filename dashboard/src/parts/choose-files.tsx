import { Button } from "@mantine/core";
import { type ReactNode, useRef } from "react";

type Props = {
  readonly onChoose: (files: readonly File[]) => void;
  /** A whole folder; its files know their paths. */
  readonly isFolder?: boolean;
  readonly accept?: string;
  readonly variant?: "filled" | "default";
  readonly children: ReactNode;
};

/** A button that has the browser ask for files, or for a folder. */
export function ChooseFiles({ onChoose, isFolder = false, accept, variant = "filled", children }: Props) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        multiple={accept === undefined}
        webkitdirectory={isFolder ? "" : undefined}
        accept={accept}
        data-folder={isFolder}
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])];
          // The same again is a choice as well.
          currentTarget.value = "";
          if (files.length > 0) onChoose(files);
        }}
      />
      <Button variant={variant} onClick={() => input.current?.click()}>
        {children}
      </Button>
    </>
  );
}
