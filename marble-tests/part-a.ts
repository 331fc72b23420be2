/** The names of version 1, as an original peer knows them; behind a colon there is a key. */
const NAMES = new Set([
  ...["_SET", "_GET", "_PATCH", "_ACTION", "_TASK_START", "_TASK_CANCEL", "_BIN_META"],
  ...["_TOAST", "_DOWNLOAD", "_DISCONNECT", "_REQUEST_USER_SESSION", "_USER_SESSION"],
]);
const KINDS = new Set(["add", "remove", "replace", "move", "copy", "test"]);

/**
 * What of a frame an original peer does not know: members beside `type` and `data`, names of events, kinds of operations.
 *
 * @param own the events of the program itself
 */
export function unknownToOriginals(frame: string, own: readonly string[] = []): readonly string[] {
  const { type, data, ...beside } = JSON.parse(frame) as { type: string; data?: unknown };
  const [name = ""] = type.split(":");
  const kinds = name === "_PATCH" && Array.isArray(data) ? data.map(({ op }: { op: string }) => op) : [];
  return [
    ...Object.keys(beside),
    ...(NAMES.has(name) || own.includes(name) ? [] : [name]),
    ...kinds.filter((kind) => !KINDS.has(kind)),
  ];
}
