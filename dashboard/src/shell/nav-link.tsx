import { NavLink as Item } from "@mantine/core";
import { Link, type LinkProps, useLocation } from "@tanstack/react-router";

type Props = {
  readonly to: LinkProps["to"];
  readonly handle: string;
  readonly label: string;
  readonly path: string;
  readonly onGo: () => void;
};

/** One way of the menu; the present one is said so, not only coloured. */
export function NavLink({ to, handle, label, path, onGo }: Props) {
  const { pathname } = useLocation();
  const isHere = pathname.startsWith(`/${handle}/${path}`);
  return (
    <Item
      renderRoot={(props) => (
        <Link
          {...props}
          to={to as "/"}
          params={{ handle } as never}
          aria-current={isHere ? "page" : undefined}
        />
      )}
      label={label}
      py={5}
      active={isHere}
      onClick={onGo}
    />
  );
}
