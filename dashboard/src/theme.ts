import { createTheme, type MantineColorsTuple } from "@mantine/core";

const SYSTEM = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif";

/** Mantine's, but for the last, on which white can be read. */
const ORANGE = [
  ...["#fff4e6", "#ffe8cc", "#ffd8a8", "#ffc078", "#ffa94d"],
  ...["#ff922b", "#fd7e14", "#f76707", "#e8590c", "#b03a08"],
] as unknown as MantineColorsTuple;

/** One blue, the reader's own fonts (nothing is loaded from elsewhere), and no motion for whoever wants none. */
export const theme = createTheme({
  colors: { orange: ORANGE },
  primaryColor: "indigo",
  primaryShade: { light: 7, dark: 8 },
  defaultRadius: "md",
  fontFamily: SYSTEM,
  headings: { fontFamily: SYSTEM, fontWeight: "650" },
  respectReducedMotion: true,
  autoContrast: true,
  components: {
    // It would be a child of the menu that is no item; the first item has the focus instead.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    Modal: { defaultProps: { closeButtonProps: { "aria-label": "Close" }, centered: true } },
    Drawer: { defaultProps: { closeButtonProps: { "aria-label": "Close" } } },
    Tooltip: { defaultProps: { events: { hover: true, focus: true, touch: true } } },
  },
});
