/** The two clients on this page. */
export type PanelName = "A" | "B";

export const PANELS: readonly PanelName[] = ["A", "B"];
