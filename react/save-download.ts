import type { Download } from "ws-sync-rx";

/** ms that a browser has to read the file from memory */
const PATIENCE = 60_000;

/** Lets the browser save a file, in the folder and with the questions that its user has set. Does nothing where there is no page. */
export function saveDownload({ filename, bytes }: Download): void {
  if (typeof document === "undefined") return;
  const url = URL.createObjectURL(new Blob([bytes]));
  const link = document.createElement("a");
  link.href = url;
  link.download = filename;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), PATIENCE);
}
