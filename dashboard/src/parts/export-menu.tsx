import { Button, Menu } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { fetchFile, saveFile } from "./download.ts";
import { notifyFailed } from "./notify.ts";

type Props<Format extends string> = {
  readonly label: string;
  /** Each with the words of its item. */
  readonly formats: readonly (readonly [Format, string])[];
  /** Asked when an item is chosen, so that a range that ends now does. */
  readonly fileIn: (format: Format) => { readonly path: string; readonly name: string };
  /** Items that stand before them. */
  readonly children?: ReactNode;
};

/** A button that offers formats, and saves what the API answers in the chosen one. */
export function ExportMenu<Format extends string>({ label, formats, fileIn, children }: Props<Format>) {
  const saving = useMutation({
    mutationFn: async (format: Format) => {
      const { path, name } = fileIn(format);
      saveFile(await fetchFile(path), name);
    },
    onError: notifyFailed,
  });
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button variant="default" loading={saving.isPending}>
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {children}
        {formats.map(([format, words]) => (
          <Menu.Item key={format} onClick={() => saving.mutate(format)}>
            {words}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
